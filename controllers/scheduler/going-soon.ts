import type { Key, Store } from '../../store/objects/store.ts'
import { missingFromFiles } from '../../store/source/facts/missing-facts.ts'
import { allPending } from '../../store/source/facts/pending-facts.ts'

const SERVICE = 'Service/'

/**
 * The services that are in no file of their watched directory any more and go once their wait is over, neither held for approval nor taken
 * over by another directory. Where others are placed they count as gone: a plan of the files has no such wait, as of a renamed service, and
 * is to come to the same nodes.
 */
export function goingSoon(store: Store): ReadonlySet<Key> {
  const ids = allPending(store).flatMap(({ resources }) => resources)
  if (ids.length === 0) return new Set()
  const missing = missingFromFiles(store)
  const gone = ids.filter((id) => id.startsWith(SERVICE) && missing.get(id) === '')
  return new Set(gone.map((id) => id.slice(SERVICE.length)))
}
