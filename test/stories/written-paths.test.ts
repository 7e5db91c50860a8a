import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Mount, V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'db:1': RUNS, 'db:2': RUNS, nginx: RUNS }
const bind = (source: string): V1Mount => ({ type: 'Bind', source, target: '/data' })

/** A service that writes to a path of its host, and shares no network. */
function writing(source: string, image = 'db:1', spec: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> {
  const template: V1TaskTemplate = { image, networks: [], mounts: [bind(source)] }
  return { ...spec, template }
}

const placed = (world: TestWorld, service = 'db') =>
  world.tasks().flatMap(({ spec }) => (spec.service === service ? [`${spec.slot} ${spec.node ?? 'nowhere'}`] : []))

const left = (world: TestWorld) =>
  world
    .life()
    .recorder.events()
    .filter(({ reason }) => reason === 'DataLeft')
    .map(({ message }) => message)

/** Has another node done less than this one, so that new tasks would go there. */
async function busy(world: TestWorld, node: string): Promise<void> {
  const placement = { constraints: [`node.name==${node}`] }
  world.service('load', { replicas: 3, template: { image: 'nginx', networks: [] }, placement })
  await world.settle()
}

/** A world in which `db` wrote to a path of the host `a`, and other hosts have less to do now. */
async function wroteOnA(spec: Partial<V1ServiceSpec> = {}, nodes = ['a', 'b']): Promise<TestWorld> {
  const world = aWorld({ images, nodes })
  world.service('db', writing('/srv/data', 'db:1', spec))
  await world.settle()
  deepEqual(placed(world), ['1 a'])
  await busy(world, 'a')
  return world
}

const change = (world: TestWorld, node: string, to: { drain?: boolean; unschedulable?: boolean }) =>
  world.life().ports.store.update('Node', node, ({ spec }) => void Object.assign(spec, to))

describe('a task that wrote to a path of its host', () => {
  for (const order of ['StopFirst', 'StartFirst'] as const)
    it(`stays there in an update: ${order}`, async () => {
      const world = await wroteOnA({ updateStrategy: { order } })
      world.service('db', writing('/srv/data', 'db:2', { updateStrategy: { order } }))
      await world.settle()
      deepEqual([placed(world), world.serviceNamed('db')?.status?.rollout?.state], [['1 a'], 'Completed'])
    })

  it('stays there in a restart', async () => {
    const world = await wroteOnA()
    askRestart(world.life().ports.store, 'shop/db', world.world.clock.now())
    await world.settle()
    deepEqual([placed(world), left(world)], [['1 a'], []])
  })

  it('comes back there after a stop, also to a reconcile that begins anew', async () => {
    const world = await wroteOnA()
    stopService(world.life().ports.store, 'shop/db', { now: world.world.clock.now() })
    await world.settle()
    deepEqual(placed(world), [])
    await world.restart()
    startService(world.life().ports.store, 'shop/db')
    await world.settle()
    deepEqual(placed(world), ['1 a'])
  })

  it('comes back there once its service was deleted and is declared again', async () => {
    const world = await wroteOnA()
    await deleted(world, 'db')
    world.service('db', writing('/srv/data'))
    await world.settle()
    deepEqual(placed(world), ['1 a'])
  })

  it('goes anywhere where a later service of its name writes to another path', async () => {
    const world = await wroteOnA()
    await deleted(world, 'db')
    world.service('db', writing('/srv/other'))
    await world.settle()
    deepEqual(placed(world), ['1 b'])
  })

  it('waits where its host takes no task, and says what goes on without what it wrote', async () => {
    const world = await wroteOnA()
    change(world, 'a', { drain: true })
    world.service('db', writing('/srv/data', 'db:2'))
    await world.pass(60_000)
    match(
      world.tasks().find(({ spec }) => spec.node === undefined)?.status?.message ?? '',
      /^no node fits: a: it is drained; b: what was written to \/srv\/data is on a: `reconcile restart db -n shop` goes on without that$/,
    )
    askRestart(world.life().ports.store, 'shop/db', world.world.clock.now())
    await world.settle()
    deepEqual(placed(world), ['1 b'])
    match(left(world).join(), /^db-1-\w+ goes to b; what was written to \/srv\/data on a is not there/)
  })

  it('goes where a constraint says, which tells what stays', async () => {
    const world = await wroteOnA()
    world.service('db', writing('/srv/data', 'db:2', { placement: { constraints: ['node.name==b'] } }))
    await world.settle()
    deepEqual(placed(world), ['1 b'])
    match(left(world).join(), /what was written to \/srv\/data on a is not there/)
  })

  for (const isStopped of [false, true])
    it(`stays there where a constraint sent it elsewhere and nothing ran${isStopped ? ', also once it was stopped' : ''}`, async () => {
      const world = await wroteOnA()
      if (isStopped) stopService(world.life().ports.store, 'shop/db', { now: world.world.clock.now() })
      await world.settle()
      world.service('db', writing('/srv/data', 'missing', { placement: { constraints: ['node.name==b'] } }))
      if (isStopped) startService(world.life().ports.store, 'shop/db')
      await world.pass(60_000)
      deepEqual(placed(world), isStopped ? ['1 b'] : ['1 a', '1 b'])
      world.service('db', writing('/srv/data', 'db:2'))
      await world.settle()
      deepEqual(placed(world), ['1 a'])
    })

  it('goes elsewhere where its node is not declared any more', async () => {
    const world = await wroteOnA()
    stopService(world.life().ports.store, 'shop/db', { now: world.world.clock.now() })
    await world.settle()
    world.life().ports.store.delete('Node', 'a')
    startService(world.life().ports.store, 'shop/db')
    await world.settle()
    deepEqual(placed(world), ['1 b'])
  })

  it('has each replica where that wrote, and more of them anywhere', async () => {
    const world = aWorld({ images, nodes: ['a', 'b', 'c'] })
    world.service('db', writing('/srv/data', 'db:1', { replicas: 2 }))
    await world.settle()
    deepEqual(placed(world), ['1 a', '2 b'])
    await busy(world, 'b')
    world.service('db', writing('/srv/data', 'db:2', { replicas: 3 }))
    await world.settle()
    deepEqual(placed(world).sort(), ['1 a', '2 b', '3 c'])
  })

  for (const [what, mount] of [
    ['only reads it', { ...bind('/srv/data'), readOnly: true }],
    ['has only a socket there', bind('/var/run/docker.sock')],
  ] as const)
    it(`goes where least is to do if it ${what}`, async () => {
      const world = aWorld({ images, nodes: ['a', 'b'] })
      const spec = (image: string) => ({ template: { image, networks: [], mounts: [mount] } })
      world.service('db', spec('db:1'))
      await world.settle()
      await busy(world, 'a')
      world.service('db', spec('db:2'))
      await world.settle()
      deepEqual([placed(world), left(world)], [['1 b'], []])
    })
})

async function deleted(world: TestWorld, service: string): Promise<void> {
  world.life().ports.store.delete('Service', `shop/${service}`)
  equal(await world.settle(), 'quiet')
}
