import type { V1Task } from '../../../api/v1/generated/types.ts'
import { isAtGoal } from '../goal.ts'
import type { ServicePlan } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { startedAgain } from '../started-again.ts'
import type { ServiceView } from '../view.ts'
import { steadyWords, waitingIn } from './said.ts'

/**
 * What ends a failed rollout. A remembered failure is not retried by itself, nor is a new task that failed for good; a rollback goes on by
 * itself.
 */
export function remedyOf(view: ServiceView, plan: ServicePlan): string {
  const { onlyLooks, target, tasks, restart } = view
  const { metadata } = view.service
  const retry = `\`reconcile rollout retry ${metadata.name} -n ${metadata.namespace}\``
  const isRemembered = plan.stalledHash !== undefined && (!target || plan.stalledHash === target.hash)
  const goal = { revision: plan.revision ?? '', restart }
  const news = tasks.filter((task) => !replicaOf(task).retiring && isAtGoal(task, goal))
  const hasEnded = news.some(({ status }) => status?.phase === 'Failed')
  const mend = `correct the manifest, or ${retry} once its cause is gone`
  if (isRemembered && isLeft(plan)) return `${aside(news, view)}${mend}`
  const isBackward = plan.rollout.state === 'Stalled' && plan.rollout.cause !== undefined
  if ((isRemembered && !isBackward) || hasEnded) return mend
  const goesOn = onlyLooks
    ? 'the next command for its stack goes on with it, if none is at that, or `reconcile serve`'
    : 'it goes on as soon as it can'
  const anew = isBackward ? 'try the update again' : 'begin it anew'
  return `${goesOn}; else correct the manifest, or ${anew} with ${retry}`
}

/** Whether the rollout stopped at the failed update itself, not at its rollback. */
function isLeft({ rollout }: ServicePlan): boolean {
  return rollout.state === 'Stalled' && rollout.cause === undefined
}

/** Why the update failed, and what the rollback waits for. */
export function goingBack(view: ServiceView, why: string): string {
  const waiting = waitingIn(view)
  return waiting ? `${why}; the rollback waits: ${steadyWords(waiting)}` : why
}

/** Tells that failed tasks are restarted all the same: restart policies go on after a failed rollout. Only what completes mends it. */
function aside(news: readonly V1Task[], { onlyLooks, toEnd }: Pick<ServiceView, 'onlyLooks' | 'toEnd'>): string {
  const again = startedAgain(news)
  if (again === undefined) return ''
  const byLoop = onlyLooks ? 'by the next command for its stack, or `reconcile serve`' : 'as its restart policy says'
  const until = toEnd ? ' until all have completed' : ''
  return `a task that fails is started again ${again === 'byEngine' ? 'by its engine' : byLoop}, but the rollout stays failed${until}: `
}
