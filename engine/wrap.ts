import type { Engine, Verb, Verbs } from './engine.ts'
import type { Run } from './run.ts'

/** One call on its way to an engine. */
export interface Call<V extends Verb = Verb> {
  readonly verb: V
  readonly args: Parameters<Verbs[V]>[0]
  readonly run: Run
}

/** What stands around each call: limits, deadlines, retries, recording, a life that can fall silent. */
export type Around = (call: Call, next: () => Promise<unknown>) => Promise<unknown>

const verbs: readonly Verb[] = [
  'info',
  'listContainers',
  'inspectContainer',
  'createContainer',
  'startContainer',
  'stopContainer',
  'killContainer',
  'unpauseContainer',
  'renameContainer',
  'updateContainer',
  'removeContainer',
  'listNetworks',
  'inspectNetwork',
  'createNetwork',
  'removeNetwork',
  'connectNetwork',
  'disconnectNetwork',
  'listVolumes',
  'inspectVolume',
  'createVolume',
  'removeVolume',
  'listSwarmServices',
  'listSwarmTasks',
  'listSwarmConfigs',
  'updateSwarmService',
  'inspectImage',
  'resolveImage',
  'pullImage',
  'buildImage',
  'tagImage',
  'removeImage',
  'importImage',
  'putArchive',
  'getArchive',
  'statPath',
  'copyOut',
  'copyIn',
  'logs',
  'exec',
  'attach',
  'waitContainer',
  'stats',
]

/** The same engine with `around` about every verb; `watch` and `close` pass through. */
export function wrapEngine(engine: Engine, around: Around): Engine {
  const wrapped = { ...engine } as Record<Verb, unknown>
  for (const verb of verbs) {
    const inner = engine[verb] as (args: unknown, run: Run) => Promise<unknown>
    wrapped[verb] = (args: Call['args'], run: Run) => around({ verb, args, run }, () => inner(args, run))
  }
  return wrapped as unknown as Engine
}
