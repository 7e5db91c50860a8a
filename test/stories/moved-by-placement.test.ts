import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { allOnA, runningOnTwo, slotsOn, startsAndStops } from '../support/two-nodes.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const place = ({ life }: TestWorld, ...constraints: string[]) =>
  life().ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.placement = { constraints }))

const label = ({ life }: TestWorld, node: string, labels: Record<string, string>) =>
  life().ports.store.update('Node', node, ({ spec }) => void (spec.labels = labels))

const readyOf = (world: TestWorld) => getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')

describe('tasks on a node that their placement does not allow any more', () => {
  for (const [order, expected] of [
    ['StopFirst', ['b stop 2', 'a start 2', 'b stop 4', 'a start 4']],
    ['StartFirst', ['a start 2', 'b stop 2', 'a start 4', 'b stop 4']],
  ] as const)
    it(`are replaced elsewhere by their update strategy, one at a time (S10): ${order}`, async () => {
      const world = await runningOnTwo({ updateStrategy: { order } })
      const from = startsAndStops(world).length
      place(world, 'node.name==a')
      equal(await world.settle(), 'quiet')
      deepEqual(startsAndStops(world).slice(from), expected)
      deepEqual(slotsOn(world), allOnA)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
      equal(readyOf(world)?.status, 'True')
    })

  it('leave at once where another service gives up the room elsewhere', async () => {
    const world = await runningOnTwo({ replicas: 0 })
    for (const node of ['a', 'b']) label(world, node, { zone: 'x' })
    const cpus = world.life().ports.store.get('Node', 'a')?.status?.cpus ?? 0
    const template = { image: 'app:1', resources: { reservations: { cpus } } }
    const fill = { template, placement: { constraints: ['node.name==a'] } }
    world.service('fill', fill)
    world.service('one', { template, placement: { constraints: ['node.labels.zone==x'] } })
    await world.settle()
    label(world, 'b', { zone: 'y' })
    await world.pass(5_000)
    world.service('fill', { ...fill, replicas: 0 })
    await world.pass(2_000)
    deepEqual(slotsOn(world), ['one-1 a Running'])
  })

  it('say that', async () => {
    const world = await runningOnTwo()
    place(world, 'node.name==a')
    await world.settle()
    const events = world.life().recorder.events()
    const moves = events.filter(({ reason }) => reason === 'TaskMoves').map(({ message }) => message)
    equal(moves.length, 2)
    match(moves[0] ?? '', /^web-2-\S+ is replaced elsewhere: b does not meet node\.name==a$/)
  })

  it('leave it as its labels are others, too, and go back with those nowhere', async () => {
    const world = await runningOnTwo()
    label(world, 'a', { disk: 'ssd' })
    label(world, 'b', { disk: 'ssd' })
    place(world, 'node.labels.disk==ssd')
    await world.settle()
    deepEqual(world.newCalls(), [])
    label(world, 'b', {})
    await world.settle()
    deepEqual(slotsOn(world), allOnA)
    label(world, 'b', { disk: 'ssd' })
    world.newCalls()
    await world.settle()
    deepEqual(world.newCalls(), [])
  })

  it('are replaced once where their template changes with it', async () => {
    const world = await runningOnTwo()
    world.service('web', { replicas: 4, template: { image: 'app:2' }, placement: { constraints: ['node.name==a'] } })
    await world.settle()
    deepEqual(slotsOn(world), allOnA)
    equal(world.newCalls().filter((call) => call.includes('/containers/create')).length, 4)
  })

  it('stay where it is changed back before their turn', async () => {
    const world = await runningOnTwo({ updateStrategy: { delaySeconds: 30 } })
    await world.pass(60_000)
    place(world, 'node.name==a')
    await world.pass(10_000)
    place(world)
    equal(await world.settle(), 'quiet')
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running', 'web-3 a Running', 'web-4 b Running'])
    deepEqual(
      world.tasks().filter(({ metadata }) => metadata.annotations?.[annotations.leaves]),
      [],
    )
  })

  for (const [what, spec, constraint, why] of [
    [
      'their volume is there',
      { template: { image: 'app:1', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] } },
      'node.name==b',
      /^4 of 4 ready; web-1-\S+ stays on a, which does not meet node\.name==b: the data of its volume data is there; the volume shop\/data has to be moved by hand: docs\/hosts\.md says how, under "To move a volume"; so do 3 more/,
    ],
    [
      'their anonymous volumes are there',
      { template: { image: 'db:1' } },
      'node.name==a',
      /web-2-\S+ stays on b, which .*: the data of its anonymous volumes is there; `reconcile restart web -n shop` moves it, and leaves that behind/,
    ],
    [
      'their anonymous volumes are there, and they may go nowhere else',
      { template: { image: 'db:1' } },
      'node.name==c',
      /web-1-\S+ stays on a, which .*: the data of its anonymous volumes is there; no other node may run it: b: it does not meet node\.name==c/,
    ],
    [
      'no other node fits',
      {},
      'node.name==c',
      /web-1-\S+ stays on a, which .*: no other node fits: b: it does not meet node\.name==c/,
    ],
  ] as const)
    it(`stay where ${what}, and their service says so`, async () => {
      const world = await runningOnTwo(spec as Partial<V1ServiceSpec>)
      const before = slotsOn(world)
      place(world, constraint)
      await world.pass(60_000)
      deepEqual(slotsOn(world), before)
      deepEqual(world.newCalls(), [])
      const { status, reason, message = '' } = readyOf(world) ?? {}
      deepEqual([status, reason], ['False', 'TasksMisplaced'])
      match(message, why)
    })

  it('leave it without their data as that is restarted, as their service says', async () => {
    const world = await runningOnTwo({ template: { image: 'db:1' } })
    place(world, 'node.name==a')
    await world.pass(60_000)
    const { store, clock } = world.life().ports
    askRestart(store, 'shop/web', clock.now())
    await world.settle()
    deepEqual(slotsOn(world), allOnA)
    equal(readyOf(world)?.status, 'True')
  })

  it('wait for room, and go as there is', async () => {
    const world = await runningOnTwo()
    world.life().ports.store.update('Service', 'shop/web', ({ spec }) => {
      spec.placement = { constraints: ['node.name==a'], maxReplicasPerNode: 3 }
    })
    await world.pass(60_000)
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running', 'web-3 a Running', 'web-4 b Running'])
    equal(readyOf(world)?.reason, 'TasksMisplaced')
    place(world, 'node.name==a')
    await world.settle()
    deepEqual(slotsOn(world), allOnA)
    equal(readyOf(world)?.status, 'True')
  })

  it('are not told to leave while their host is silent, and do as it is back', async () => {
    const world = await runningOnTwo()
    world.world.hosts.get('b')?.crash()
    await world.pass(10_000)
    place(world, 'node.platform.os==linux', 'node.name==a')
    await world.pass(10_000)
    deepEqual(
      slotsOn(world).filter((task) => task.includes(' b ')),
      ['web-2 b Unknown', 'web-4 b Unknown'],
    )
    world.world.hosts.get('b')?.restart()
    await world.pass(120_000)
    deepEqual(slotsOn(world), allOnA)
  })

  it('leave a node that has more of them than are allowed now: those of the last slots', async () => {
    const world = await runningOnTwo({ placement: { constraints: ['node.name==a'] } })
    const { store } = world.life().ports
    store.update('Service', 'shop/web', ({ spec }) => void (spec.placement = { maxReplicasPerNode: 3 }))
    await world.settle()
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running', 'web-3 a Running', 'web-4 b Running'])
    store.update('Service', 'shop/web', ({ spec }) => void (spec.placement = { maxReplicasPerNode: 1 }))
    await world.pass(60_000)
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running', 'web-3 a Running', 'web-4 b Running'])
    const { reason, message = '' } = readyOf(world) ?? {}
    equal(reason, 'TasksMisplaced')
    match(
      message,
      /web-2-\S+ stays on a, which has 3 tasks of it, and 1 is allowed: no other node fits: b: it has 1 task .*; so does 1 more; allow more of them on a node, /,
    )
  })

  it('stay where preferences alone would have put them elsewhere', async () => {
    const world = await runningOnTwo()
    world.life().ports.store.update('Service', 'shop/web', ({ spec }) => {
      spec.placement = { preferences: [{ spread: 'node.labels.rack' }] }
    })
    await world.settle()
    deepEqual(world.newCalls(), [])
    equal(readyOf(world)?.status, 'True')
  })
})

describe('what is there to end on each node, as one of them loses its label and has it again', () => {
  const job = (exitsAfterMs: number, exitCode = 0) => ({
    config: { Cmd: ['work'] },
    behaviour: { exitsAfterMs, exitCode },
  })
  const ssd = { constraints: ['node.labels.disk==ssd'] }

  async function aJob(mode: 'GlobalJob' | 'Global', image = 'job:1'): Promise<TestWorld> {
    const images = { 'job:1': job(30_000), 'job:2': job(1_000), 'job:3': job(30_000, 1) }
    const world = aWorld({ nodes: ['a', 'b'], images })
    for (const node of ['a', 'b']) label(world, node, { disk: 'ssd' })
    const template = { image, restartPolicy: { condition: 'Never' as const } }
    world.service('web', { mode, placement: ssd, template })
    const dependsOn = [{ service: 'web', condition: 'Completed' as const }]
    if (mode === 'Global') world.service('after', { replicas: 0, template: { image: 'job:2' }, dependsOn })
    await world.pass(10_000)
    return world
  }

  for (const [as, mode] of Object.entries({ 'a job': 'GlobalJob', 'what others wait for': 'Global' } as const))
    it(`is let end there, and does not run there a second time, as ${as} (S6)`, async () => {
      const world = await aJob(mode)
      label(world, 'b', {})
      await world.pass(10_000)
      deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 b Running'])
      await world.pass(60_000)
      deepEqual(slotsOn(world), ['web-1 a Completed', 'web-2 b Completed'])
      equal(readyOf(world)?.status, 'True')
      world.newCalls()
      label(world, 'b', { disk: 'ssd' })
      await world.pass(60_000)
      deepEqual(world.newCalls(), [])
    })

  it('leaves it where it failed, or is to be another', async () => {
    const failed = await aJob('GlobalJob', 'job:3')
    label(failed, 'b', {})
    await failed.pass(60_000)
    deepEqual(slotsOn(failed), ['web-1 a Failed'])
    const changed = await aJob('GlobalJob')
    await changed.pass(60_000)
    label(changed, 'b', {})
    changed.service('web', { mode: 'GlobalJob', placement: ssd, template: { image: 'job:2' } })
    await changed.pass(60_000)
    deepEqual(slotsOn(changed), ['web-1 a Completed'])
  })
})
