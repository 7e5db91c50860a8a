import { finalizers } from '../../api/v1/labels.ts'
import { isBeingDeleted, stackOf } from '../../api/v1/metadata.ts'
import { deliveryReasons } from '../../api/v1/reasons.ts'
import type { Controller } from '../runtime/controller.ts'
import { again, type Result, done } from '../runtime/result.ts'
import { unlessLocked } from '../locks/gate.ts'
import { dropFinalizer, ensureFinalizer } from '../runtime/finalizers.ts'
import { deliveryWakes } from './wakes.ts'
import { type Acting, actOnAll } from './act.ts'
import { releaseUnneeded, type Retained, retainPresent } from './copies.ts'
import { observeDelivery } from './observe.ts'
import type { DeliveredKind } from './path.ts'
import {
  copiesStay,
  type DeliveryAction,
  type DeliveryView,
  placeOf,
  planBehindLock,
  planDelivery,
  planLookedAt,
} from './plan.ts'
import { withPlaces } from './record.ts'
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

    wakes: (ports) => deliveryWakes(kind, ports),

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
      const isDone = failures.length === 0 && !run.signal.aborted
      const stuck = failure ?? (await releasedIf(isDone, { retained, ...acting }))
      const acted = ports.store.get(kind, key) // after the last wait, as slow nodes are worked on meanwhile
      if (!acted || run.signal.aborted) return done
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

/** Releases the copies that nobody needs once all else is done; returns why it could not. */
async function releasedIf(isDone: boolean, { key, ...of }: Acting & Pick<Retained, 'retained'>): Promise<unknown> {
  return isDone ? await releaseUnneeded(key, of) : undefined
}

/** The bytes of an object in deletion are not read any more. */
const DELETED = { found: false, because: 'it is deleted' } as const

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
