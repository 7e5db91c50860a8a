import type { V1Task, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { getCondition, isTrue } from '../../api/v1/conditions.ts'
import { annotations } from '../../api/v1/labels.ts'
import { containerName } from '../../api/v1/names.ts'
import { changingReasons, dependencyReasons, lackReasons, nodeHoldReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, holdReasons, serviceReasons, taskReasons } from '../../api/v1/reasons.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'
import { isAsBefore } from '../task/refused-update.ts'

/** A task as its service sees it: all that a pass asks of each of them. Times are ms since the epoch. */
export interface Replica {
  readonly slot: number
  readonly revision: string | undefined
  /** The restart that it was made for. */
  readonly restart: string | undefined
  /** The name that its container is to have, if it is not the one that follows from its service and slot. */
  readonly ownName: string | undefined
  /** It is to be replaced elsewhere, as its node is drained, or not allowed any more. */
  readonly leaves: boolean
  /** Nothing more is wanted of it than its end. */
  readonly retiring: boolean
  /** It is bound, has no outcome, and this process did not look at it yet. */
  readonly unseen: boolean
  readonly completed: boolean
  /** Its container runs, or ran to its end: what `Started` means to those that depend on it. */
  readonly started: boolean
  /** Nothing was made of it yet. */
  readonly untried: boolean
  /** Since when it does what it is for: it runs and its health check passes, or it completed. */
  readonly readySince: number | undefined
  /** That it is up needs no watching: its health check says so, or it ran before it was looked at. */
  readonly needsNoWatch: boolean
  /** What runs is not yet as its spec says: that was changed since, or does not come about. */
  readonly changing: boolean
  /** The engine refused to change it to what its spec says: its container is as it was before. */
  readonly unchanged: boolean
  /** When it last moved on: it was made, bytes came, a step was built, its container started. 0 for never. */
  readonly movedAt: number
  /** Until when its health check may fail as it starts; 0 for never. */
  readonly startsUntil: number
  /** Nothing of its own brings it forward. */
  readonly heldUp: boolean
  /** Its host does not answer. */
  readonly unreached: boolean
  /** No node fits it. */
  readonly unplaced: boolean
  /** It has no container, and waits for what the next revision may not need: a network, an image, a node that fits. */
  readonly wanting: boolean
  /** It has all that it needs to start, but that its predecessor is there. */
  readonly prepared: boolean
  /** It runs again, and how it ended before is not known yet. */
  readonly untold: boolean
  /** What ends it, if it fails, is a limit of attempts that it has not used up; nothing is in their way. */
  readonly hasAttemptsLeft: boolean
  /** It counts as failed in a first deployment or on the way back to what ran before; and in an update, where any failure counts. */
  readonly failed: { readonly initial: boolean; readonly update: boolean }
}

const known = new WeakMap<V1Task, Replica>()

/** Reads a task once: a pass looks at all tasks of its service, of which few have changed since the last. */
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
    started: hasStarted(status),
    untried: isUntried(status) && !hasEnded(task),
    readySince: readySince(status),
    needsNoWatch: status.healthy === 'True' || status.progressedAt === undefined || phase === 'Completed',
    changing: isChanging(task),
    unchanged: hasRefusedUpdate(task) || isAsBefore(task),
    movedAt: Math.max(time(status.progressedAt), time(metadata.creationTimestamp)),
    startsUntil: startsUntil(task),
    heldUp: heldUp.has(reason),
    unreached: reason === holdReasons.hostUnreachable,
    unplaced: spec.node === undefined && reason === taskReasons.noNodeFits,
    wanting: isWanting(status),
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

/** Reasons of tasks that nothing of theirs brings forward. */
const heldUp: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForDependency, taskReasons.engineFailing],
  ...nodeHoldReasons,
])

/** Where one stands that may have no container yet. */
const UNMADE: ReadonlySet<string | undefined> = new Set(['Pending', 'Preparing'])

/** What one waits for that has no container, and of which nothing is under way. */
const WANTING: ReadonlySet<string> = new Set([
  ...[...lackReasons, ...dependencyReasons, taskReasons.noNodeFits],
  ...[taskReasons.imageMissing, taskReasons.pullFailed, taskReasons.buildFailed, taskReasons.noSpace],
  serviceReasons.rolloutFailed,
])

/** One that ran before, and leaves its place to a successor for the moment, comes again where that does not. */
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

/** What has ended is as it is to be. */
function isChanging(task: V1Task): boolean {
  const {
    metadata: { generation },
    status = {},
  } = task
  const { observedGeneration = generation, reason = '' } = status
  return !hasEnded(task) && (observedGeneration !== generation || changingReasons.has(reason))
}

/** By our clock: the engine's may be another. */
function startsUntil({ spec: { template }, status: { reason, progressedAt } = {} }: V1Task): number {
  if (reason !== taskReasons.healthStarting) return 0
  return time(progressedAt) + (template.healthcheck?.startPeriodSeconds ?? 0) * 1000
}

/** Whether it runs though it failed: its message is of that run, not of the failure. */
export function runsAgain(status: V1TaskStatus): boolean {
  const { phase, reason, exitCode, restarts = 0, failures = 0, nextRetryAt } = status
  if (phase === 'Failed' || nextRetryAt !== undefined) return false
  const startsAgain = phase === 'Starting' && (exitCode !== undefined || reason === taskReasons.healthStarting)
  return restarts > 0 || (failures > 0 && (phase === 'Running' || startsAgain))
}

function isUntold(status: V1TaskStatus): boolean {
  const { failures = 0, lastFailure, exitCode } = status
  return failures > 0 && lastFailure === undefined && exitCode === undefined && runsAgain(status)
}

const failing = { initial: true, update: true }
/** The deadline of the rollout sees to these. */
const GETTING: ReadonlySet<string | undefined> = new Set([
  ...[taskReasons.pullFailed, taskReasons.pulling, taskReasons.noSpace],
])
const well = { initial: false, update: false }

/**
 * Whether a new task counts as failed. In an update any failure within the watched time does; a first deployment, and the
 * way back to a revision that ran before, is given the restarts that a slow dependency costs, until it is a crash loop. A
 * registry that does not answer, or a full disk, is no failure: the deadline sees to it. A restart for the sake of another is none. Nor is a host that does not answer: what
 * it was asked for before failed with it.
 */
function failureOf(status: V1TaskStatus): Replica['failed'] {
  const { phase, reason, restarts = 0, excusedRestarts = 0, failures = 0, healthy } = status
  if (phase === 'Failed') return failing
  if (GETTING.has(reason) || nodeHoldReasons.has(reason ?? '')) return well
  if (reason === taskReasons.imageMissing && failures > 0) return failing
  if (restarts <= excusedRestarts && failures === 0 && healthy !== 'False') return well
  return { initial: failures >= 3, update: true }
}

/** What the engine refuses, or has no image for, comes to no attempt: it uses up none. */
function hasAttemptsLeft({ spec, status = {} }: V1Task): boolean {
  const { maxAttempts = 0 } = spec.template.restartPolicy ?? {}
  const { phase, reason = '', nextRetryAt } = status
  return maxAttempts > 0 && phase !== 'Failed' && nextRetryAt === undefined && !NO_ATTEMPT.has(reason)
}

const NO_ATTEMPT: ReadonlySet<string> = new Set([
  ...[taskReasons.gaveUp, taskReasons.imageMissing, taskReasons.updateFailed],
])

/** What was asked of the engine since comes to its own. */
function hasRefusedUpdate({ metadata, status = {} }: V1Task): boolean {
  return status.reason === taskReasons.updateFailed && status.observedGeneration === metadata.generation
}

function time(text: string | undefined): number {
  return text === undefined ? 0 : Date.parse(text) || 0
}
