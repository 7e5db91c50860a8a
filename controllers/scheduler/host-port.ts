import { fixedPortsOf } from '../../api/v1/fixed-port.ts'
import type { V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { isOneAddress } from '../../api/v1/validation/port-rules.ts'
import type { Store } from '../../store/objects/store.ts'

/** Says which fixed port of a host another template takes from this one; undefined where this one has none. Pure. */
export function portTakenFrom(template: V1TaskTemplate): ((other: V1TaskTemplate) => number | undefined) | undefined {
  const wanted = fixedPortsOf(template)
  if (wanted.size === 0) return undefined
  return (other) => {
    for (const [key, ports] of fixedPortsOf(other))
      for (const port of ports) if (wanted.get(key)?.some((own) => isOneAddress(own, port))) return port.hostPort
    return undefined
  }
}

/** A task, and the fixed port of its node that another one is to have as well, or has. */
export interface Contender {
  readonly other: V1Task
  readonly port: number
}

/** The tasks of other services that are bound to a task's node and have a fixed port of its template in theirs. */
export function contendersOf({ metadata, spec }: V1Task, store: Store): readonly Contender[] {
  const portOf = portTakenFrom(spec.template)
  if (!portOf || spec.node === undefined) return []
  const found = new Map<V1Task, number>()
  for (const key of fixedPortsOf(spec.template).keys())
    for (const other of store.by('Task', 'port', `${spec.node}/${key}`).values()) {
      const isSibling = other.spec.service === spec.service && other.metadata.namespace === metadata.namespace
      const port = isSibling ? undefined : portOf(other.spec.template)
      if (port !== undefined) found.set(other, port)
    }
  return [...found].map(([other, port]) => ({ other, port }))
}

/** Who has a port that a task of a stack is to have, and what to do. Pure. */
export function heldPortWords({ metadata, spec }: V1Task, stack: string | undefined, port: number): string {
  const { namespace, name } = metadata
  const end = namespace === stack ? '' : `, or end that one (\`reconcile stop ${spec.service} -n ${namespace}\`)`
  return `its port ${port} is held by ${namespace}/${name}: publish another one${end}`
}
