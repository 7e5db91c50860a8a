// Labels, annotations and finalizers. The comment of each is its meaning in docs/reasons.md.

/** Labels on engine objects: their identity, whose meaning never changes. */
export const labels = {
  /** The installation that made the object; nobody else touches it. */
  installation: 'reconcile.dev/installation',
  /** The stack of its resource. */
  stack: 'reconcile.dev/stack',
  /** The kind of its resource. */
  kind: 'reconcile.dev/kind',
  /** The name of its resource. */
  name: 'reconcile.dev/name',
  /** The Task that a container is of. */
  task: 'reconcile.dev/task',
  /** A hash, with its version, of the fields that can't be changed in place. */
  specHash: 'reconcile.dev/spec-hash',
  /** The revision that a container was created for. */
  createdByRevision: 'reconcile.dev/created-by-revision',
} as const

/** Labels of the volume that is a stack's lock on an engine, beside that of the stack: who has it. */
export const lockLabels = {
  /** Which home (RECONCILE_HOME) has it: a hash that no copy of it has. */
  holder: 'reconcile.dev/lock-holder',
  /** The user and the machine. */
  by: 'reconcile.dev/lock-by',
  /** `serve`, which has it for as long as it runs, or `command`. */
  kind: 'reconcile.dev/lock-kind',
  /** The command, with its pid. */
  command: 'reconcile.dev/lock-command',
  /** Since when. */
  since: 'reconcile.dev/lock-since',
  /** Its process, as others on the same machine can tell that it has ended. */
  process: 'reconcile.dev/lock-process',
} as const

/** Labels by which a swarm and its command line know what is theirs. */
export const swarmLabels = {
  /** The stack of a swarm that an object is of. */
  stack: 'com.docker.stack.namespace',
  /** The service of a swarm that a container is a task of. */
  service: 'com.docker.swarm.service.name',
} as const

/** Labels that `docker compose ps`, `logs` and `ls` need to see our objects (Compose 2.40). */
export const composeLabels = {
  /** The stack. */
  project: 'com.docker.compose.project',
  /** The service. */
  service: 'com.docker.compose.service',
  /** The slot. */
  containerNumber: 'com.docker.compose.container-number',
  /** `False`; `True` of a container of `run`. */
  oneoff: 'com.docker.compose.oneoff',
  /** `pre_start` of a container that runs before those of a service. */
  hook: 'com.docker.compose.hook',
  /** The spec hash. */
  configHash: 'com.docker.compose.config-hash',
  /** The files of the stack. */
  configFiles: 'com.docker.compose.project.config_files',
  /** Their directory. */
  workingDir: 'com.docker.compose.project.working_dir',
  /** The services that it depends on, each as `SERVICE:CONDITION:RESTART`. */
  dependsOn: 'com.docker.compose.depends_on',
  /** The name of a network in its stack. */
  network: 'com.docker.compose.network',
  /** The name of a volume in its stack. */
  volume: 'com.docker.compose.volume',
} as const

/** Labels on Tasks, Revisions and Networks, for `-l`. */
export const objectLabels = {
  /** The service of a Task or Revision. */
  service: 'reconcile.dev/service',
  /** The revision of a Task or Revision. */
  revision: 'reconcile.dev/revision',
  /** The slot of a Task. */
  slot: 'reconcile.dev/slot',
  /** On a Network that nobody declared: the stack's `default`. */
  implied: 'reconcile.dev/implied',
} as const

/** Annotations on resources. */
export const annotations = {
  /** The directory that the resource was read from. */
  root: 'reconcile.dev/root',
  /** The file that the resource was read from. */
  source: 'reconcile.dev/source',
  /** The hash of the build's context, Dockerfile and arguments, as it was when the resource was accepted. */
  buildHash: 'reconcile.dev/build-hash',
  /** What of the build only BuildKit can do, and where it says so, as it was when the resource was accepted. */
  buildkit: 'reconcile.dev/buildkit',
  /** The services of its file whose images the build is made from by their names, in the order to build them, when it was accepted. */
  builtFrom: 'reconcile.dev/built-from',
  /** What the service's image tag meant when it was last asked for anew: a digest, or the id on each node. Gone with another tag. */
  image: 'reconcile.dev/image',
  /** Who set the number of replicas beside the file, and when; gone with the next apply that says a number. */
  scaled: 'reconcile.dev/scaled',
  /** Which revision's template stands in the place of the file's, and since when; gone with the next apply. */
  undone: 'reconcile.dev/undone',
  /** On a Service that was applied with `--no-deps`: it waits for none of what it depends on; gone with the next apply of it without. */
  alone: 'reconcile.dev/alone',
  /** On a Node: no file declares it any more; it goes once its tasks are elsewhere. Gone where a file declares it again. */
  withdrawn: 'reconcile.dev/withdrawn',
  /** On a task: when the restart was asked for that it was made for. */
  restarted: 'reconcile.dev/restarted',
  /** On a task: it is to have anonymous volumes of its own, not those of the one before it. */
  renewed: 'reconcile.dev/renewed',
  /** On a task: its container was there before it, and was adopted. */
  adopted: 'reconcile.dev/adopted',
  /** On a task: it was made in the place of one whose host was lost. */
  standsIn: 'reconcile.dev/stands-in',
  /** On a task: its node is drained, or not allowed any more, and another is to run elsewhere in its place. */
  leaves: 'reconcile.dev/leaves',
  /** On a task: the generation in which the engine refused to change its container, which is as it was before. */
  updateRefused: 'reconcile.dev/update-refused',
  /** On a task that is to go: its host was lost, and another runs in its place. Nobody waits for its end. */
  evicted: 'reconcile.dev/evicted',
} as const

/** Finalizers on resources: the object goes when all are taken away. */
export const finalizers = {
  /** On a Service, until its tasks are gone. */
  tasks: 'reconcile.dev/tasks',
  /** On a Task, until its container is gone. */
  container: 'reconcile.dev/container',
  /** On a Network, until it is off its hosts. */
  network: 'reconcile.dev/network',
  /** On a Secret or Config whose bytes are on a node, until they are off it. */
  delivered: 'reconcile.dev/delivered',
  /** On a Volume, until its hosts were looked at. */
  volume: 'reconcile.dev/volume',
  /** On a Volume or Service that `delete --volumes` deletes, until its data is gone; without it a deletion leaves the data. */
  volumeData: 'reconcile.dev/volume-data',
} as const

/** Whether a label key is ours, so that users may not set it. */
export function isReservedLabel(key: string): boolean {
  return key.startsWith('reconcile.dev/') || key.startsWith('com.docker.compose.')
}
