import type { V1Service, V1Volume } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { ResourceEvent } from '../../../api/v1/installation/progress.ts'
import { leftWords } from '../../../controllers/service/act/left-data.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import type { Core } from '../open/core.ts'
import { noteLeaving } from '../open/left-contents.ts'

/** How to delete a declaration. */
export interface TakingAway {
  /** Whether the data of volumes is deleted, too. */
  readonly volumes: boolean
  /** Details about its place, for the event. */
  readonly from: readonly string[]
  /** Whether it is a node whose engine another node has as well. */
  readonly isRenamed?: boolean
}

/** Deletes a declaration, and with `volumes` the data of a volume or of a service's anonymous volumes. */
export function takeAway(
  { store, purpose }: Pick<Core, 'store' | 'purpose'>,
  id: ResourceId,
  { volumes, from, isRenamed = false }: TakingAway,
): ResourceEvent {
  const object = objectOf(store, id)
  if (object && volumes && hasData(object))
    store.update(object.kind, keyOf(object), (draft) => {
      draft.metadata.finalizers = [...new Set([...(draft.metadata.finalizers ?? []), finalizers.volumeData])]
    })
  if (object) noteLeaving(store, object)
  const left = volumes ? undefined : leftWords(id, store)
  const { change, stays = left } = withdraw(store, id, {
    // For nodes without tasks, and renamed ones, the running node loop completes the deletion.
    atOnce: !(purpose === 'serve' && object && (isRenamed || isFree(object, store))),
  })
  const details = [...from, ...(stays === undefined ? [] : [stays])]
  return { type: 'resource', object: id, change, ...(details.length === 0 ? {} : { details }) }
}

/** Whether it is a node without tasks. */
function isFree({ kind, metadata }: ObjectOf, store: Store): boolean {
  return kind === 'Node' && store.by('Task', 'node', metadata.name).size === 0
}

/** Whether it may have data that `--volumes` deletes. */
function hasData(object: ObjectOf): object is V1Volume | V1Service {
  if (object.kind === 'Volume') return object.spec.external !== true
  return object.kind === 'Service' && !isBeingDeleted(object)
}
