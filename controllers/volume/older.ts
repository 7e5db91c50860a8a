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
