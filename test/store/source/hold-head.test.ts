import { deepEqual } from 'node:assert/strict'
import { realRandom } from '../../../clock/random.ts'
import { realClock } from '../../../clock/real.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import { allHolds, writeHolds } from '../../../store/source/facts/hold-facts.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'

const hold = (id: string): Hold => ({
  ...{ id, root: '/srv', reason: 'LossesNeedApproval', resources: ['Service/shop/web'], message: id },
})

describe('what waits for approval', () => {
  it('has the commit with which it came, whatever is read after it', () => {
    const storage = memoryStorage({ clock: realClock, random: realRandom }).open()
    const store = createStore({ clock: realClock, random: realRandom, storage, state: new Map() })
    const heads = () => Object.fromEntries(allHolds(store).map(({ id, head }) => [id, head]))
    const read = (ids: readonly string[], head?: string) =>
      writeHolds(store, '/srv', { holds: ids.map(hold), judged: true, head })
    read(['one'])
    read(['one', 'two'], 'first')
    read(['one', 'two', 'three'], 'second')
    deepEqual(heads(), { one: undefined, two: 'first', three: 'second' })
    read([], 'third')
    read(['two'], 'fourth')
    deepEqual(heads(), { two: 'fourth' })
  })
})
