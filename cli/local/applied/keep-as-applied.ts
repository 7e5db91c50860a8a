import type { Draft } from 'immer'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Store } from '../../../store/objects/store.ts'
import { type Accepted, DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import type { Json } from '../../../store/storage/storage.ts'
import { keepPartApplied } from '../desired.ts'
import { resolvedImages } from '../images/resolved-images.ts'
import { type Core, desiredDirectory } from '../open/core.ts'
import { manifestOf } from './kept-changes.ts'
import { keepNodes } from './kept-nodes.ts'

/**
 * Makes of resources of a watched directory, `root`, what they would be had they been applied from their files, unchanged: their next apply is
 * merged with what they declare now. They are in desired/ before the state has it.
 */
export function keepAsApplied(
  { home, store }: Pick<Core, 'home' | 'store'>,
  root: string,
  kept: readonly Accepted[],
): void {
  for (const [stack, own] of groupBy(kept, ({ object }) => object.metadata.namespace)) {
    if (stack === undefined) continue
    const sources = [...groupBy(own, ({ file }) => file)].map(([file, all]) => {
      return { file, text: all.map(({ object }) => manifestOf(object)).join('---\n') }
    })
    // As texts that were applied, not as objects written over the API: what commands change of them is kept beside those.
    const part = { request: { sources, cwd: root }, ids: own.map(({ id }) => id) }
    keepPartApplied(desiredDirectory(home), { stack, ...part, images: resolvedImages(store, stack), written: [] })
  }
  for (const each of kept) asApplied(store, each)
  keepNodes({ home, store })
}

function asApplied(store: Store, { id, object }: Accepted): void {
  store.putFact('source', id, { ...originIn(store, id), root: DESIRED, applied: object.spec } as unknown as Json)
  store.update(object.kind, keyOf(object), (draft: Draft<ObjectOf>) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.root]: DESIRED }
  })
}
