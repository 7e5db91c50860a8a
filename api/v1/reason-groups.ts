import {
  deliveryReasons,
  holdReasons,
  networkReasons,
  nodeReasons,
  serviceReasons,
  taskReasons,
  volumeReasons,
} from './reasons.ts'

// Groups of reasons, for code that asks for none in particular.

/** Reasons of a task that drifted because of someone else's change, which is being healed. */
export const driftReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.drift, taskReasons.stoppedByHand, taskReasons.pausedByHand],
  ...[taskReasons.disconnectedByHand, taskReasons.duplicate],
])

/** Reasons for which a node is held for now: nothing on it makes progress, and nothing counts as failed for it. */
export const nodeHoldReasons: ReadonlySet<string> = new Set([
  ...[holdReasons.hostUnreachable, holdReasons.engineChanged, holdReasons.waitingForLock, holdReasons.diskPressure],
])

/** Reasons of a node whose engine can't be reached and is not waited for any longer. */
export const outOfReachReasons: ReadonlySet<string> = new Set([nodeReasons.nodeLost, nodeReasons.accessDenied])

/** Reasons of a node whose engine can't be reached. */
export const unaskedReasons: ReadonlySet<string> = new Set([nodeReasons.graceRunning, ...outOfReachReasons])

/** Reasons of a task that waits for its dependencies. */
export const dependencyReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForDependency, taskReasons.dependencyFailed],
])

/** Reasons of a task that waits for another service: a dependency, or one whose container's namespaces it shares. */
export const otherServiceReasons: ReadonlySet<string> = new Set([...dependencyReasons, taskReasons.waitingForNamespace])

/** Reasons of a task or service whose secret or config is not available. */
export const contentReasons: ReadonlySet<string> = new Set([taskReasons.waitingForSecret, taskReasons.waitingForConfig])

/** Reasons of a task that waits for what files declare or no longer declare. */
export const declarationReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForWriter, taskReasons.waitingForFile],
])

/** Reasons of a task that waits for what its container needs. */
export const lackReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForNetwork, taskReasons.waitingForVolume, taskReasons.waitingForNamespace],
  taskReasons.copyUnknown,
  ...declarationReasons,
  ...contentReasons,
])

/** Reasons of a task that no node may be chosen for. */
export const unplacedReasons: ReadonlySet<string> = new Set([taskReasons.noNodeFits, taskReasons.copyUnknown])

/** Reasons of an object for which an engine call failed; the call is retried. */
export const refusalReasons: ReadonlySet<string> = new Set([
  ...[holdReasons.refusedByEngine, holdReasons.callFailed, holdReasons.unanswered],
])

/** The same, and of a Secret or Config whose bytes an engine did not take. */
export const unservedReasons: ReadonlySet<string> = new Set([...refusalReasons, deliveryReasons.deliveryFailed])

/** Reasons of a task whose container could not be created or started, hooks included. */
export const attemptReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.createFailed, taskReasons.startFailed, taskReasons.hookFailed],
])

/** Reasons of a task, and of its service, whose container runs and fails again and again. */
export const failsAgainReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.crashLoop, taskReasons.backOff, taskReasons.gaveUp, taskReasons.unhealthy],
])

/** Reasons of objects that `reconcile approve KIND/NAME` decides about. */
export const approvableReasons: ReadonlySet<string> = new Set([volumeReasons.volumeLost, holdReasons.engineChanged])

/** Reasons of objects that a person paused until further notice. */
export const pausedReasons: ReadonlySet<string> = new Set([
  ...[holdReasons.paused, serviceReasons.rolloutPaused, serviceReasons.stopped],
])

/** Reasons that only a person's change ends. */
export const unmendedReasons: ReadonlySet<string> = new Set([
  ...[holdReasons.specDiffers, holdReasons.foreignObject, holdReasons.nameTaken, holdReasons.unsupported],
  holdReasons.ownContainer,
  ...[networkReasons.externalMissing, volumeReasons.externalMissing],
  ...[deliveryReasons.sourceMissing, deliveryReasons.bytesLost],
  ...[nodeReasons.tasksStay, serviceReasons.tasksMisplaced, taskReasons.copyUnknown],
])

/** Reasons of objects that do not run as their spec says yet: they are being changed, or will be as soon as possible. */
export const changingReasons: ReadonlySet<string> = new Set([
  ...[taskReasons.drift, taskReasons.updating, taskReasons.updateFailed, holdReasons.waitingForLock],
])
