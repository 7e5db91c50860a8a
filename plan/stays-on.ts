import { getCondition } from '../api/v1/conditions.ts'
import { conditionTypes } from '../api/v1/reasons.ts'
import { isDrained } from '../api/v1/node-drained.ts'
import { stillOn } from '../controllers/node/still-there.ts'
import type { Ports } from '../controllers/runtime/ports.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * What of the plan's concern stays on the nodes whose drain begins with it, and why: no call tells that a host does not become empty.
 * `declared`: the state before the loops ran.
 */
export function staysOnSaid(ports: Ports, declared: Pick<Store, 'list'>): readonly string[] {
  const { concerns = () => true } = ports
  const nodes = [...declared.list('Node')].flatMap(([name, node]) =>
    isDrained(node) && getCondition(node.status?.conditions, conditionTypes.drained) === undefined ? [name] : [],
  )
  return nodes.flatMap((node) =>
    stillOn(node, ports).flatMap(({ task, because }) =>
      because !== undefined && concerns(task, 'Task')
        ? [`task ${task} stays on ${node}, which is drained: ${because}`]
        : [],
    ),
  )
}
