import { replaceCondition } from '../../api/v1/conditions.ts'
import type { V1Node, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { heldByOther } from '../../api/v1/other-engine.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import { isOfAnotherEngine } from '../holds/node-hold.ts'

/** Which nodes take no task before a person has approved the engines that answer there, in words; undefined where there is none. */
export function unapprovedIn(nodes: readonly V1Node[]): string | undefined {
  const said = nodes.flatMap((node) => {
    const other = isOfAnotherEngine(node) ? node.status?.otherEngine : undefined
    return other ? [heldByOther(node, other)] : []
  })
  return said.length === 0 ? undefined : said.join('; ')
}

/** The task's conditions with EngineChanged set to `message`, or removed where there is none. */
export function withUnapproved(
  { conditions }: V1TaskStatus,
  message: string | undefined,
  now: number,
): Pick<V1TaskStatus, 'conditions'> {
  if (message === undefined && conditions === undefined) return {}
  const said =
    message === undefined ? undefined : { status: 'True' as const, reason: nodeReasons.engineChanged, message }
  return { conditions: replaceCondition(conditions, { type: conditionTypes.engineChanged, said }, now) }
}
