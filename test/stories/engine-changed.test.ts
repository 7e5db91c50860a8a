import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers, labels } from '../../api/v1/labels.ts'
import { sleep } from '../../clock/sleep.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { EngineError } from '../../engine/errors.ts'
import { isKeptOffByEngine } from '../../api/v1/other-engine.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { runningOnTwo } from '../support/two-nodes.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
const networks = [{ network: 'back' }]

/** A stack that runs, and of whose node another engine is on record than the one that answers. */
async function ofAnotherEngine(): Promise<TestWorld> {
  const a = aWorld()
  const metadata = { name: 'data', namespace: 'shop' }
  a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
  a.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { ...metadata, name: 'back' }, spec: {} })
  a.service('web', { template: { image: 'nginx', mounts, networks } })
  await a.settle()
  deepEqual(a.containers(), ['shop-web-1 running'])
  record(a, 'E-BEFORE')
  await a.settle()
  a.newCalls()
  return a
}

function record(a: TestWorld, engineID: string): void {
  const { store } = a.life().ports
  store.putStatus('Node', 'a', { ...store.get('Node', 'a')?.status, engineID })
}

function readyOf(
  a: TestWorld,
  kind: 'Volume' | 'Network' | 'Secret',
  key: string,
): { reason?: string; message?: string } {
  return (
    a
      .life()
      .ports.store.get(kind, key)
      ?.status?.conditions?.find(({ type }) => type === 'Ready') ?? {}
  )
}

function nodeWords(a: TestWorld): string {
  return getCondition(a.life().ports.store.get('Node', 'a')?.status?.conditions, 'Ready')?.message ?? ''
}

function approve(a: TestWorld): void {
  const { store, inventory } = a.life().ports
  store.putFact('approval', 'Node/a', inventory.host('a')?.info?.id ?? '')
}

/** A world whose engine takes a second to say which one it is, and another in its place from the moment that its events break. */
async function swapped(during: (a: TestWorld) => void, { isEmpty = false } = {}): Promise<TestWorld> {
  let asked = 0
  const isOther = () => a.host.state.info.id === 'E-AFTER'
  const a: TestWorld = aWorld({
    wrapEngine: (engine) =>
      wrapEngine(engine, async ({ verb, run }, next) => {
        if (verb === 'info' && asked++ > 0) await sleep(a.world.clock, 1_000, run.signal)
        if (isEmpty && verb === 'listContainers' && isOther()) return []
        if (isEmpty && verb === 'inspectContainer' && isOther())
          throw new EngineError('NotFound', { node: 'a', tried: 'inspect a container', detail: 'no such container' })
        return await next()
      }),
  })
  a.service('web', { template: { image: 'nginx' } })
  await a.settle()
  await a.pass(10_000) // so that the break is the first failure in a while
  during(a)
  a.world.clock.after(20, () => {
    a.host.state.info = { ...a.host.state.info, id: 'E-AFTER' }
    a.host.breakStream()
  })
  await a.settle(22)
  a.newCalls()
  return a
}

describe('an engine that comes in the place of another while we run', () => {
  it('gets no write between the break of the connection and its own word', async () => {
    const a = await swapped(() => {})
    a.service('other', { template: { image: 'nginx' } })
    a.service('web', { template: { image: 'nginx' }, replicas: 3 })
    await a.settle()
    deepEqual(a.newCalls(), [])
    approve(a)
    await a.settle()
    equal(a.containers().length, 4)
  })

  it('gets none of an act that was under way', async () => {
    const a = await swapped((before) => before.service('web', { template: { image: 'nginx:2' }, replicas: 12 }))
    await a.settle()
    deepEqual(a.newCalls(), [])
    match(a.tasks()[0]?.status?.message ?? '', /another engine \(E-AFTER\)/)
  })

  it('has nothing taken for gone that it lacks, before it says which one it is', async () => {
    const a = await swapped(() => {}, { isEmpty: true })
    a.life().ports.store.delete('Service', 'shop/web')
    await a.settle(900)
    deepEqual(a.life().ports.inventory.host('a')?.containers.size, 1)
    await a.settle()
    equal(a.tasks()[0]?.status?.reason, 'EngineChanged')
    deepEqual(a.newCalls(), [])
  })

  it('changes nothing by having been there: what it lacked is found again', async () => {
    const a = await swapped(() => {}, { isEmpty: true })
    const before = a.life().ports.store.get('Node', 'a')?.status?.engineID ?? ''
    await a.pass(10_000)
    equal(a.tasks()[0]?.status?.reason, 'EngineChanged')
    a.host.state.info = { ...a.host.state.info, id: before }
    a.host.breakStream()
    await a.pass(10_000)
    deepEqual([a.newCalls(), a.tasks()[0]?.status?.phase], [[], 'Running'])
  })

  it('holds up nothing where it is the same one', async () => {
    const a = await swapped(() => {})
    a.host.state.info = { ...a.host.state.info, id: a.life().ports.store.get('Node', 'a')?.status?.engineID ?? '' }
    a.service('other', { template: { image: 'nginx' } })
    await a.settle()
    deepEqual(a.containers(), ['shop-other-1 running', 'shop-web-1 running'])
  })
})

describe('the engine of one node that answers for another', () => {
  /** A node `b` at which the engine of `a` answers. */
  async function bothA() {
    const a = aWorld({ nodes: ['a', 'b'] })
    await a.settle()
    const [ours, theirs] = ['a', 'b'].map((name) => a.world.hosts.get(name)?.state)
    if (!ours || !theirs) throw new Error('both are there')
    theirs.info = { ...theirs.info, id: ours.info.id, name: ours.info.name }
    a.world.hosts.get('b')?.breakStream()
    await a.pass(10_000)
    const ready = () => {
      const { conditions = [] } = a.life().ports.store.get('Node', 'b')?.status ?? {}
      return conditions.find(({ type }) => type === 'Ready')
    }
    return { a, ready }
  }

  it('is not to be approved: the address is wrong, and is named so', async () => {
    const { ready } = await bothA()
    equal(ready()?.reason, 'EngineChanged')
    match(
      ready()?.message ?? '',
      /than the one recorded \(.*\): it is that of node a; unless this machine is to be node b from now on, set DOCKER_HOST/,
    )
  })

  it('may be approved once the other node is deleted, and it says so at once', async () => {
    const { a, ready } = await bothA()
    a.life().ports.store.delete('Node', 'a')
    await a.settle()
    match(ready()?.message ?? '', /; if it is, `reconcile approve node\/b`, which makes nothing anew/)
  })
})

describe('another engine that answers in the place of the recorded one', () => {
  it('gets no call before it is approved, whatever it lacks, and all that is missing afterwards', async () => {
    const a = await ofAnotherEngine()
    a.host.byHand.remove('shop-web-1')
    a.host.byHand.removeNetwork('shop_back')
    await a.pass(20_000)
    deepEqual(a.newCalls(), [])
    const network = readyOf(a, 'Network', 'shop/back')
    equal(network.reason, 'EngineChanged')
    match(network.message ?? '', /reconcile describe node\/a/)
    match(nodeWords(a), /`reconcile approve node\/a`, which makes there what it lacks, .*: shop\/web-1-\w+$/)
    approve(a)
    await a.settle()
    deepEqual(a.containers(), ['shop-web-1 running'])
    equal(readyOf(a, 'Network', 'shop/back').reason, 'Present')
  })

  it('is told to lack nothing where it has all that is to run there', async () => {
    const a = await ofAnotherEngine()
    match(nodeWords(a), /`reconcile approve node\/a`, which makes nothing anew/)
  })

  it('has nothing noted of the containers that it has for the same tasks', async () => {
    const a = await ofAnotherEngine()
    const noted = () => [a.tasks()[0]?.status?.containerID, a.tasks()[0]?.status?.failures]
    const before = noted()
    const { Labels = {} } = a.host.containers()[0]?.Config ?? {}
    a.host.byHand.remove('shop-web-1')
    a.host.byHand.run('shop-web-1', { Image: 'nginx', Labels })
    await a.settle()
    a.host.byHand.exit('shop-web-1', 1)
    await a.pass(20_000)
    deepEqual(noted(), before)
  })

  it('takes nothing new, which says so shortly, and keeps what was recorded of the host', async () => {
    const a = await ofAnotherEngine()
    a.host.state.info = { ...a.host.state.info, name: 'another' }
    a.host.breakStream()
    a.service('new', { template: { image: 'nginx' } })
    await a.pass(10_000)
    const waits = a.serviceNamed('new') as V1Service
    const ready = getCondition(waits.status?.conditions, 'Ready')
    match(ready?.message ?? '', /no node fits: a: another engine answers there than the one recorded$/)
    equal(isKeptOffByEngine(waits), true)
    const status = () => a.life().ports.store.get('Node', 'a')?.status
    deepEqual([status()?.hostname, status()?.otherEngine?.hostname], ['a', 'another'])
    match(nodeWords(a), /^another engine \(host another\) answers at node a than the one recorded \(host a\)/)
    approve(a)
    await a.settle()
    deepEqual([status()?.hostname, status()?.otherEngine], ['another', undefined])
    const left = [a.serviceNamed('new'), ...a.tasks()].flatMap((each) => each?.status?.conditions ?? [])
    deepEqual(new Set(left.map(({ type }) => type)), new Set(['Ready']))
  })

  it('is told with what waits for it alone, as long as that waits, and with nothing that would not fit there', async () => {
    const a = await ofAnotherEngine()
    const constraints = ['node.name==b']
    a.service('new', { template: { image: 'nginx' }, replicas: 2 })
    a.service('misfit', { template: { image: 'nginx' }, placement: { constraints } })
    await a.settle()
    match(nodeWords(a), /approve node\/a`, which makes there what has no node yet: shop\/new-1-\w+, shop\/new-2-\w+$/)
    a.life().ports.store.delete('Service', 'shop/new')
    await a.settle()
    match(nodeWords(a), /approve node\/a`, which makes nothing anew/)
  })

  it('is asked for no volume, and says of none that it was lost', async () => {
    const a = await ofAnotherEngine()
    a.host.byHand.remove('shop-web-1')
    a.host.byHand.removeVolume('shop_data')
    await a.settle()
    deepEqual(a.newCalls(), [])
    equal(readyOf(a, 'Volume', 'shop/data').reason, 'EngineChanged')
    approve(a)
    await a.settle()
    deepEqual(a.newCalls(), [])
    equal(readyOf(a, 'Volume', 'shop/data').reason, 'VolumeLost')
  })

  it('keeps data that a person said is to go, until it is approved', async () => {
    const a = aWorld()
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    const { store } = a.life().ports
    store.delete('Service', 'shop/web')
    await a.settle()
    record(a, 'E-BEFORE')
    a.newCalls()
    store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Volume', 'shop/data')
    await a.settle()
    deepEqual(a.newCalls(), [])
    equal(readyOf(a, 'Volume', 'shop/data').reason, 'EngineChanged')
    approve(a)
    await a.settle()
    deepEqual(a.newCalls(), ['DELETE /volumes/shop_data'])
  })

  it('gets no bytes of a Secret, and none are taken off, before it is approved', async () => {
    const bytes = Buffer.from('the bytes')
    const a = aWorld({ contents: new Map([['Secret/shop/token', { found: true, bytes, hash: 'h1' }]]) })
    const metadata = { name: 'token', namespace: 'shop' }
    a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
    a.service('web', { template: { image: 'nginx', secrets: [{ secret: 'token' }] } })
    await a.settle()
    record(a, 'E-BEFORE')
    await a.settle()
    a.newCalls()
    a.host.byHand.remove('shop-web-1')
    await a.restart()
    await a.settle()
    a.life().ports.store.delete('Secret', 'shop/token')
    await a.settle()
    deepEqual([a.newCalls(), a.host.files().size], [[], 1])
    equal(readyOf(a, 'Secret', 'shop/token').reason, 'EngineChanged')
    approve(a)
    await a.settle(90_000)
    deepEqual([a.host.files().size, a.life().ports.store.get('Secret', 'shop/token')], [0, undefined])
  })

  it('loses bytes that no task mounts as soon as it is approved', async () => {
    const bytes = { found: true as const, bytes: Buffer.from('the bytes'), hash: 'h1' }
    const a = aWorld({ contents: new Map([['Secret/shop/token', bytes]]) })
    const { store } = a.life().ports
    const metadata = { name: 'token', namespace: 'shop' }
    const template = { image: 'nginx', secrets: [{ secret: 'token' }] }
    a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
    a.service('web', { template })
    await a.settle()
    a.service('web', { template, replicas: 0 })
    await a.settle()
    record(a, 'E-BEFORE')
    store.delete('Service', 'shop/web')
    store.delete('Secret', 'shop/token')
    await a.settle()
    approve(a)
    await a.settle(5_000)
    equal(store.get('Secret', 'shop/token'), undefined)
  })

  it('keeps the last failed container of a service that is deleted, until it is approved', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    a.service('web', { template: { image: 'nginx' }, replicas: 0 })
    await a.settle()
    const own = {
      [labels.installation]: 'default',
      [labels.stack]: 'shop',
      [labels.name]: 'web',
      [labels.task]: 'web-1',
    }
    a.host.byHand.run('shop-web-1.failed', { Image: 'nginx', Labels: own })
    record(a, 'E-BEFORE')
    await a.settle()
    a.newCalls()
    store.delete('Service', 'shop/web')
    await a.settle()
    deepEqual(a.newCalls(), [])
    const ready = store.get('Service', 'shop/web')?.status?.conditions?.find(({ type }) => type === 'Ready')
    equal(ready?.reason, 'EngineChanged')
    approve(a)
    await a.pass(20_000)
    deepEqual([a.containers(), store.get('Service', 'shop/web')], [[], undefined])
  })

  it('costs a rollout no time, however long nobody approves it', async () => {
    const a = aWorld()
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    record(a, 'E-BEFORE')
    await a.settle()
    a.service('web', { template: { image: 'nginx:2' }, progressDeadlineSeconds: 20 })
    await a.pass(120_000)
    equal(a.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    approve(a)
    await a.settle()
    equal(a.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('is held from the first look of a new process on', async () => {
    const a = await ofAnotherEngine()
    a.host.byHand.remove('shop-web-1')
    await a.restart()
    a.host.byHand.removeNetwork('shop_back')
    await a.settle()
    deepEqual(a.newCalls(), [])
    equal(readyOf(a, 'Network', 'shop/back').reason, 'EngineChanged')
  })
})

describe('another engine at the place of a host that was lost', () => {
  it('would make nothing of what runs elsewhere meanwhile, and says so', async () => {
    const { life, pass, world } = await runningOnTwo({ replicas: 2 })
    const host = world.hosts.get('b') as SimulatedHost
    host.hang()
    await pass(60_000)
    host.state.info = { ...host.state.info, id: 'E-OTHER', name: 'other' }
    host.byHand.remove('shop-web-2')
    host.thaw()
    await pass(60_000)
    const { conditions } = life().ports.store.get('Node', 'b')?.status ?? {}
    match(getCondition(conditions, 'Ready')?.message ?? '', /`reconcile approve node\/b`, which makes nothing anew/)
  })
})
