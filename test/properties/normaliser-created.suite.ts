import { strict as assert } from 'node:assert'
import fc from 'fast-check'
import { baselineOf } from '../../engine/normalise/baseline.ts'
import { driftOf } from '../../engine/normalise/drift.ts'
import { type Bench, seed } from './normaliser-engine.ts'
import { templates } from './normaliser-templates.ts'
import { inShare } from '../support/share.ts'

/** Tests that the container of any template has no drift right after its create, and after its start. */
export function testCreated(at: () => Bench): void {
  it('finds no drift in a container that was just created from any template', async () => {
    let refused = 0
    const runs = inShare(15, 1000)
    await fc.assert(
      fc.asyncProperty(templates, fc.boolean(), async (template, start) => {
        const wanted = at().want(template)
        try {
          let container = await at().create(wanted)
          if (!container) return void refused++
          const { image, info } = at()
          const baseline = baselineOf(wanted, container, { image, info })
          if (start) {
            await at()
              .engine.startContainer({ id: container.Id }, at().run)
              .catch(() => undefined)
            container = await at().inspect()
          }
          const other = { ...wanted, specHash: 'v0:of-another-version' }
          assert.deepEqual(driftOf({ wanted, container, image, info }), [], 'without baseline')
          assert.deepEqual(driftOf({ wanted, container, info }), [], 'without baseline and image')
          assert.deepEqual(driftOf({ wanted, container, image, info, baseline }), [], 'with baseline')
          assert.deepEqual(driftOf({ wanted: other, container, image, info, baseline }), [], 'with another hash')
        } finally {
          await at().remove()
        }
      }),
      { seed, numRuns: runs, endOnFailure: true },
    )
    assert.ok(refused < runs / 4, `${refused} of ${runs} templates were refused: the generator says too little`)
  })
}
