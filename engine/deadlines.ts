import type { ArgsOf, Verb } from './engine.ts'

const second = 1000
const minute = 60 * second

/** Deadlines per verb, ms. For `pullImage`, `buildImage` and uploads: the time without progress. */
const verbDeadlines: { readonly [V in Exclude<Verb, 'stopContainer'>]: number } = {
  info: 10 * second,
  listContainers: 30 * second,
  inspectContainer: 10 * second,
  createContainer: minute,
  // A start may wait for a network or volume driver.
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
  // Engines search 15 s for a missing plugin before they report it.
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
  // A person waits and may cancel, so size and speed are not limited.
  copyOut: minute,
  copyIn: 24 * 60 * minute,
  // Until they begin; after that, followed output and commands may be silent for days.
  logs: minute,
  exec: 30 * second,
  attach: 30 * second,
  waitContainer: 30 * second,
  stats: 30 * second,
}

/** How long a stop may take beyond its grace period; and the assumed grace period where none is known, longer than any that is likely. */
const stopMarginSeconds = 30
const unknownGraceSeconds = 300

/** Writes that an engine completes in a moment, whether or not the caller waits. */
const brief: ReadonlySet<Verb> = new Set<Verb>([
  ...(['createContainer', 'startContainer', 'killContainer', 'unpauseContainer', 'renameContainer'] as const),
  ...(['updateContainer', 'removeContainer', 'createNetwork', 'removeNetwork', 'connectNetwork'] as const),
  ...(['disconnectNetwork', 'createVolume', 'removeVolume', 'tagImage', 'removeImage', 'putArchive'] as const),
])

/** How long to wait for the answer of a cancelled call, ms: giving up would leave its outcome unknown. */
export function graceOf(verb: Verb): number {
  return brief.has(verb) ? 2 * second : 0
}

/** The deadline of one call, ms. */
export function deadlineOf<V extends Verb>(verb: V, args: ArgsOf<V>): number {
  if (verb !== 'stopContainer') return verbDeadlines[verb as Exclude<Verb, 'stopContainer'>]
  const { timeoutSeconds, ownSeconds = unknownGraceSeconds } = args as ArgsOf<'stopContainer'>
  return ((timeoutSeconds ?? ownSeconds) + stopMarginSeconds) * second
}
