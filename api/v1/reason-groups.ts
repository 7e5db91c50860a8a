import {
  deliveryReasons,
  holdReasons,
  networkReasons,
  nodeReasons,
  serviceReasons,
  taskReasons,
  volumeReasons,
} from './reasons.ts'

// What several reasons have in common, for those that ask for no single one.

/** Reasons of a task that somebody else's doing gives it: what was changed beside reconcile is healed. */
export const driftReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.drift, taskReasons.stoppedByHand, taskReasons.pausedByHand],
  ...[taskReasons.disconnectedByHand, taskReasons.duplicate],
])

/** Reasons for which nothing may be done on a node for now: nothing on it moves on, and nothing fails for it. */
export const nodeHoldReasons: ReadonlySet<string> = new Set([
  ...[holdReasons.hostUnreachable, holdReasons.engineChanged, holdReasons.waitingForLock, holdReasons.diskPressure],
])

/** Reasons of a node whose engine can't be asked, and which nobody waits for any more. */
export const outOfReachReasons: ReadonlySet<string> = new Set([nodeReasons.nodeLost, nodeReasons.accessDenied])

/** Reasons of a node whose engine can't be asked. */
export const unaskedReasons: ReadonlySet<string> = new Set([nodeReasons.graceRunning, ...outOfReachReasons])

/** Reasons of a task that what it depends on keeps from starting. */
export const dependencyReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForDependency, taskReasons.dependencyFailed],
])

/** Reasons of a task that another service keeps from starting: it depends on it, or shares what its container has. */
export const otherServiceReasons: ReadonlySet<string> = new Set([...dependencyReasons, taskReasons.waitingForNamespace])

/** Reasons of a task or service that a secret or config is not to be had for it. */
export const contentReasons: ReadonlySet<string> = new Set([taskReasons.waitingForSecret, taskReasons.waitingForConfig])

/** Reasons of a task that something of its stack, which it is made with, is not there. */
export const lackReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForNetwork, taskReasons.waitingForVolume, taskReasons.waitingForNamespace],
  ...contentReasons,
])

/** Reasons of what an engine was asked for and did not do: it is asked again. */
export const refusalReasons: ReadonlySet<string> = new Set([holdReasons.refusedByEngine, holdReasons.callFailed])

/** Reasons of a task whose container was not made or started, or not to the end of what belongs to that. */
export const attemptReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.createFailed, taskReasons.startFailed, taskReasons.hookFailed],
])

/** Reasons of what a person may decide with `reconcile approve KIND/NAME`. */
export const approvableReasons: ReadonlySet<string> = new Set([volumeReasons.volumeLost, holdReasons.engineChanged])

/** Reasons of what people hold until they let it go on. */
export const pausedReasons: ReadonlySet<string> = new Set([
  ...[holdReasons.paused, serviceReasons.rolloutPaused, serviceReasons.stopped],
])

/** Reasons of what does not pass until a person mends something. */
export const unmendedReasons: ReadonlySet<string> = new Set([
  ...[holdReasons.specDiffers, holdReasons.foreignObject, holdReasons.nameTaken, holdReasons.unsupported],
  ...[networkReasons.externalMissing, volumeReasons.externalMissing, deliveryReasons.sourceMissing],
  ...[nodeReasons.tasksStay, serviceReasons.tasksMisplaced],
])

/** What runs is not as its spec says: that is changed now, or as soon as it may be. */
export const changingReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.drift, taskReasons.updateFailed, holdReasons.waitingForLock],
])
