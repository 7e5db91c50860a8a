import type { V1Task } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { isRetiring } from '../task/phase.ts'

/** Notes where a task comes to mount its volumes: of several nodes that have one of its name, this one has what was written last. */
export function noteMounted({ metadata, spec }: V1Task, node: string, store: Store): void {
  for (const name of volumesOf(spec.template)) {
    const key = keyFor(metadata.namespace, name)
    if (store.fact('mounted', key) !== node) store.putFact('mounted', key, node)
  }
}

/** The nodes of the tasks that mount a volume: of those that stay, else of those that go; where there is none, as after a stop, that of the last one. */
export function lastMountedOn(key: Key, store: Store): ReadonlySet<string> {
  const bound = [...store.by('Task', 'volume', key).values()].filter(({ spec }) => spec.node !== undefined)
  const staying = bound.filter((task) => !isRetiring(task))
  const nodes = new Set((staying.length > 0 ? staying : bound).flatMap(({ spec }) => spec.node ?? []))
  const last = store.fact('mounted', key)
  if (nodes.size === 0 && typeof last === 'string') nodes.add(last)
  return nodes
}

/** Forgets it with the volume. */
export function forgetMounted(key: Key, store: Store): void {
  if (store.fact('mounted', key) !== undefined) store.putFact('mounted', key, undefined)
}
