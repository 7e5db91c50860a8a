import type { V1Volume } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { olderThere } from '../holds/left-behind.ts'
import type { Ports } from '../runtime/ports.ts'
import { goesOnWith } from '../scheduler/pins.ts'

/** Who has older data of a volume, and how what mounts it goes on with that, in words; undefined where nobody has any. */
export function olderWords(volume: V1Volume, ports: Ports): string | undefined {
  const key = keyOf(volume)
  const [node] = olderThere(key, ports)
  if (node === undefined) return undefined
  const tasks = [...ports.store.by('Task', 'volume', key).values()].filter(
    ({ status }) => status?.phase !== 'Completed',
  )
  const services = tasks.map(({ spec }) => spec.service)
  if (services.length === 0) return undefined
  return `what ${node} has is older: ${goesOnWith([...new Set(services)].sort(), volume.metadata.namespace)}`
}

/** The node that a message says to have older data, and the command that goes on with it, in quotes; undefined where it says nothing of that. */
export function olderIn(message: string): { readonly node: string; readonly restart: string } | undefined {
  const [, node, restart] = /what (\S+) has is older: (`reconcile restart [^`]+`)/.exec(message) ?? []
  return node === undefined || restart === undefined ? undefined : { node, restart }
}
