import type { V1Task, V1TaskStatus, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { backoffAfter } from '../../runtime/backoff.ts'
import { attempts } from './counted-restarts.ts'
import { ourTime, ranFor } from './engine-time.ts'
import { checkFailure, endingOf } from './failing.ts'
import type { ContainerView, TaskView } from '../view.ts'

/** A container that ran this long is taken to have come up: its failures count from 0 again (Docker's own figure). */
export const SETTLED_MS = 10_000

/** A container that ended this often in a row is a crash loop. */
export const LOOPS = 2

/** Waits between restarts, as Docker's: 100 ms doubling to a minute. */
const RESTART_LIMITS = { minMs: 100, maxMs: 60_000 }

/** Waits between restarts of a container that stays unhealthy: each also takes its health check's own time. */
const UNHEALTHY_LIMITS = { minMs: 10_000, maxMs: 300_000 }

/** What follows from the end of a container that nobody asked for. */
export type AfterEnd =
  | { readonly then: 'restart'; readonly afterMs: number; readonly because: string }
  | { readonly then: 'complete'; readonly because: string }
  | { readonly then: 'fail'; readonly because: string }

/**
 * What the restart policy says of an ended container. Docker's policy restarts in place what it can; this decides the rest:
 * stopped by hand or with the engine, delay, window and attempts, and that an exit with 0 completes a task that does not say `Always`.
 */
export function afterEnd(view: TaskView, container: ContainerView): AfterEnd {
  const { condition } = view.task.spec.template.restartPolicy ?? {}
  const ending = endingOf(container)
  if (condition === 'Never')
    return container.exitCode === 0
      ? { then: 'complete', because: ending }
      : { then: 'fail', because: container.endedWithEngine ? `${ending}, as its host or engine went down` : ending }
  if (container.stoppedByHand) return restartAfter(view, container, 'it was stopped by hand')
  if (container.endedWithEngine) return restartAfter(view, container, 'it was stopped with its engine')
  if (container.exitCode === 0 && !isEndless(view.task.spec.template))
    return { then: 'complete', because: ending + ifUnseen(view.task, container) }
  const spent = spentBy(view, container)
  if (spent !== undefined) return { then: 'fail', because: `${ending}; ${spent}` }
  return restartAfter(view, container, ending)
}

/** What an exit with 0 may be that nobody saw: of a server it is seldom the end of its work. */
function ifUnseen({ metadata, spec }: V1Task, { endUnseen }: ContainerView): string {
  if (!endUnseen) return ''
  const remedy = `\`reconcile restart ${spec.service} -n ${metadata.namespace}\``
  return ` while nobody watched; had somebody stopped it, ${remedy} starts it again`
}

/** Whether even what ends well is started again. */
export function isEndless({ restartPolicy }: V1TaskTemplate): boolean {
  return restartPolicy?.condition === 'Always' || restartPolicy?.condition === 'UnlessStopped'
}

/**
 * What follows from a health check that fails: a restart, at once the first time and then after the backoff of its failures,
 * as often as the policy allows.
 */
export function afterUnhealthy(view: TaskView, container: ContainerView): Exclude<AfterEnd, { then: 'complete' }> {
  const { task, now } = view
  const { startedAt } = container
  const because = checkFailure(container)
  const { failures = 0 } = task.status ?? {}
  const spent = spentBy(view, container)
  if (spent !== undefined) return { then: 'fail', because: `${because}; ${spent}` }
  const wait = failures === 0 ? 0 : backoffAfter(failures - 1, UNHEALTHY_LIMITS)
  const ran = startedAt === undefined ? wait : now - ourTime(startedAt, container)
  return { then: 'restart', afterMs: Math.max(0, wait - ran), because }
}

/** Failures in a row: none once it has run for a while, one more when the engine restarted it between two looks. */
export function failuresIn({ task, now }: TaskView, container: ContainerView): number {
  const { status = {} } = task
  const { state, startedAt, finishedAt } = container
  const runs = state === 'running' && startedAt !== undefined
  const well = container.health === 'none' || container.health === 'healthy'
  if (runs && well && now - ourTime(startedAt, container) >= SETTLED_MS) return 0
  const restarted = runs && isAgain(status, container) && finishedAt !== undefined && finishedAt !== status.finishedAt
  return restarted && !container.restartedByHand ? (status.failures ?? 0) + 1 : failuresNow(task, container)
}

/** Whether it ended so often in a row that it is a crash loop. Starts that were refused are failures as well, and no end of its own. */
export function hasLooped(view: TaskView, container: ContainerView): boolean {
  return container.finishedAt !== undefined && failuresIn(view, container) >= LOOPS
}

/** In how many milliseconds a container that runs is taken to have come up, if it goes on. */
export function settlesInMs({ now }: TaskView, container: ContainerView): number {
  return Math.max(0, ourTime(container.startedAt, container) + SETTLED_MS - now) || 0
}

/** Whether the container was started since the last look; the start that its engine's brought with it is none of its own. */
export function isAgain({ startedAt: before }: V1TaskStatus, { startedAt, startedWithEngine }: ContainerView): boolean {
  return !startedWithEngine && startedAt !== undefined && before !== undefined && startedAt !== before
}

/** Failures in a row until now; of one that was not looked at in this life as the engine counted them. */
export function failuresBefore({ status = {} }: V1Task, container: ContainerView): number {
  if (status.failures !== undefined || status.startedAt !== undefined) return status.failures ?? 0
  const { state, restartCount = 0 } = container
  if (state !== 'running' && ranFor(container) >= SETTLED_MS) return 0
  return state === 'restarting' ? Math.max(0, restartCount - 1) : restartCount // it counts the restart that it waits for
}

/** Failures in a row, with the end that is seen now: one that somebody asked for, or that its engine's end brought, is none. */
function failuresNow(task: V1Task, container: ContainerView): number {
  const counted = failuresBefore(task, container)
  if (task.status?.stoppedByUs || container.stoppedByHand || container.endedWithEngine) return counted
  const isDown = container.state === 'exited' || container.state === 'restarting'
  if (!isDown || container.finishedAt === task.status?.finishedAt) return counted
  return ranFor(container) >= SETTLED_MS ? 1 : counted + 1
}

/** The first failure restarts at once; each further one in a row waits longer. */
function restartAfter({ task, now }: TaskView, container: ContainerView, because: string): AfterEnd {
  const failures = failuresNow(task, container)
  const delayMs = (task.spec.template.restartPolicy?.delaySeconds ?? 0) * 1000
  const backoffMs = failures <= 1 ? 0 : backoffAfter(failures - 2, RESTART_LIMITS)
  const endedAt = container.finishedAt ? ourTime(container.finishedAt, container) : now
  const wait = Math.max(delayMs, backoffMs) - Math.max(0, now - endedAt)
  return { then: 'restart', afterMs: Math.max(0, wait), because }
}

/** What is said where the policy allows no further restart; 0 attempts are no limit, as Swarm and Docker have it. */
function spentBy(view: TaskView, container: ContainerView): string | undefined {
  const { maxAttempts = 0 } = view.task.spec.template.restartPolicy ?? {}
  const restarts = attempts(view, container)
  if (maxAttempts === 0 || restarts < maxAttempts) return undefined
  return `${restarts} restarts did not help, the policy allows ${maxAttempts}`
}
