import type { V1Task } from '../../api/v1/generated/types.ts'
import { relativeTo } from '../../api/v1/language/path-within.ts'
import { keyFor } from '../../api/v1/names.ts'
import { writtenPaths } from '../../api/v1/template-refs.ts'
import { equal } from '../../store/objects/equal.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { newestBySlot } from '../scheduler/newest.ts'
import { replicaOf } from '../service/replica.ts'

/** The fact of family `written` under `stack/service/slot`: where the slot's last container that ran could write, and to which paths. */
interface Written {
  readonly node: string
  readonly paths: readonly string[]
}

/** How many slots of services that nobody declares any more are remembered: who takes a project down and up again finds its data. */
const MOST_UNDECLARED = 1_000

/** Records which paths of its host a task's container could write to, if no newer task has the slot. It must have run. */
export function noteWritten({ metadata, spec: { service, slot, node, template } }: V1Task, store: Store): void {
  const paths = writtenPaths(template)
  if (node === undefined || paths.length === 0) return
  const of = { service: keyFor(metadata.namespace, service), slot }
  const written = { node, paths: [...paths] }
  const isNewest = newestOf(of, store)?.metadata.name === metadata.name
  if (isNewest && !equal(factOf(of, store), written)) store.putFact('written', keyOfSlot(of), written)
}

/** A slot, with the key of its service. */
export interface Slot {
  readonly service: Key
  readonly slot: number
}

/**
 * The node where a slot writes to paths of its host: that of its newest task, else the one where it wrote last. Undefined where a task with
 * these paths finds nothing of it, as it wrote nothing yet, or to other paths.
 */
export function wroteOn(slot: Slot, paths: readonly string[], store: Store): string | undefined {
  const newest = newestOf(slot, store)
  const isTried = newest && !replicaOf(newest).untried
  if (isTried && writtenPaths(newest.spec.template).length > 0) return newest.spec.node
  return lastWroteOn(slot, paths, store)
}

/** The node where a container of a slot that has run could last write to one of these paths. */
export function lastWroteOn(slot: Slot, paths: readonly string[], store: Store): string | undefined {
  const written = factOf(slot, store)
  return written && overlap(written.paths, paths) ? written.node : undefined
}

function newestOf(slot: Slot, store: Store): V1Task | undefined {
  return newestBySlot(store.by('Task', 'slot', keyOfSlot(slot)).values()).get(slot.slot)
}

function factOf(slot: Slot, store: Store): Written | undefined {
  return store.fact('written', keyOfSlot(slot)) as unknown as Written | undefined
}

function keyOfSlot({ service, slot }: Slot): string {
  return `${service}/${slot}`
}

/** Whether one of the paths is one of the others, in one of them, or has one of them in it. */
export function overlap(paths: readonly string[], others: readonly string[]): boolean {
  return paths.some((path) =>
    others.some((other) => (relativeTo(path, other) ?? relativeTo(other, path)) !== undefined),
  )
}

/** Forgets slots of services that are not declared any more, where there are very many. */
export function forgetWritten(store: Store): void {
  const serviceIn = (slot: string) => slot.slice(0, slot.lastIndexOf('/'))
  const gone = [...store.facts('written').keys()].filter((slot) => !store.get('Service', serviceIn(slot)))
  for (const slot of gone.slice(0, Math.max(0, gone.length - MOST_UNDECLARED)))
    store.putFact('written', slot, undefined)
}
