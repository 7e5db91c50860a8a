import { fixedPortsOf } from '../../api/v1/fixed-port.ts'
import type { V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { isOneAddress } from '../../api/v1/validation/port-rules.ts'
import type { Store } from '../../store/objects/store.ts'

/**
 * Returns a function that finds the fixed host port by which another template conflicts with this one; undefined where this one has none.
 * Pure.
 */
export function portTakenFrom(template: V1TaskTemplate): ((other: V1TaskTemplate) => number | undefined) | undefined {
  const wanted = fixedPortsOf(template)
  if (wanted.size === 0) return undefined
  return (other) => {
    for (const [key, ports] of fixedPortsOf(other))
      for (const port of ports) if (wanted.get(key)?.some((own) => isOneAddress(own, port))) return port.hostPort
    return undefined
  }
}

/** A task, and the fixed port of its node that another task needs or has as well. */
export interface Contender {
  readonly other: V1Task
  readonly port: number
}

/** The tasks of other services on a task's node that publish one of its fixed ports. */
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

/** Says which task holds a port that a task of `stack` needs, and what a person can do. Pure. */
export function heldPortWords({ metadata, spec }: V1Task, stack: string | undefined, port: number): string {
  const { namespace, name } = metadata
  const end = namespace === stack ? '' : `, or end that one (\`reconcile stop ${spec.service} -n ${namespace}\`)`
  return `its port ${port} is held by ${namespace}/${name}: publish another one${end}`
}
