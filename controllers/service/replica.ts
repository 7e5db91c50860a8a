import type { V1Task, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { getCondition, isTrue } from '../../api/v1/conditions.ts'
import { annotations } from '../../api/v1/labels.ts'
import { containerName } from '../../api/v1/names.ts'
import { changingReasons, dependencyReasons, lackReasons, nodeHoldReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, holdReasons, serviceReasons, taskReasons } from '../../api/v1/reasons.ts'
import { isUnplaced } from '../../api/v1/unplaced.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { isAsBefore } from '../task/refused-update.ts'

/** A task as its service sees it: the facts that a pass asks of each task. Times are ms since the epoch. */
export interface Replica {
  readonly slot: number
  readonly revision: string | undefined
  /** The restart that it was created for. */
  readonly restart: string | undefined
  /** Its container name, where that is not the usual one for its service and slot. */
  readonly ownName: string | undefined
  /** It is to be replaced on another node: its own is drained, or the placement forbids it. */
  readonly leaves: boolean
  /** It is being removed. */
  readonly retiring: boolean
  /** It is bound to a node and has not ended, but this process has not looked at its container yet. */
  readonly unseen: boolean
  readonly completed: boolean
  /** How long it ran before it completed, ms; undefined where it did not, or nobody knows. */
  readonly ranMs: number | undefined
  /** Its container runs, or completed: the `Started` condition of dependencies. */
  readonly started: boolean
  /** No container was made for it yet. */
  readonly untried: boolean
  /** Since when it is ready: running with a passing health check, or completed. */
  readonly readySince: number | undefined
  /** Its readiness needs no further watching: a health check confirms it, it completed, or it ran before it was looked at. */
  readonly needsNoWatch: boolean
  /** The container does not match the spec yet: the spec changed since, or the change could not be made. */
  readonly changing: boolean
  /** The engine refused the change in place: the container is still as before. */
  readonly unchanged: boolean
  /** When it last made progress (created, bytes pulled, build step done, container started); 0 for never. */
  readonly movedAt: number
  /** Until when its health check may fail during startup; 0 for never. */
  readonly startsUntil: number
  /** It waits for something outside itself: a dependency, its engine, its node. */
  readonly heldUp: boolean
  /** Its host does not answer. */
  readonly unreached: boolean
  /** No node fits it. */
  readonly unplaced: boolean
  /** It has no container, and waits for something that the next revision may not need: a network, an image, a node that fits. */
  readonly wanting: boolean
  /** It runs, and its container has to be made anew to leave a network or volume that has another name by now. */
  readonly hasFormerName: boolean
  /** It could start, and only waits for its predecessor to go. */
  readonly prepared: boolean
  /** It runs again after a failure whose cause is not known yet. */
  readonly untold: boolean
  /** It has an attempt limit (`maxAttempts`) that is not used up, and nothing keeps it from trying again. */
  readonly hasAttemptsLeft: boolean
  /** Whether it counts as failed: `initial` in a first deployment or a rollback, `update` in an update, where any failure counts. */
  readonly failed: { readonly initial: boolean; readonly update: boolean }
}

const known = new WeakMap<V1Task, Replica>()

/** Reads a task, cached per object: a pass looks at all tasks of its service, of which few have changed. */
export function replicaOf(task: V1Task): Replica {
  const seen = known.get(task)
  if (seen) return seen
  const read = readReplica(task)
  known.set(task, read)
  return read
}

function readReplica(task: V1Task): Replica {
  const { metadata, spec, status = {} } = task
  const { phase, reason = '' } = status
  return {
    slot: spec.slot,
    revision: spec.revision,
    restart: metadata.annotations?.[annotations.restarted],
    ownName: ownName(task),
    leaves: metadata.annotations?.[annotations.leaves] !== undefined,
    retiring: isRetiring(task),
    unseen: spec.node !== undefined && status.observedGeneration === undefined && !hasEnded(task),
    completed: phase === 'Completed',
    ranMs: status.ranSeconds === undefined ? undefined : status.ranSeconds * 1000,
    started: hasStarted(status),
    untried: isUntried(status) && !hasEnded(task),
    readySince: readySince(status),
    needsNoWatch: status.healthy === 'True' || ranBefore(task) || phase === 'Completed',
    changing: isChanging(task),
    unchanged: isAsBefore(task),
    movedAt: Math.max(time(status.progressedAt), time(metadata.creationTimestamp)),
    startsUntil: startsUntil(task),
    heldUp: heldUp.has(reason),
    unreached: reason === holdReasons.hostUnreachable,
    unplaced: isUnplaced(task),
    wanting: isWanting(status),
    hasFormerName: reason === taskReasons.formerName && !isRetiring(task),
    prepared: reason === taskReasons.waitingForPredecessor,
    untold: isUntold(status),
    hasAttemptsLeft: hasAttemptsLeft(task),
    failed: hasRefusedUpdate(task) ? failing : failureOf(status),
  }
}

function ownName({ metadata, spec }: V1Task): string | undefined {
  const usual = containerName(metadata.namespace ?? '', spec.service, spec.slot)
  return spec.containerName === usual ? undefined : spec.containerName
}

/** Reasons of tasks that can't progress by themselves. */
const heldUp: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForDependency, taskReasons.engineFailing],
  ...nodeHoldReasons,
])

/** Phases in which a task may have no container. */
const UNMADE: ReadonlySet<string | undefined> = new Set(['Pending', 'Preparing'])

/** What a task without a container may wait for while nothing is under way for it. */
const WANTING: ReadonlySet<string> = new Set([
  ...[...lackReasons, ...dependencyReasons, taskReasons.noNodeFits],
  ...[taskReasons.imageMissing, taskReasons.pullFailed, taskReasons.buildFailed, taskReasons.noSpace],
  serviceReasons.rolloutFailed,
])

/**
 * Whether a task has no container and waits. One that ran before and makes way for its successor does not count: it comes back if the
 * successor fails.
 */
function isWanting(status: V1TaskStatus): boolean {
  const { phase, reason = '', containerID } = status
  if (!UNMADE.has(phase) || containerID !== undefined) return false
  return WANTING.has(reason) || (reason === taskReasons.waitingForSuccessor && isUntried(status))
}

function isUntried({ startedAt, containerName }: V1TaskStatus): boolean {
  return startedAt === undefined && containerName === undefined
}

function hasStarted({ phase, startedAt }: V1TaskStatus): boolean {
  return phase === 'Running' || phase === 'Completed' || (phase === 'Starting' && startedAt !== undefined)
}

function readySince({ phase, finishedAt, conditions }: V1TaskStatus): number | undefined {
  if (phase === 'Completed') return time(finishedAt)
  if (!isTrue(conditions, conditionTypes.ready)) return undefined
  return time(getCondition(conditions, conditionTypes.ready)?.lastTransitionTime)
}

/** Whether its container was found running: nobody saw it start since the process began, or it started before there was the task. */
function ranBefore({ metadata, status: { progressedAt } = {} }: V1Task): boolean {
  return progressedAt === undefined || time(progressedAt) < time(metadata.creationTimestamp)
}

/** Ended tasks are never changing. */
function isChanging(task: V1Task): boolean {
  const {
    metadata: { generation },
    status = {},
  } = task
  const { observedGeneration = generation, reason = '' } = status
  return !hasEnded(task) && (observedGeneration !== generation || changingReasons.has(reason))
}

/** Measured by our clock, as the engine's may differ. */
function startsUntil({ spec: { template }, status: { reason, progressedAt } = {} }: V1Task): number {
  if (reason !== taskReasons.healthStarting) return 0
  return time(progressedAt) + (template.healthcheck?.startPeriodSeconds ?? 0) * 1000
}

/** Whether it failed and runs again: its message is then about the new run, not about the failure. */
export function runsAgain(status: V1TaskStatus): boolean {
  const { phase, reason, exitCode, restarts = 0, excusedRestarts = 0, failures = 0, nextRetryAt } = status
  if (phase === 'Failed' || nextRetryAt !== undefined) return false
  const startsAgain = phase === 'Starting' && (exitCode !== undefined || reason === taskReasons.healthStarting)
  return restarts > excusedRestarts || (failures > 0 && (phase === 'Running' || startsAgain))
}

function isUntold(status: V1TaskStatus): boolean {
  const { failures = 0, lastFailure, exitCode } = status
  return failures > 0 && lastFailure === undefined && exitCode === undefined && runsAgain(status)
}

const failing = { initial: true, update: true }
/** While the image is being fetched, or nothing is done, only the rollout's deadline applies. */
const GETTING: ReadonlySet<string | undefined> = new Set([
  ...[taskReasons.pullFailed, taskReasons.pulling, taskReasons.building, taskReasons.noSpace, holdReasons.notDoneYet],
])
/** An image that no registry has, or that can't be built: trying it again is as long, and hardly ever ends otherwise. */
const NOT_HAD: ReadonlySet<string> = new Set([taskReasons.imageMissing, taskReasons.buildFailed])
const well = { initial: false, update: false }

/**
 * Whether a new task counts as failed. In an update, any failure within the watched time counts. A first deployment or a rollback tolerates
 * the restarts that a slow dependency costs, until it is a crash loop. No failures: a registry that does not answer or a full disk (the
 * deadline covers those), a restart caused by another service, and a host that does not answer.
 */
function failureOf(status: V1TaskStatus): Replica['failed'] {
  const { phase, reason, restarts = 0, excusedRestarts = 0, failures = 0, healthy } = status
  if (phase === 'Failed') return failing
  if (GETTING.has(reason) || nodeHoldReasons.has(reason ?? '')) return well
  if (NOT_HAD.has(reason ?? '') && failures > 0) return failing
  if (restarts <= excusedRestarts && failures === 0 && healthy !== 'False') return well
  return { initial: failures >= 3, update: true }
}

/** A refused change or a missing image is no attempt, so that it uses none up. */
function hasAttemptsLeft({ spec, status = {} }: V1Task): boolean {
  const { maxAttempts = 0 } = spec.template.restartPolicy ?? {}
  const { phase, reason = '', nextRetryAt } = status
  return maxAttempts > 0 && phase !== 'Failed' && nextRetryAt === undefined && !NO_ATTEMPT.has(reason)
}

const NO_ATTEMPT: ReadonlySet<string> = new Set([
  ...[taskReasons.gaveUp, taskReasons.imageMissing, taskReasons.updateFailed],
])

/** Whether the engine refused the change to the current generation: an older refusal says nothing about a newer spec. */
function hasRefusedUpdate(task: V1Task): boolean {
  const { metadata, status = {} } = task
  return (
    status.reason === taskReasons.updateFailed && status.observedGeneration === metadata.generation && isAsBefore(task)
  )
}

function time(text: string | undefined): number {
  return text === undefined ? 0 : Date.parse(text) || 0
}
