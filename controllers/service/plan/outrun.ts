import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Course } from '../course.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { retireAll } from './retire.ts'
import type { Progress } from './rollout.ts'

/**
 * Retires all but the best task of slots whose rollout was overtaken: by a restart, or by a further rollout that starts its tasks beside the
 * old ones. Else each change before one is ready would add a task. The best one stays until its successor takes over. Pure.
 */
export function outrun(
  { ourselves, service }: ServiceView,
  { revision, restart, strategy }: Course,
  { dirty }: Progress,
): readonly ServiceAction[] {
  if (restart === undefined && strategy.order !== 'StartFirst') return []
  const because = restart === undefined ? `${revision} came before it took over` : 'it is restarted before it took over'
  const isProven = (task: V1Task) => replicaOf(task).revision === service.status?.currentRevision
  return dirty.flatMap(({ live }) => {
    const best =
      live.find(({ metadata }) => metadata.name === ourselves?.task) ??
      live.find((task) => isReady(task) && isProven(task)) ??
      live.find((task) => isReady(task) && replicaOf(task).revision !== revision) ??
      live.find(isReady) ??
      live[0]
    return retireAll(
      live.filter((task) => task !== best),
      because,
    )
  })
}
