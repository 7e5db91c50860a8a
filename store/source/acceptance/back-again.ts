import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Store } from '../../objects/store.ts'
import type { Hold } from '../facts/hold.ts'
import { missingFromFiles } from '../facts/missing-facts.ts'
import type { ResourceId } from '../reading/reading.ts'
import { originIn } from './origins.ts'

/** The resources of a hold that its root still owns. */
export function keptOf(store: Store, { root, resources }: Hold): readonly ResourceId[] {
  return resources.filter((id) => originIn(store, id)?.root === root)
}

/** The resources of a hold that are in the files again. */
export function backAgain(store: Store, hold: Hold): readonly ResourceId[] {
  const missing = missingFromFiles(store)
  return keptOf(store, hold).filter((id) => !missing.has(id))
}

export function backWords(back: readonly ResourceId[]): string {
  return `${listNames(back)} ${back.length === 1 ? 'is' : 'are'} in the files again`
}
