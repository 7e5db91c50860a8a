// Every reason that a status, an event or a plan gives, but for those of what is watched (source-reasons.ts). The comment of each is its meaning in docs/reasons.md.

/** Types of conditions. */
export const conditionTypes = {
  /** It is as declared, and does its work. */
  ready: 'Ready',
  /** On a Revision: whether its last update came to its end; the message says why not. Unknown until a task of it was ready once; absent while nothing more is known. */
  rolledOut: 'RolledOut',
  /** On a Revision that was rolled out: no task of it was up when it was last looked at, and they failed over and over. Absent else. */
  tasksFailing: 'TasksFailing',
  /** On a Task: its engine left out fields that the spec has, as its kernel or version lacks them. */
  discarded: 'FieldsDiscarded',
  /** On a Task: its container differs from the spec, and is not made anew, as it was for the same field before. */
  driftLeft: 'DriftLeft',
  /** On a Task: its engine fails to build its image, or to create or start its container, for reasons of its own, since the last transition. */
  engineFailing: 'EngineFailing',
  /** On a Task: a call for it fails and is tried again, since the last transition; the message has the engine's words. */
  callFailing: 'CallFailing',
  /** On a Node: another engine answers than the recorded one, and everything there is held. On a Task that no node fits, and its Service: such a node is among those that are refused. Absent else. */
  engineChanged: 'EngineChanged',
  /** On a Node: the disk that its engine has images on is almost full, and pulls and builds wait. Absent where that can't be seen from here. */
  diskPressure: 'DiskPressure',
  /** On a Node: its TLS files can't be used any more, and connections are made with what they had before; the message says which, and what to do. Absent where they can. */
  tlsFilesUnusable: 'TlsFilesUnusable',
  /** On a Node: it runs tasks of this installation that this home knows nothing of. Absent where there are none. */
  unclaimedTasks: 'UnclaimedTasks',
  /** On a Network: services that share it have tasks on different nodes, which it does not join; the message says which, and what to do. Absent else. */
  servicesApart: 'ServicesApart',
  /** On a Service whose stack was adopted: docker compose runs a container of it beside it, as on a host that came back; the message says which, and what to do. Absent else. */
  runsBeside: 'RunsBeside',
  /** On a Service that publishes ports or checks its health: a task of it ended with 0, and nothing starts it again; the message says what does. Absent else. */
  serverEnded: 'ServerEnded',
  /** On a Node that is drained: no task of this home is there any more; while some are, the message says which leave, and which stay and why. */
  drained: 'Drained',
  /** On a Node: no file declares it any more, and tasks or networks are there: it takes no new ones, and goes with the last. */
  withdrawn: 'Withdrawn',
  /** On a Stack and what is in it: the files ask for a deletion, or for 0 replicas, that waits for the command in the message. */
  approvalNeeded: 'ApprovalNeeded',
  /** On a Stack and what is in it: no file declares it any more, and serve deletes it at the time in the message. */
  deletionPending: 'DeletionPending',
  /** On a Stack and what is in it: a watched file or directory can't be used, and what was accepted last stays. */
  sourceFailed: 'SourceFailed',
  /** On a Service: `serve --develop` watches its sources, as its `develop.watch` says, and brings its tasks what changes. False where it can't. */
  sourcesSynced: 'SourcesSynced',
} as const

/** Why something waits or is refused, whatever its kind. */
export const holdReasons = {
  /** Its host does not answer; what was there may be there still. */
  hostUnreachable: 'HostUnreachable',
  /** Its engine failed to do what it needs, which is tried again after a while; the message has the engine's words. */
  callFailed: 'CallFailed',
  /** Its engine did not answer a call for it, nor another one meanwhile; it is made again. Within seconds its node says whether the host is silent. */
  unanswered: 'Unanswered',
  /** Its engine will not make it as it is asked for, as with a subnet that another network has; it is asked again, and the message has the engine's words. */
  refusedByEngine: 'RefusedByEngine',
  /** What is next for it changes a host, which who looks does not do: a command that is at work does it, the next one for its stack, or serve. Of a task or service: nothing is at work on it. */
  notDoneYet: 'NotDoneYet',
  /** Its host has not answered a call yet; other hosts do not wait for that. */
  underWay: 'UnderWay',
  /** Another engine answers under the node's name than the recorded one: `reconcile describe node/NAME` says what to do. */
  engineChanged: 'EngineChanged',
  /** Its engine could not list the volumes of a plugin that fails, or is not there: it may be there still. */
  volumesUnlisted: 'VolumesUnlisted',
  /** It exists with other options than the declared ones, and can't be changed in place. In an event of a volume: with other labels, for which nothing waits. */
  specDiffers: 'SpecDiffers',
  /** Its name belongs to an object on the host that this installation did not make. */
  foreignObject: 'ForeignObject',
  /** A container that is not ours has the task's name, or docker compose runs one for the task's service. */
  nameTaken: 'NameTaken',
  /** It is to go, but containers still use it. */
  inUse: 'InUse',
  /** It is to go, but tasks of another stack use it and stay: that stack goes first, or does without it. */
  usedElsewhere: 'UsedElsewhere',
  /** It is to go, but containers that are not ours use it: a person takes them off. */
  foreignUsers: 'ForeignUsers',
  /** It is to go, and no container uses it, but its engine does not let go of it: engines before 23 may count wrong until they are restarted. */
  keptByEngine: 'KeptByEngine',
  /** Another home works on its stack; the message says who, on which host, and since when. */
  waitingForLock: 'WaitingForLock',
  /** The disk of its node is almost full: pulls and builds wait until there is room again. */
  diskPressure: 'NodeDiskPressure',
  /** It is paused: nothing is done for it until that ends. */
  paused: 'Paused',
  /** The spec has a field that the task's engine can't do. */
  unsupported: 'Unsupported',
  /** It would end the container that reconcile itself runs in: its successor in a rollout does that, or a person. */
  ownContainer: 'OwnContainer',
} as const

/** Why a task stands where it stands. */
export const taskReasons = {
  /** No node was chosen yet. */
  unscheduled: 'Unscheduled',
  /** No node fits, or one that has not answered since the state was lost or restored may have its data; the message says why. A service says so that is to run once on each: it is ready, unless it is there to end. */
  noNodeFits: 'NoNodeFits',
  /** A node was chosen. */
  scheduled: 'Scheduled',
  /** A service that it depends on is not as far as it has to be. */
  waitingForDependency: 'WaitingForDependency',
  /** It was not looked yet for a container that others made, and that is to be taken over in its place; or it may have moved, since the backup that the state is of, to a node that has not answered yet. */
  waitingForAdoption: 'WaitingForAdoption',
  /** A service that it depends on failed for good. */
  dependencyFailed: 'DependencyFailed',
  /** A network of it is not on its node. */
  waitingForNetwork: 'WaitingForNetwork',
  /** Several nodes have a volume of it, and a state that was lost or restored does not know which copy counts, or one that is newer was mounted elsewhere since; the message says what a person may do. */
  copyUnknown: 'CopyUnknown',
  /** A volume of it is not on its node. */
  waitingForVolume: 'WaitingForVolume',
  /** A service that goes still writes to data of it, and ends first; the message says which. */
  waitingForWriter: 'WaitingForWriter',
  /** Its service is in no file any more, and nothing of it ran, or only before the backup that was restored: it begins if that comes back. */
  waitingForFile: 'WaitingForFile',
  /** A secret of it is not on its node, or nobody knows what it holds; the message says why. */
  waitingForSecret: 'WaitingForSecret',
  /** A config of it is not on its node, or nobody knows what it holds; the message says why. */
  waitingForConfig: 'WaitingForConfig',
  /** It has all that it needs to start; the task that it replaces has not gone yet. */
  waitingForPredecessor: 'WaitingForPredecessor',
  /** A container of another service, or of another replica, has its name, and is to have another one; or its slot's last one is being removed. */
  waitingForName: 'WaitingForName',
  /** A task of another service has its host port or fixed address, and is to go or to be replaced by one that has another; the message says which. */
  waitingForPort: 'WaitingForPort',
  /** A task of another service has its host port or fixed address, and keeps it. */
  portTaken: 'PortTaken',
  /** It is down and out of date: the task that replaces it comes first, unless that one stands still for 10 s. */
  waitingForSuccessor: 'WaitingForSuccessor',
  /** The container whose namespace it shares does not run. */
  waitingForNamespace: 'WaitingForNamespace',
  /** Its image is looked for or pulled. */
  pulling: 'Pulling',
  /** Its image is built. */
  building: 'Building',
  /** The pull failed, or a build for want of what it begins with, and is tried again after a while. */
  pullFailed: 'PullFailed',
  /** Its image did not fit on its node's disk; it is tried again after a minute, then after longer. */
  noSpace: 'NoSpaceOnNode',
  /** The build failed, and is tried again after a while. */
  buildFailed: 'BuildFailed',
  /** No registry has the image, or the pull policy forbids to ask. */
  imageMissing: 'ImageMissing',
  /** Its container is created. */
  creating: 'Creating',
  /** The engine refused to create its container; it is tried again after a while. */
  createFailed: 'CreateFailed',
  /** Its container is started. */
  starting: 'Starting',
  /** The engine could not start its container; it is tried again after a while. */
  startFailed: 'StartFailed',
  /** Its container is changed in place, as its spec says now. */
  updating: 'Updating',
  /** The engine refused to change its container in place, which runs on as it was; it is tried again after a minute. */
  updateFailed: 'UpdateFailed',
  /** The engine failed for reasons of its own, or lacks what was there before; it is tried again in a moment, and is no failure of the task's for 30 s. */
  engineFailing: 'EngineFailing',
  /** It runs, and its health check has not passed yet. */
  healthStarting: 'HealthStarting',
  /** It runs; it has no health check. */
  running: 'Running',
  /** It runs, with a network or volume that has another name by now; its service replaces it, in the order of its updates. */
  formerName: 'FormerName',
  /** It runs, and its health check passes. */
  healthy: 'Healthy',
  /** Its health check fails; it is restarted, unless its restart policy is Never. */
  unhealthy: 'Unhealthy',
  /** It is started anew: it ended, or something that it needs was replaced. */
  restarting: 'Restarting',
  /** The last attempt failed; the next one comes after a while. */
  backOff: 'BackOff',
  /** It ended again and again: the next start comes after a while, and it has come up when it has run for 10 s. */
  crashLoop: 'CrashLoop',
  /** It ended, and its restart policy allows no further start: `restart` runs it again. */
  gaveUp: 'GaveUp',
  /** It ended well and is not started again. */
  completed: 'Completed',
  /** It ended with 0 while nobody watched: it may have been done, or somebody may have stopped it, and `restart` starts it again. */
  endedUnseen: 'EndedUnseen',
  /** A post-start hook of it failed, or took more than 10 minutes: all of them are run again after a while. */
  hookFailed: 'HookFailed',
  /** In an event: a pre-stop hook of it failed, or took more than 10 minutes; its container is stopped all the same. */
  stopHookFailed: 'StopHookFailed',
  /** In an event: it is made without proxies, as the config.json of docker's command line could not be read; the message says why. */
  proxiesUnread: 'ProxiesUnread',
  /** It is stopped, or waits for what has to stop first. */
  stopping: 'Stopping',
  /** Its container is removed. */
  removing: 'Removing',
  /** Its container is gone. */
  removed: 'Removed',
  /** Somebody stopped its container; it is started again. */
  stoppedByHand: 'StoppedByHand',
  /** Somebody paused its container; it is unpaused. */
  pausedByHand: 'PausedByHand',
  /** Somebody took its container off a network; it is connected again. */
  disconnectedByHand: 'DisconnectedByHand',
  /** Its container was changed beside reconcile; the message names the field. */
  drift: 'Drift',
  /** Its container is removed to be created anew. */
  recreating: 'Recreating',
  /** There is a second container of it, there or on another node, as on a host that comes from a copy of a machine: that one goes, and its volumes stay. */
  duplicate: 'Duplicate',
} as const

/** Why a service, its rollout or a stack stands where it stands. */
export const serviceReasons = {
  /** It is paused, or its rollouts are; the message says since when, by whom and why, and what ends it. A service that is Ready with it has nothing to roll out. */
  rolloutPaused: 'RolloutPaused',
  /** It was stopped by hand: none of its tasks is kept, until `reconcile start NAME`. */
  stopped: 'Stopped',
  /** Its rollout failed and stays so until the template changes, or `reconcile rollout retry NAME`. On a Task: its revision failed so, and nothing of it is tried beside the task that has its slot. */
  rolloutFailed: 'RolloutFailed',
  /** On a Revision: all tasks were of it once. */
  rolloutCompleted: 'RolloutCompleted',
  /** On a Revision: no task of it was ever ready, so that an undo goes to it only where it is named. */
  neverReady: 'NeverReady',
  /** As many tasks are ready as there should be, but not all of the new revision yet; the message counts. */
  rollingOut: 'RollingOut',
  /** Its rollout failed, and the revision before comes back. */
  rollingBack: 'RollingBack',
  /** The revision before is back; the manifest still has the one that failed: correct it, or `reconcile rollout retry NAME`. */
  rolledBack: 'RolledBack',
  /** All that is declared is ready. */
  allReady: 'AllReady',
  /** Tasks or services are missing or not ready; the message counts or names them. A stack has the reason of what failed or is held. */
  tasksNotReady: 'TasksNotReady',
  /** Its tasks run, and some stay on nodes that its placement does not allow any more; the message says why, and what moves them. */
  tasksMisplaced: 'TasksMisplaced',
  /** Docker compose runs a container of it beside it, which is left alone: which of the two is to go is for a person to say. */
  runsBeside: 'RunsBeside',
  /** It publishes ports or checks its health, and a task of it ended with 0, which its restart policy lets it: a person starts it again. */
  serverEnded: 'ServerEnded',
  /** It is deleted, and its tasks stop first. */
  stoppingInOrder: 'StoppingInOrder',
  /** In an event: the reconcile of its new task, which waits for the state's lock, takes over from this one. */
  handingOver: 'HandingOver',
  /** In an event: another reconcile with the same installation name made a container of it on the same engine. */
  installationShared: 'InstallationShared',
  /** In an event: a container of it that others made, as `docker compose`, is ours from then on (`reconcile adopt`). */
  adopted: 'Adopted',
  /** In an event: the node of a task is lost, and another task stands in for it. */
  standIn: 'StandIn',
  /** In an event: a task is replaced on another node, as its own is drained, or the placement of its service does not allow that node any more. */
  taskMoves: 'TaskMoves',
  /** In an event: that other task is ready; the lost one goes when its node is back. */
  evicted: 'Evicted',
  /** In an event: a container of it that this home did not know runs on a node, as on a host that came back, while a task has its place: it goes, and its volumes stay. */
  superseded: 'Superseded',
  /** In an event: the container of a task is on another node than was known, as where a host has another name, or the state is from a backup: the task is that node's from then on. */
  foundElsewhere: 'FoundElsewhere',
  /** In an event: a task goes to another node than the one before it, and what it wrote to anonymous volumes or to paths of its host stays, or a volume there has older data, or none. */
  dataLeft: 'DataLeft',
  /** In an event: an anonymous volume of it is gone, as after `docker compose down -v`, and a new task begins with an empty one. */
  volumeGone: 'VolumeGone',
  /** In an event: it is deleted, and its data stays in anonymous volumes, which it names. */
  volumesLeft: 'VolumesLeft',
} as const

/** Why a network stands where it stands. */
export const networkReasons = {
  /** It is where its tasks are. */
  present: 'Present',
  /** No task uses it. */
  notNeeded: 'NotNeeded',
  /** A host has several of its name, where a container can't start, and none of them can be taken away. */
  ambiguous: 'Ambiguous',
  /** It is declared as external, and is not there. */
  externalMissing: 'ExternalMissing',
  /** Services that share it are on different nodes, and it is a bridge, which each host has of its own: there they do not reach each other by it. */
  servicesApart: 'ServicesApart',
} as const

/** Why a volume stands where it stands. */
export const volumeReasons = {
  /** It is where its tasks are. */
  present: 'Present',
  /** It is where its tasks are, and what others made is used as it is; the message says where. */
  madeByOthers: 'MadeByOthers',
  /** No task mounts it. */
  notNeeded: 'NotNeeded',
  /** It was there and is gone, or another is in its place; its tasks wait for `reconcile approve volume/NAME`, as does what was taken back. */
  volumeLost: 'VolumeLost',
  /** It is declared as external, and is not there. */
  externalMissing: 'ExternalMissing',
} as const

/** Why a secret or config stands where it stands. */
export const deliveryReasons = {
  /** Its bytes are where its tasks are. */
  delivered: 'Delivered',
  /** An event: it has other bytes than before, and what mounts it is rolled out. */
  bytesChanged: 'BytesChanged',
  /** Its bytes can't be had; the message says why. */
  sourceMissing: 'SourceMissing',
  /** A task mounts what it held before, of which no copy is left; the message says how to bring that back. */
  bytesLost: 'BytesLost',
  /** Its bytes could not be put on a node, and are tried again; the message has the engine's words. */
  deliveryFailed: 'DeliveryFailed',
  /** Bytes that nobody needs could not be taken off a node, and are tried again; the message has the engine's words. */
  collectionFailed: 'CollectionFailed',
} as const

/** Why a node stands where it stands. */
export const nodeReasons = {
  /** Its engine answers. */
  engineAnswers: 'EngineAnswers',
  /** Its engine has not been listed yet. */
  engineSilent: 'EngineSilent',
  /** Another engine answers under its name than the recorded one, and gets no write; the message says which, what to correct, and what an approval would make there, unless it is another node's. */
  engineChanged: 'EngineChanged',
  /** It does not answer, for less than the grace. */
  graceRunning: 'GraceRunning',
  /** It does not answer, for longer than the grace. */
  nodeLost: 'NodeLost',
  /** Its certificate, ours, a permission, or a file that its manifest names is in the way: what runs there goes on, and is not lost. */
  accessDenied: 'AccessDenied',
  /** Its TLS files can't be used any more; what they had before still is. */
  tlsFilesUnusable: 'TlsFilesUnusable',
  /** In an event: its TLS files are used again. */
  tlsFilesUsed: 'TlsFilesUsed',
  /** No file declares it any more, and tasks are there: `reconcile restart` of their services moves them. */
  declaredNoMore: 'DeclaredNoMore',
  /** No file declares it any more, no task is there, and networks of ours are; or it has gone, and these stay. */
  networksThere: 'NetworksThere',
  /** It is drained, and has no task. */
  noTasks: 'NoTasks',
  /** It is drained, and tasks are there. */
  tasksThere: 'TasksThere',
  /** It is drained, and the tasks there stay until a person moves them: the message says why, and what moves them. */
  tasksStay: 'TasksStay',
  /** There is room on its disk for images. */
  diskHasRoom: 'DiskHasRoom',
  /** Its disk is almost full. */
  diskAlmostFull: 'DiskAlmostFull',
  /** Another home applied services that run on it, or this home's state was lost: `reconcile apply` of their files takes them over. */
  servicesUnknown: 'ServicesUnknown',
} as const
