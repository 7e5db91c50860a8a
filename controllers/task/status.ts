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
import { hasEnded, isRetiring } from './phase.ts'
import type { TaskPlan } from './step.ts'
import { retriesUpdateAt } from './refused-update.ts'
import { lastFailure } from './plan/last-failure.ts'
import { failuresIn, isAgain } from './plan/restart.ts'
import type { Observation } from './observe.ts'
import type { ContainerView, TaskView } from './view.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** The status of a task after a pass: where it stands and why, and what is seen of its container. */
export function taskStatus({ view, containers, discarded }: Observation, plan: TaskPlan): V1TaskStatus {
  const { task, now } = view
  const before = task.status ?? {}
  // What becomes of its second container is no word on its outcome.
  if (hasEnded(task)) return isRetiring(task) || plan.step.do !== 'wait' ? before : { ...before, message: plan.message }
  const { phase, reason, message } = retried(plan, before)
  const [container] = view.containers
  const observedGeneration = task.metadata.generation ?? 1
  const ready = isReadyNow(plan) ? ('True' as const) : ('False' as const)
  const conditions = setCondition(
    whileTried(plan, lasting(view, plan)),
    { type: conditionTypes.ready, status: ready, reason, message, observedGeneration },
    now,
  )
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

function noteMaker(status: V1TaskStatus, { maker }: TaskPlan): void {
  if (maker) status.maker = maker
  else if (status.maker) delete status.maker
}

/** A new image is a new start, whoever brought it: attempts to get it say nothing of what runs from it. */
function noteImage(status: V1TaskStatus, before: V1TaskStatus): void {
  if (lacksImage(before) && !lacksImage(status) && status.failures) status.failures = 0
}

/** The conditions of before that still hold. */
function lasting(view: TaskView, plan: TaskPlan): V1Condition[] | undefined {
  const { conditions } = view.task.status ?? {}
  if (view.containers[0]?.state !== 'running') return conditions
  const counting = isAnew(view, plan) ? removeCondition(conditions, conditionTypes.ready) : conditions
  return removeCondition(counting, conditionTypes.engineFailing)
}

/** Of one that was started anew between two looks, is to be another or became as it is to be, it is ready since this look. */
function isAnew(view: TaskView, { reason }: TaskPlan): boolean {
  const { status = {} } = view.task
  const [container] = view.containers
  const { startedAt = container?.startedAt } = status
  const isChanged = changingReasons.has(status.reason ?? '') && !changingReasons.has(reason)
  return startedAt !== container?.startedAt || isOfAnother(view) || isChanged
}

/** That what frees its port gets on is progress, too: without it a rollout would fail for the length of another. */
function noteProgress(status: V1TaskStatus, { task, now, portHolder }: TaskView, plan: TaskPlan): void {
  const { movedAt = 0 } = portHolder ?? {}
  if (movesOn(task.status ?? {}, plan)) status.progressedAt = timestamp(now)
  else if (movedAt > (Date.parse(status.progressedAt ?? '') || 0)) status.progressedAt = timestamp(movedAt)
}

/**
 * A container is on its way, and not for another try; or its host is back, or approved, what it depends on is there, its predecessor
 * has stopped, or it is known where it is: the time without that is no time without progress.
 */
function movesOn(before: V1TaskStatus, { step, reason }: TaskPlan): boolean {
  const { reason: last = '' } = before
  if (reason !== last && (MOVES_ON.has(last) || nodeHoldReasons.has(last) || dependencyReasons.has(last))) return true
  return (step.do === 'create' || step.do === 'start') && !failingCall(before)
}

/** Waits in which time is none without progress. */
const MOVES_ON: ReadonlySet<string> = new Set([taskReasons.waitingForPredecessor, taskReasons.waitingForAdoption])

/** Says how the container differs from what was declared for good: the engine did not do it, or no further one is made for it. */
function withWords(
  conditions: V1Condition[],
  [type, words]: readonly [type: string, words: readonly string[]],
  now: number,
): V1Condition[] {
  if (words.length === 0) return removeCondition(conditions, type)
  return setCondition(conditions, { type, status: 'True', reason: type, message: words.join('; ') }, now)
}

/** What the status said before, in a new object, without what a running container has put an end to. */
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

/** A task is ready when it runs under its name, its health check passes or it has none, and no new container is to heal it. */
function isReadyNow({ phase, step, reason }: TaskPlan): boolean {
  const unnamed = reason === holdReasons.nameTaken || reason === taskReasons.waitingForName
  return phase === 'Running' && step.do !== 'recreate' && step.do !== 'unpause' && !unnamed
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

/** One by hand, as one for the sake of another, says nothing of it: no update fails for that. */
function noteRestarts(status: V1TaskStatus, view: TaskView, container: ContainerView): void {
  const { restarts = 0, excusedRestarts = 0 } = isOfAnother(view) ? {} : status
  const more = isAgain(view.task.status ?? {}, container) ? 1 : 0
  const excused = excusedRestarts + (container.restartedByHand ? more : 0)
  status.restarts = restarts + more
  if (excused > 0) status.excusedRestarts = excused
  else delete status.excusedRestarts
}

/** An engine calls what has stopped unhealthy, whoever stopped it. */
function healthOf(container: ContainerView): NonNullable<V1TaskStatus['healthy']> {
  const { health } = container
  return health === 'unhealthy' && hasStopped(container) ? 'Unknown' : healthWords[health]
}

/** Whether it was changed in place since the last look: what it did before says nothing of it as it is now. */
function isOfAnother({ task: { metadata, status } }: TaskView): boolean {
  return status?.observedGeneration !== undefined && status.observedGeneration !== metadata.generation
}

interface Start {
  readonly startedAt: string
  readonly container: ContainerView
  readonly now: number
}

/** `startedAt` tells one start from another: it stays as the engine said it. When that was is said by our clock. */
function noteStart(status: V1TaskStatus, { startedAt, container, now }: Start): void {
  status.startedAt = startedAt
  const at = Math.min(now, ourTime(startedAt, container))
  const progressedAt = Math.max(at, Date.parse(status.progressedAt ?? '') || 0)
  if (progressedAt > 0) status.progressedAt = timestamp(progressedAt)
}

/** However long it runs, it has not come up before what belongs to its start has run: failures of that count on. */
function failuresOf(view: TaskView, container: ContainerView): number {
  const { postStartDue, failures = 0 } = view.task.status ?? {}
  return Math.max(postStartDue ? failures : 0, failuresIn(view, container))
}

/** A task that does well has no failure, and no words of a check. */
function noteFailure(status: V1TaskStatus, view: TaskView, container: ContainerView): void {
  const failure = lastFailure(view, container)
  if (failure === undefined) delete status.lastFailure
  else status.lastFailure = failure
  if (container.probe) status.health = redactedStart(container.probe.output, 4096)
  else if (container.health === 'healthy') delete status.health
}

/** A container that runs again says 0: the code of its last end is gone with the restart, but for the event that told of it. */
function hasStopped({ state }: ContainerView): boolean {
  return state !== 'running' && state !== 'paused'
}

/** What does not run, or is gone, has left its addresses to others. */
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
