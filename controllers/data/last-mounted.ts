import type { V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import type { Ports } from '../runtime/ports.ts'
import { replicaOf } from '../service/replica.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { hasContainer } from './seen-task.ts'
import { nodesNeeded } from './volume-nodes.ts'

/**
 * Records where a task is about to mount its volumes, before its container starts: if several nodes have such a volume, the newest data is
 * on this one.
 */
export function noteMounted({ metadata, spec }: V1Task, node: string, store: Store): void {
  for (const name of volumesOf(spec.template)) {
    const volume = store.get('Volume', keyFor(metadata.namespace, name))
    if (volume) noteOf(volume, node, store)
  }
}

/**
 * Records where a volume is mounted now, for instance after a rollback, and forgets older copies that no longer exist. Tasks without a
 * container are ignored: the data they had mounted may have moved.
 */
export function noteMounts(
  volume: V1Volume,
  isGone: (node: string) => boolean,
  { store, inventory }: Pick<Ports, 'store' | 'inventory'>,
): void {
  const key = keyOf(volume)
  const mounts = (task: V1Task) => !isRetiring(task) && !replicaOf(task).untried && hasContainer(task, inventory)
  const [node, ...others] = nodesOf(boundTo(key, store).filter(mounts))
  if (node !== undefined && others.length === 0) noteOf(volume, node, store)
  const [last, ...older] = mountedOn(key, store)
  if (last !== undefined && older.some(isGone)) put(key, [last, ...older.filter((each) => !isGone(each))], store)
}

/**
 * Records the last mount of a volume. One that several nodes are to have is written on each of them, so no node has the newest data and
 * nothing is recorded.
 */
function noteOf(volume: V1Volume, node: string, store: Store): void {
  const key = keyOf(volume)
  const nodes = mountedOn(key, store)
  if (nodes[0] === node && !isMountedBefore(key, store)) return
  if (nodesNeeded(volume, store) > 1) return forgetMounted(key, store)
  put(key, [node, ...nodes.filter((each) => each !== node)], store)
}

/** The nodes where a volume was mounted, the latest first. */
export function mountedOn(key: Key, store: Store): readonly string[] {
  const noted = store.fact('mounted', key)
  const nodes = isOfBackup(noted) ? noted.before : noted
  if (typeof nodes === 'string') return [nodes] // as recorded by older releases: the last one only
  return Array.isArray(nodes) ? nodes.filter((node) => typeof node === 'string') : []
}

/** The record of a volume's mounts for a backup, marked as known only from that. */
export function mountedBefore(key: Key, store: Store): Json {
  return { before: [...mountedOn(key, store)] }
}

/** Whether all that is known of a volume's mounts is from the backup that this state was restored from; it may have moved since. */
export function isMountedBefore(key: Key, store: Store): boolean {
  return isOfBackup(store.fact('mounted', key))
}

function isOfBackup(noted: Json | undefined): noted is { readonly before: Json } {
  return typeof noted === 'object' && noted !== null && 'before' in noted
}

/**
 * The nodes of the tasks that mount a volume: of those that do not retire, or else of those that do; without any, as after a stop, the node
 * where it was mounted last.
 */
export function lastMountedOn(key: Key, store: Store): ReadonlySet<string> {
  const bound = boundSince(key, store)
  const staying = nodesOf(bound.filter((task) => !isRetiring(task)))
  const nodes = staying.length > 0 ? staying : nodesOf(bound)
  return new Set(nodes.length > 0 ? nodes : mountedOn(key, store).slice(0, 1))
}

/** The tasks that mount a volume, but for those that only a backup bound to a node, where others mount it elsewhere since. */
function boundSince(key: Key, store: Store): readonly V1Task[] {
  const bound = boundTo(key, store)
  const [latest, ...older] = isMountedBefore(key, store) ? [] : mountedOn(key, store)
  const isInUse = older.length > 0 && bound.some((task) => task.spec.node === latest && !isRetiring(task))
  if (!isInUse) return bound
  return bound.filter(({ spec, status }) => status?.containerID !== undefined || !older.includes(spec.node ?? ''))
}

/** The nodes that may have older copies of a volume, the newest of these first: it was mounted elsewhere since. */
export function olderOn(key: Key, store: Store): readonly string[] {
  const nodes = mountedOn(key, store)
  if (nodes.length < 2) return []
  const last = lastMountedOn(key, store)
  return nodes.filter((node) => !last.has(node))
}

/** Records nodes with older copies of a volume than any that it was mounted with. */
export function noteOlder(key: Key, nodes: readonly string[], store: Store): void {
  if (nodes.length > 0) put(key, [...new Set([...mountedOn(key, store), ...nodes])], store)
}

/** Forgets where a volume was mounted, as its data is deleted. */
export function forgetMounted(key: Key, store: Store): void {
  if (store.fact('mounted', key) !== undefined) store.putFact('mounted', key, undefined)
}

/**
 * Forgets where a volume was mounted, as its declaration goes and its data stays. With several copies, also such as were never mounted, the
 * record is kept: it tells which one counts once the volume is declared again.
 */
export function forgetOnlyMount(key: Key, isOnSeveral: boolean, store: Store): void {
  if (!isOnSeveral && mountedOn(key, store).length < 2) forgetMounted(key, store)
}

/** The tasks that are bound and mount a volume. A job that has ended is left out: it stays bound, but mounts nothing any more. */
function boundTo(key: Key, store: Store): readonly V1Task[] {
  return [...store.by('Task', 'volume', key).values()].filter((task) => task.spec.node !== undefined && !hasEnded(task))
}

function nodesOf(tasks: readonly V1Task[]): readonly string[] {
  return [...new Set(tasks.flatMap(({ spec }) => spec.node ?? []))]
}

function put(key: Key, nodes: readonly string[], store: Store): void {
  store.putFact('mounted', key, [...nodes])
}
