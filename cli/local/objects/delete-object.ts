import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef } from '../../../api/v1/metadata.ts'
import type { DeletedObject, DeleteObjectRequest } from '../../../api/v1/installation/object-writes.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import { isLocalNode, withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { copiedStore } from '../plan/copied-store.ts'
import type { Core } from '../open/core.ts'
import { remove } from '../deletion/delete.ts'
import { hookJobsOf } from '../deletion/going-by.ts'
import { refuseNeeded } from '../refuse-invalid.ts'
import { takenOut } from '../watched/take-out.ts'
import { isInWatchedFile } from '../watched/file.ts'
import { refuseStale } from './declared-object.ts'
import { liveOf, refuseDerived } from './writable.ts'
import { refusal } from './write-error.ts'

/** Deletes an object as `delete NAME` does; the request is its own approval (S3). */
export async function deleteObject(core: Core, request: DeleteObjectRequest): Promise<DeletedObject> {
  const { ref, dryRun = false, ...conditions } = request
  refuseDerived(ref.kind)
  const live = liveOf(core, ref)
  refuseStale(live, conditions)
  refuseUndeletable(core, live)
  const { store } = dryRun ? copiedStore(core) : core
  const id = resourceIdOf(live)
  const warnings: string[] = []
  if (dryRun) {
    const ids = [id, ...hookJobsOf(core, ref)]
    const watched = ids.filter((each) => isInWatchedFile(core, each))
    if (watched.length > 0) refuseNeeded(core, ids)
    await takenOut(core, watched)
    for (const each of ids) withdraw(store, each, { atOnce: true })
  } else {
    const { signal } = new AbortController()
    // Another request may have deleted it since.
    const check = () => refuseStale(liveOf({ store }, ref), conditions)
    for await (const event of remove(core, { refs: [ref], volumes: false, wait: false, signal }, check))
      if (event.type === 'warning') warnings.push(event.message)
  }
  const left = objectOf(store, id)
  const isHeld = left && left.metadata.uid === live.metadata.uid
  return { warnings, ...(isHeld ? { left: redactObject(left) } : {}) }
}

function refuseUndeletable(core: Core, live: ObjectOf): void {
  const id = resourceIdOf(live)
  const { name, namespace } = live.metadata
  if (isLocalNode(live))
    throw refusal(
      'MethodNotAllowed',
      `Node ${name} is the engine of this machine, and stays`,
      `\`reconcile delete node/${name}\` takes back what files declare of it`,
    )
  if (originIn(core.store, id) === undefined && live.metadata.deletionTimestamp === undefined)
    throw refusal('MethodNotAllowed', `${live.kind} ${name} is made by reconcile itself`, 'it goes with what needs it')
  if (live.kind !== 'Volume') return
  throw refusal(
    'Invalid',
    `${describeRef({ kind: live.kind, namespace: namespace ?? '', name })} holds data`,
    `\`reconcile delete volume/${name} -n ${namespace ?? ''} --volumes\` deletes it with its data`,
  )
}
