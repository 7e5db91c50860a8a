import type { Verb } from './engine.ts'

/** Whether a verb may change the host. `exec` and `attach` count, as their effect is unknown. */
export function isWrite(verb: Verb): boolean {
  return !reads.has(verb)
}

const reads: ReadonlySet<Verb> = new Set<Verb>([
  'info',
  'listContainers',
  'inspectContainer',
  'pastEnds',
  'listNetworks',
  'inspectNetwork',
  'listVolumes',
  'inspectVolume',
  'listSwarmServices',
  'listSwarmTasks',
  'listSwarmConfigs',
  'inspectImage',
  'resolveImage',
  'getArchive',
  'statPath',
  'copyOut',
  'logs',
  'stats',
  'waitContainer',
])
