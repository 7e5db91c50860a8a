import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Store } from '../../objects/store.ts'
import { allHolds } from '../facts/hold-facts.ts'
import { type Hold, isDeletion } from '../facts/hold.ts'
import { allPending } from '../facts/pending-facts.ts'
import type { ResourceId } from '../reading/reading.ts'
import { DESIRED } from './accepted.ts'
import { originIn } from './origins.ts'

/** What a root has still of what a hold was to delete. */
export function keptOf(store: Store, { root, resources }: Hold): readonly ResourceId[] {
  return resources.filter((id) => originIn(store, id)?.root === root)
}

/** Of that, what is not missing any more, to go later or by another hold. */
export function backAgain(store: Store, hold: Hold): readonly ResourceId[] {
  const missing = missingFromFiles(store)
  return keptOf(store, hold).filter((id) => !missing.has(id))
}

/** What is in no file of its watched directory any more, as serve read that last: it goes later, or once that is approved. */
export function missingFromFiles(store: Store): ReadonlySet<ResourceId> {
  const held = allHolds(store).filter((hold) => isDeletion(hold) && hold.root !== DESIRED)
  return new Set([...held, ...allPending(store)].flatMap(({ resources }) => resources))
}

/** That these are back, in words. */
export function backWords(back: readonly ResourceId[]): string {
  return `${listNames(back)} ${back.length === 1 ? 'is' : 'are'} in the files again`
}
