import { deepEqual } from 'node:assert/strict'
import { makeGeneratedImages } from './exactness-images.ts'
import { runRealCase } from './exactness-case.ts'
import { type Ground, releases, startGround, whole } from './ground.ts'

const only = process.env['RECONCILE_TEST_SEED']
const seeds = whole ? Array.from({ length: 20 }, (_, index) => index + 1) : [9, 12, 16]

for (const release of releases)
  describe(`plan says what apply does, for real (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground

    before(async () => {
      ground = await startGround({ release })
      await makeGeneratedImages(ground.hand)
    })
    afterEach(() => ground.wipe())
    after(() => ground?.end())

    for (const seed of only === undefined ? seeds : [Number(only)])
      it(`call by call, case ${seed}`, async () => {
        const { words, calls, differences } = await runRealCase(ground, seed)
        console.log(`      ${calls} calls${words.map((word) => `; ${word}`).join('')}`)
        deepEqual(differences, [], `replay with RECONCILE_TEST_SEED=${seed}; ${words.join('; ')}`)
      })
  })
