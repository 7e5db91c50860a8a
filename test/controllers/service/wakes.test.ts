import { deepEqual } from 'node:assert/strict'
import type { V1Dependency } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { serviceWakes } from '../../../controllers/service/wakes.ts'
import { createInventory } from '../../../engine/informer/create-inventory.ts'
import { storeInVirtualTime } from '../../store/objects/samples.ts'

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
})
