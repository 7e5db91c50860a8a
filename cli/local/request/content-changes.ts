import { newestFirst } from '../../../api/v1/failed-revision.ts'
import { isContent } from '../../../api/v1/kinds.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'

/** Known hashes of contents, by `Kind/stack/name`. */
export type KnownContents = ReadonlyMap<string, readonly string[]>

/** The hashes that are known for these objects before their contents are read again. */
export function knownContents(store: Store, ids: Iterable<ResourceId>): KnownContents {
  return new Map([...ids].map((id) => [id, knownHashes(store, id)]))
}

/** Marks Secrets and Configs with unchanged manifests as configured if their content changed, such as the bytes of a file. */
export function withContentChanges(
  events: readonly ProgressEvent[],
  before: KnownContents,
  now: ReadonlyMap<string, string>,
): readonly ProgressEvent[] {
  return events.map((event): ProgressEvent => {
    if (event.type !== 'resource' || event.change !== 'unchanged') return event
    const [known = [], hash] = [before.get(event.object), now.get(event.object)]
    const isAnother = hash !== undefined && known.length > 0 && !known.includes(hash)
    return isAnother ? { ...event, change: 'configured', details: ['its bytes changed'] } : event
  })
}

/**
 * The last known hashes of an object's content: from its status if loops of this process set it, else from the newest revisions of services
 * that mount it.
 */
function knownHashes(store: Store, id: ResourceId): readonly string[] {
  const object = objectOf(store, id)
  if (!object || !isContent(object)) return []
  if (object.status?.contentHash !== undefined) return [object.status.contentHash]
  const { name, namespace = '' } = object.metadata
  const services = [...store.by('Service', 'namespace', namespace).values()]
  return services.flatMap((service) => {
    const [newest] = newestFirst([...store.by('Revision', 'service', keyOf(service)).values()])
    return newest?.spec.contents?.[`${object.kind}/${name}`] ?? []
  })
}
