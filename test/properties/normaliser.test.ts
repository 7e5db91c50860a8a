import { strict as assert } from 'node:assert'
import fc from 'fast-check'
import { baselineOf } from '../../engine/normalise/baseline.ts'
import { driftOf } from '../../engine/normalise/drift.ts'
import { all, type Bench, releases, seed, startBench } from './normaliser-engine.ts'
import { templates } from './normaliser-templates.ts'

for (const release of releases())
  describe(`The normaliser on a real engine of ${release}`, function () {
    this.timeout(all ? 1_200_000 : 120_000)
    let bench: Bench

    before(async () => {
      bench = await startBench(release)
    })
    after(() => bench?.down())

    it('finds no drift in a container that was just created from any template', async () => {
      let refused = 0
      const runs = all ? 1000 : 40
      await fc.assert(
        fc.asyncProperty(templates, fc.boolean(), async (template, start) => {
          const wanted = bench.want(template)
          try {
            let container = await bench.create(wanted)
            if (!container) return void refused++
            const { image, info } = bench
            const baseline = baselineOf(wanted, container, { image, info })
            if (start) {
              await bench.engine.startContainer({ id: container.Id }, bench.run).catch(() => undefined)
              container = await bench.inspect()
            }
            const other = { ...wanted, specHash: 'v0:of-another-version' }
            assert.deepEqual(driftOf({ wanted, container, image, info }), [], 'without baseline')
            assert.deepEqual(driftOf({ wanted, container, info }), [], 'without baseline and image')
            assert.deepEqual(driftOf({ wanted, container, image, info, baseline }), [], 'with baseline')
            assert.deepEqual(driftOf({ wanted: other, container, image, info, baseline }), [], 'with another hash')
          } finally {
            await bench.remove()
          }
        }),
        { seed, numRuns: runs, endOnFailure: true },
      )
      assert.ok(refused < runs / 4, `${refused} of ${runs} templates were refused: the generator says too little`)
    })
  })
