import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { foundOn, type HostObjects } from '../../cli/local/prune/found.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { acceptApply } from '../../store/source/apply.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS }
const TEXT = `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { image: 'app:1' } }
`

/** What the first host lists. */
async function listedIn({ host, settle }: TestWorld): Promise<HostObjects> {
  const engine = host.engine()
  const run = { signal: new AbortController().signal, object: 'Stack/shop', reason: 'look' }
  const listing = Promise.all([
    engine.listContainers({}, run),
    engine.listNetworks({}, run),
    engine.listVolumes({}, run),
  ])
  await settle(1_000)
  const [containers, networks, { volumes }] = await listing
  return { node: 'a', containers, networks, volumes, binds: new Map() }
}

/** Applies `web` alone with `--prune`, in a home that knows nothing of what runs. */
async function pruningOver(before: TestWorld): Promise<TestWorld> {
  await before.life().stop()
  const fresh = aWorld({ over: before.world, images })
  const found = foundOn([await listedIn(fresh)], { installation: 'default', stacks: ['shop'] })
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const files = [readText({ file: '/shop.yaml', text: TEXT }, context, [])]
  const { store } = fresh.life().ports
  acceptApply({ store, settings: defaultSettings, now: fresh.world.clock.now(), files, found })
  return fresh
}

/** A home that applies `web` alone with `--prune`, where another home applied two services more, of which a person stopped one task. */
async function aPruningHome(): Promise<TestWorld> {
  const before = aWorld({ images })
  for (const kind of ['Network', 'Volume'] as const)
    before.declare({ apiVersion: API_VERSION, kind, metadata: { name: 'back', namespace: 'shop' }, spec: {} })
  before.service('web', { template: { image: 'app:1' } })
  before.service('old', {
    replicas: 2,
    template: {
      ...{ image: 'app:1', networks: [{ network: 'back' }], stopGracePeriodSeconds: 3 },
      mounts: [{ type: 'Volume', source: 'back', target: '/data' }],
    },
  })
  before.service('once', { mode: 'ReplicatedJob', template: { image: 'app:1', restartPolicy: { condition: 'Never' } } })
  await before.settle()
  before.host.byHand.stop('shop-old-2')
  return pruningOver(before)
}

describe('what another home applied and no file declares, once it is pruned', () => {
  it('is stopped and removed as any service that is deleted, and nothing of it is made or healed before', async () => {
    const fresh = await aPruningHome()
    equal(await fresh.settle(), 'quiet')
    const verbs = fresh.newCalls().map((call) => call.replace(/[0-9a-f]{64}/, 'ID'))
    deepEqual(verbs.toSorted(), [
      ...['old-1', 'old-2', 'once-1'].map(() => 'DELETE /containers/ID?force=1'),
      'DELETE /networks/ID',
      ...['old-1', 'once-1'].map(() => 'POST /containers/ID/stop'),
    ])
    deepEqual(fresh.containers(), ['shop-web-1 running'])
    const { store } = fresh.life().ports
    deepEqual([...store.list('Service').keys()], ['shop/web'])
    deepEqual([...store.list('Network').keys(), ...store.list('Volume').keys()], ['shop/default'])
  })

  it('keeps the data of its volumes', async () => {
    const fresh = await aPruningHome()
    await fresh.settle()
    deepEqual([...fresh.host.state.volumes.keys()], ['shop_back'])
  })

  it('takes a network that a service has no more once its task is replaced', async () => {
    const before = aWorld({ images })
    before.declare({
      ...{ apiVersion: API_VERSION, kind: 'Network', spec: {} },
      metadata: { name: 'back', namespace: 'shop' },
    })
    before.service('web', { template: { image: 'app:1', networks: [{ network: 'back' }] } })
    await before.settle()
    const fresh = await pruningOver(before)
    equal(await fresh.settle(), 'quiet')
    deepEqual([...fresh.life().ports.store.list('Network').keys()], ['shop/default'])
    deepEqual(fresh.containers(), ['shop-web-1 running'])
  })

  it('goes on after a kill at any moment, without the files', async () => {
    const fresh = await aPruningHome()
    await fresh.pass(20)
    await fresh.restart(() => undefined)
    equal(await fresh.settle(), 'quiet')
    deepEqual(fresh.containers(), ['shop-web-1 running'])
  })
})
