import { deepEqual } from 'node:assert/strict'
import { type ImagePlan, type ImageView, planImageRemoval } from '../../../controllers/image/plan.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'

const ID = `sha256:${'a'.repeat(64)}`
const DIGEST = `app@sha256:${'b'.repeat(64)}`
const own = { node: 'local', id: ID, names: ['app:1'] }
const found = (RepoTags: readonly string[] | null, RepoDigests: readonly string[] = []) =>
  ({ Id: ID, RepoTags, RepoDigests, Size: 7 }) as unknown as ImageInspect
const keep = (because: string): ImagePlan => ({ do: 'keep', because })

describe('an image that we pulled or built', () => {
  const rows: readonly [why: string, view: Partial<ImageView>, wants: ImagePlan][] = [
    ['that is gone is forgotten', {}, { do: 'forget' }],
    ['and nobody needs goes', { found: found(['app:1'], [DIGEST]) }, { do: 'remove', names: ['app:1'], sizeBytes: 7 }],
    [
      'whose tag moved on goes by its digest',
      { found: found([], [DIGEST]) },
      { do: 'remove', names: [DIGEST], sizeBytes: 7 },
    ],
    [
      'and that another one named too stays (S4)',
      { found: found(['app:1', 'theirs:1']) },
      keep('it is theirs:1 as well, which others made'),
    ],
    [
      'and that a container of anybody was made from stays',
      { found: found(['app:1']), container: 'theirs' },
      keep('the container theirs was made from it'),
    ],
    [
      'and that is asked for by its tag stays',
      { found: found(['app:1']), needed: new Map([['app:1', 'service/shop/web']]) },
      keep('service/shop/web needs it'),
    ],
    [
      'and that a kept revision is pinned to stays, though its tag moved on',
      { found: found([], [DIGEST]), needed: new Map([[DIGEST, 'revision 3 of shop/web']]) },
      keep('revision 3 of shop/web needs it'),
    ],
    [
      'and that a build of a kept revision made stays by its id',
      { found: found(['app:1']), needed: new Map([[ID, 'revision 3 of shop/web']]) },
      keep('revision 3 of shop/web needs it'),
    ],
    ['and that has no name stays: it is not known to be ours', { found: found(null) }, keep('it has no name any more')],
  ]
  for (const [why, view, wants] of rows)
    it(why, () => deepEqual(planImageRemoval({ own, needed: new Map(), ...view }), wants))
})
