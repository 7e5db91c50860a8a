import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import type { Ports } from './ports.ts'

/**
 * Whether the first full list of every reachable host has arrived. Until then nothing may be decided or written to a status. Needs no
 * requeue: each host's list wakes the loops.
 */
export function areListed({ inventory }: Ports): boolean {
  return inventory.unlisted().size === 0
}

/**
 * Whether the Node of every listed host has a status. Until then the scheduler would place tasks on the wrong node, or not move those that
 * must leave. Needs no requeue: the Nodes wake the loops.
 */
export function areTold({ store, inventory }: Ports): boolean {
  for (const node of store.list('Node').values())
    if (isSilent(node) && inventory.host(node.metadata.name)?.synced) return false
  return true
}

/** Whether a Node's status says nothing about its host yet, as before its first list. */
export function isSilent({ status }: V1Node): boolean {
  const said = getCondition(status?.conditions, conditionTypes.ready)
  return !status?.ready && (said === undefined || said.reason === nodeReasons.engineSilent)
}
