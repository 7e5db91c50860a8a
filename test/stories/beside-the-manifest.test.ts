import { deepEqual, match } from 'node:assert/strict'
import type { V1Mount, V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { placeOf } from '../../cli/local/one-off/place.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'db:1': RUNS, 'db:2': RUNS, nginx: RUNS }
const FILE = '/m/shop/compose.yaml'
const SOCKET = 'unix:///var/run/docker.sock'
const DATA: V1Mount = { type: 'Bind', source: '/m/shop/data', target: '/data' }

interface Given {
  /** Where the engine of each node answers. */
  readonly nodes?: Readonly<Record<string, string>>
  readonly origin?: { readonly sent?: true; readonly file?: string; readonly root?: string }
}

/** A world in which `here` has most to do, and is this machine; `far` is another one. */
async function aFleet({ nodes = { here: SOCKET, far: 'tcp://h2:2376' }, origin = {} }: Given = {}): Promise<TestWorld> {
  const world = aWorld({ images, nodes: Object.keys(nodes) })
  for (const [node, address] of Object.entries(nodes)) {
    const host = world.world.hosts.get(node)
    if (host) host.state.info = { ...host.state.info, address }
  }
  const [first] = Object.keys(nodes)
  world.service('load', {
    ...{ replicas: 3, template: { image: 'nginx', networks: [] } },
    placement: { constraints: [`node.name==${first}`] },
  })
  await world.settle()
  const { store } = world.life().ports
  for (const name of ['db', 'web', 'vpn'])
    store.putFact('source', `Service/shop/${name}`, { root: 'desired', file: FILE, fileHash: '', hash: '', ...origin })
  return world
}

const apart: V1TaskTemplate = { image: 'db:1', networks: [] }
const db = (template: Partial<V1TaskTemplate> = {}, spec: Partial<V1ServiceSpec> = {}) => ({
  ...{ ...spec, template: { ...apart, mounts: [DATA], ...template } },
})
const behindVpn = { template: { image: 'db:1', mounts: [DATA], networkMode: 'service:vpn' } }

const placed = (world: TestWorld, service = 'db') =>
  world.tasks().flatMap(({ spec }) => (spec.service === service ? [spec.node ?? 'nowhere'] : []))

const words = (world: TestWorld) => world.tasks().find(({ spec }) => spec.node === undefined)?.status?.message ?? ''

const set = (world: TestWorld, node: string, to: { drain?: boolean; unschedulable?: boolean }) =>
  world.life().ports.store.update('Node', node, ({ spec }) => void Object.assign(spec, to))

describe('a task that writes to a path beside its manifest', () => {
  for (const { it: sentence, spec = {}, template = {}, given = {}, change = {}, wants } of [
    { it: 'runs on this machine', wants: ['here'] },
    { it: 'has all its replicas there', spec: { replicas: 3 }, wants: ['here', 'here', 'here'] },
    {
      it: 'does so where its file is in a watched directory',
      given: { origin: { root: '/m', file: '/m/other/web.yaml' } },
      wants: ['here'],
    },
    {
      it: 'goes where a constraint says',
      spec: { placement: { constraints: ['node.name!=here'] } },
      wants: ['far'],
    },
    {
      it: 'is on several hosts where it is to be',
      spec: { replicas: 2, placement: { maxReplicasPerNode: 1 } },
      wants: ['far', 'here'],
    },
    { it: 'goes elsewhere while this machine is drained', change: { drain: true }, wants: ['far'] },
    { it: 'goes elsewhere while this machine takes no tasks', change: { unschedulable: true }, wants: ['far'] },
    {
      it: 'goes anywhere where no node is this machine',
      given: { nodes: { h1: 'tcp://h1:2376', h2: 'tcp://h2:2376' } },
      wants: ['h2'],
    },
    {
      it: 'goes anywhere where another machine sent its file',
      given: { origin: { sent: true as const } },
      wants: ['far'],
    },
    {
      it: 'goes anywhere with a path that is not beside it',
      given: { origin: { file: '/m/x/c.yaml' } },
      wants: ['far'],
    },
    {
      it: 'goes anywhere where it only reads there',
      template: { mounts: [{ ...DATA, readOnly: true }] },
      wants: ['far'],
    },
  ] satisfies readonly {
    it: string
    spec?: Partial<V1ServiceSpec>
    template?: Partial<V1TaskTemplate>
    given?: Given
    change?: { drain?: boolean; unschedulable?: boolean }
    wants: readonly string[]
  }[])
    it(sentence, async () => {
      const world = await aFleet(given)
      if (Object.keys(change).length > 0) set(world, 'here', change)
      await world.settle()
      world.service('db', db(template, spec))
      await world.settle()
      deepEqual(placed(world).sort(), wants)
    })

  it('waits for this machine while that is silent, and runs there once it is back', async () => {
    const world = await aFleet()
    world.host.hang()
    await world.pass(120_000)
    world.service('db', db())
    await world.pass(30_000)
    deepEqual(placed(world), ['nowhere'])
    match(
      words(world),
      /far: \/m\/shop\/data is beside its manifest, which is on here: `reconcile restart db -n shop` goes/,
    )
    world.host.thaw()
    await world.pass(60_000)
    deepEqual(placed(world), ['here'])
  })

  it('waits for room on this machine', async () => {
    const world = await aFleet()
    const ports = [{ containerPort: 80, hostPort: 80 }]
    world.service('web', {
      template: { image: 'nginx', networks: [], ports },
      placement: { constraints: ['node.name==here'] },
    })
    await world.settle()
    world.service('db', db({ ports }))
    await world.pass(30_000)
    match(words(world), /^no node fits: here: .*80.*; far: \/m\/shop\/data is beside its manifest, which is on here$/)
  })

  it('stays where it wrote, if that was on another machine, as does what is to have the same data', async () => {
    const world = await aFleet()
    set(world, 'here', { unschedulable: true })
    world.service('db', db())
    await world.settle()
    deepEqual(placed(world), ['far'])
    set(world, 'here', { unschedulable: false })
    world.service('db', db({ image: 'db:2' }, { replicas: 2 }))
    world.service('web', db({ mounts: [{ ...DATA, source: '/m/shop/data/sub' }] }))
    await world.settle()
    deepEqual([placed(world), placed(world, 'web')], [['far', 'far'], ['far']])
  })

  it('comes to this machine where a person restarts it as the other takes no tasks', async () => {
    const world = await aFleet()
    set(world, 'here', { unschedulable: true })
    world.service('db', db())
    await world.settle()
    set(world, 'here', { unschedulable: false })
    set(world, 'far', { unschedulable: true })
    askRestart(world.life().ports.store, 'shop/db', world.world.clock.now())
    await world.settle()
    deepEqual(placed(world), ['here'])
  })

  it('has on this machine the service whose network it shares, and those that it is to reach', async () => {
    const world = await aFleet()
    world.service('vpn', { template: apart })
    world.service('db', behindVpn)
    world.service('web', { template: { image: 'nginx' } })
    world.service('cache', db({ networks: [{ network: 'default' }], mounts: [DATA] }))
    world
      .life()
      .ports.store.putFact('source', 'Service/shop/cache', { root: 'desired', file: FILE, fileHash: '', hash: '' })
    await world.settle()
    const all = ['vpn', 'db', 'cache', 'web'].map((service) => placed(world, service).join())
    deepEqual(all, ['here', 'here', 'here', 'here'])
  })

  it('goes where the service has to run whose network it shares', async () => {
    const world = await aFleet()
    world.service('vpn', { template: apart, placement: { constraints: ['node.name==far'] } })
    world.service('db', behindVpn)
    await world.settle()
    deepEqual([placed(world, 'vpn'), placed(world)], [['far'], ['far']])
  })

  it('has a volume that is new on this machine', async () => {
    const world = await aFleet()
    world.declare({
      apiVersion: 'reconcile.dev/v1',
      kind: 'Volume',
      metadata: { name: 'v', namespace: 'shop' },
      spec: {},
    })
    const volume: V1Mount = { type: 'Volume', source: 'v', target: '/v' }
    world.service('cache', { template: { ...apart, mounts: [volume] } })
    world.service('db', db({ mounts: [DATA, volume] }))
    await world.settle()
    deepEqual([placed(world, 'cache'), placed(world)], [['here'], ['here']])
  })

  it('has its one-off containers there, also while it is stopped', async () => {
    const world = await aFleet()
    world.service('db', db())
    const { store } = world.life().ports
    const of = () => placeOf(store.get('Service', 'shop/db') as never, world.life().ports)
    deepEqual(of(), 'here')
    await world.settle()
    stopService(store, 'shop/db', { now: world.world.clock.now() })
    await world.settle()
    deepEqual(of(), 'here')
    startService(store, 'shop/db')
  })

  it('is planned as it is applied', async () => {
    const world = await aFleet()
    await world.life().stop()
    world.service('db', db())
    const observed = [await observedIn(world, 'here'), await observedIn(world, 'far')]
    const nodes = ['here', 'far'].map((node, index) => ({
      node,
      observed: observed[index] as (typeof observed)[number],
    }))
    const { calls, farBinds } = await planOf(world, { nodes })
    const created = calls.filter(({ path }) => path.startsWith('/containers/create'))
    deepEqual([created.map(({ node }) => node), farBinds], [['here'], []])
  })
})
