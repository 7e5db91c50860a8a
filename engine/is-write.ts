import type { Verb } from './engine.ts'

/** Whether the verb changes the host. `exec` and `attach` count: nobody knows what is done by them. */
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
