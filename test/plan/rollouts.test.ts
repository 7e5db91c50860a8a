import { equal } from 'node:assert/strict'
import { lowestOf } from '../../plan/rollouts.ts'

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
