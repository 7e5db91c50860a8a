import type { V1Task } from '../../../api/v1/generated/types.ts'
import { objectLabels } from '../../../api/v1/labels.ts'
import type { Course } from '../course.ts'
import { isAtGoal } from '../goal.ts'
import type { ServiceAction } from '../plan.ts'
import type { Slot } from '../slots.ts'
import type { ServiceView } from '../view.ts'

/** Fills a slot that has no task: with the course's revision, or with the last good one while the rollout is frozen or paused. */
export function fill(view: ServiceView, course: Course, slot: Slot): ServiceAction {
  const current = view.service.status?.currentRevision
  const stands = course.frozen || (course.held && !slot.retiring.some((task) => isAtGoal(task, course)))
  const revision = stands && current !== undefined ? current : course.revision
  const lost = slot.retiring.find(({ metadata }) => view.forsaken?.get(metadata.name) === 'lost')
  if (lost)
    return {
      ...createTask(slot, revision, `${lost.spec.node} is lost: another stands in for ${lost.metadata.name}`),
      standsIn: true,
    }
  const because = slot.retiring.length > 0 ? 'the slot is to run again' : 'the slot has no task'
  return createTask(slot, revision, because)
}

/** Creates the next task of a slot, with an attempt number beyond those of the revision that it has. */
export function createTask(
  slot: Slot,
  revision: string,
  because: string,
): Extract<ServiceAction, { do: 'createTask' }> {
  const attempts = [...slot.live, ...slot.retiring]
    .filter((task) => task.spec.revision === revision || madeFor(task) === revision)
    .map((task) => task.spec.attempt ?? 0)
  const attempt = attempts.length > 0 ? Math.max(...attempts) + 1 : 0
  return { do: 'createTask', slot: slot.number, revision, attempt, because, ...(slot.node ? { node: slot.node } : {}) }
}

/** The revision that the task's name is a hash of. A change in place gives the task another revision, but leaves its name. */
function madeFor({ metadata }: V1Task): string | undefined {
  return metadata.labels?.[objectLabels.revision]
}
