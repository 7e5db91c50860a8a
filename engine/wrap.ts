import type { ArgsOf, Engine, Verb, Verbs } from './engine.ts'
import type { Run } from './run.ts'

/** One call on its way to an engine. */
export interface Call<V extends Verb = Verb> {
  readonly verb: V
  readonly args: ArgsOf<V>
  readonly run: Run
}

/** A middleware around each call, such as limits, deadlines, retries, recording, or a simulated crash. */
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
  'pastEnds',
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

/** Wraps every verb of an engine in `around`; `watch` and `close` pass through. */
export function wrapEngine(engine: Engine, around: Around): Engine {
  const inner = (verb: Verb) => engine[verb] as (args: unknown, run: Run) => Promise<unknown>
  return { ...engine, ...everyVerb((call) => around(call, () => inner(call.verb)(call.args, call.run))) }
}

/** Makes an implementation of all verbs from one function. */
export function everyVerb(call: (call: Call) => Promise<unknown>): Verbs {
  const made = verbs.map((verb) => [verb, (args: Call['args'], run: Run) => call({ verb, args, run })] as const)
  return Object.fromEntries(made) as unknown as Verbs
}
