import { deepEqual, ok } from 'node:assert/strict'
import { deaths } from '../support/life.ts'
import { countPassages, crashOnce, type Crash } from './crash-table.ts'
import { inShare } from '../support/share.ts'

const seeds = inShare([1], [1, 2, 3])
/** The share of `npm test` crashes at every twelfth call, and at least at two. */
const stride = inShare(12, 1)

describe('a crash of the controller', function () {
  this.timeout(inShare(600_000, 3_600_000))

  for (const during of ['deploy', 'rollout', 'restart', 'deletion'] as const)
    for (const passage of ['call', 'storage'] as const)
      it(`at any ${passage === 'call' ? 'engine call' : 'storage write'} of a ${during} leaves no duplicate and no orphan`, async () => {
        let crashes = 0
        for (const seed of seeds) {
          const count = await countPassages(during, passage, seed)
          for (let n = 1; n <= count; n += Math.min(stride, Math.ceil(count / 2)))
            for (const death of deaths) {
              const crash: Crash = { during, passage, n, death, seed }
              deepEqual(await crashOnce(crash), [], JSON.stringify(crash))
              crashes++
            }
        }
        ok(crashes > 5, `only ${crashes} crashes`)
      })
})
