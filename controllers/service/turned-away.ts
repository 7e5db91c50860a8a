import type { ServiceAction } from './plan.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'

/** Which tasks are told to leave their node, and which may stay after all: the rollout replaces the ones, and leaves the others alone. Pure. */
export function turnedAway({ tasks, leaving }: ServiceView): readonly ServiceAction[] {
  return tasks.flatMap((task): readonly ServiceAction[] => {
    const { leaves, retiring } = replicaOf(task)
    const isTo = leaving?.has(task.metadata.name) ?? false
    if (retiring || leaves === isTo) return []
    const because = isTo ? `${task.spec.node} is drained` : 'it may stay where it is'
    return [{ do: 'leave', task, leaves: isTo, because }]
  })
}
