import { deepEqual } from 'node:assert/strict'
import type { V1Dependency } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { serviceWakes } from '../../../controllers/service/wakes.ts'
import { createInventory } from '../../../engine/informer/create-inventory.ts'
import { storeInVirtualTime, task } from '../../store/objects/samples.ts'

/** The services `setup`, `seed` and `web` of a shop, and which of them a change wakes. */
async function aShop() {
  const { store } = await storeInVirtualTime()
  const inventory = createInventory({ installation: 'default' })
  for (const name of ['setup', 'seed', 'web'])
    store.create('Service', {
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { namespace: 'shop', name },
      spec: { template: { image: 'nginx' } },
    })
  const woken: string[] = []
  serviceWakes({ store, inventory, installation: 'default' } as unknown as Ports).subscribe((key) => woken.push(key))
  const wokenBy = (change: () => void) => {
    woken.length = 0
    change()
    return [...new Set(woken)].map((key) => key.slice('shop/'.length)).sort()
  }
  const waitsFor = (...dependsOn: V1Dependency[]) =>
    wokenBy(() => store.update('Service', 'shop/web', ({ spec }) => void (spec.dependsOn = dependsOn)))
  return { store, wokenBy, waitsFor }
}

const completed = (service: string): V1Dependency => ({ service, condition: 'Completed' })

describe('a service', () => {
  it('is woken as another one starts or ceases to wait for it to complete', async () => {
    const { store, wokenBy, waitsFor } = await aShop()
    deepEqual(waitsFor(completed('setup')), ['setup', 'web'])
    deepEqual(waitsFor(completed('setup'), completed('seed')), ['seed', 'web'])
    deepEqual(waitsFor({ service: 'setup' }, completed('seed')), ['setup', 'web'])
    deepEqual(
      wokenBy(() => store.delete('Service', 'shop/web')),
      ['seed', 'web'],
    )
  })

  it('is woken by no status of what waits for it', async () => {
    const { store, wokenBy, waitsFor } = await aShop()
    waitsFor(completed('setup'))
    deepEqual(
      wokenBy(() => store.putStatus('Service', 'shop/web', { observedGeneration: 2 })),
      ['web'],
    )
  })

  it('is woken by its own source, which may say that others wait for it', async () => {
    const { store, wokenBy } = await aShop()
    deepEqual(
      wokenBy(() => store.putFact('source', 'Service/shop/setup', { isWaitedToEnd: true })),
      ['setup'],
    )
    deepEqual(
      wokenBy(() => store.putFact('source', 'Volume/shop/data', {})),
      [],
    )
  })

  it('is woken by a volume of its tasks that other nodes may have by now', async () => {
    const { store, wokenBy } = await aShop()
    const metadata = { namespace: 'shop', name: 'data' }
    const template = { image: 'nginx', mounts: [{ type: 'Volume' as const, source: 'data', target: '/data' }] }
    for (const slot of [1, 2]) store.create('Task', task(`web-${slot}`, { template }))
    const nodes = ['a', 'b'].map((node) => ({ node, seen: node === 'a', state: 'Present', message: '' }))
    for (const [what, change, woken] of [
      [
        'a declaration',
        () => store.create('Volume', { apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} }),
        [],
      ],
      ['its first node', () => store.putStatus('Volume', 'shop/data', { nodes }), ['web']],
      ['words', () => store.putStatus('Volume', 'shop/data', { nodes, hostName: 'shop_data' }), []],
      ['another node', () => store.putStatus('Volume', 'shop/data', { nodes: nodes.map(seen) }), ['web']],
      ['its spec', () => store.update('Volume', 'shop/data', ({ spec }) => void (spec.recreate = true)), ['web']],
      ['where it was mounted', () => store.putFact('mounted', 'shop/data', ['b']), ['web']],
      ['where another was mounted', () => store.putFact('mounted', 'shop/other', ['b']), []],
    ] as const)
      deepEqual([what, wokenBy(change)], [what, woken])
  })

  it('is woken by no heartbeat of a node', async () => {
    const { store, wokenBy } = await aShop()
    store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'a' }, spec: {} })
    const conditions = [{ type: 'Ready', status: 'True' as const }]
    store.putStatus('Node', 'a', { conditions })
    store.create('Task', task('web-1', { node: 'a' }))
    deepEqual(
      wokenBy(() => store.putStatus('Node', 'a', { conditions, lastSeen: '2030-01-01T00:00:10Z' })),
      [],
    )
  })
})

const seen = <T extends object>(entry: T) => ({ ...entry, seen: true })
