import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../../api/v1/conditions.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { wrapEngine } from '../../../engine/wrap.ts'
import { aWorld, type TestWorld } from '../../support/world.ts'

const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]

/** A volume with a service that mounts it, both of which then go; answers the host's volumes. */
async function volumesAfterDeletion(extra: readonly string[]): Promise<readonly string[]> {
  const a = aWorld()
  const { store } = a.life().ports
  a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  a.service('web', { template: { image: 'nginx', mounts } })
  await a.settle()
  store.update('Volume', 'shop/data', ({ metadata }) => {
    metadata.finalizers = [...(metadata.finalizers ?? []), ...extra]
  })
  store.delete('Service', 'shop/web')
  store.delete('Volume', 'shop/data')
  await a.settle()
  equal(store.get('Volume', 'shop/data'), undefined)
  return [...a.host.state.volumes.keys()]
}

describe('the volume loop', () => {
  it('leaves the data of a volume that is deleted (S4)', async () => {
    deepEqual(await volumesAfterDeletion([]), ['shop_data'])
  })

  it('removes the data after the last task where a person said so', async () => {
    deepEqual(await volumesAfterDeletion([finalizers.volumeData]), [])
  })

  it('waits with the removal of data for a declared node that is not connected yet, and says so', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    await a.settle()
    a.declare({ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'late' }, spec: {} })
    store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'late', seen: true }] })
    store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Volume', 'shop/data')
    equal(await a.settle(), 'quiet')
    const { conditions, nodes } = store.get('Volume', 'shop/data')?.status ?? {}
    deepEqual(
      nodes?.map(({ state }) => state),
      ['Held'],
    )
    const ready = getCondition(conditions, 'Ready')
    deepEqual([ready?.reason, ready?.message], ['HostUnreachable', 'late is not connected yet'])
    store.delete('Node', 'late')
    await a.pass(20_000)
    equal(store.get('Volume', 'shop/data'), undefined)
  })

  it('leaves the data to a container that is not ours, and says to which, until that has gone (S4)', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    const Mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/d' }]
    a.host.byHand.run('backup', { Image: 'nginx', HostConfig: { Mounts } })
    store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Service', 'shop/web')
    store.delete('Volume', 'shop/data')
    equal(await a.settle(), 'quiet')
    const ready = store.get('Volume', 'shop/data')?.status?.conditions?.find(({ type }) => type === 'Ready')
    equal(ready?.reason, 'ForeignUsers')
    match(ready?.message ?? '', /mount shop_data: backup; .*docker rm -f backup/)
    a.newCalls()
    a.host.byHand.remove('backup')
    await a.pass(20_000)
    deepEqual(a.newCalls(), ['DELETE /volumes/shop_data'])
    equal(store.get('Volume', 'shop/data'), undefined)
  })

  it('calls nothing lost that is there under the name before, and names it', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    store.update('Volume', 'shop/data', ({ spec }) => void (spec.hostName = 'other'))
    await a.settle()
    equal(
      getCondition(store.get('Volume', 'shop/data')?.status?.conditions, 'Ready')?.message,
      'a has no volume other: it was called shop_data before, which is still there with its data: give that name back, or approve an empty one with `reconcile approve volume/data -n shop`',
    )
  })

  it('uses an approval up with what came back by itself: the next loss takes another', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    store.putFact('approval', 'Volume/shop/data', ['a', 'b'])
    await a.settle()
    deepEqual(store.fact('approval', 'Volume/shop/data'), ['b'])
  })

  it('tries again where the engine failed to create, and takes nothing for lost', async () => {
    const a = aWorld()
    a.host.failNext('createVolume', { status: 500, message: 'no' })
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    equal(a.serviceNamed('web')?.status?.readyReplicas, 1)
    deepEqual(a.containers(), ['shop-web-1 running'])
  })

  it('takes what somebody made while it was about to for theirs, and loses nothing by it', async () => {
    const a: TestWorld = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb }, next) => {
          if (verb === 'createVolume') a.host.byHand.createVolume({ Name: 'shop_data', Labels: { made: 'by hand' } })
          return next()
        }),
    })
    a.host.dropEvents(true)
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    await a.restart()
    await a.settle()
    const { status } = a.life().ports.store.get('Volume', 'shop/data') ?? {}
    deepEqual(
      status?.nodes?.map(({ state, foreign }) => [state, foreign]),
      [['Present', true]],
    )
    deepEqual(a.containers(), ['shop-web-1 running'])
  })

  it('takes an empty one that an engine made in its place for lost until a person approves it, and removes nothing (S4)', async () => {
    let lose = () => {}
    const a = aWorld({
      wrapEngine: (engine) => ({
        ...engine,
        async createContainer(...args) {
          lose()
          return await engine.createContainer(...args)
        },
      }),
    })
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    await a.pass(5_000)
    lose = () => a.host.byHand.removeVolume('shop_data')
    a.host.byHand.remove('shop-web-1')
    await a.settle()
    const { store } = a.life().ports
    equal(getCondition(store.get('Volume', 'shop/data')?.status?.conditions, 'Ready')?.reason, 'VolumeLost')
    deepEqual([a.containers(), [...a.host.state.volumes.keys()]], [[], ['shop_data']])
    lose = () => {}
    await a.pass(60_000)
    deepEqual(a.containers(), [])
    store.putFact('approval', 'Volume/shop/data', [a.host.node])
    await a.settle()
    deepEqual(a.containers(), ['shop-web-1 running'])
    deepEqual(
      store.get('Volume', 'shop/data')?.status?.nodes?.map(({ seen, foreign }) => ({ seen, foreign })),
      [{ seen: true, foreign: true }],
    )
  })

  it('holds the tasks of a volume that was there and is gone', async () => {
    const a = aWorld()
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    a.host.byHand.remove('shop-web-1')
    a.host.byHand.removeVolume('shop_data')
    await a.settle()
    deepEqual(a.containers(), [])
    const { conditions, nodes } = a.life().ports.store.get('Volume', 'shop/data')?.status ?? {}
    equal(getCondition(conditions, 'Ready')?.reason, 'VolumeLost')
    deepEqual(
      nodes?.map(({ state }) => state),
      ['Lost'],
    )
    const waiting = a.tasks().map(({ status }) => status?.message)
    deepEqual(waiting, [getCondition(conditions, 'Ready')?.message])
  })

  it('mounts nothing into which a swarm writes, whoever asks for it, until the swarm has ended', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    const swarm = { 'com.docker.stack.namespace': 'shop' }
    a.host.byHand.createVolume({ Name: 'shop_data', Labels: swarm })
    a.host.byHand.run('shop_web.1', {
      Image: 'nginx',
      Labels: { ...swarm, 'com.docker.swarm.service.name': 'shop_web' },
    })
    const said = () => getCondition(store.get('Volume', 'shop/data')?.status?.conditions, 'Ready')
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    deepEqual(a.containers(), ['shop_web.1 running'])
    equal(said()?.reason, 'ForeignObject')
    match(
      said()?.message ?? '',
      /shop_web\.1; `reconcile delete --stack shop`.* `reconcile adopt --from-swarm shop -f DIR`/,
    )
    store.putFact('adoption', 'Stack/shop', { at: a.world.clock.now() + 1_000_000 })
    await a.settle()
    deepEqual([a.containers(), said()?.reason], [['shop_web.1 running'], 'ForeignObject'])
    a.host.byHand.remove('shop_web.1')
    await a.pass(60_000)
    deepEqual(a.containers(), ['shop-web-1 running'])
  })

  it('mounts what a swarm made while its services are moved', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    const swarm = { 'com.docker.stack.namespace': 'shop' }
    a.host.byHand.createVolume({ Name: 'shop_data', Labels: swarm })
    a.host.byHand.run('shop_db.1', { Image: 'nginx', Labels: { ...swarm, 'com.docker.swarm.service.name': 'shop_db' } })
    store.putFact('swarmMove', 'shop/web', 'shop_web')
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    deepEqual(a.containers(), ['shop-web-1 running', 'shop_db.1 running'])
  })
})
