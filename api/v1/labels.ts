/** Labels on engine objects. They are identity and never change their meaning (DESIGN, Resources). */
export const labels = {
  installation: 'reconcile.dev/installation',
  stack: 'reconcile.dev/stack',
  kind: 'reconcile.dev/kind',
  name: 'reconcile.dev/name',
  task: 'reconcile.dev/task',
  specHash: 'reconcile.dev/spec-hash',
  createdByRevision: 'reconcile.dev/created-by-revision',
} as const

/** Labels that `docker compose ps`, `logs` and `ls` need to see our objects (Compose 2.40). */
export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  containerNumber: 'com.docker.compose.container-number',
  oneoff: 'com.docker.compose.oneoff',
  configHash: 'com.docker.compose.config-hash',
  configFiles: 'com.docker.compose.project.config_files',
  workingDir: 'com.docker.compose.project.working_dir',
  environmentFile: 'com.docker.compose.project.environment_file',
  image: 'com.docker.compose.image',
  dependsOn: 'com.docker.compose.depends_on',
  version: 'com.docker.compose.version',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const

/** Labels on Tasks and Revisions in the store: by them the tasks of a service are selected. */
export const objectLabels = {
  service: 'reconcile.dev/service',
  revision: 'reconcile.dev/revision',
  slot: 'reconcile.dev/slot',
  /** On a Network that nobody declared: the stack's `default`. */
  implied: 'reconcile.dev/implied',
} as const

/** Annotations on resources. */
export const annotations = {
  /** The root and the file that a resource was read from. */
  root: 'reconcile.dev/root',
  source: 'reconcile.dev/source',
  /** The hash of the build's context, Dockerfile and arguments, as it was when the resource was accepted. */
  buildHash: 'reconcile.dev/build-hash',
  /** Who set the number of replicas beside the file, and when; gone with the next apply. */
  scaled: 'reconcile.dev/scaled',
} as const

/** Finalizers on resources: each is taken away by the loop that it is named for. */
export const finalizers = {
  tasks: 'reconcile.dev/tasks',
  container: 'reconcile.dev/container',
  network: 'reconcile.dev/network',
  volume: 'reconcile.dev/volume',
  delivery: 'reconcile.dev/delivery',
} as const

/** Whether a label key is ours, so that users may not set it. */
export function isReservedLabel(key: string): boolean {
  return key.startsWith('reconcile.dev/') || key.startsWith('com.docker.compose.')
}
