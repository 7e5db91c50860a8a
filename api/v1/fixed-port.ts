import type { V1Port, V1TaskTemplate } from './generated/types.ts'
import { groupBy } from './language/group-by.ts'

const known = new WeakMap<V1TaskTemplate, ReadonlyMap<string, readonly V1Port[]>>()

/**
 * The port entries of a template that publish one fixed host port, by `port/protocol`. Entries with the same key conflict unless their host
 * addresses differ. Cached per template, as the scheduler compares those of many tasks.
 */
export function fixedPortsOf(template: V1TaskTemplate): ReadonlyMap<string, readonly V1Port[]> {
  const before = known.get(template)
  if (before) return before
  const fixed = groupBy(template.ports?.filter(isFixed) ?? [], portKey)
  known.set(template, fixed)
  return fixed
}

/** The host ports that an entry may take, as `port/protocol`; empty if the engine chooses a free one. */
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
