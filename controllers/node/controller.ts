import { filter, map, merge, mergeMap } from 'rxjs'
import type { V1Condition, V1Node, V1NodeStatus, V1Task } from '../../api/v1/generated/types.ts'
import { getCondition, replaceCondition, setCondition } from '../../api/v1/conditions.ts'
import { keyOf } from '../../api/v1/names.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { Change } from '../../store/objects/store.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import { recordedOf } from '../holds/engine-owner.ts'
import { approvedEngine, isOfAnotherEngine, unconnected } from '../holds/node-hold.ts'
import { hasOurs, isBeginning, isUnseen, noteIfAllSeen, noteTookOver } from '../holds/unseen-nodes.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done } from '../runtime/result.ts'
import { allNotes, noteChanges, notesOn, type SourceNotes, withNotes } from '../runtime/source-notes.ts'
import { writeStatus } from '../runtime/status.ts'
import { unclaimedOn, unknownService } from '../runtime/unclaimed.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import {
  diskPressure,
  drained,
  engineChanged,
  isOver,
  planNode,
  withdrawn,
  type NodePlan,
  type NodeView,
  type Said,
} from './plan.ts'
import { changesUnplaced, lackingOn } from './lacking.ts'
import { stillOn, tasksOn } from './still-there.ts'
import { unclaimedTasks } from './unclaimed.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** Says of each node whether work may go to it, from what its informer sees. */
export const nodeController: Controller = {
  name: 'node',
  kind: 'Node',
  // Another home may start as many as it likes.
  coalesce: (key, { inventory }) => inventory.host(key)?.containers.size ?? 0,

  wakes: ({ store, inventory, installation, unread }) =>
    merge(
      store.watch('Node').pipe(map(({ key }) => key)),
      inventory.watch().pipe(
        filter(
          ({ type, labels }) =>
            type === 'host' || (type === 'container' && !!unknownService(labels, { store, installation })),
        ),
        // What came may have another name for an engine that is there.
        mergeMap(({ node, type }) => (type === 'host' ? [node, ...withdrawnIn(store)] : [node])),
      ),
      store.watchMoves('Task').pipe(each((change) => nodesLeftIn(change, store))),
      store.watch('Task').pipe(
        filter(changesUnplaced),
        each(() => [...store.list('Node')].flatMap(([name, node]) => (isOfAnotherEngine(node) ? [name] : []))),
      ),
      store.watch('Service').pipe(
        filter(({ before, after }) => before === undefined || after === undefined),
        each(({ key }) => [
          ...inventory.containersOfService(key).map(({ node }) => node),
          ...(isBeginning(store) ? anyNode(store) : []),
        ]),
      ),
      store.watchFacts().pipe(
        filter(({ family, key }) => family === 'approval' && key.startsWith('Node/')),
        map(({ key }) => key.slice('Node/'.length)),
      ),
      ...(unread ? [unread.pipe(each(() => anyNode(store)))] : []),
      noteChanges(store).pipe(mergeMap(() => [...store.list('Node').keys()])),
    ),

  async reconcile(key, ports) {
    const view = observe(key, ports)
    if (!view) {
      noteIfSeen(ports)
      return done
    }
    const plan = planNode(view)
    const status = statusOf(view, plan, notesOn(allNotes(ports.store), `Node/${key}`))
    writeStatus(ports.store, 'Node', { key, status })
    noteSeen(view.node, status, ports)
    tellNews(view.node.status, status, { key, ports })
    if (isOver(view, plan)) {
      tellLeft(view, ports)
      if (!view.withdrawn?.renamed) await ports.locks?.leave(key)
      ports.store.delete('Node', key)
      return done
    }
    if (plan.nextAt !== undefined) return again(plan.nextAt - view.now, 'the grace ends', 'periodic')
    if (view.withdrawn || view.drained || view.lacking)
      return again(ports.settings.heartbeatMs, 'its tasks may have ended', 'periodic')
    return view.info?.disk ? again(ports.settings.heartbeatMs, 'its disk may fill', 'periodic') : done
  },
}

/** An engine that is seen for the first time, and has something of this installation, was worked on by another state. */
function noteSeen(before: V1Node, { engine }: V1NodeStatus, ports: Ports): void {
  const { store, inventory, installation } = ports
  const host = inventory.host(before.metadata.name)
  if (isUnseen(before) && engine && host && hasOurs(host, installation)) noteTookOver(store)
  noteIfSeen(ports)
}

/** With what is still to be read a node may come. */
function noteIfSeen({ store, unread }: Ports): void {
  if (!unread?.value) noteIfAllSeen(store)
}

function anyNode(store: Ports['store']): readonly string[] {
  const [first] = store.list('Node').keys()
  return first === undefined ? [] : [first]
}

function withdrawnIn(store: Ports['store']): readonly string[] {
  const names: string[] = []
  store.list('Node').forEach((node, name) => void (isWithdrawn(node) && names.push(name)))
  return names
}

/** What may run on a node that is given up runs on, and is nobody's then: nothing else tells. */
function tellLeft({ node, withdrawn: left }: NodeView, { recorder }: Pick<Ports, 'recorder'>): void {
  if (!left || left.renamed || left.tasks.length === 0) return
  recorder.record({
    object: `Node/${node.metadata.name}`,
    type: 'Warning',
    reason: nodeReasons.nodeLost,
    message: `no file declares it, and it does not answer: ${listNames(left.tasks)} may run there still, and is made elsewhere where that leaves no data behind; \`docker ps -f label=reconcile.dev/task\` there shows what is left`,
  })
}

/** The node that a task came to or left, where that is to have none. */
function nodesLeftIn({ before, after }: Change<V1Task>, store: Ports['store']): readonly string[] {
  const { node = '' } = (after ?? before)?.spec ?? {}
  if (before && after?.spec.node === before.spec.node) return []
  const found = store.get('Node', node)
  return found && (isWithdrawn(found) || isDrained(found)) ? [node] : []
}

/** A disk that fills, or has room again, is news, and so is a node that is declared no more. */
function tellNews(
  before: V1NodeStatus | undefined,
  after: V1NodeStatus,
  { key, ports }: { readonly key: string; readonly ports: Pick<Ports, 'recorder'> },
): void {
  for (const condition of [conditionTypes.diskPressure, conditionTypes.withdrawn]) {
    const [was, is] = [before, after].map((status) => getCondition(status?.conditions, condition))
    const isBad = is?.status === 'True'
    if (!is || isBad === (was?.status === 'True')) continue
    const { reason = '', message = '' } = is
    ports.recorder.record({ object: `Node/${key}`, type: isBad ? 'Warning' : 'Normal', reason, message })
  }
}

function observe(key: string, ports: Ports): NodeView | undefined {
  const { store, inventory, settings, clock } = ports
  const node = store.get('Node', key)
  if (!node) return undefined
  const host = inventory.host(key)
  return {
    node,
    ...listed(host, ports),
    askedSince: host?.askedSince ?? clock.now(),
    lastAnswer: host?.lastAnswer ?? 0,
    graceMs: settings.nodeGraceMs,
    diskReserveRatio: settings.diskReserveRatio,
    now: clock.now(),
    ...(host?.info ? { info: host.info } : {}),
    ...(host ? reach(host) : { unconnected: unconnected(key, store) }),
    ...identified(node, host, ports),
    ...(isDrained(node) ? { drained: stillOn(key, ports) } : {}),
    ...(isWithdrawn(node)
      ? { withdrawn: { tasks: tasksOn(key, store).map(keyOf), renamed: isRenamed(host, ports) } }
      : {}),
  }
}

function reach({ unreachable, keepsOut, engineOf }: HostView): Pick<NodeView, 'unreachable' | 'keepsOut' | 'engineOf'> {
  return unreachable === undefined ? {} : { unreachable, keepsOut, ...(engineOf === undefined ? {} : { engineOf }) }
}

/** Which engine may be there. Whose another one is, is asked only where one answers: there is much to look through. */
function identified(
  node: V1Node,
  host: HostView | undefined,
  ports: Ports,
): Pick<NodeView, 'approvedID' | 'engineOwner' | 'lacking'> {
  const { metadata, status } = node
  const approvedID = approvedEngine(ports.store, metadata.name)
  const approved = approvedID === undefined ? {} : { approvedID }
  if (!host?.info || host.info.id === status?.engineID) return approved
  const engineOwner = recordedOf(host.info, ports.store)
  return {
    ...approved,
    ...(engineOwner === undefined ? {} : { engineOwner }),
    ...(host.synced ? { lacking: lackingOn(node, ports) } : {}),
  }
}

/** Whether its engine answers under another node's name, which is declared: also where it was refused that engine, as after a start. */
function isRenamed(host: HostView | undefined, { store, inventory }: Ports): boolean {
  const { info, engineOf } = host ?? {}
  const nodes = [...(info ? inventory.nodesOfEngine(info) : []), ...(engineOf === undefined ? [] : [engineOf])]
  return nodes.some((node) => {
    const [declared, other] = [store.get('Node', node), inventory.host(node)]
    return node !== host?.node && declared && !isWithdrawn(declared) && other?.synced && other.unreachable === undefined
  })
}

function listed(host: HostView | undefined, ports: Ports): Pick<NodeView, 'synced' | 'unclaimed'> {
  return host?.synced ? { synced: true, unclaimed: unclaimedOn(host, ports) } : { synced: false }
}

function statusOf(view: NodeView, plan: NodePlan, notes: SourceNotes): V1NodeStatus {
  const { node, info, now, lastAnswer } = view
  const observedGeneration = node.metadata.generation ?? 1
  const ready = setCondition(node.status?.conditions, { ...plan.ready, observedGeneration }, now)
  const replace = (before: readonly V1Condition[], type: string, said: Said | undefined) =>
    replaceCondition(before, { type, said: said && { ...said, observedGeneration } }, now)
  const engine = replace(ready, conditionTypes.engineChanged, engineChanged(plan))
  const left = replace(engine, conditionTypes.withdrawn, withdrawn(view))
  const emptied = replace(left, conditionTypes.drained, drained(view))
  const disk = replace(emptied, conditionTypes.diskPressure, diskPressure(view))
  // Before it is listed nothing is known to be gone.
  const { unclaimed } = view
  const conditions = unclaimed ? replace(disk, conditionTypes.unclaimedTasks, unclaimedTasks(unclaimed)) : disk
  const { unreachable: _why, engineOf: _of, otherEngine: _other, ...kept } = node.status ?? {}
  return {
    ...kept,
    observedGeneration,
    conditions: withNotes(conditions, notes, now),
    ready: plan.ready.status === 'True',
    ...(plan.ready.status === 'True' ? { engine: node.spec.engine ?? {} } : {}),
    ...(plan.engineID !== undefined ? { engineID: plan.engineID } : {}),
    ...(view.unreachable === undefined ? {} : { unreachable: view.unreachable }),
    ...(view.engineOf === undefined ? {} : { engineOf: view.engineOf }),
    ...(plan.otherEngine ? { otherEngine: plan.otherEngine } : {}),
    ...(lastAnswer > 0 && plan.ready.status !== 'True' ? { lastSeen: timestamp(lastAnswer) } : {}),
    // What is kept of the recorded engine says, for one, which host that is.
    ...(info && !plan.otherEngine ? about(info) : {}),
  }
}

function about(info: NonNullable<NodeView['info']>): V1NodeStatus {
  return {
    engineVersion: info.version,
    apiVersion: info.apiVersion,
    hostname: info.name,
    ...(info.address === undefined ? {} : { address: info.address }),
    os: info.os,
    architecture: info.architecture,
    cpus: info.cpus,
    memoryBytes: info.memoryBytes,
  }
}
