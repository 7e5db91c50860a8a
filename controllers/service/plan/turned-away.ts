import type { V1Task } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import type { ServiceView } from '../view.ts'

/**
 * Marks tasks to leave their nodes, or to stay after all. Also returns the view with those marks applied, for which the rollout is then
 * planned. Pure.
 */
export function turnAway(view: ServiceView): {
  readonly told: ServiceView
  readonly actions: readonly ServiceAction[]
} {
  const { tasks, moving } = view
  const isToLeave = ({ metadata }: V1Task) => moving?.has(metadata.name) ?? false
  const isTurned = (task: V1Task) => !replicaOf(task).retiring && replicaOf(task).leaves !== isToLeave(task)
  const turned = new Set(tasks.filter(isTurned))
  if (turned.size === 0) return { told: view, actions: [] }
  const actions = [...turned].map((task): ServiceAction => {
    const leaves = isToLeave(task)
    const matter = moving?.get(task.metadata.name)
    const because =
      matter === undefined ? 'it may stay where it is' : `${task.metadata.name} is replaced elsewhere: ${matter}`
    return { do: 'leave', task, leaves, because }
  })
  const after = (task: V1Task) => ({ ...task, metadata: metadataOf(task, isToLeave(task)) })
  return { told: { ...view, tasks: tasks.map((task) => (turned.has(task) ? after(task) : task)) }, actions }
}

/** A task's metadata with the mark that it is to leave its node, or without it. */
export function metadataOf({ metadata }: V1Task, leaves: boolean): V1Task['metadata'] {
  const { [annotations.leaves]: _, ...others } = metadata.annotations ?? {}
  return { ...metadata, annotations: leaves ? { ...others, [annotations.leaves]: 'true' } : others }
}
