import { deepEqual } from 'node:assert/strict'
import { seededRandom } from '../../clock/random.ts'
import { inShare } from '../support/share.ts'
import { storyOfNodes } from './moving-nodes.ts'

describe('nodes that fail, are given up, renamed, restored, and run copies of each other', () => {
  for (let seed = 1; seed <= inShare(4, 100); seed++)
    it(`come to have one container of each task again, seed ${seed}`, async () => {
      deepEqual(await storyOfNodes(seededRandom(seed), 25), [])
    })
})
