import { deepEqual } from 'node:assert/strict'
import type { V1RevisionSpec, V1RolloutStatus, V1ServiceStatus } from '../../../api/v1/generated/types.ts'
import { revisionLines, rowOf, stateOf } from '../../../cli/commands/rollout-history.ts'
import { aRevision } from '../../support/builders.ts'

const conditions = [{ type: 'RolledOut', status: 'False' as const, reason: 'RolloutFailed', message: 'it ended' }]

/** What is said of `r1`, which runs, and of `r2`, which failed once and is tried again. */
function statesIn(state: NonNullable<V1RolloutStatus['state']>): readonly string[] {
  const status = { currentRevision: 'r1', updateRevision: 'r2', rollout: { state, revision: 'r2' } }
  return [aRevision('r1'), { ...aRevision('r2'), status: { conditions } }].map((one) => stateOf(one, status))
}

describe('the history of a service', () => {
  for (const [state, wants] of [
    ['Progressing', 'rolling-out'],
    ['Paused', 'rolling-out'],
    ['Stalled', 'failed'],
    ['Completed', 'failed'],
  ] as const)
    it(`calls a revision ${wants} that failed, while its second try is ${state}`, () =>
      deepEqual(statesIn(state), ['current', wants]))

  it('tells a revision that never ran from one that another took the place of', () => {
    const never = [{ type: 'RolledOut', status: 'Unknown' as const, reason: 'NeverReady', message: '' }]
    const revisions = [aRevision('r1'), { ...aRevision('r2'), status: { conditions: never } }]
    const statesOf = (status: V1ServiceStatus) => revisions.map((one) => stateOf(one, status))
    deepEqual(statesOf({ currentRevision: 'r3' }), ['superseded', 'never-ready'])
    deepEqual(statesOf({ currentRevision: 'r3', updateRevision: 'r2' }), ['superseded', 'rolling-out'])
    // No task was wanted.
    const completed = { state: 'Completed' as const, revision: 'r2' }
    const untried = { currentRevision: 'r1', updateRevision: 'r2', rollout: completed }
    deepEqual(statesOf(untried), ['current', 'never-ready'])
  })

  const [a, b] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`]
  const [shortA, shortB] = [`sha256:${'a'.repeat(12)}`, `sha256:${'b'.repeat(12)}`]
  const cases: readonly [string, string, Partial<V1RevisionSpec>, string | undefined][] = [
    ['the digest that a tag meant', 'app:1', { imageDigests: { 'app:1': `app@${a}` } }, shortA],
    ['the id of an image that no registry has', 'app:1', { imageDigests: { 'app:1': b }, imageIDs: { n: b } }, shortB],
    [
      'each of those of several nodes',
      'app:1',
      { imageDigests: { 'app:1': b }, imageIDs: { n: b, m: a } },
      `${shortA}, ${shortB}`,
    ],
    ['nothing of an image that was not found yet', 'app:1', {}, undefined],
    ['nothing beside a digest', `app@${a}`, { imageDigests: { [`app@${a}`]: `app@${a}` } }, undefined],
  ]
  for (const [what, image, pins, meant] of cases)
    it(`names ${what}`, () => {
      const revision = aRevision('r1')
      const named = { ...revision, spec: { ...revision.spec, template: { image }, ...pins } }
      deepEqual(rowOf(named, undefined, 0)[2], meant === undefined ? image : `${image} (${meant})`)
      const lines = [`# ${image} is ${meant}`, `image: ${image}`]
      deepEqual(revisionLines([named], named), meant === undefined ? lines.slice(1) : lines)
    })

  it('says of a revision what of its contents was another in the one before', () => {
    const revisions = [{ pw: 'a' }, { pw: 'b', dir: 'a' }, { pw: 'b', dir: 'b' }].map((contents, index) => {
      const revision = aRevision(`r${index}`)
      const byId = Object.fromEntries(Object.entries(contents).map(([name, hash]) => [`Secret/${name}`, hash]))
      return { ...revision, spec: { ...revision.spec, number: index + 1, contents: byId } }
    })
    deepEqual(
      revisions.map((one) => revisionLines(revisions, one)[0]),
      ['image: nginx:r0', '# other bytes of Secret/pw than revision 1', '# other bytes of Secret/dir than revision 2'],
    )
  })
})
