import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Course } from '../course.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { retireAll } from './retire.ts'
import type { Progress } from './rollout.ts'

/**
 * Retires tasks of slots whose rollout was overtaken, by a restart or a further rollout, as else each change before one is ready would add
 * a task. Where the new tasks start first, or there is a restart, all but the best one go, which stays until its successor takes over. Else
 * those that never started. Pure.
 */
export function outrun(
  { ourselves, service }: ServiceView,
  { revision, restart, strategy }: Course,
  { dirty }: Progress,
): readonly ServiceAction[] {
  const because = restart === undefined ? `${revision} came before it took over` : 'it is restarted before it took over'
  const isProven = (task: V1Task) => replicaOf(task).revision === service.status?.currentRevision
  const startsFirst = restart !== undefined || strategy.order === 'StartFirst'
  const mayGo = (task: V1Task) => startsFirst || !(isProven(task) || hasStarted(task))
  return dirty.flatMap(({ live }) => {
    const best =
      live.find(({ metadata }) => metadata.name === ourselves?.task) ??
      live.find((task) => isReady(task) && isProven(task)) ??
      live.find((task) => isReady(task) && replicaOf(task).revision !== revision) ??
      live.find(isReady) ??
      live[0]
    return retireAll(
      live.filter((task) => task !== best && mayGo(task)),
      because,
    )
  })
}

/** Whether its container started once, as far as is known: that of a silent host may run. */
function hasStarted(task: V1Task): boolean {
  return task.status?.startedAt !== undefined || replicaOf(task).unreached
}
