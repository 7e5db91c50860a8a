import type { V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { groupBy } from '../../api/v1/group-by.ts'
import { isOneAddress } from '../../api/v1/port-rules.ts'

/** Says which fixed port of a host another template takes from this one; undefined where this one has none. Pure. */
export function portTakenFrom({
  ports = [],
}: V1TaskTemplate): ((other: V1TaskTemplate) => number | undefined) | undefined {
  const wanted = groupBy(ports.filter(isFixed), portKey)
  if (wanted.size === 0) return undefined
  const isWanted = (port: Port) => wanted.get(portKey(port))?.some((own) => isOneAddress(own, port))
  return (other) => other.ports?.filter(isFixed).find(isWanted)?.hostPort
}

/** Who has a port that a task of a stack is to have, and what to do. Pure. */
export function heldPortWords({ metadata, spec }: V1Task, stack: string | undefined, port: number): string {
  const { namespace, name } = metadata
  const end = namespace === stack ? '' : `, or end that one (\`reconcile stop ${spec.service} -n ${namespace}\`)`
  return `its port ${port} is held by ${namespace}/${name}: publish another one${end}`
}

type Port = NonNullable<V1TaskTemplate['ports']>[number]

function isFixed(port: Port): boolean {
  return port.hostPort !== undefined && port.hostPort !== 0 && port.hostPortEnd === undefined
}

function portKey(port: Port): string {
  return `${port.hostPort}/${port.protocol ?? 'tcp'}`
}
