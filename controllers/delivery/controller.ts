import { filter, map, merge } from 'rxjs'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Run } from '../../engine/run.ts'
import type { Content } from '../../store/contents/contents.ts'
import type { Change, Key } from '../../store/objects/store.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, type Result, done } from '../runtime/result.ts'
import { dropFinalizer, ensureFinalizer, writeStatus } from '../runtime/status.ts'
import { isNewlyDecided } from '../service/decided.ts'
import { collect, deliver } from './carrier.ts'
import { observeDelivery, waitsForBytes } from './observe.ts'
import { type DeliveredKind, referencesOf } from './path.ts'
import { planDelivery, type DeliveryAction, type DeliveryView } from './plan.ts'
import { deliveryStatus, recordedPlaces } from './status.ts'

/** The source of the bytes is read again after this long: a file may change without a word. */
const REREAD_MS = 60_000

/** Puts the bytes of Secrets on the nodes whose tasks wait for them. */
export const secretController = deliveryController('Secret')

/** Puts the bytes of Configs on the nodes whose tasks wait for them. */
export const configController = deliveryController('Config')

function deliveryController(kind: DeliveredKind): Controller {
  return {
    name: kind.toLowerCase(),
    kind,

    wakes: ({ store }) =>
      merge(
        store.watch(kind).pipe(map(({ key }) => key)),
        store.watch('Task').pipe(each((change) => keysConcerned(kind, change))),
        store.watch('Service').pipe(
          filter(isNewlyDecided),
          each(({ key }) =>
            [...store.by('Task', 'service', key).values()].flatMap((task) => keysMountedBy(kind, task)),
          ),
        ),
        store.watch('Service').pipe(
          filter(needsOthers),
          each(({ key }) => [...store.by(kind, 'namespace', key.slice(0, key.indexOf('/'))).keys()]),
        ),
      ),

    async reconcile(key, ports, run): Promise<Result> {
      const declared = ports.store.get(kind, key)
      if (!declared) return done
      const content = isBeingDeleted(declared) ? DELETED : await ports.contents.read(declared)
      const view = observeDelivery(ports.store.get(kind, key) ?? declared, { content, kind, ports })
      const actions = planDelivery(view)
      const acting = { content, kind, key, ports, run }
      await note(view, actions, acting)
      for (const action of actions) await act(action, acting)
      const object = ports.store.get(kind, key) // a task may have said meanwhile that what was delivered is gone
      if (!object) return done
      writeStatus(ports.store, kind, { key, status: deliveryStatus({ ...view, object }, actions, ports.clock.now()) })
      const isOver = isBeingDeleted(view.object) && actions.every((action) => action.do !== 'hold')
      if (isOver) dropFinalizer(ports.store, kind, { key, finalizer: finalizers.delivered })
      return isOver ? done : again(REREAD_MS, 'its source is read again', 'periodic')
    },
  }
}

/** The bytes of what is deleted are not asked for any more. */
const DELETED = { found: false, because: 'it is deleted' } as const

/** Whether a service moved to another revision, or goes: the bytes of the one before may not be needed any more. */
function needsOthers({ before, after }: Change<V1Service>): boolean {
  if (!before || !after) return before !== undefined
  const [was, is] = [before.status ?? {}, after.status ?? {}]
  if (was.currentRevision !== is.currentRevision || was.updateRevision !== is.updateRevision) return true
  return isBeingDeleted(after) !== isBeingDeleted(before)
}

const none: readonly string[] = []

/** What a task waits for, or waited for until now: a hold for its sake ends with its wait. What one mounted that is gone may be collected. */
function keysConcerned(kind: DeliveredKind, { before, after }: Change<V1Task>): readonly string[] {
  if (before && !after) return keysMountedBy(kind, before)
  if (after && waitsForBytes(after)) return keysMountedBy(kind, after)
  return before && waitsForBytes(before) ? keysMountedBy(kind, before) : none
}

function keysMountedBy(kind: DeliveredKind, task: V1Task): readonly string[] {
  const all = referencesOf(task.spec.template)
  if (all.length === 0) return none
  const references = all.filter((reference) => reference.kind === kind)
  return references.map(({ name }) => keyFor(task.metadata.namespace, name))
}

interface Acting {
  readonly content: Content
  readonly kind: DeliveredKind
  readonly key: Key
  readonly ports: Ports
  readonly run: Run
}

async function act(action: DeliveryAction, { content, ports, run }: Acting): Promise<void> {
  const means = (node: string) => {
    return { engine: engineOf(node, ports), installation: ports.installation, run, once: ports.once }
  }
  switch (action.do) {
    case 'deliver': {
      const { node, reference, path } = action.wanted
      if (content.found) await deliver({ path, reference, bytes: content.bytes }, means(node))
      return
    }
    case 'collect':
      return await collect(action.place.directory, { ...means(action.place.node), why: action.because })
    case 'forget':
    case 'hold':
      return
  }
}

/** Notes where bytes will be before they are put there, so that a crash leaves none that nobody knows of. */
async function note(
  view: DeliveryView,
  actions: readonly DeliveryAction[],
  { kind, key, ports }: Acting,
): Promise<void> {
  const nodes = recordedPlaces(view)
  if (nodes === view.object.status?.nodes || nodes.length === 0) return
  const { store } = ports
  ensureFinalizer(store, kind, { key, finalizer: finalizers.delivered })
  store.putStatus(kind, key, { ...store.get(kind, key)?.status, nodes })
  if (actions.some((action) => action.do === 'deliver')) await store.durable()
}
