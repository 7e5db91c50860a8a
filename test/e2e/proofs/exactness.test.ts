import { deepEqual, ok } from 'node:assert/strict'
import type { LabRelease } from '../../support/lab.ts'
import { type Coverage, createCoverage } from '../../support/plan-coverage.ts'
import { makeGeneratedImages } from './exactness-images.ts'
import { runRealCase } from './exactness-case.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { inShare, whole } from '../../support/share.ts'

const only = process.env['RECONCILE_TEST_SEED']
/** Together they cover every sort of change; the default runs two quick ones. */
const seeds = inShare([9, 16], [...Array.from({ length: 20 }, (_, index) => index + 1), 22, 25, 39, 48, 80])

for (const release of releases)
  describe(`plan says what apply does, for real (${release})`, function () {
    this.timeout(180_000)
    const coverage = createCoverage()
    let ground: Ground

    before(async () => {
      ground = await startGround({ release })
      await makeGeneratedImages(ground.hand)
    })
    afterEach(() => ground.wipe())
    after(() => ground?.end())

    for (const seed of only === undefined ? seeds : [Number(only)])
      it(`call by call, case ${seed}`, async () => {
        const { words, sorts, planned, differences } = await runRealCase(ground, seed)
        coverage.note(sorts, planned)
        console.log(`      ${planned.length} calls${words.map((word) => `; ${word}`).join('')}`)
        deepEqual(differences, [], `replay with RECONCILE_TEST_SEED=${seed}; ${words.join('; ')}`)
      })

    it('of calls, and in a whole run of every sort of change and every deed', () => {
      ok(only !== undefined || coverage.calls() > 0)
      if (whole && only === undefined) deepEqual(coverage.missing(impossible(release)), [])
    })
  })

/**
 * What these cases can't cover: apply leaves stacks alone that its files do not name, the images exist already, and from API 1.44 on no
 * network is connected after the create.
 */
function impossible(release: LabRelease): Parameters<Coverage['missing']>[0] {
  const connected = release === 'sid' ? ['Task POST /networks/*/connect'] : []
  return { sorts: ['stack gone'], deeds: ['Task POST /images/create', ...connected] }
}
