import type { V1Task } from '../../../api/v1/generated/types.ts'
import { progressDeadline } from '../../../api/v1/progress-deadline.ts'
import { declarationReasons, unplacedReasons } from '../../../api/v1/reason-groups.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { Course } from '../course.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { successorIn, type Progress } from './rollout.ts'

/** Why a rollout that is past its deadline made no progress. */
export interface Overdue {
  readonly message: string
  /** It is for outside causes: the rollout continues once what it waits for is there. */
  readonly mayPass: boolean
}

/**
 * The failure of a rollout that is past its deadline. Names a task that may have failed by itself, if there is one; otherwise all causes
 * may pass.
 */
export function overdue({ service, nowhere }: ServiceView, course: Course, progress: Progress): Overdue {
  const spent = `no progress for ${progressDeadline(service.spec)} s`
  if (nowhere !== undefined) return { message: `${spent}: ${nowhere}`, mayPass: true }
  const mayGoBack = course.strategy.failureAction === 'Rollback' && service.status?.currentRevision !== undefined
  const goesBack = mayGoBack && progress.available.length > 0
  const passing = goesBack ? PASSING : PASSING_OR_STAYS
  const stuck = stuckIn(course, progress)
  const cause = stuck.find(({ status }) => !passing.has(status?.reason ?? '')) ?? stuck[0]
  const { reason = 'Pending', message = 'without a word' } = cause?.status ?? {}
  const why = cause ? `: task ${cause.metadata.name} is ${reason}, ${message}` : ''
  return { message: `${spent}${why}`, mayPass: passing.has(reason) }
}

/** Reasons that pass once others act or a host answers: such a task has run nothing yet that could have failed. */
const PASSING: ReadonlySet<string> = new Set([
  ...[taskReasons.dependencyFailed, taskReasons.waitingForNamespace, taskReasons.waitingForAdoption],
  ...[taskReasons.waitingForPort, taskReasons.portTaken],
  ...declarationReasons,
])

/** The same where no rollback is possible. Where it is, a half-done update must not wait for good for a node that fits the rest. */
const PASSING_OR_STAYS: ReadonlySet<string> = new Set([...PASSING, ...unplacedReasons])

/** The new tasks that do not come up. Those that only wait for their predecessor are left out, unless there are no others. */
export function stuckIn(course: Course, { inWork }: Progress): readonly V1Task[] {
  const successors = inWork.flatMap((slot) => successorIn(slot, course) ?? [])
  const stuck = successors.filter((task) => !isReady(task) || replicaOf(task).changing)
  const blocked = stuck.filter(({ status }) => status?.reason !== taskReasons.waitingForPredecessor)
  return blocked.length > 0 ? blocked : stuck
}
