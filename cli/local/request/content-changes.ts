import { newestFirst } from '../../../api/v1/failed-revision.ts'
import { isContent } from '../../../api/v1/kinds.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'

/** Hashes of contents, by `Kind/stack/name`: of one, those that are known of it. */
export type KnownContents = ReadonlyMap<string, readonly string[]>

/** What is known of the contents of these before anybody looks at them again. */
export function knownContents(store: Store, ids: Iterable<ResourceId>): KnownContents {
  return new Map([...ids].map((id) => [id, knownHashes(store, id)]))
}

/** The events of an acceptance, with what changes in Secrets and Configs whose manifests are as they were: the bytes of a file, say. */
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

/** What was last looked at, by the loops of this process or by those that made the newest revisions of what mounts it. */
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
