import type { V1Port, V1TaskTemplate } from './generated/types.ts'
import { groupBy } from './language/group-by.ts'

const known = new WeakMap<V1TaskTemplate, ReadonlyMap<string, readonly V1Port[]>>()

/**
 * The entries of a template that take one port of the host that the manifest chose, by `port/protocol`: two that stand under the
 * same may take one port, by their addresses. Worked out once: tasks that wait for ports ask for those of many.
 */
export function fixedPortsOf(template: V1TaskTemplate): ReadonlyMap<string, readonly V1Port[]> {
  const before = known.get(template)
  if (before) return before
  const fixed = groupBy(template.ports?.filter(isFixed) ?? [], portKey)
  known.set(template, fixed)
  return fixed
}

/** The ports of the host that an entry may take, as `port/protocol`; none where the engine takes any. */
export function hostPortsOf({ hostPort = 0, hostPortEnd = hostPort, protocol = 'tcp' }: V1Port): readonly string[] {
  if (hostPort === 0) return []
  return Array.from({ length: hostPortEnd - hostPort + 1 }, (_, index) => `${hostPort + index}/${protocol}`)
}

function isFixed({ hostPort, hostPortEnd }: V1Port): boolean {
  return hostPort !== undefined && hostPort !== 0 && hostPortEnd === undefined
}

function portKey({ hostPort, protocol = 'tcp' }: V1Port): string {
  return `${hostPort}/${protocol}`
}
