import { deepEqual, equal } from 'node:assert/strict'
import { Subject } from 'rxjs'
import { realClock } from '../../clock/real.ts'
import { lowestOf, watchRollouts } from '../../plan/rollouts.ts'
import type { Store } from '../../store/objects/store.ts'

describe('the rollouts of a plan', () => {
  it('are in the order of their names, whichever loop comes first', () => {
    const changes = new Subject<unknown>()
    const rollouts = watchRollouts({ watch: () => changes } as unknown as Store, realClock)
    const after = { metadata: {}, status: { rollout: { state: 'Completed' } } }
    for (const key of ['shop/web', 'blog/wiki', 'shop/db']) changes.next({ key, after })
    deepEqual(
      rollouts.seen().map(({ service }) => service),
      ['blog/wiki', 'shop/db', 'shop/web'],
    )
  })
})

describe('the lowest number of ready tasks on the way of a rollout', () => {
  const rows: readonly (readonly [name: string, ready: readonly number[], lowest: number | undefined])[] = [
    ['is none where nothing was seen', [], undefined],
    ['is not told of what comes up', [0, 1, 2, 3], undefined],
    ['is not told of what is taken over', [0, 3], undefined],
    ['is that of an update', [3, 2, 3, 2, 3], 2],
    ['is all where each has its successor first', [3, 3], 3],
    ['is that of what is replaced after it was taken over', [0, 1, 0, 1], 0],
    ['is that of a fall while it comes up', [0, 1, 2, 1, 3], 1],
  ]
  for (const [name, ready, lowest] of rows) it(name, () => equal(lowestOf(ready), lowest))
})
