import { getCondition } from '../../../../api/v1/conditions.ts'
import type { V1Task } from '../../../../api/v1/generated/types.ts'
import { conditionTypes } from '../../../../api/v1/reasons.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import { resourceIdOf } from '../../../../store/source/reading/reading.ts'
import { isDone, nameOf, servicesAmong, tasksOf, type WaitView } from '../view/wait-view.ts'
import type { Fault } from './faults.ts'
import { MAY_PASS_MS, TRIED_AGAIN } from './refused.ts'

/**
 * The tasks of services that are as declared, of which a call fails that is to put them right, such as the connection of one that somebody
 * took off a network. They run all the while, so that nothing else tells. Pure.
 */
export function failingTasks(view: Pick<WaitView, 'objects' | 'tasks' | 'toEnd'>): readonly V1Task[] {
  const done = servicesAmong(view.objects).filter((service) => isDone(service, view))
  return done.flatMap((service) => tasksOf(service, view.tasks).filter((task) => !isRetiring(task) && failing(task)))
}

/**
 * Faults for tasks of which a call has failed for half a minute of this wait; if the wait ends anyway, for all. So is one that is to go, and
 * that its engine does not stop or remove: an engine may refuse that for good, as where AppArmor denies it. Pure.
 */
export function failingCalls(view: WaitView, isEnding = false): readonly Fault[] {
  const isSilent = ({ spec }: V1Task) => view.silent.some(({ node }) => node === spec.node)
  const going = view.tasks.filter((task) => isRetiring(task) && failing(task) && !isSilent(task))
  return [...failingTasks(view), ...going]
    .filter((task) => isEnding || !mayPass(task, view))
    .map((task) => {
      const message = `${nameOf(task)}: ${task.status?.message ?? ''}`
      return { id: resourceIdOf(task), name: nameOf(task), say: () => ({ message, remedy: TRIED_AGAIN }) }
    })
}

/**
 * Whether the removal of a task that is to go failed moments ago, and is tried again: an engine may refuse to remove what ends by itself just
 * then. Pure.
 */
export function mayStillGo(task: V1Task, view: Pick<WaitView, 'since' | 'now'>): boolean {
  return isRetiring(task) && failing(task) !== undefined && mayPass(task, view)
}

/** Whether the removal of a task that is to go has failed for half a minute of this wait, so that what waits for it does not go on. Pure. */
export function isStuck(task: V1Task, view: Pick<WaitView, 'since' | 'now'>): boolean {
  return isRetiring(task) && failing(task) !== undefined && !mayPass(task, view)
}

/** Whether calls for a task have failed for less than half a minute of this wait. */
function mayPass(task: V1Task, { since, now }: Pick<WaitView, 'since' | 'now'>): boolean {
  return now - Math.max(since, Date.parse(failing(task) ?? '')) < MAY_PASS_MS
}

/** Since when calls for a task fail. */
function failing({ status }: V1Task): string | undefined {
  return getCondition(status?.conditions, conditionTypes.callFailing)?.lastTransitionTime
}
