import type { V1Task, V1TaskStatus, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { backoffAfter } from '../../runtime/backoff.ts'
import { attempts } from './counted-restarts.ts'
import { ourTime, ranFor } from './engine-time.ts'
import { checkFailure, endingOf } from './failing.ts'
import type { ContainerView, TaskView } from '../view.ts'
import { wasStopped } from './was-stopped.ts'

/** A container that ran this long counts as up, and its failures count from 0 again (Docker's own figure). */
export const SETTLED_MS = 10_000

/** A container that ended this often in a row is in a crash loop. */
export const LOOPS = 2

/** The backoff of restarts, as Docker's: 100 ms, doubling to a minute. */
const RESTART_LIMITS = { minMs: 100, maxMs: 60_000 }

/** The backoff of restarts for failed health checks: each also takes the check's own time. */
const UNHEALTHY_LIMITS = { minMs: 10_000, maxMs: 300_000 }

/** What follows from an end that nobody asked for. */
export type AfterEnd =
  | { readonly then: 'restart'; readonly afterMs: number; readonly because: string }
  | { readonly then: 'complete'; readonly because: string }
  | { readonly then: 'fail'; readonly because: string }

/**
 * Applies the restart policy to an ended container. Docker's policy restarts in place what it can. This decides the rest: ends by hand or
 * with the engine, delay, window and attempts, and that exit code 0 completes a task unless its policy restarts it always.
 */
export function afterEnd(view: TaskView, container: ContainerView): AfterEnd {
  const { condition } = view.task.spec.template.restartPolicy ?? {}
  const ending = endingOf(container)
  if (condition === 'Never') return afterLastEnd(container, ending)
  if (container.stoppedByHand) return restartAfter(view, container, 'it was stopped by hand')
  if (container.endedWithEngine) return restartAfter(view, container, 'it was stopped with its engine')
  if (container.stoppedUnseen) return restartAfter(view, container, `${ending}${UNSEEN}, and is there to serve`)
  if (container.exitCode === 0 && !isEndless(view.task.spec.template))
    return { then: 'complete', because: ending + ifUnseen(view.task, container) }
  const spent = spentBy(view, container)
  if (spent !== undefined) return { then: 'fail', because: `${ending}; ${spent}` }
  return restartAfter(view, container, ending)
}

/** What never starts again is done by an exit with 0, unless it is there to serve. */
function afterLastEnd({ exitCode, endedWithEngine, stoppedUnseen }: ContainerView, ending: string): AfterEnd {
  if (exitCode === 0 && !stoppedUnseen) return { then: 'complete', because: ending }
  if (endedWithEngine) return { then: 'fail', because: `${ending}, as its host or engine went down` }
  return { then: 'fail', because: stoppedUnseen ? ending + UNSEEN : ending }
}

const UNSEEN = ' while nobody watched'

/** The warning for an exit with 0 that nobody saw: a server seldom ends by itself. */
function ifUnseen({ metadata, spec }: V1Task, { endUnseen }: ContainerView): string {
  if (!endUnseen) return ''
  const remedy = `\`reconcile restart ${spec.service} -n ${metadata.namespace}\``
  return `${UNSEEN}; had somebody stopped it, ${remedy} starts it again`
}

/** Whether even an exit with 0 leads to a restart. */
export function isEndless({ restartPolicy }: V1TaskTemplate): boolean {
  return restartPolicy?.condition === 'Always' || restartPolicy?.condition === 'UnlessStopped'
}

/** What follows from a failed health check: a restart as long as the policy allows, at once the first time, then with a backoff. */
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

/** The failures in a row: 0 once it has run for a while, one more if the engine restarted it between two looks. */
export function failuresIn({ task, now }: TaskView, container: ContainerView): number {
  const { status = {} } = task
  const { state, startedAt, finishedAt } = container
  const runs = state === 'running' && startedAt !== undefined
  const well = container.health === 'none' || container.health === 'healthy'
  if (runs && well && now - ourTime(startedAt, container) >= SETTLED_MS) return 0
  const restarted = runs && isAgain(status, container) && finishedAt !== undefined && !isCountedEnd(status, container)
  return restarted && !container.restartedByHand ? (status.failures ?? 0) + 1 : failuresNow(task, container)
}

/**
 * Whether the end before the present run of a container was counted while it was down. An end that its engine answers with a restart is
 * always read from the engine; of others an event may have told, whose time is a little later than the engine's own.
 */
function isCountedEnd(status: V1TaskStatus, { finishedAt, restartCount = 0 }: ContainerView): boolean {
  return finishedAt === status.finishedAt || (restartCount === 0 && isEndNoted(status))
}

/** Whether the status has the end of the run that it knows. */
function isEndNoted({ startedAt = '', finishedAt = '' }: V1TaskStatus): boolean {
  return Date.parse(finishedAt) >= Date.parse(startedAt)
}

/** Whether a container is in a crash loop. Refused starts also count as failures, so it must have ended at least once. */
export function hasLooped(view: TaskView, container: ContainerView): boolean {
  return container.finishedAt !== undefined && failuresIn(view, container) >= LOOPS
}

/** In how many milliseconds a running container counts as up, if it goes on. */
export function settlesInMs({ now }: TaskView, container: ContainerView): number {
  return Math.max(0, ourTime(container.startedAt, container) + SETTLED_MS - now) || 0
}

/** Whether the container was started since the last look, other than by the start of its engine. */
export function isAgain({ startedAt: before }: V1TaskStatus, { startedAt, startedWithEngine }: ContainerView): boolean {
  return !startedWithEngine && startedAt !== undefined && before !== undefined && startedAt !== before
}

/** The failures in a row before this look. For a container that this process has not looked at yet, they are the engine's count. */
export function failuresBefore({ status = {} }: V1Task, container: ContainerView): number {
  if (status.failures !== undefined || status.startedAt !== undefined) return status.failures ?? 0
  return container.state !== 'running' && ranFor(container) >= SETTLED_MS ? 0 : engineRestarts(container)
}

/** How often the engine has restarted a container since its last requested start. While it waits, it already counts the restart to come. */
export function engineRestarts({ state, restartCount = 0 }: ContainerView): number {
  return state === 'restarting' ? Math.max(0, restartCount - 1) : restartCount
}

/** The failures in a row, including an end that is seen now. Ends that somebody asked for, or that the engine's end caused, are none. */
function failuresNow(task: V1Task, container: ContainerView): number {
  const counted = failuresBefore(task, container)
  if (task.status?.stoppedByUs || wasStopped(container)) return counted
  const isDown = container.state === 'exited' || container.state === 'restarting'
  if (!isDown || isKnownEnd(task.status ?? {}, container)) return counted
  return ranFor(container) >= SETTLED_MS ? 1 : counted + 1
}

/** Whether the end that a container shows was seen before, if at another time: one run has one end. */
function isKnownEnd(status: V1TaskStatus, { startedAt, finishedAt }: ContainerView): boolean {
  return finishedAt === status.finishedAt || (startedAt === status.startedAt && isEndNoted(status))
}

/** Restarts at once after the first failure, and with a growing delay after each further one in a row. */
function restartAfter({ task, now }: TaskView, container: ContainerView, because: string): AfterEnd {
  const failures = failuresNow(task, container)
  const delayMs = (task.spec.template.restartPolicy?.delaySeconds ?? 0) * 1000
  const backoffMs = failures <= 1 ? 0 : backoffAfter(failures - 2, RESTART_LIMITS)
  const endedAt = container.finishedAt ? ourTime(container.finishedAt, container) : now
  const wait = Math.max(delayMs, backoffMs) - Math.max(0, now - endedAt)
  return { then: 'restart', afterMs: Math.max(0, wait), because }
}

/** The message when the policy allows no further restart. 0 attempts mean no limit, as in Swarm and Docker. */
function spentBy(view: TaskView, container: ContainerView): string | undefined {
  const { maxAttempts = 0 } = view.task.spec.template.restartPolicy ?? {}
  const restarts = attempts(view, container)
  if (maxAttempts === 0 || restarts < maxAttempts) return undefined
  return `${restarts === 1 ? '1 restart' : `${restarts} restarts`} did not help, the policy allows ${maxAttempts}`
}
