import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import type { Store } from '../../store/objects/store.ts'
import { rulesOut } from './filters.ts'

/**
 * Why no other node would take a task, even after a restart by a person: the reason of the first one. Undefined where a node would take it,
 * or there is no other.
 */
export function noOtherNode(task: V1Task, service: V1Service, store: Pick<Store, 'list'>): string | undefined {
  const others = [...store.list('Node').values()].filter(({ metadata }) => metadata.name !== task.spec.node)
  const refusals = others.map((node) => ({ node: node.metadata.name, why: rulesOut(node, service) }))
  const [first] = refusals
  return first?.why !== undefined && refusals.every(({ why }) => why !== undefined)
    ? `${first.node}: ${first.why}`
    : undefined
}
