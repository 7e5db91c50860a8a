import { existsSync } from 'node:fs'
import type { V1Service, V1Volume } from '../../../api/v1/generated/types.ts'
import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { ResourceEvent } from '../../../api/v1/installation/progress.ts'
import { leftWords } from '../../../controllers/service/act/left-data.ts'
import { keptPath } from '../../../store/contents/kept-file.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { type Core, secretsDirectory } from '../open/core.ts'
import { noteLeaving } from '../open/left-contents.ts'

/** How to delete a declaration. */
export interface TakingAway {
  /** Whether the data of volumes is deleted, too. */
  readonly volumes: boolean
  /** Details about its place, for the event. */
  readonly from: readonly string[]
  /** Whether it is a node whose engine another node has as well. */
  readonly isRenamed?: boolean
  /** Whether a person named this very object, rather than its stack or files. */
  readonly isNamed?: boolean
}

/**
 * Deletes a declaration, and with `volumes` the data of a volume or of a service's anonymous volumes. The bytes of an external secret or
 * config came from a person, as no file has them, and go only if it is named: no `down` of Compose takes what is external.
 */
export function takeAway(
  { store, purpose, home }: Pick<Core, 'store' | 'purpose' | 'home'>,
  id: ResourceId,
  { volumes, from, isRenamed = false, isNamed = false }: TakingAway,
): ResourceEvent {
  const object = objectOf(store, id)
  if (object && volumes && hasData(object))
    store.update(object.kind, keyOf(object), (draft) => {
      draft.metadata.finalizers = [...new Set([...(draft.metadata.finalizers ?? []), finalizers.volumeData])]
    })
  const bytes = object && letBytesGo({ store, home }, { object, isNamed })
  const left = bytes ?? (volumes ? undefined : leftWords(id, store))
  const { change, stays = left } = withdraw(store, id, {
    // For nodes without tasks, and renamed ones, the running node loop completes the deletion.
    atOnce: !(purpose === 'serve' && object && (isRenamed || isFree(object, store))),
  })
  const details = [...from, ...(stays === undefined ? [] : [stays])]
  return { type: 'resource', object: id, change, ...(details.length === 0 ? {} : { details }) }
}

/** Notes that the bytes of a secret or config are to go, or returns that they stay, and where. */
function letBytesGo(
  { store, home }: Pick<Core, 'store' | 'home'>,
  { object, isNamed }: { readonly object: ObjectOf; readonly isNamed: boolean },
): string | undefined {
  if (isNamed || !isContent(object) || object.spec.external !== true) noteLeaving(store, object)
  else {
    const path = keptPath(secretsDirectory(home), object)
    if (existsSync(path)) return `its bytes stay as ${path}, for when it is declared again`
  }
  return undefined
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
