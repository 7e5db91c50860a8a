import { filter, map, type Observable } from 'rxjs'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node, V1OtherEngine } from '../../api/v1/generated/types.ts'
import { heldBySilence } from '../../api/v1/held-by-silence.ts'
import { heldByOther } from '../../api/v1/other-engine.ts'
import { conditionTypes, holdReasons, nodeReasons } from '../../api/v1/reasons.ts'
import type { Store } from '../../store/objects/store.ts'
import { type Answering, dataIn, otherEngine } from './engine-guard.ts'
import { type EngineIdentity, recordedOf } from './engine-owner.ts'
import type { Ports } from '../runtime/ports.ts'

/** Why nothing may be done on a node now: the reason code, and a message with the remedy. */
export interface NodeHold {
  readonly reason: string
  readonly because: string
}

/**
 * What keeps the loops from acting on a node; undefined where they may. Every loop asks before it acts, and before it takes an object that
 * a host lacks for gone. A host that was not listed yet or is silent may have it (S2). Another engine in the host's place belongs to
 * nobody until it is approved.
 */
export function nodeHold(node: string, ports: Pick<Ports, 'store' | 'inventory'>): NodeHold | undefined {
  const host = ports.inventory.host(node)
  const other = host?.synced ? anotherEngine(node, ports) : undefined
  if (other !== undefined) return { reason: holdReasons.engineChanged, because: other }
  if (!host) return unreachable(unconnected(node, ports.store))
  if (host.unreachable !== undefined) return unreachable(heldBySilence(node, host.unreachable, host.obstacle))
  return host.synced ? undefined : unreachable(`the first full list of ${node} is not in yet`)
}

/** Whether a node is gone: it has no connection and is not declared any more. */
export function isNodeGone(node: string, { store, inventory }: Pick<Ports, 'store' | 'inventory'>): boolean {
  return !inventory.host(node) && !store.get('Node', node)
}

/** Why a node has no host, and the remedy: engines are connected when their nodes are declared. */
export function unconnected(node: string, store: Pick<Store, 'get'>): string {
  if (!store.get('Node', node)) return `the node ${node} is not declared: declare it again`
  return `${node} is not connected yet`
}

/** The message that another engine answers than the recorded one, by what its host said last; undefined where none does. */
export function anotherEngine(
  node: string,
  { store, inventory }: Pick<Ports, 'store' | 'inventory'>,
): string | undefined {
  const engine = inventory.host(node)?.info
  if (!engine || engine.id === store.get('Node', node)?.status?.engineID) return undefined
  return otherEngineAt(node, { ...engine, ...dataOf(node, { inventory }) }, store)
}

/** What identifies the data of a listed engine. */
export function dataOf(node: string, { inventory }: Pick<Ports, 'inventory'>): Pick<Answering, 'dataID'> {
  return inventory.host(node)?.synced ? dataIn(inventory.networksNamed(node, 'none')) : {}
}

/** The message that an engine is another one than the recorded one; undefined where it is not. */
export function otherEngineAt(
  node: string,
  engine: (Answering & EngineIdentity) | undefined,
  store: Pick<Store, 'get' | 'list' | 'fact'>,
): string | undefined {
  const found = store.get('Node', node)
  const other = found && otherEngineOf(found, engine, store)
  return other && heldByOther(found, other)
}

/** The other engine itself, in place of the message. */
export function otherEngineOf(
  { metadata, status }: V1Node,
  engine: (Answering & EngineIdentity) | undefined,
  store: Pick<Store, 'list' | 'fact'>,
): V1OtherEngine | undefined {
  return otherEngine({
    answering: engine,
    recorded: status,
    approved: () => approvedEngine(store, metadata.name),
    owner: () => engine && recordedOf(engine, store),
  })
}

function unreachable(because: string): NodeHold {
  return { reason: holdReasons.hostUnreachable, because }
}

/** The id of the engine that a person approved for a node. */
export function approvedEngine(store: Pick<Store, 'fact'>, node: string): string | undefined {
  const approval = store.fact('approval', `Node/${node}`)
  return typeof approval === 'string' ? approval : undefined
}

/** Whether a node has not answered for longer than its grace period: its tasks may be replaced (S5). */
export function isLost(node: V1Node | undefined): boolean {
  return readyReason(node) === nodeReasons.nodeLost
}

/** Whether a node can't be looked at but is not lost: its tasks are not replaced (S5). */
export function isOutOfSight(node: V1Node | undefined): boolean {
  const reason = readyReason(node)
  return reason === nodeReasons.graceRunning || reason === nodeReasons.accessDenied
}

/** Whether a node was last held because another engine answers than the recorded one. */
export function isOfAnotherEngine(node: V1Node | undefined): boolean {
  return readyReason(node) === nodeReasons.engineChanged
}

function readyReason(node: V1Node | undefined): string | undefined {
  return getCondition(node?.status?.conditions, conditionTypes.ready)?.reason
}

/** The nodes that become lost or are deleted, as that happens. */
export function nodesLost(store: Store): Observable<string> {
  return store.watch('Node').pipe(
    filter(({ before, after }) => !after || (isLost(after) && !isLost(before))),
    map(({ key }) => key),
  )
}

/** The nodes whose readiness changes, as that happens. An approval, for one, shows in nothing else. */
export function nodesTurned(store: Store): Observable<string> {
  return store.watch('Node').pipe(
    filter(({ before, after }) => before?.status?.ready !== after?.status?.ready),
    map(({ key }) => key),
  )
}
