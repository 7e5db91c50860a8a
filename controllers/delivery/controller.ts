import { filter, map, merge } from 'rxjs'
import type { V1Config, V1Secret, V1Task } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { deliveryReasons, taskReasons } from '../../api/v1/reasons.ts'
import type { Run } from '../../engine/run.ts'
import type { Content } from '../../store/contents/contents.ts'
import type { Change } from '../../store/objects/store.ts'
import { engineOf, isReadable } from '../runtime/acting.ts'
import { readyUnlessHeld } from '../runtime/conditions.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, type Result, done } from '../runtime/result.ts'
import { writeStatus } from '../runtime/status.ts'
import { isDecided, isNewlyDecided } from '../service/decided.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'
import { deliver } from './carrier.ts'
import { isDelivered } from './delivered.ts'
import { deliveryPath, referencesOf, type DeliveredKind } from './path.ts'
import { planDelivery, type DeliveryAction, type DeliveryView, type Wanted } from './plan.ts'

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
      ),

    async reconcile(key, ports, run): Promise<Result> {
      const declared = ports.store.get(kind, key)
      if (!declared || declared.metadata.deletionTimestamp) return done
      const content = await ports.contents.read(declared)
      const view = observe(ports.store.get(kind, key) ?? declared, { content, kind, ports })
      const actions = planDelivery(view)
      for (const action of actions) await act(action, { content, ports, run })
      const object = ports.store.get(kind, key) // a task may have said meanwhile that what was delivered is gone
      if (object) writeStatus(ports.store, kind, { key, status: statusOf({ ...view, object }, actions, ports) })
      return again(REREAD_MS, 'its source is read again', 'periodic')
    },
  }
}

/** Whether a task may need bytes that are not there: it is bound and has no container yet, or says that it can't start its own again. */
function waitsForBytes(task: V1Task): boolean {
  if (task.spec.node === undefined || isRetiring(task) || hasEnded(task)) return false
  const { phase, reason = '' } = task.status ?? {}
  return phase === 'Preparing' || reason === taskReasons.waitingForSecret || reason === taskReasons.waitingForConfig
}

/** What a task waits for, or waited for until now: a hold for its sake ends with its wait. */
function keysConcerned(kind: DeliveredKind, { before, after }: Change<V1Task>): readonly string[] {
  const waiting = [after, before].find((task) => task !== undefined && waitsForBytes(task))
  return waiting ? keysMountedBy(kind, waiting) : []
}

function keysMountedBy(kind: DeliveredKind, task: V1Task): readonly string[] {
  const references = referencesOf(task.spec.template).filter((reference) => reference.kind === kind)
  return references.map(({ name }) => keyFor(task.metadata.namespace, name))
}

interface Found {
  readonly content: Content
  readonly kind: DeliveredKind
  readonly ports: Ports
}

function observe(object: V1Secret | V1Config, { content, kind, ports }: Found): DeliveryView {
  const users = ports.store.by('Task', kind === 'Secret' ? 'secret' : 'config', keyOf(object))
  const wanted = content.found ? wantedPlaces(object, [...users.values()], { hash: content.hash, kind, ports }) : []
  const silent = new Set(wanted.map(({ node }) => node).filter((node) => !isReadable(node, ports)))
  return { object, content, wanted, silent }
}

function wantedPlaces(
  object: V1Secret | V1Config,
  users: readonly V1Task[],
  at: { hash: string; kind: DeliveredKind; ports: Ports },
): readonly Wanted[] {
  const places = new Map<string, Wanted>()
  const { name, namespace: stack = '' } = object.metadata
  for (const task of users.filter((user) => waitsForBytes(user) && isDecided(user, at.ports.store))) {
    const node = task.spec.node ?? ''
    if (task.spec.contents?.[`${at.kind}/${name}`] !== at.hash) continue
    for (const reference of referencesOf(task.spec.template)) {
      if (reference.kind !== at.kind || reference.name !== name) continue
      const path = deliveryPath(reference, {
        installation: at.ports.installation,
        stack,
        hash: at.hash,
        storage: object.spec.storage ?? 'Memory',
      })
      const key = `${node} ${path.directory}`
      if (!places.has(key))
        places.set(key, {
          node,
          reference,
          path,
          delivered: isDelivered(object, node, path.directory),
          task: task.metadata.name,
        })
    }
  }
  return [...places.values()]
}

async function act(
  action: DeliveryAction,
  { content, ports, run }: { content: Content; ports: Ports; run: Run },
): Promise<void> {
  if (action.do !== 'deliver' || !content.found) return
  const { node, reference, path } = action.wanted
  await deliver(
    { path, reference, bytes: content.bytes },
    { engine: engineOf(node, ports), installation: ports.installation, run, once: ports.once },
  )
}

function statusOf(view: DeliveryView, actions: readonly DeliveryAction[], { clock }: Ports) {
  const { object, content } = view
  const holds = actions.filter((action) => action.do === 'hold')
  const fresh = actions.flatMap((action) =>
    action.do === 'deliver'
      ? [{ node: action.wanted.node, contentHash: action.wanted.path.directory, state: 'Delivered' }]
      : [],
  )
  const before = (object.status?.nodes ?? []).filter(
    (entry) => !fresh.some((other) => other.node === entry.node && other.contentHash === entry.contentHash),
  )
  const said = { reason: deliveryReasons.delivered, message: 'its bytes are where its tasks are', now: clock.now() }
  return {
    ...object.status,
    observedGeneration: object.metadata.generation ?? 1,
    nodes: [...before, ...fresh],
    conditions: readyUnlessHeld(object, holds, said),
    ...(content.found ? { contentHash: content.hash } : {}),
  }
}
