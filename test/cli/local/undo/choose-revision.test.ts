import { equal, throws } from 'node:assert/strict'
import { chooseRevision } from '../../../../cli/local/undo/choose-revision.ts'
import { aRevision, aService } from '../../../support/builders.ts'

const revisions = [3, 1, 2].map((number) => {
  const revision = aRevision(`r${number}`)
  return { ...revision, spec: { ...revision.spec, number } }
})

describe('the revision that an undo goes back to', () => {
  for (const { it: sentence, current, to, wants } of [
    { it: 'is the one before the present one', current: 'r3', to: undefined, wants: 'r2' },
    { it: 'is the same for 0, as with kubectl', current: 'r3', to: 0, wants: 'r2' },
    { it: 'is the newest, while no loop has seen what is declared now', current: 'r4', to: undefined, wants: 'r3' },
    { it: 'is the newest other one, while no loop has seen the last undo', current: 'r2', to: undefined, wants: 'r3' },
    {
      it: 'is the second one, while nobody knows what is declared now',
      current: undefined,
      to: undefined,
      wants: 'r2',
    },
    { it: 'is the one that is named', current: 'r3', to: 1, wants: 'r1' },
  ])
    it(sentence, () => equal(chooseRevision({ service: aService(), revisions, current, to }).spec.hash, wants))

  const failed = {
    conditions: [{ type: 'RolledOut', status: 'False' as const, reason: 'RolloutFailed', message: 'it ended' }],
  }

  it('is none that failed, unless it is named', () => {
    const service = aService()
    const some = revisions.map((one) => (one.spec.number === 2 ? { ...one, status: failed } : one))
    equal(chooseRevision({ service, revisions: some, current: 'r3', to: undefined }).spec.hash, 'r1')
    equal(chooseRevision({ service, revisions: some, current: 'r3', to: 2 }).spec.hash, 'r2')
    const all = revisions.map((one) => ({ ...one, status: failed }))
    throws(() => chooseRevision({ service, revisions: all, current: 'r3', to: undefined }), {
      message: 'Service shop/web has no revision before its present one that was ready and did not fail, only 1, 2',
      remedy: 'name one with `--to-revision`; `reconcile rollout history service/web -n shop` has them all',
    })
  })

  it('is none of which no task was ever ready, unless it is named', () => {
    const never = { conditions: [{ type: 'RolledOut', status: 'Unknown' as const, reason: 'NeverReady', message: '' }] }
    const service = aService()
    const some = revisions.map((one) => (one.spec.number === 2 ? { ...one, status: never } : one))
    equal(chooseRevision({ service, revisions: some, current: 'r3', to: undefined }).spec.hash, 'r1')
    equal(chooseRevision({ service, revisions: some, current: 'r3', to: 2 }).spec.hash, 'r2')
  })

  it('is refused where there is none such, with those there are and where to see them', () => {
    const service = aService()
    throws(() => chooseRevision({ service, revisions, current: 'r3', to: 9 }), {
      message: 'Service shop/web has no revision 9, only 1, 2, 3',
      remedy: 'see which there are with `reconcile rollout history service/web -n shop`',
    })
    throws(() => chooseRevision({ service, revisions: [], current: undefined, to: undefined }), {
      message: 'Service shop/web has no revision before its present one',
    })
  })
})
