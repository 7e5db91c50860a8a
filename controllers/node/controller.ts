import { pick } from '../../api/v1/language/pick.ts'
import { filter, map, merge, mergeMap } from 'rxjs'
import type { V1Node, V1NodeStatus, V1Task } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { keyOf } from '../../api/v1/names.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { Change } from '../../store/objects/store.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import { recordedOf } from '../holds/engine-owner.ts'
import { approvedEngine, isOfAnotherEngine, unconnected } from '../holds/node-hold.ts'
import { hasOurs, isBeginning, isUnseen, noteIfAllSeen, noteTookOver } from '../holds/unseen-nodes.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { allNotes, noteChanges, notesOn } from '../runtime/source-notes.ts'
import { unclaimedOn, unknownService } from '../ownership/unclaimed.ts'
import { isClosed } from '../../api/v1/closed-node.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import { isOver, planNode, stayingWords, type NodeView } from './plan.ts'
import { changesUnplaced, lackingOn } from './lacking.ts'
import { networksOn, stillOn, tasksOn } from './still-there.ts'
import { statusOf } from './status.ts'

/** Sets each node's Ready condition from what its informer sees, guards the engine's identity, and completes the removal of nodes. */
export const nodeController: Controller = {
  name: 'node',
  kind: 'Node',
  isEarly: true,
  // Coalesced, as another home may start any number of containers.
  coalesce: (key, { inventory }) => inventory.host(key)?.containers.size ?? 0,

  wakes: ({ store, inventory, installation, unread }) =>
    merge(
      store.watch('Node').pipe(map(({ key }) => key)),
      // Its engine may be the one that answers at another node, which may have it now.
      store.watch('Node').pipe(
        filter(({ after }) => after === undefined),
        each(() => ofAnotherEngine(store)),
      ),
      inventory.watch().pipe(
        filter(
          ({ type, labels, node }) =>
            type === 'host' ||
            (type === 'network' && isWithdrawnIn(store, node)) ||
            (type === 'container' && !!unknownService(labels, { store, installation })),
        ),
        // A new host may be a withdrawn node's engine under another name.
        mergeMap(({ node, type }) => (type === 'host' ? [node, ...withdrawnIn(store)] : [node])),
      ),
      store.watchSpecs('Task').pipe(each((change) => nodesLeftIn(change, store))),
      store.watch('Task').pipe(
        filter(changesUnplaced),
        each(() => ofAnotherEngine(store)),
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
    ports.store.putStatus('Node', key, status)
    noteSeen(view.node, status, ports)
    tellNews(view.node.status, status, { key, ports })
    // A file may declare it again.
    if (isOver(view, plan) && !ports.unread?.value) return await end(view, ports)
    if (plan.nextAt !== undefined) return again(plan.nextAt - view.now, 'the grace ends', 'periodic')
    if (view.withdrawn || view.drained || view.lacking)
      return again(ports.settings.heartbeatMs, 'its tasks may have ended', 'periodic')
    return view.info?.disk ? again(ports.settings.heartbeatMs, 'its disk may fill', 'periodic') : done
  },
}

/** Records that another state worked here before, if a node's engine is seen for the first time and has objects of this installation. */
function noteSeen(before: V1Node, { engine }: V1NodeStatus, ports: Ports): void {
  const { store, inventory, installation } = ports
  const host = inventory.host(before.metadata.name)
  if (isUnseen(before) && engine && host && hasOurs(host, installation)) noteTookOver(store)
  noteIfSeen(ports)
}

/** Records once that every node has been seen. Only when all sources are read, as they may still declare nodes. */
function noteIfSeen({ store, unread, clock }: Ports): void {
  if (!unread?.value) noteIfAllSeen(store, clock.now())
}

function anyNode(store: Ports['store']): readonly string[] {
  const [first] = store.list('Node').keys()
  return first === undefined ? [] : [first]
}

/** The nodes at which another engine answers. */
function ofAnotherEngine(store: Ports['store']): readonly string[] {
  return [...store.list('Node')].flatMap(([name, node]) => (isOfAnotherEngine(node) ? [name] : []))
}

function isWithdrawnIn(store: Ports['store'], name: string): boolean {
  const node = store.get('Node', name)
  return node !== undefined && isWithdrawn(node)
}

function withdrawnIn(store: Ports['store']): readonly string[] {
  const names: string[] = []
  store.list('Node').forEach((node, name) => void (isWithdrawn(node) && names.push(name)))
  return names
}

/**
 * Deletes a Node that is over, once our locks there are given back. That takes calls, so it is read again: a node that is declared again
 * meanwhile stays, and the next write for each stack takes its lock again.
 */
async function end(view: NodeView, ports: Ports): Promise<Result> {
  const { name, uid } = view.node.metadata
  if (!view.withdrawn?.renamed) await ports.locks?.leave(name)
  const now = observe(name, ports)
  const plan = now && planNode(now)
  if (!plan || now.node.metadata.uid !== uid || !isOver(now, plan)) return done // its change woke this key
  const message = stayingWords(now, plan)
  const { nodeLost, networksThere } = nodeReasons
  const reason = now.withdrawn?.tasks.length ? nodeLost : networksThere
  if (message !== undefined) ports.recorder.record({ object: `Node/${name}`, type: 'Warning', reason, message })
  ports.store.delete('Node', name)
  return done
}

/** The node that a task came to or left, if that node is withdrawn or drained. */
function nodesLeftIn({ before, after }: Change<V1Task>, store: Ports['store']): readonly string[] {
  const { node = '' } = (after ?? before)?.spec ?? {}
  if (before && after?.spec.node === before.spec.node) return []
  const found = store.get('Node', node)
  return isClosed(found) ? [node] : []
}

/** Records events for disk pressure and withdrawal, when they begin and when they end. */
function tellNews(
  before: V1NodeStatus | undefined,
  after: V1NodeStatus,
  { key, ports }: { readonly key: string; readonly ports: Pick<Ports, 'recorder'> },
): void {
  for (const condition of [conditionTypes.diskPressure, conditionTypes.withdrawn]) {
    const [was, is] = [before, after].map((status) => getCondition(status?.conditions, condition))
    const isBad = is?.status === 'True'
    if (!is || isBad === (was?.status === 'True') || is.reason === nodeReasons.networksThere) continue
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
      ? {
          withdrawn: {
            tasks: tasksOn(key, store).map(keyOf),
            networks: networksOn(key, ports),
            renamed: isRenamed(host, ports),
          },
        }
      : {}),
  }
}

function reach(host: HostView): Pick<NodeView, 'unreachable' | 'keepsOut' | 'obstacle' | 'engineOf'> {
  return host.unreachable === undefined ? {} : pick(host, ['unreachable', 'keepsOut', 'obstacle', 'engineOf'])
}

/**
 * What is known about the identity of the engine at a node's address. Its owner and what it lacks are looked up only where another engine
 * answers, as that is costly.
 */
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

/**
 * Whether the node's engine answers under the name of another declared node. Also where this node's connection was refused for that reason,
 * as after a start.
 */
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
