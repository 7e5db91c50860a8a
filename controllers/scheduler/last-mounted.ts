import type { V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import type { Ports } from '../runtime/ports.ts'
import { replicaOf } from '../service/replica.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'
import { hasContainer } from './seen-task.ts'
import { nodesNeeded } from './volume-nodes.ts'

/** Notes where a task is about to mount its volumes, before its container starts: of several nodes that have one of its name, this one has what was written last. */
export function noteMounted({ metadata, spec }: V1Task, node: string, store: Store): void {
  for (const name of volumesOf(spec.template)) {
    const volume = store.get('Volume', keyFor(metadata.namespace, name))
    if (volume) noteOf(volume, node, store)
  }
}

/**
 * Notes where a volume is mounted by now, as after an update that went back, and forgets an older copy that a host has no more. What a
 * task without a container had mounted says nothing of now: it may have moved.
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

/** One that several nodes are to have is written on each of them: none has the newest data. */
function noteOf(volume: V1Volume, node: string, store: Store): void {
  const key = keyOf(volume)
  const nodes = mountedOn(key, store)
  if (nodes[0] === node && !isMountedBefore(key, store)) return
  if (nodesNeeded(volume, store) > 1) return forgetMounted(key, store)
  put(key, [node, ...nodes.filter((each) => each !== node)], store)
}

/** The nodes where a volume was mounted, the last one first. */
export function mountedOn(key: Key, store: Store): readonly string[] {
  const noted = store.fact('mounted', key)
  const nodes = isOfBackup(noted) ? noted.before : noted
  if (typeof nodes === 'string') return [nodes] // a state of before has the last one alone
  return Array.isArray(nodes) ? nodes.filter((node) => typeof node === 'string') : []
}

/** What a backup notes of a volume, for a state that is restored from it. */
export function mountedBefore(key: Key, store: Store): Json {
  return { before: [...mountedOn(key, store)] }
}

/** Whether all that is known of where a volume was mounted is of before the backup that this state was restored from: it may be elsewhere since. */
export function isMountedBefore(key: Key, store: Store): boolean {
  return isOfBackup(store.fact('mounted', key))
}

function isOfBackup(noted: Json | undefined): noted is { readonly before: Json } {
  return typeof noted === 'object' && noted !== null && 'before' in noted
}

/** The nodes of the tasks that mount a volume: of those that stay, else of those that go; where there is none, as after a stop, that of the last one. */
export function lastMountedOn(key: Key, store: Store): ReadonlySet<string> {
  const bound = boundTo(key, store)
  const staying = nodesOf(bound.filter((task) => !isRetiring(task)))
  const nodes = staying.length > 0 ? staying : nodesOf(bound)
  return new Set(nodes.length > 0 ? nodes : mountedOn(key, store).slice(0, 1))
}

/** Where older copies of a volume may be, the newest of them first: it was mounted there before it was mounted where it was last. */
export function olderOn(key: Key, store: Store): readonly string[] {
  const nodes = mountedOn(key, store)
  if (nodes.length < 2) return []
  const last = lastMountedOn(key, store)
  return nodes.filter((node) => !last.has(node))
}

/** Forgets it with the volume's data. */
export function forgetMounted(key: Key, store: Store): void {
  if (store.fact('mounted', key) !== undefined) store.putFact('mounted', key, undefined)
}

/** The same where the data stays: which of several copies is older has to be known when the volume is declared again. */
export function forgetOnlyMount(key: Key, store: Store): void {
  if (mountedOn(key, store).length < 2) forgetMounted(key, store)
}

/** A job that has ended stays where it was, and mounts nothing there any more. */
function boundTo(key: Key, store: Store): readonly V1Task[] {
  return [...store.by('Task', 'volume', key).values()].filter((task) => task.spec.node !== undefined && !hasEnded(task))
}

function nodesOf(tasks: readonly V1Task[]): readonly string[] {
  return [...new Set(tasks.flatMap(({ spec }) => spec.node ?? []))]
}

function put(key: Key, nodes: readonly string[], store: Store): void {
  store.putFact('mounted', key, [...nodes])
}
