import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { setPause } from '../../controllers/holds/pause.ts'
import type { Ports } from '../../controllers/runtime/ports.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import { allOnA, imagesOfTwo, runningOnTwo, slotsOn, startsAndStops } from '../support/two-nodes.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const drain = ({ life }: TestWorld, is = true) =>
  life().ports.store.update('Node', 'b', ({ spec }) => void (spec.drain = is))

const readyOf = (world: TestWorld) => getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')

const conditionOf = ({ life }: TestWorld, type: string) =>
  getCondition(life().ports.store.get('Node', 'b')?.status?.conditions, type)

describe('a node that is drained', () => {
  for (const [order, expected] of [
    ['StopFirst', ['b stop 2', 'a start 2', 'b stop 4', 'a start 4']],
    ['StartFirst', ['a start 2', 'b stop 2', 'a start 4', 'b stop 4']],
  ] as const)
    it(`has its tasks replaced elsewhere by their update strategy, one at a time (S10): ${order}`, async () => {
      const world = await runningOnTwo({ updateStrategy: { order } })
      const from = startsAndStops(world).length
      drain(world)
      equal(await world.settle(), 'quiet')
      deepEqual(startsAndStops(world).slice(from), expected)
      deepEqual(slotsOn(world), allOnA)
      equal(conditionOf(world, 'Drained')?.status, 'True')
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })

  it('says of what only stops, as it is one of each node, that it does', async () => {
    const slow = { config: { Cmd: ['serve'] }, behaviour: { stopsAfterMs: 8_000 } }
    const world = aWorld({ nodes: ['a', 'b'], images: { slow } })
    world.service('web', { mode: 'Global', template: { image: 'slow' } })
    await world.settle()
    drain(world)
    await world.pass(2_000)
    match(conditionOf(world, 'Drained')?.message ?? '', /^shop\/web-2-\w+ is being stopped$/)
    await world.pass(10_000)
    equal(conditionOf(world, 'Drained')?.status, 'True')
  })

  it('is no reason for a successor of each of very many replicas, where an update fits on no node at all', async () => {
    const world = aWorld()
    world.service('web', { replicas: 120 })
    await world.settle()
    const resources = { reservations: { cpus: 1_000 } }
    world.service('web', { replicas: 120, template: { image: 'nginx', resources } })
    await world.settle(10_000)
    equal(world.tasks().length, 120 + 100)
    world.service('web', { replicas: 120, template: { image: 'nginx:2' } })
    await world.settle(600_000)
    deepEqual([world.tasks().length, world.serviceNamed('web')?.status?.rollout?.state], [120, 'Completed'])
  })

  it('holds up no update of the others where its tasks fit on no other node: those keep what they run', async () => {
    const world = await runningOnTwo({ placement: { maxReplicasPerNode: 2 }, updateStrategy: { order: 'StopFirst' } })
    world.life().ports.store.update('Node', 'a', ({ spec }) => void (spec.drain = true))
    await world.settle()
    const from = startsAndStops(world).length
    world.service('web', {
      ...{ replicas: 4, template: { image: 'app:2' } },
      ...{ placement: { maxReplicasPerNode: 2 }, updateStrategy: { order: 'StopFirst' } },
    })
    await world.settle(60_000)
    deepEqual(startsAndStops(world).slice(from), ['b stop 2', 'b start 2', 'b stop 4', 'b start 4'])
    match(
      readyOf(world)?.message ?? '',
      /^2 of 4 updated; web-1-\S+: no node fits: a: it is drained; b: it has 2 tasks/,
    )
    world.life().ports.store.update('Node', 'a', ({ spec }) => void (spec.drain = false))
    await world.settle(60_000)
    const [first, second, ...others] = startsAndStops(world).slice(from + 4)
    deepEqual(
      [first, second].map((each) => each?.slice(0, -2)),
      ['a stop', 'a start'],
    )
    equal(others.length, 2)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('has its tasks go where fewer are wanted at the same time, so that no other is made in their place', async () => {
    const world = await runningOnTwo()
    const from = startsAndStops(world).length
    drain(world)
    world.service('web', { replicas: 2, template: { image: 'app:1' } })
    equal(await world.settle(), 'quiet')
    deepEqual(startsAndStops(world).slice(from).sort(), ['b stop 2', 'b stop 4'])
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-3 a Running'])
    world.service('web', { replicas: 3, template: { image: 'app:1' } })
    await world.settle()
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running', 'web-3 a Running'])
  })

  it('has those that get a place at once updated one after the other, with the delay between them', async () => {
    const delayed = { order: 'StopFirst', delaySeconds: 60 } as const
    const spec = { placement: { maxReplicasPerNode: 2 }, updateStrategy: delayed }
    const world = await runningOnTwo(spec)
    drain(world)
    world.service('web', { ...spec, replicas: 4, template: { image: 'app:2' } })
    await world.pass(300_000)
    const from = startsAndStops(world).length
    drain(world, false)
    await world.pass(50_000)
    equal(startsAndStops(world).length - from, 2)
    await world.pass(60_000)
    equal(startsAndStops(world).length - from, 4)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('gets no image anew for a task that is about to leave, however fast that would be', async () => {
    const registry = { 'app:1': { ...imagesOfTwo['app:1'], pullMs: 100 } }
    const world = aWorld({ nodes: ['a', 'b'], images: {}, registry })
    world.service('web', {
      replicas: 2,
      template: { image: 'app:1' },
      updateStrategy: { order: 'StopFirst', delaySeconds: 1 },
    })
    await world.settle()
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 b Running'])
    const from = world.calls.length
    await world.restart(() => {
      drain(world)
      const { byHand } = world.world.hosts.get('b') ?? world.host
      byHand.remove('shop-web-2')
      byHand.prune()
    })
    await world.settle()
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running'])
    deepEqual(
      world.calls.slice(from).filter(({ node, path }) => node === 'b' && !path.startsWith('/networks')),
      [],
    )
  })

  it('is left alone long after the last rollout, too: that was no time without progress', async () => {
    const world = await runningOnTwo()
    await world.pass(3_600_000)
    drain(world)
    await world.settle()
    deepEqual(slotsOn(world), allOnA)
  })

  for (const [what, spec, why] of [
    [
      'their volume',
      {
        template: { image: 'app:1', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
        placement: { constraints: ['node.name==b'] },
      },
      /shop\/web-\S+ \(the data of its volume data is there, and no other node may run it: a: it does not meet node\.name==b\).* stay; the volume shop\/data has to be moved by hand: docs\/hosts\.md says how, under "To move a volume"$/,
    ],
    [
      'their anonymous volumes',
      { template: { image: 'db:1' } },
      /\(the data of its anonymous volumes is there\).* stay; `reconcile restart web -n shop` moves what may leave its data behind$/,
    ],
    [
      'their anonymous volumes where their constraints let them nowhere else',
      { template: { image: 'db:1' }, placement: { constraints: ['node.name==b'] } },
      /\(the data of its anonymous volumes is there, and no other node may run it: a: it does not meet node\.name==b\).* stay$/,
    ],
    [
      'what they may write to',
      { template: { image: 'app:1', mounts: [{ type: 'Bind', source: '/srv', target: '/srv' }] } },
      /\(it may write to \/srv of that host\)/,
    ],
    ['a job that works', { mode: 'ReplicatedJob' }, /\(it is let end, as a job\)/],
    [
      'what fits nowhere else',
      { placement: { constraints: ['node.name==b'] } },
      /^shop\/web-\S+ \(no other node fits: a: it does not meet node\.name==b\), shop\/web-\S+ \(.*\).* stay$/,
    ],
  ] as const)
    it(`keeps ${what}, and says so`, async () => {
      const world = await runningOnTwo(spec as Partial<V1ServiceSpec>)
      const before = slotsOn(world)
      drain(world)
      await world.pass(60_000)
      deepEqual(slotsOn(world), before)
      match(conditionOf(world, 'Drained')?.message ?? '', why)
      deepEqual(world.newCalls(), [])
    })

  it('is left by what has data there once that is restarted, as the node says', async () => {
    const world = await runningOnTwo({ template: { image: 'db:1' } })
    drain(world)
    await world.settle()
    const { message = '', reason } = conditionOf(world, 'Drained') ?? {}
    equal(reason, 'TasksStay')
    match(message, /`reconcile restart web -n shop`/)
    const { store, clock } = world.life().ports
    askRestart(store, 'shop/web', clock.now())
    await world.settle()
    deepEqual(slotsOn(world), allOnA)
    equal(conditionOf(world, 'Drained')?.status, 'True')
  })

  it('is left by what a volume held there once that is on another node too, and it is restarted', async () => {
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    const on = (node: string) => ({ placement: { constraints: [`node.name==${node}`] } })
    const world = await runningOnTwo({ replicas: 1, template: { image: 'app:1', mounts }, ...on('b') })
    world.service('web', { replicas: 1, template: { image: 'app:1', mounts } })
    drain(world)
    await world.pass(60_000)
    match(conditionOf(world, 'Drained')?.message ?? '', /the volume shop\/data has to be moved by hand/)
    world.host.byHand.createVolume({ Name: 'shop_data' })
    await world.pass(60_000)
    match(conditionOf(world, 'Drained')?.message ?? '', /`reconcile restart web -n shop`/)
    const { store, clock } = world.life().ports
    askRestart(store, 'shop/web', clock.now())
    await world.pass(60_000)
    deepEqual(slotsOn(world), ['web-1 a Running'])
    equal(conditionOf(world, 'Drained')?.status, 'True')
  })

  for (const [what, set] of [
    ['its service', ({ store }: Ports) => setPause(store, 'shop/web', {})],
    ['its rollouts', ({ store }: Ports) => setRolloutPause(store, 'shop/web', { since: 'now' })],
  ] as const)
    it(`says what ends the pause of ${what}, which keeps tasks there`, async () => {
      const world = await runningOnTwo()
      set(world.life().ports)
      drain(world)
      await world.pass(60_000)
      const { message = '', reason } = conditionOf(world, 'Drained') ?? {}
      equal(reason, 'TasksStay')
      match(message, /paused by hand.*; `reconcile (rollout )?resume .*\) stay$/)
    })

  it('keeps those for which there is no room, until there is', async () => {
    const world = await runningOnTwo({ replicas: 4, placement: { maxReplicasPerNode: 3 } })
    drain(world)
    await world.pass(60_000)
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running', 'web-3 a Running', 'web-4 b Running'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    const { message = '', reason } = conditionOf(world, 'Drained') ?? {}
    match(message, /^shop\/web-\S+ \(no other node fits: a: it has 3 tasks of the service, 3 are allowed\) stays$/)
    equal(reason, 'TasksThere')
    world.life().ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.placement = {}))
    await world.settle()
    deepEqual(slotsOn(world), allOnA)
  })

  it('keeps what is there when it is drained no more before its turn', async () => {
    const world = await runningOnTwo({ updateStrategy: { delaySeconds: 30 } })
    await world.pass(60_000)
    drain(world)
    await world.pass(10_000)
    drain(world, false)
    equal(await world.settle(), 'quiet')
    deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 a Running', 'web-3 a Running', 'web-4 b Running'])
    deepEqual(
      world.tasks().filter(({ metadata }) => metadata.annotations?.[annotations.leaves]),
      [],
    )
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    equal(conditionOf(world, 'Drained'), undefined)
  })

  it('has its tasks go where what they share goes', async () => {
    const world = await runningOnTwo({ replicas: 1, placement: { constraints: ['node.name==a'] } })
    const on = { placement: { constraints: ['node.name==b'] } }
    world.service('vpn', { template: { image: 'app:1' }, ...on })
    world.service('app', { template: { image: 'app:1', networkMode: 'service:vpn' } })
    await world.settle()
    deepEqual(slotsOn(world).slice(0, 2), ['app-1 b Running', 'vpn-1 b Running'])
    drain(world)
    world.service('vpn', { template: { image: 'app:1' } })
    await world.pass(120_000)
    deepEqual(slotsOn(world).slice(0, 2), ['app-1 a Running', 'vpn-1 a Running'])
  })

  it('keeps what another shares whose data is there', async () => {
    const world = await runningOnTwo({ replicas: 1, placement: { constraints: ['node.name==a'] } })
    const onB = { placement: { constraints: ['node.name==b'] } }
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('vpn', { template: { image: 'app:1' }, ...onB })
    world.service('app', { template: { image: 'app:1', networkMode: 'service:vpn', mounts } })
    await world.settle()
    world.service('vpn', { template: { image: 'app:1' } })
    drain(world)
    await world.pass(60_000)
    deepEqual(slotsOn(world).slice(0, 2), ['app-1 b Running', 'vpn-1 b Running'])
    match(conditionOf(world, 'Drained')?.message ?? '', /vpn-1-\S+ \(app-1-\S+ shares with it, and the data/)
  })

  for (const name of ['web', 'x1', 'x2', 'x3'])
    it(`keeps one task for each slot where the drain is called off as a successor fails: ${name}`, async () => {
      const world = aWorld({ nodes: ['a', 'b'], images: imagesOfTwo })
      world.service(name, { replicas: 2, template: { image: 'app:1' }, updateStrategy: { order: 'StartFirst' } })
      await world.settle()
      for (let n = 0; n < 200; n++) world.host.failNext('startContainer', { status: 500, message: 'no' })
      drain(world)
      await world.pass(600_000)
      drain(world, false)
      await world.pass(600_000)
      deepEqual(slotsOn(world), [`${name}-1 a Running`, `${name}-2 b Running`])
      equal(world.serviceNamed(name)?.status?.rollout?.state, 'Completed')
    })

  it('is left after an update that was rolled back, too', async () => {
    const world = await runningOnTwo({ updateStrategy: { failureAction: 'Rollback' } })
    world.service('web', { replicas: 4, template: { image: 'none:1' }, updateStrategy: { failureAction: 'Rollback' } })
    await world.pass(3_600_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
    drain(world)
    await world.pass(600_000)
    deepEqual(slotsOn(world), allOnA)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
  })

  /** `fill` on `a`, and the named services on `b`, which is drained: each task takes this share of a node. */
  async function takingRoom(names: readonly string[], share: number): Promise<TestWorld> {
    const world = await runningOnTwo({ replicas: 0 })
    const cpus = (world.life().ports.store.get('Node', 'a')?.status?.cpus ?? 0) * share
    const template = { image: 'app:1', resources: { reservations: { cpus } } }
    world.service('fill', { template, placement: { constraints: ['node.name==a'] } })
    for (const name of names) world.service(name, { template, placement: { constraints: ['node.name==b'] } })
    await world.settle()
    for (const name of names) world.service(name, { template })
    drain(world)
    return world
  }

  it('gives a place that is free once to one of two services, and fails no rollout of the other', async () => {
    const world = await takingRoom(['one', 'two'], 0.5)
    await world.pass(600_000)
    const states = ['one', 'two'].map((name) => world.serviceNamed(name)?.status?.rollout?.state)
    deepEqual(states, ['Completed', 'Completed'])
    equal(slotsOn(world).filter((task) => task.includes(' b ')).length, 1)
  })

  it('is left at once where another service gives up the room elsewhere', async () => {
    const world = await takingRoom(['one'], 1)
    await world.pass(5_000)
    world.service('fill', { replicas: 0 })
    await world.pass(2_000)
    deepEqual(slotsOn(world), ['one-1 a Running'])
  })
})

describe('a job of each node, as one of them is drained', () => {
  const job = (exitsAfterMs: number) => ({ config: { Cmd: ['work'] }, behaviour: { exitsAfterMs, exitCode: 0 } })
  const of = (image: string): Partial<V1ServiceSpec> => ({ mode: 'GlobalJob', template: { image } })

  async function aJob(mode: 'GlobalJob' | 'Global' = 'GlobalJob'): Promise<TestWorld> {
    const world = aWorld({ nodes: ['a', 'b'], images: { 'job:1': job(30_000), 'job:2': job(1_000) } })
    world.service('web', { ...of('job:1'), mode })
    const dependsOn = [{ service: 'web', condition: 'Completed' as const }]
    if (mode === 'Global') world.service('after', { replicas: 0, template: { image: 'job:2' }, dependsOn })
    await world.pass(10_000)
    return world
  }

  for (const [as, mode] of Object.entries({
    'a job': 'GlobalJob',
    'others wait for it to complete': 'Global',
  } as const))
    it(`is let end there, as ${as}, and does not run there a second time`, async () => {
      const world = await aJob(mode)
      drain(world)
      await world.pass(10_000)
      deepEqual(slotsOn(world), ['web-1 a Running', 'web-2 b Running'])
      match(conditionOf(world, 'Drained')?.message ?? '', new RegExp(`it is let end, as ${as}`))
      await world.pass(60_000)
      deepEqual(slotsOn(world), ['web-1 a Completed', 'web-2 b Completed'])
      deepEqual(
        [conditionOf(world, 'Drained')?.status, world.serviceNamed('web')?.status?.rollout?.state],
        ['True', 'Completed'],
      )
      world.newCalls()
      drain(world, false)
      await world.pass(60_000)
      // Its network comes back, for a restart of what has ended there.
      deepEqual(
        world.newCalls().filter((call) => !call.endsWith(' /networks/create')),
        [],
      )
    })

  it('runs there when it is another, once that is over', async () => {
    const world = await aJob()
    await world.pass(60_000)
    drain(world)
    world.service('web', of('job:2'))
    await world.pass(60_000)
    deepEqual(slotsOn(world), ['web-1 a Completed'])
    drain(world, false)
    await world.pass(60_000)
    deepEqual(slotsOn(world), ['web-1 a Completed', 'web-2 b Completed'])
    deepEqual(startsAndStops(world), ['a start 1', 'b start 2', 'a start 1', 'b start 2'])
  })
})
