import { equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { seededRandom } from '../../../clock/random.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { renamedStacks } from '../../../store/source/acceptance/renamed-stacks.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { costsAtMost } from '../../support/processor-time.ts'

describe('thousands of new stacks beside as many old ones', function () {
  this.timeout(60_000)

  it('are compared in time that grows with their number, and a renamed one is found among them', async () => {
    const [clock, random] = [virtualClock({ seed: 1 }), seededRandom(1)]
    const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
    const declare = (stack: string, name: string, file: string) => {
      const metadata = { name, namespace: stack, annotations: { [annotations.source]: file } }
      store.create('Service', {
        apiVersion: API_VERSION,
        kind: 'Service',
        metadata,
        spec: { template: { image: name } },
      })
    }
    const names = Array.from({ length: 1_000 }, (_, index) => `s${index}`)
    for (const name of names) {
      declare(`old-${name}`, name, `/srv/old/${name}.yaml`)
      declare(`new-${name}`, `${name}-x`, `/srv/new/${name}.yaml`)
    }
    declare('shop', 'web', '/srv/shop.yaml')
    declare('store', 'web', '/srv/shop.yaml')
    const before = new Set(['shop', ...names.map((name) => `old-${name}`)])
    const fresh = ['store', ...names.map((name) => `new-${name}`)]
    const told = await costsAtMost(1_000, () => renamedStacks(store, fresh, { before, isThere: () => true }))
    equal(told.length, 1)
    match(told[0]?.message ?? '', /^stack store is new, and its services are those of shop: /)
  })
})
