// Every reason that a status, an event or a plan gives, in one place. Docs list them from here.

/** Types of conditions. */
export const conditionTypes = {
  ready: 'Ready',
  available: 'Available',
  progressing: 'Progressing',
  degraded: 'Degraded',
  paused: 'Paused',
  held: 'Held',
  drifted: 'Drifted',
  discarded: 'FieldsDiscarded',
  engineChanged: 'EngineChanged',
  deleting: 'Deleting',
} as const

/** Why something waits or is refused, whatever its kind. */
export const holdReasons = {
  hostUnreachable: 'HostUnreachable',
  engineChanged: 'EngineChanged',
  specDiffers: 'SpecDiffers',
  foreignObject: 'ForeignObject',
  nameTaken: 'NameTaken',
  inUse: 'InUse',
  notFound: 'NotFound',
  notOurs: 'NotOurs',
  paused: 'Paused',
  awaitingApproval: 'AwaitingApproval',
  beingDeleted: 'BeingDeleted',
  storageFailed: 'StorageFailed',
  recreateFuse: 'RecreateFuse',
  engineError: 'EngineError',
  unsupported: 'Unsupported',
  invalid: 'Invalid',
} as const

/** Why a task stands where it stands. */
export const taskReasons = {
  unscheduled: 'Unscheduled',
  noNodeFits: 'NoNodeFits',
  scheduled: 'Scheduled',
  waitingForDependency: 'WaitingForDependency',
  dependencyFailed: 'DependencyFailed',
  waitingForNetwork: 'WaitingForNetwork',
  waitingForVolume: 'WaitingForVolume',
  waitingForSecret: 'WaitingForSecret',
  waitingForConfig: 'WaitingForConfig',
  waitingForPredecessor: 'WaitingForPredecessor',
  waitingForSuccessor: 'WaitingForSuccessor',
  waitingForNamespace: 'WaitingForNamespace',
  pulling: 'Pulling',
  building: 'Building',
  pullFailed: 'PullFailed',
  buildFailed: 'BuildFailed',
  imageMissing: 'ImageMissing',
  creating: 'Creating',
  createFailed: 'CreateFailed',
  starting: 'Starting',
  startFailed: 'StartFailed',
  healthStarting: 'HealthStarting',
  monitoring: 'Monitoring',
  running: 'Running',
  healthy: 'Healthy',
  unhealthy: 'Unhealthy',
  restarting: 'Restarting',
  backOff: 'BackOff',
  crashLoop: 'CrashLoop',
  gaveUp: 'GaveUp',
  exited: 'Exited',
  completed: 'Completed',
  outOfMemory: 'OutOfMemory',
  stopping: 'Stopping',
  stopped: 'Stopped',
  removing: 'Removing',
  removed: 'Removed',
  killedByHand: 'KilledByHand',
  stoppedByHand: 'StoppedByHand',
  removedByHand: 'RemovedByHand',
  pausedByHand: 'PausedByHand',
  disconnectedByHand: 'DisconnectedByHand',
  replacedByHand: 'ReplacedByHand',
  drift: 'Drift',
  specChanged: 'SpecChanged',
  recreating: 'Recreating',
  updatedInPlace: 'UpdatedInPlace',
  adopted: 'Adopted',
  hookFailed: 'HookFailed',
  duplicate: 'Duplicate',
} as const

/** Why a service or its rollout stands where it stands. */
export const serviceReasons = {
  rolloutStarted: 'RolloutStarted',
  rolloutProgressing: 'RolloutProgressing',
  rolloutComplete: 'RolloutComplete',
  rolloutPaused: 'RolloutPaused',
  rolloutFailed: 'RolloutFailed',
  progressDeadlineExceeded: 'ProgressDeadlineExceeded',
  stalled: 'Stalled',
  rollingBack: 'RollingBack',
  rolledBack: 'RolledBack',
  rollbackFailed: 'RollbackFailed',
  allReady: 'AllReady',
  tasksNotReady: 'TasksNotReady',
  scaledUp: 'ScaledUp',
  scaledDown: 'ScaledDown',
  waitingForDependency: 'WaitingForDependency',
  dependencyFailed: 'DependencyFailed',
  jobComplete: 'JobComplete',
  jobFailed: 'JobFailed',
  stoppingInOrder: 'StoppingInOrder',
} as const

/** Why a network stands where it stands. */
export const networkReasons = {
  present: 'Present',
  notNeeded: 'NotNeeded',
  creating: 'Creating',
  replacing: 'Replacing',
  externalMissing: 'ExternalMissing',
  subnetOverlaps: 'SubnetOverlaps',
} as const

/** Why a volume stands where it stands. */
export const volumeReasons = {
  present: 'Present',
  notNeeded: 'NotNeeded',
  creating: 'Creating',
  volumeLost: 'VolumeLost',
  externalMissing: 'ExternalMissing',
  retained: 'Retained',
} as const

/** Why a secret or config stands where it stands. */
export const deliveryReasons = {
  delivered: 'Delivered',
  notNeeded: 'NotNeeded',
  delivering: 'Delivering',
  sourceMissing: 'SourceMissing',
  sourceUnreadable: 'SourceUnreadable',
  sourceTooLarge: 'SourceTooLarge',
  deliveryFailed: 'DeliveryFailed',
} as const

/** Why a node stands where it stands. */
export const nodeReasons = {
  engineAnswers: 'EngineAnswers',
  engineSilent: 'EngineSilent',
  engineRefused: 'EngineRefused',
  engineTooOld: 'EngineTooOld',
  engineChanged: 'EngineChanged',
  graceRunning: 'GraceRunning',
  nodeLost: 'NodeLost',
  drained: 'Drained',
  unschedulable: 'Unschedulable',
  clockSkew: 'ClockSkew',
} as const

/** Why a source keeps what it had, or holds what it read. */
export const sourceReasons = {
  unreadable: 'SourceUnreadable',
  unparsable: 'SourceUnparsable',
  invalid: 'SourceInvalid',
  rootVanished: 'RootVanished',
  rootEmptied: 'RootEmptied',
  lossesNeedApproval: 'LossesNeedApproval',
  lastStackNeedsApproval: 'LastStackNeedsApproval',
  scaleToZeroNeedsApproval: 'ScaleToZeroNeedsApproval',
  checkoutInProgress: 'CheckoutInProgress',
  nameClaimed: 'NameClaimed',
} as const
