import type { V1Node, V1Service } from '../../../api/v1/generated/types.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import { refusesGlobal } from '../../scheduler/filters.ts'
import type { Refusal } from '../../scheduler/no-other-node.ts'
import { noNodeWords } from '../../scheduler/plan.ts'

/** Why no node may have a task of a Global service, in words; undefined where one may. */
export function nowhereWords(service: V1Service, nodes: Iterable<V1Node>): string | undefined {
  const refusals: Refusal[] = []
  for (const node of nodes) {
    const refusal = refusesGlobal(node, service)
    if (refusal === undefined) return undefined
    refusals.push({ node: node.metadata.name, why: refusal })
  }
  return noNodeWords(refusals)
}

/** Whether a Global one-shot has found no node yet: that it has no task left to run does not mean that it is done. */
export function isYetToRun(service: V1Service): boolean {
  const { spec, status = {} } = service
  if (isStopped(service)) return false
  return isGlobal(spec) && status.desiredReplicas === 0 && status.rollout?.state !== 'Completed'
}
