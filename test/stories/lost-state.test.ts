import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { BehaviorSubject } from 'rxjs'
import type { V1Node, V1Service, V1ServiceSpec, V1Task, V1Volume, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { placeOf } from '../../cli/local/one-off/place.ts'
import { asRestored } from '../../cli/local/backup.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { fromBackup } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'db:1': RUNS, 'db:2': RUNS, app: RUNS }
/** Longer than it takes to notice a silence, and the grace. */
const LOST_MS = 60_000

type Mounts = NonNullable<V1ServiceSpec['template']['mounts']>
type Services = Readonly<Record<string, V1ServiceSpec['template']>>

const DATA: Mounts = [{ type: 'Volume', source: 'data', target: '/data' }]
const bind = (more: Partial<Mounts[number]>): Mounts[number] => ({
  ...{ type: 'Bind', source: '/srv/data', target: '/data' },
  ...more,
})
const shop: Services = { web: { image: 'app' }, db: { image: 'db:1', mounts: DATA } }

const data = (spec: V1VolumeSpec): V1Volume & { kind: 'Volume' } => ({
  ...{ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec },
})

const nodeOf = (name: string): V1Node & { kind: 'Node' } => ({
  ...{ apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: {} },
})

const hostOf = ({ world }: TestWorld, node: string) => world.hosts.get(node) as SimulatedHost

function declare(world: TestWorld, services: Services, spec: V1VolumeSpec = {}): void {
  world.declare(data(spec))
  for (const [name, template] of Object.entries(services)) world.service(name, { template })
}

interface Lost {
  readonly services?: Services
  /** What is declared once the state is lost. */
  readonly anew?: Services
  readonly volume?: V1VolumeSpec
  readonly seed?: number
  /** Whether `b` is declared with the services, once `a` has answered: by files that are read then. */
  readonly declaresLate?: boolean
  /** Whether those are still to be read, and that one with them; absent: they are not. */
  readonly unread?: BehaviorSubject<boolean>
  /** What becomes of the hosts before the state is lost. */
  readonly before?: (world: TestWorld) => void
}

/** The services of a stack, `web` on the host `a` and all others on `b`; then the state is lost while `b` is off. */
async function lostWhileOff({
  services = shop,
  anew = services,
  volume,
  seed = 1,
  declaresLate = false,
  unread,
  before,
}: Lost = {}): Promise<TestWorld> {
  const first = aWorld({ nodes: ['a', 'b'], images, seed })
  declare(first, {}, volume)
  for (const [name, template] of Object.entries(services))
    first.service(name, { template, placement: { constraints: [`node.name==${name === 'web' ? 'a' : 'b'}`] } })
  equal(await first.settle(), 'quiet')
  await first.life().stop()
  before?.(first)
  hostOf(first, 'b').crash()
  const world = aWorld({ over: first.world, images, nodes: ['a', 'b'], unread })
  if (declaresLate) {
    world.life().ports.store.delete('Node', 'b')
    if (unread) declare(world, anew, volume)
    await world.pass(LOST_MS)
    world.declare(nodeOf('b'))
  }
  declare(world, anew, volume)
  await world.pass(LOST_MS)
  return world
}

const taskOf = (world: TestWorld, service: string): V1Task | undefined =>
  world.tasks().find(({ spec }) => spec.service === service)

const placed = (world: TestWorld) => Object.fromEntries(world.tasks().map(({ spec }) => [spec.service, spec.node]))

const volumes = (world: TestWorld) =>
  [...world.world.hosts].flatMap(([node, { state }]) => [...state.volumes.keys()].map((name) => `${node} ${name}`))

const containers = (world: TestWorld) =>
  [...world.world.hosts]
    .flatMap(([node, host]) => host.containers().map(({ Name, State }) => `${node} ${Name.slice(1)} ${State.Status}`))
    .sort()

/** `web` on `a` is in the backup, `db` came to `b` since; the backup is restored while `b` is off. */
async function restoredWhileOff() {
  const world = aWorld({ nodes: ['a', 'b'], images })
  world.service('web', { template: { image: 'app' }, placement: { constraints: ['node.name==a'] } })
  equal(await world.settle(), 'quiet')
  const backup = asRestored(world.life().ports.store)
  world.declare(data({}))
  world.service('db', { template: { image: 'db:1', mounts: DATA }, placement: { constraints: ['node.name==b'] } })
  equal(await world.settle(), 'quiet')
  hostOf(world, 'b').crash()
  const { store } = (await fromBackup(world, backup)).ports
  store.create('Volume', data({}))
  const metadata = { name: 'db', namespace: 'shop' }
  store.create('Service', {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata },
    spec: { template: { image: 'db:1', mounts: DATA } },
  })
  await world.pass(LOST_MS)
  const on = () => Object.fromEntries([...store.list('Task').values()].map(({ spec }) => [spec.service, spec.node]))
  return { world, store, on }
}

describe('a state from a backup, restored while a host is silent that has had data since', () => {
  it('has that data made empty on no other host, and goes on with it once the host is back', async () => {
    const { world, on, store } = await restoredWhileOff()
    deepEqual(on(), { web: 'a', db: undefined })
    deepEqual(volumes(world), ['b shop_data'])
    const [task] = [...store.list('Task').values()].filter(({ spec }) => spec.service === 'db')
    match(task?.status?.message ?? '', /^the volume data may be on b, which has not answered yet since/)
    const [before] = hostOf(world, 'b').containers()
    hostOf(world, 'b').restart()
    await world.pass(120_000)
    deepEqual(on(), { web: 'a', db: 'b' })
    deepEqual(containers(world), ['a shop-web-1 running', 'b shop-db-1 running'])
    equal(hostOf(world, 'b').containers()[0]?.Id, before?.Id)
  })

  it('holds nothing that comes new once each host has answered', async () => {
    const { world, store } = await restoredWhileOff()
    hostOf(world, 'b').restart()
    await world.pass(120_000)
    hostOf(world, 'b').crash()
    await world.pass(LOST_MS)
    store.create('Volume', { ...data({}), metadata: { name: 'more', namespace: 'shop' } })
    const template = { image: 'app', mounts: [{ type: 'Volume' as const, source: 'more', target: '/data' }] }
    const metadata = { name: 'more', namespace: 'shop' }
    store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } })
    await world.settle()
    equal(store.get('Service', 'shop/more')?.status?.readyReplicas, 1)
  })
})

describe('a state that was lost while a host with data is silent', () => {
  it('has that data made empty on no other host, and says what it waits for', async () => {
    const world = await lostWhileOff()
    deepEqual(placed(world), { web: 'a', db: undefined })
    deepEqual(volumes(world), ['b shop_data'])
    const { phase, reason, message = '' } = taskOf(world, 'db')?.status ?? {}
    deepEqual([phase, reason], ['Pending', 'NoNodeFits'])
    match(message, /^the volume data may be on b, .*reconcile delete node\/b.*reconcile restart db -n shop/)
    await world.pass(900_000)
    deepEqual(placed(world), { web: 'a', db: undefined })
  })

  for (const isBack of [true, false])
    it(`places nothing before all is read that may declare a node; then it ${isBack ? 'goes on with' : 'waits for'} what that has`, async () => {
      const unread = new BehaviorSubject(true)
      const world = await lostWhileOff({ declaresLate: true, unread })
      deepEqual(placed(world), {})
      if (isBack) hostOf(world, 'b').restart()
      await world.pass(LOST_MS)
      unread.next(false)
      await world.pass(LOST_MS)
      deepEqual(placed(world), { web: 'a', db: isBack ? 'b' : undefined })
      deepEqual(volumes(world), ['b shop_data'])
    })

  it('places what is new once all is read', async () => {
    const unread = new BehaviorSubject(true)
    const world = aWorld({ nodes: ['a'], images, unread })
    declare(world, shop)
    await world.pass(LOST_MS)
    deepEqual(world.newCalls(), [])
    unread.next(false)
    await world.settle()
    deepEqual(placed(world), { web: 'a', db: 'a' })
  })

  it('waits for a node that is declared with its services, once another one has answered', async () => {
    const world = await lostWhileOff({ declaresLate: true })
    deepEqual(placed(world), { web: 'a', db: undefined })
    hostOf(world, 'b').restart()
    await world.pass(120_000)
    deepEqual(placed(world), { web: 'a', db: 'b' })
    deepEqual(volumes(world), ['b shop_data'])
  })

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8])
    for (const image of ['db:1', 'db:2'])
      it(`goes on with it once the host is back, ${image === 'db:1' ? 'as it was' : 'updated meanwhile'}, seed ${seed}`, async () => {
        const anew = { ...shop, db: { image, mounts: DATA } }
        const world = await lostWhileOff({ anew, seed })
        const [before] = hostOf(world, 'b').containers()
        await world.pass(900_000)
        hostOf(world, 'b').restart()
        await world.pass(120_000)
        deepEqual(placed(world), { web: 'a', db: 'b' })
        deepEqual(containers(world), ['a shop-web-1 running', 'b shop-db-1 running'])
        deepEqual(volumes(world), ['b shop_data'])
        equal(taskOf(world, 'db')?.spec.template.image, image)
        equal(hostOf(world, 'b').containers()[0]?.Id === before?.Id, image === 'db:1')
      })

  it('goes on with no older copy of it that another host has', async () => {
    const world = await lostWhileOff({
      before: (first) => void hostOf(first, 'a').byHand.createVolume({ Name: 'shop_data' }),
    })
    deepEqual(placed(world), { web: 'a', db: undefined })
    hostOf(world, 'b').restart()
    await world.pass(120_000)
    deepEqual(placed(world), { web: 'a', db: 'b' })
  })

  it('has what has no data made elsewhere as before', async () => {
    const world = await lostWhileOff({ services: { web: { image: 'app' }, api: { image: 'app' } } })
    deepEqual(placed(world), { web: 'a', api: 'a' })
  })

  it('has data with what runs on a host that answers stay there', async () => {
    const world = await lostWhileOff({
      services: { web: { image: 'db:1', mounts: DATA }, api: { image: 'app' } },
      anew: { web: { image: 'db:2', mounts: DATA }, backup: { image: 'app', mounts: DATA } },
    })
    deepEqual(placed(world), { web: 'a', backup: 'a' })
    equal(taskOf(world, 'web')?.spec.template.image, 'db:2')
  })

  it('has data go on with what is found later to mount it on a host that answers', async () => {
    const world = await lostWhileOff({
      services: { web: { image: 'db:1', mounts: DATA }, api: { image: 'app' } },
      anew: { backup: { image: 'app', mounts: DATA } },
    })
    deepEqual(placed(world), { backup: undefined })
    world.service('web', { template: { image: 'db:1', mounts: DATA } })
    await world.settle()
    deepEqual(placed(world), { web: 'a', backup: 'a' })
  })

  for (const { it: sentence, template } of [
    { it: 'writes to a directory of its host', template: { image: 'db:1', mounts: [bind({})] } },
    { it: 'has an anonymous volume', template: { image: 'db:1', mounts: [{ type: 'Volume' as const, target: '/d' }] } },
  ])
    it(`holds what ${sentence}`, async () => {
      const world = await lostWhileOff({ services: { ...shop, db: template } })
      deepEqual(placed(world), { web: 'a', db: undefined })
    })

  it('holds what shares with such a task, as its network', async () => {
    const side = { image: 'app', networkMode: 'service:db', mounts: DATA }
    const world = await lostWhileOff({ services: { ...shop, db: { image: 'db:1' }, side } })
    deepEqual(placed(world), { web: 'a', db: undefined, side: undefined })
    match(taskOf(world, 'db')?.status?.message ?? '', /^the data of side, which shares with it, may be on b/)
    hostOf(world, 'b').restart()
    await world.pass(120_000)
    deepEqual(placed(world), { web: 'a', db: 'b', side: 'b' })
  })

  for (const { constraint, node } of [
    { constraint: 'node.name==a', node: 'a' },
    { constraint: 'node.labels.zone!=east', node: undefined },
    { constraint: 'node.platform.os==linux', node: undefined },
  ])
    it(`holds what may have run there, as far as that is known of it: ${constraint}`, async () => {
      const world = await lostWhileOff({ anew: {} })
      world.service('db', { template: shop.db ?? {}, placement: { constraints: [constraint] } })
      await world.settle()
      deepEqual(placed(world), { db: node })
    })

  for (const { it: sentence, mounts = DATA, volume = {} } of [
    { it: 'a volume is for each node', volume: { scope: 'PerNode' as const } },
    { it: 'its data is on no host', volume: { driverOpts: { type: 'nfs', o: 'addr=10.0.0.9', device: ':/data' } } },
    { it: 'it may be made again', volume: { recreate: true } },
    { it: 'a directory is only read', mounts: [bind({ readOnly: true })] },
  ])
    it(`holds nothing where ${sentence}`, async () => {
      const world = await lostWhileOff({ services: { ...shop, db: { image: 'db:1', mounts } }, volume })
      deepEqual(placed(world), { web: 'a', db: 'a' })
    })

  it('has no one-off container made elsewhere', async () => {
    const world = await lostWhileOff()
    const { ports } = world.life()
    const placeOfOne = (name: string) => placeOf(world.serviceNamed(name) as V1Service, ports)
    deepEqual([placeOfOne('db'), placeOfOne('web')], ['b', 'a'])
    ports.store.delete('Node', 'b')
    await world.settle()
    equal(placeOfOne('db'), 'a')
  })

  it('goes on without it once its node is given up', async () => {
    const world = await lostWhileOff()
    world.life().ports.store.delete('Node', 'b')
    await world.settle()
    deepEqual(placed(world), { web: 'a', db: 'a' })
  })

  it('goes on without it where a person restarts what waits, once the host is lost, and says so', async () => {
    const world = await lostWhileOff()
    const { store } = world.life().ports
    askRestart(store, 'shop/db', world.world.clock.now())
    await world.pass(60_000)
    equal(placed(world).db, 'a')
    const [left] = world
      .life()
      .recorder.events()
      .filter(({ reason }) => reason === 'DataLeft')
    match(left?.message ?? '', /^db-1-\w+ goes to a, without what is elsewhere: the volume data may be on b$/)
  })

  it('is restarted once its host is back, also where what runs there came of a restart', async () => {
    const db = { template: { image: 'db:1', mounts: DATA }, placement: { constraints: ['node.name==b'] } }
    const first = aWorld({ nodes: ['a', 'b'], images })
    first.declare(data({}))
    first.service('db', db)
    first.service('web', { template: { image: 'app' }, placement: { constraints: ['node.name==a'] } })
    equal(await first.settle(), 'quiet')
    askRestart(first.life().ports.store, 'shop/db', first.world.clock.now())
    equal(await first.settle(), 'quiet')
    await first.life().stop()
    const [before] = hostOf(first, 'b').containers()
    hostOf(first, 'b').crash()
    const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
    world.declare(data({}))
    world.service('db', db)
    world.service('web', { template: { image: 'app' }, placement: { constraints: ['node.name==a'] } })
    await world.pass(LOST_MS)
    askRestart(world.life().ports.store, 'shop/db', world.world.clock.now())
    await world.pass(5_000)
    hostOf(world, 'b').restart()
    await world.pass(120_000)
    deepEqual(containers(world), ['a shop-web-1 running', 'b shop-db-1 running'])
    notEqual(hostOf(world, 'b').containers()[0]?.Id, before?.Id)
  })

  it('waits within the grace though a person restarts it', async () => {
    const world = await lostWhileOff()
    await world.restart()
    await world.pass(20_000)
    askRestart(world.life().ports.store, 'shop/db', world.world.clock.now())
    await world.pass(10_000)
    equal(placed(world).db, undefined)
    await world.pass(60_000)
    equal(placed(world).db, 'a')
  })

  for (const { it: sentence, act } of [
    { it: 'all have answered', act: (world: TestWorld) => hostOf(world, 'b').restart() },
    { it: 'the others were given up', act: (world: TestWorld) => void world.life().ports.store.delete('Node', 'b') },
  ])
    it(`holds nothing for a node that comes once ${sentence}`, async () => {
      const world = await lostWhileOff()
      act(world)
      await world.pass(120_000)
      world.declare(nodeOf('new'))
      world.declare({ ...data({}), metadata: { name: 'more', namespace: 'shop' } })
      hostOf(world, 'a').hang()
      await world.pass(60_000)
      hostOf(world, 'a').thaw()
      world.service('more', {
        template: { image: 'app', mounts: [{ type: 'Volume', source: 'more', target: '/data' }] },
      })
      await world.settle()
      equal(taskOf(world, 'more')?.status?.phase, 'Running')
    })

  it('is none that was lost where a node is declared again, with what runs there, while another one was never there', async () => {
    const world = aWorld({ nodes: ['a', 'b', 'c'], images })
    const { store } = world.life().ports
    hostOf(world, 'c').crash()
    store.delete('Node', 'c')
    world.service('web', { template: { image: 'app' }, placement: { constraints: ['node.name==b'] } })
    equal(await world.settle(), 'quiet')
    world.declare(nodeOf('c'))
    store.delete('Node', 'b')
    await world.pass(LOST_MS)
    world.declare(nodeOf('b'))
    await world.pass(LOST_MS)
    world.declare({ ...data({}), metadata: { name: 'more', namespace: 'shop' } })
    world.service('more', { template: { image: 'app', mounts: [{ type: 'Volume', source: 'more', target: '/d' }] } })
    await world.settle()
    equal(taskOf(world, 'more')?.status?.phase, 'Running')
  })
})
