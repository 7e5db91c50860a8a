import { filter, map, merge } from 'rxjs'
import type { V1Config, V1Secret, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { isBeingDeleted, stackOf } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import { deliveryReasons } from '../../api/v1/reasons.ts'
import type { Change } from '../../store/objects/store.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import { lockTurns } from '../locks/wakes.ts'
import { undeclaredTurned } from '../holds/leaving.ts'
import { nodesTurned } from '../holds/node-hold.ts'
import { again, type Result, done } from '../runtime/result.ts'
import { unlessLocked } from '../locks/gate.ts'
import { dropFinalizer, ensureFinalizer } from '../runtime/finalizers.ts'
import { tasksDecided } from '../service/decided.ts'
import { type Acting, actOnAll } from './act.ts'
import { releaseUnneeded, retainPresent } from './copies.ts'
import { observeDelivery, waitsForBytes } from './observe.ts'
import { type DeliveredKind, referencesOf } from './path.ts'
import {
  copiesStay,
  type DeliveryAction,
  type DeliveryView,
  placeOf,
  planBehindLock,
  planDelivery,
  planLookedAt,
} from './plan.ts'
import { lostPlace, withPlaces } from './record.ts'
import { deliveryStatus } from './status.ts'

/** How often the source of the bytes is read again, even without an event of its watch. */
const REREAD_MS = 60_000

/** Delivers the bytes of Secrets to the nodes whose tasks wait for them. */
export const secretController = deliveryController('Secret')

/** Delivers the bytes of Configs to the nodes whose tasks wait for them. */
export const configController = deliveryController('Config')

function deliveryController(kind: DeliveredKind): Controller {
  return {
    name: kind.toLowerCase(),
    kind,

    wakes: ({ store, contents, inventory, locks }) =>
      merge(
        lockTurns(kind, { store, locks }),
        contents.changes().pipe(
          filter((id) => id.startsWith(`${kind}/`)),
          map((id) => id.slice(kind.length + 1)),
        ),
        store.watch(kind).pipe(
          filter(concernsTheLoop),
          map(({ key }) => key),
        ),
        store.watch('Task').pipe(each((change) => keysConcerned(kind, change))),
        merge(
          nodesTurned(store),
          undeclaredTurned(store),
          inventory.watch().pipe(filter(({ type }) => type === 'host')),
        ).pipe(each(() => store.list(kind).keys())),
        tasksDecided(store).pipe(each((task) => keysMountedBy(kind, task))),
        store.watch('Service').pipe(
          filter(needsOthers),
          each(({ key }) => [...store.by(kind, 'namespace', key.slice(0, key.indexOf('/'))).keys()]),
        ),
      ),

    async reconcile(key, ports, run): Promise<Result> {
      const declared = ports.store.get(kind, key)
      if (!declared) return done
      const read = isBeingDeleted(declared) ? DELETED : await ports.contents.read(declared)
      const { content, retained, failure } = await retainPresent(key, { content: read, kind, ports })
      const object = ports.store.get(kind, key)
      if (!object || run.signal.aborted) return done // the bytes that were read may be of an older source than is declared now
      const view = observeDelivery(object, { content, retained, kind, ports })
      const wanted = unlessLocked(planDelivery(view), {
        ...{ stack: stackOf(object), locks: ports.locks },
        held: planBehindLock,
      })
      const planned = ports.onlyLooks ? wanted.map((action) => planLookedAt(action, object, ports)) : wanted
      const acting = { content, kind, key, ports, run }
      await note(view, planned, acting)
      const { actions, failures } = await actOnAll(planned, acting)
      const acted = ports.store.get(kind, key)
      if (!acted || run.signal.aborted) return done
      const stuck = failure ?? (failures.length > 0 ? undefined : await releaseUnneeded(key, { retained, kind, ports }))
      const all = [...actions, ...copiesStay(acted, stuck)]
      ports.store.putStatus(kind, key, deliveryStatus(acted, all, ports.clock.now()))
      const [failed = stuck] = failures
      if (failed !== undefined) throw failed
      const isOver = isBeingDeleted(object) && actions.every((action) => action.do !== 'hold')
      if (isOver) dropFinalizer(ports.store, kind, { key, finalizer: finalizers.delivered })
      return isOver ? done : again(REREAD_MS, 'its source is read again', 'periodic')
    },
  }
}

/** Ignores the loop's own status changes, so that a failure is retried with backoff. */
function concernsTheLoop({ before, after }: Change<V1Secret | V1Config>): boolean {
  if (!after) return false
  if (!before) return true
  return before.spec !== after.spec || isBeingDeleted(before) !== isBeingDeleted(after) || lostPlace(before, after)
}

/** The bytes of an object in deletion are not read any more. */
const DELETED = { found: false, because: 'it is deleted' } as const

/** Whether a service's revisions changed, or it is being deleted: earlier bytes may be unneeded now. */
function needsOthers({ before, after }: Change<V1Service>): boolean {
  if (!before || !after) return before !== undefined
  const [was, is] = [before.status ?? {}, after.status ?? {}]
  if (was.currentRevision !== is.currentRevision || was.updateRevision !== is.updateRevision) return true
  return isBeingDeleted(after) !== isBeingDeleted(before)
}

const none: readonly string[] = []

/**
 * The objects that a task waits for, or just stopped waiting for, whose hold then ends; and those that a deleted task mounted, which may be
 * collected.
 */
function keysConcerned(kind: DeliveredKind, { before, after }: Change<V1Task>): readonly string[] {
  if (!after) return before ? keysMountedBy(kind, before) : none
  const [waited, waits] = [before !== undefined && waitsForBytes(before), waitsForBytes(after)]
  if (!waited && !waits) return none
  // Another message for the same wait, as after a failed delivery, is no news.
  const isSame = waited && waits && before?.spec === after.spec && before?.status?.reason === after.status?.reason
  return isSame ? none : keysMountedBy(kind, after)
}

function keysMountedBy(kind: DeliveredKind, task: V1Task): readonly string[] {
  const all = referencesOf(task.spec.template)
  if (all.length === 0) return none
  const references = all.filter((reference) => reference.kind === kind)
  return references.map(({ name }) => keyFor(task.metadata.namespace, name))
}

/**
 * Records the content hash, which services wait for even if no host answers. Also records the places before bytes are put there, so that a
 * crash leaves no bytes that nobody knows of.
 */
async function note(
  { object, content, wanted, left }: DeliveryView,
  planned: readonly DeliveryAction[],
  { kind, key, ports: { store, recorder } }: Acting,
): Promise<void> {
  if (content.found && hasOthers(object, content.hash))
    recorder.record({
      ...{ object: `${kind}/${key}`, type: 'Normal', reason: deliveryReasons.bytesChanged },
      message: 'its bytes changed',
    })
  const known = object.status?.nodes ?? []
  const nodes = withPlaces(known, [...left, ...wanted.map(placeOf)])
  if (nodes.length > 0) ensureFinalizer(store, kind, { key, finalizer: finalizers.delivered })
  const hash = content.found ? { contentHash: content.hash } : {}
  store.putStatus(kind, key, { ...store.get(kind, key)?.status, ...hash, ...(nodes.length > 0 ? { nodes } : {}) })
  // Also without a change: the write of an earlier attempt may not be durable yet.
  if (planned.some((action) => action.do === 'deliver')) await store.durable()
}

/** Whether the bytes changed under the same manifest. With another manifest, that is the change. */
function hasOthers({ metadata, status }: DeliveryView['object'], hash: string): boolean {
  const isSame = status?.observedGeneration === metadata.generation
  return isSame && status?.contentHash !== undefined && status.contentHash !== hash
}
