import type { Verb, Verbs } from '../engine.ts'

const second = 1000
const minute = 60 * second

/** How long an engine may take for a call, milliseconds; for `pullImage`, `buildImage` and uploads: without a sign of progress. */
const verbDeadlines: { readonly [V in Exclude<Verb, 'stopContainer'>]: number } = {
  info: 10 * second,
  listContainers: 30 * second,
  inspectContainer: 10 * second,
  createContainer: minute,
  // A start may wait for a network or a volume driver.
  startContainer: minute,
  killContainer: 30 * second,
  unpauseContainer: 30 * second,
  renameContainer: 15 * second,
  updateContainer: 30 * second,
  removeContainer: minute,
  pastEnds: 10 * second,
  listNetworks: 30 * second,
  inspectNetwork: 10 * second,
  createNetwork: minute,
  removeNetwork: minute,
  connectNetwork: minute,
  disconnectNetwork: minute,
  listVolumes: 30 * second,
  // Engines look for a plugin that is not there for 15 s before they say so.
  inspectVolume: 30 * second,
  createVolume: minute,
  removeVolume: minute,
  listSwarmServices: 30 * second,
  listSwarmTasks: 30 * second,
  listSwarmConfigs: 30 * second,
  updateSwarmService: 30 * second,
  inspectImage: 10 * second,
  resolveImage: 30 * second,
  pullImage: 5 * minute,
  buildImage: 10 * minute,
  tagImage: 15 * second,
  removeImage: 2 * minute,
  importImage: 5 * minute,
  putArchive: minute,
  getArchive: minute,
  statPath: 30 * second,
  // A person waits for it, and may leave: as large as it is, on as slow a line as it is.
  copyOut: minute,
  copyIn: 24 * 60 * minute,
  // Once they have begun, followed output and commands may be silent for days.
  logs: minute,
  exec: 30 * second,
  attach: 30 * second,
  waitContainer: 30 * second,
  stats: 30 * second,
}

/** Past the grace that a stop gives, and where none is given past any that a container is likely to have. */
const stopMarginSeconds = 30
const unknownGraceSeconds = 300

/** What an engine does in a moment, and does whether or not anybody waits for its answer. */
const brief: ReadonlySet<Verb> = new Set<Verb>([
  ...(['createContainer', 'startContainer', 'killContainer', 'unpauseContainer', 'renameContainer'] as const),
  ...(['updateContainer', 'removeContainer', 'createNetwork', 'removeNetwork', 'connectNetwork'] as const),
  ...(['disconnectNetwork', 'createVolume', 'removeVolume', 'tagImage', 'removeImage', 'putArchive'] as const),
])

/** How long the answer is still waited for when the call is no longer wanted, ms: who hangs up would have to ask again. */
export function graceOf(verb: Verb): number {
  return brief.has(verb) ? 2 * second : 0
}

/** The deadline of one call in milliseconds. */
export function deadlineOf<V extends Verb>(verb: V, args: Parameters<Verbs[V]>[0]): number {
  if (verb !== 'stopContainer') return verbDeadlines[verb as Exclude<Verb, 'stopContainer'>]
  const { timeoutSeconds } = args as Parameters<Verbs['stopContainer']>[0]
  return ((timeoutSeconds ?? unknownGraceSeconds) + stopMarginSeconds) * second
}
