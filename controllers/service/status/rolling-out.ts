import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { serviceReasons } from '../../../api/v1/reasons.ts'
import { isJob } from '../../../api/v1/service-mode.ts'
import { firstMsOf, watchOfFirst } from '../course.ts'
import { isAtGoal } from '../goal.ts'
import type { ServicePlan } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { strategyOfView } from '../strategy.ts'
import type { ServiceView } from '../view.ts'
import { steadyWords, waitingIn, type Counts, type Said } from './said.ts'

/** The condition where enough tasks are ready, but not all of the new revision, or not for long enough. */
export function rollingOut(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  const { updated = 0, message } = plan.rollout
  const waiting = waitingIn(view) ?? changingIn(view)
  const { service } = view
  const others = view.ourselves?.waitsFor === undefined ? undefined : message
  const counting = view.toEnd ? `${endsAs(service)} counts once it has completed` : inTurnWords(view, plan, counts)
  const why = waiting ? steadyWords(waiting) : (others ?? counting)
  return {
    status: 'False',
    reason: serviceReasons.rollingOut,
    message: `${updated} of ${counts.desiredReplicas} updated; ${why}`,
  }
}

function endsAs({ spec }: V1Service): string {
  return isJob(spec) ? 'a task of a job' : 'a task that others wait for to complete'
}

/** What a rollout all of whose tasks are ready waits for: that one counts, that an old one ends, or the delay. */
function inTurnWords(
  view: ServiceView,
  { rollout: { updated = 0 }, revision = '' }: ServicePlan,
  { desiredReplicas }: Counts,
): string {
  const { service, tasks, restart } = view
  const isFirst = service.status?.currentRevision === undefined
  const { monitorMs, delayMs } = strategyOfView(view, false)
  const firstMs = firstMsOf(service, { revision, isAlone: desiredReplicas === 1 })
  const watched = watchWords(Math.max(isFirst ? watchOfFirst(service) : monitorMs, firstMs))
  const isNew = (task: V1Task) => !replicaOf(task).retiring && isAtGoal(task, { revision, restart })
  if (tasks.filter(isNew).length > updated) return watched
  const ending = tasks.find((task) => replicaOf(task).retiring)
  if (ending) return `${ending.metadata.name} is to end first: ${ending.status?.message ?? 'it is not wanted any more'}`
  return updated > 0 && delayMs > 0 ? `the next task begins ${delayMs / 1000} s after the last one counts` : watched
}

function watchWords(watchMs: number): string {
  if (watchMs === 0) return 'a new task counts as soon as it is ready'
  return `a new task is to be ready for ${watchMs / 1000} s before it counts`
}

/** A task that is ready, but whose container does not match its spec yet. */
function changingIn({ tasks }: ServiceView): V1Task | undefined {
  const isChanging = (task: V1Task) => !replicaOf(task).retiring && replicaOf(task).changing
  return tasks.find((task) => isChanging(task) && task.status?.observedGeneration === task.metadata.generation)
}
