import type { Course } from '../course.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { retireAll } from './retire.ts'
import type { Progress } from './rollout.ts'

/**
 * Retires all but the best task of slots whose rollout was overtaken: by a restart, or by a further rollout while the host ports have no
 * room for a third task. The best one stays until its successor takes over. Pure.
 */
export function outrun(
  { ourselves }: ServiceView,
  { revision, restart, strategy }: Course,
  { dirty }: Progress,
): readonly ServiceAction[] {
  if (restart === undefined && !strategy.awaitsEnds) return []
  const because = restart === undefined ? `${revision} came before it took over` : 'it is restarted before it took over'
  return dirty.flatMap(({ live }) => {
    const best =
      live.find(({ metadata }) => metadata.name === ourselves?.task) ??
      live.find((task) => isReady(task) && replicaOf(task).revision !== revision) ??
      live.find(isReady) ??
      live[0]
    return retireAll(
      live.filter((task) => task !== best),
      because,
    )
  })
}
