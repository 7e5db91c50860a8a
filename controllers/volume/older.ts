import { filter, merge, type Observable } from 'rxjs'
import type { V1Volume } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { olderCopyWords, olderThere } from '../holds/left-behind.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { changesFit } from '../scheduler/filters.ts'
import { olderOn } from '../scheduler/last-mounted.ts'

/** Who has older data of a volume, and how what mounts it goes on with that, in words; undefined where nobody has any. */
export function olderWords(volume: V1Volume, ports: Ports): string | undefined {
  const key = keyOf(volume)
  const nodes = olderThere(key, ports)
  if (nodes.length === 0) return undefined
  const tasks = [...ports.store.by('Task', 'volume', key).values()].filter(
    ({ status }) => status?.phase !== 'Completed',
  )
  const services = tasks.map(({ spec }) => spec.service)
  if (services.length === 0) return undefined
  return olderCopyWords(nodes, { stack: volume.metadata.namespace, services: [...new Set(services)].sort() }, ports)
}

/** Volumes with older copies, as a node is other than it was, or what services ask of nodes: who may go on with these changes by that. */
export function olderTurned(store: Store): Observable<Key> {
  const hasOlder = (key: Key) => olderOn(key, store).length > 0
  return merge(
    store.watch('Node').pipe(
      filter(changesFit),
      each(() => [...store.list('Volume').keys()].filter(hasOlder)),
    ),
    store.watch('Service').pipe(
      filter(({ before, after }) => before?.spec !== after?.spec),
      each(({ after }) =>
        volumesOf(after?.spec.template ?? {})
          .map((name) => keyFor(after?.metadata.namespace, name))
          .filter(hasOlder),
      ),
    ),
  )
}

/** What a message says of an older copy. */
export interface Older {
  /** The node that has it. */
  readonly node: string
  /** What keeps the services off that node, and is to be changed first. */
  readonly refusal?: string
  /** The command that goes on with it, in quotes. */
  readonly restart: string
}

/** What a message says of an older copy; undefined where it says nothing of one. */
export function olderIn(message: string): Older | undefined {
  const words = /what (\S+) has is older(?:, and (.+?): change that first, then|:) (`reconcile restart [^`]+`)/
  const [, node, refusal, restart] = words.exec(message) ?? []
  if (node === undefined || restart === undefined) return undefined
  return { node, restart, ...(refusal === undefined ? {} : { refusal }) }
}
