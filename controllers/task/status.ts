import type { V1Condition, V1PortStatus, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { lacksImage } from '../../api/v1/lacks-image.ts'
import { redactedStart } from '../../api/v1/redact/redact.ts'
import { removeCondition, setCondition } from '../../api/v1/conditions.ts'
import { changingReasons, dependencyReasons, nodeHoldReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, holdReasons, taskReasons } from '../../api/v1/reasons.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { ourTime } from './plan/engine-time.ts'
import { failingCall, retried, whileTried } from './act/failing-call.ts'
import { driftLeft } from './plan/fuse.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import type { TaskPlan } from './step.ts'
import { retriesUpdateAt } from './refused-update.ts'
import { lastFailure } from './plan/last-failure.ts'
import { engineRestarts, failuresIn, isAgain } from './plan/restart.ts'
import type { Observation } from './observe.ts'
import type { ContainerView, TaskView } from './view.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** The status of a task after a pass: its phase and reason, and the observed state of its container. */
export function taskStatus({ view, containers, discarded }: Observation, plan: TaskPlan): V1TaskStatus {
  const { task, now } = view
  const before = task.status ?? {}
  if (hasEnded(task)) return isRetiring(task) || plan.step.do !== 'wait' ? before : endedStatus(view, plan)
  const { phase, reason, message } = retried(plan, before)
  const [container] = view.containers
  const observedGeneration = task.metadata.generation ?? 1
  const conditions = setCondition(
    whileTried(plan, lasting(view, plan)),
    { type: conditionTypes.ready, status: readyNow(plan), reason, message, observedGeneration },
    now,
  )
  // Another engine's facts are not taken over: the recorded ones tell what was there.
  if (reason === holdReasons.engineChanged)
    return { ...before, observedGeneration, phase, reason, message, conditions, ...unknownHealth(before) }
  const status = carriedOver(view)
  Object.assign(status, { observedGeneration, phase, reason, message })
  noteImage(status, before)
  const discards = withWords(conditions, [conditionTypes.discarded, discarded], now)
  status.conditions = withWords(discards, [conditionTypes.driftLeft, driftLeft(view)], now)
  noteMaker(status, plan)
  noteProgress(status, view, plan)
  if (container) noteContainer(status, view, container)
  if (phase === 'Unknown' && container?.health !== 'none') status.healthy = 'Unknown'
  if (container && phase !== 'Completed') noteFailure(status, view, container)
  if (containers[0]) status.imageID = containers[0].Image
  noteAddresses(status, containers[0]?.NetworkSettings)
  return status
}

function unknownHealth({ healthy }: V1TaskStatus): Pick<V1TaskStatus, 'healthy'> {
  return healthy === undefined || healthy === 'None' ? {} : { healthy: 'Unknown' }
}

/**
 * The status of a task that has ended. The removal of a second container does not change the outcome; why that waits, as for a lock, is in
 * its Ready condition.
 */
function endedStatus({ task: { metadata, status: before = {} }, now }: TaskView, plan: TaskPlan): V1TaskStatus {
  const { reason, message } = plan
  const observedGeneration = metadata.generation ?? 1
  const ready = { type: conditionTypes.ready, status: 'False' as const, reason, message, observedGeneration }
  const conditions = setCondition(before.conditions, ready, now)
  return reason === (before.reason ?? before.phase) ? { ...before, message, conditions } : { ...before, conditions }
}

function noteMaker(status: V1TaskStatus, { maker }: TaskPlan): void {
  if (maker) status.maker = maker
  else if (status.maker) delete status.maker
}

/** Resets the failures when the image arrives, whoever brought it: failed pulls say nothing of the container. */
function noteImage(status: V1TaskStatus, before: V1TaskStatus): void {
  if (!lacksImage(before) || lacksImage(status)) return
  if (status.failures) status.failures = 0
  delete status.refusedLogins
}

/** The earlier conditions that still hold. */
function lasting(view: TaskView, plan: TaskPlan): V1Condition[] | undefined {
  const { conditions } = view.task.status ?? {}
  if (view.containers[0]?.state !== 'running') return conditions
  const counting = isAnew(view, plan) ? removeCondition(conditions, conditionTypes.ready) : conditions
  return removeCondition(counting, conditionTypes.engineFailing)
}

/**
 * Whether the container may have been unready since the last look, because it started anew, was changed in place or was just healed: then
 * Ready counts from this look.
 */
function isAnew(view: TaskView, { reason }: TaskPlan): boolean {
  const { status = {} } = view.task
  const [container] = view.containers
  const { startedAt = container?.startedAt } = status
  const isChanged = changingReasons.has(status.reason ?? '') && !changingReasons.has(reason)
  return startedAt !== container?.startedAt || isOfAnother(view) || isChanged
}

/** Notes progress, also that of a rollout that will free the task's port: else a rollout could fail because another one takes long. */
function noteProgress(status: V1TaskStatus, { task, now, portHolder }: TaskView, plan: TaskPlan): void {
  const { movedAt = 0 } = portHolder ?? {}
  if (movesOn(task.status ?? {}, plan)) status.progressedAt = timestamp(now)
  else if (movedAt > (Date.parse(status.progressedAt ?? '') || 0)) status.progressedAt = timestamp(movedAt)
}

/**
 * Whether a task makes progress. It creates or starts a container, not as a retry after a failure. Or it stops waiting for its host, a
 * dependency, its predecessor or an adoption: such waits do not count as time without progress.
 */
function movesOn(before: V1TaskStatus, { step, reason }: TaskPlan): boolean {
  const { reason: last = '' } = before
  if (reason !== last && (MOVES_ON.has(last) || nodeHoldReasons.has(last) || dependencyReasons.has(last))) return true
  return (step.do === 'create' || step.do === 'start') && !failingCall(before)
}

/** Reasons of waits that do not count as time without progress. */
const MOVES_ON: ReadonlySet<string> = new Set([taskReasons.waitingForPredecessor, taskReasons.waitingForAdoption])

/** Sets or removes a condition about lasting differences from the declaration. */
function withWords(
  conditions: V1Condition[],
  [type, words]: readonly [type: string, words: readonly string[]],
  now: number,
): V1Condition[] {
  if (words.length === 0) return removeCondition(conditions, type)
  return setCondition(conditions, { type, status: 'True', reason: type, message: words.join('; ') }, now)
}

/** A copy of the earlier status, without what the start of its container has ended. */
function carriedOver(view: TaskView): V1TaskStatus {
  const { task, now } = view
  const [container] = view.containers
  const { status = {} } = task
  if (status.nextRetryAt === undefined && status.stoppedByUs === undefined) return { ...status }
  const { nextRetryAt, stoppedByUs, ...before } = status
  const runs = container?.state === 'running'
  if (runs && !status.postStartDue) {
    const retryAt = retriesUpdateAt(view)
    return retryAt === undefined ? before : { ...before, nextRetryAt: retryAt }
  }
  const waits = nextRetryAt !== undefined && Date.parse(nextRetryAt) > now
  return { ...before, ...(waits ? { nextRetryAt } : {}), ...(stoppedByUs && !runs ? { stoppedByUs } : {}) }
}

/** Whether a task is Ready: it runs under its own name, its health check passes if it has one, and no recreation is due. */
function readyNow({ phase, step, reason }: TaskPlan): 'True' | 'False' {
  const unnamed = reason === holdReasons.nameTaken || reason === taskReasons.waitingForName
  const isReady = phase === 'Running' && step.do !== 'recreate' && step.do !== 'unpause' && !unnamed
  return isReady ? 'True' : 'False'
}

const healthWords = { none: 'None', starting: 'Unknown', healthy: 'True', unhealthy: 'False' } as const

function noteContainer(status: V1TaskStatus, view: TaskView, container: ContainerView): void {
  const before = view.task.status ?? {}
  const { startedAt, finishedAt } = container
  const failures = failuresOf(view, container)
  status.containerID = container.id
  status.containerName = container.name
  noteRestarts(status, view, container)
  status.healthy = healthOf(container)
  if (failures > 0 || before.failures !== undefined) status.failures = failures
  if (startedAt !== undefined && startedAt !== before.startedAt)
    noteStart(status, { startedAt, container, now: view.now })
  if (finishedAt !== undefined) status.finishedAt = finishedAt
  const exitCode = hasStopped(container) ? container.exitCode : container.lastEnd?.exitCode
  if (finishedAt !== undefined && exitCode !== undefined) status.exitCode = exitCode
}

/**
 * Counts restarts: those that were seen, or those that the engine counts, whichever are more. The engine also counts what nobody watched,
 * but only since the last requested start. No update fails for restarts by hand, that nobody watched, or of before a change in place.
 */
function noteRestarts(status: V1TaskStatus, view: TaskView, container: ContainerView): void {
  const before = view.task.status ?? {}
  const { restarts = 0, excusedRestarts = 0 } = status
  status.restarts = Math.max(restarts + (isAgain(before, container) ? 1 : 0), engineRestarts(container))
  const isExcused = container.restartedByHand || before.startedAt === undefined
  const excused = (isOfAnother(view) ? restarts : excusedRestarts) + (isExcused ? status.restarts - restarts : 0)
  if (excused > 0) status.excusedRestarts = excused
  else delete status.excusedRestarts
}

/** Engines call a stopped container unhealthy, whoever stopped it. */
function healthOf(container: ContainerView): NonNullable<V1TaskStatus['healthy']> {
  const { health } = container
  return health === 'unhealthy' && hasStopped(container) ? 'Unknown' : healthWords[health]
}

/** Whether the container was changed in place since the last look, so that no update fails for its earlier restarts. */
function isOfAnother({ task: { metadata, status } }: TaskView): boolean {
  return status?.observedGeneration !== undefined && status.observedGeneration !== metadata.generation
}

interface Start {
  readonly startedAt: string
  readonly container: ContainerView
  readonly now: number
}

/** Notes a start. `startedAt` identifies the start, so it stays as the engine says it; `progressedAt` is by our clock. */
function noteStart(status: V1TaskStatus, { startedAt, container, now }: Start): void {
  status.startedAt = startedAt
  const at = Math.min(now, ourTime(startedAt, container))
  const progressedAt = Math.max(at, Date.parse(status.progressedAt ?? '') || 0)
  if (progressedAt > 0) status.progressedAt = timestamp(progressedAt)
}

/** The failures in a row. While post-start hooks are due the container is not up, however long it runs, so their failures keep counting. */
function failuresOf(view: TaskView, container: ContainerView): number {
  const { postStartDue, failures = 0 } = view.task.status ?? {}
  return Math.max(postStartDue ? failures : 0, failuresIn(view, container))
}

/** Notes the last failure and health check output; both go when the task is well. */
function noteFailure(status: V1TaskStatus, view: TaskView, container: ContainerView): void {
  const failure = lastFailure(view, container)
  if (failure === undefined) delete status.lastFailure
  else status.lastFailure = failure
  if (container.probe) status.health = redactedStart(container.probe.output, 4096)
  else if (container.health === 'healthy') delete status.health
}

/** Whether `exitCode` is valid: a container that runs again says 0, and only an event told the code of its last end. */
function hasStopped({ state }: ContainerView): boolean {
  return state !== 'running' && state !== 'paused'
}

/** Notes addresses and ports. A container that does not run has none. */
function noteAddresses(status: V1TaskStatus, settings?: HostContainer['NetworkSettings']): void {
  const ip = settings && addressIn(settings.Networks)
  const ports = portsOf(settings?.Ports)
  if (ip !== undefined) status.ip = ip
  else if (status.ip !== undefined) delete status.ip
  if (ports.length > 0) status.ports = ports
  else if (status.ports !== undefined) delete status.ports
}

function addressIn(networks: HostContainer['NetworkSettings']['Networks']): string | undefined {
  for (const name in networks) {
    const address = networks[name]?.IPAddress
    if (address !== undefined && address !== '') return address
  }
  return undefined
}

function portsOf(published: HostContainer['NetworkSettings']['Ports']): V1PortStatus[] {
  return Object.entries(published ?? {}).flatMap(([exposed, bindings]) => {
    const [port, protocol] = exposed.split('/')
    return (bindings ?? []).map((binding) => ({
      containerPort: Number(port),
      protocol: protocol === 'udp' || protocol === 'sctp' ? protocol : ('tcp' as const),
      hostPort: Number(binding.HostPort ?? 0),
      ...(binding.HostIp ? { hostIP: binding.HostIp } : {}),
    }))
  })
}
