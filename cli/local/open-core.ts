import { splitKey } from '../../api/v1/names.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { realRandom } from '../../clock/random.ts'
import { realClock } from '../../clock/real.ts'
import { type Installation as Loops, startInstallation } from '../../controllers/installation.ts'
import type { Engine } from '../../engine/engine.ts'
import { contentKey, diskContents } from '../../store/contents/disk.ts'
import { createHistory } from '../../store/objects/history.ts'
import type { Context } from '../context.ts'
import { type Core, secretsDirectory } from './core.ts'
import { connectEngines, withoutWrites } from './engines.ts'
import { type OpenState, openState, readState } from './open-state.ts'
import { settingsFrom } from './settings.ts'

/** What the state is opened for: `serve` and `act` take the lock, `read` makes and changes nothing. */
export interface CoreOptions {
  readonly purpose: 'read' | 'act' | 'serve'
  /** How long to wait for another holder of the lock, ms. */
  readonly waitMs: number
}

/** The name of an installation that nobody named. */
const DEFAULT_INSTALLATION = 'default'

/** Opens the state of RECONCILE_HOME; engines are connected and loops started by `begin`. */
export async function openCore(context: Context, { purpose, waitMs }: CoreOptions): Promise<Core> {
  const { home, signal, env } = context
  const from = { home, clock: realClock, random: realRandom }
  const command = `reconcile ${purpose === 'serve' ? 'serve' : 'command'}`
  const onWait = (holder: string) =>
    context.terminal.complain(`waiting up to ${waitMs / 1000} s for ${holder}, which has ${home}`)
  const state =
    purpose === 'read' ? await readState(from) : await openState({ ...from, command, waitMs, onWait, signal })
  const settings = settingsFrom(env, defaultSettings)
  const named = state.store.fact('meta', 'installation')
  const core = {
    history: createHistory({ store: state.store, clock: realClock }),
    ...{ home, store: state.store, settings, clock: realClock, random: realRandom },
    installation: typeof named === 'string' ? named : DEFAULT_INSTALLATION,
    variable: (name: string) => env[name],
    purpose,
  }
  return { ...core, ...beginning({ context, core, state }) }
}

interface Beginning {
  readonly context: Context
  readonly core: Omit<Core, 'begin' | 'engines' | 'close'>
  readonly state: OpenState
}

function beginning({ context, core, state }: Beginning): Pick<Core, 'begin' | 'engines' | 'close'> {
  const { purpose } = core
  let connected: Promise<ReadonlyMap<string, Engine>> | undefined
  let loops: Promise<Loops> | undefined
  const engines = () => (connected ??= connectAll(context, core))
  const start = async (stacks: readonly string[]): Promise<Loops> => {
    const { store, settings, installation, variable, home, clock, random } = core
    const key = await contentKey(secretsDirectory(home), purpose !== 'read')
    const contents = diskContents({ dir: secretsDirectory(home), key, variable })
    const used = [...(await engines()).values()].map((engine) => (purpose === 'read' ? withoutWrites(engine) : engine))
    return startInstallation({
      ...{ installation, store, engines: used, contents, clock, random, settings },
      ...(purpose === 'act' ? { concerns: concernOf(stacks) } : {}),
    })
  }
  if (purpose !== 'read') engines().catch(() => undefined) // they answer while the manifests are read
  return {
    begin: (stacks) => (loops ??= start(stacks)),
    engines,
    async close() {
      core.history.close()
      const started = await loops?.catch(() => undefined)
      if (started) await started.stop()
      else for (const engine of (await connected)?.values() ?? []) engine.close()
      await state.close()
    },
  }
}

async function connectAll(
  { env }: Context,
  { store, clock, settings }: Beginning['core'],
): Promise<ReadonlyMap<string, Engine>> {
  const engines = await connectEngines({ store, env, clock, settings })
  return new Map(engines.map((engine) => [engine.node, engine]))
}

/** Cluster-wide objects concern every command. */
function concernOf(stacks: readonly string[]): (key: string) => boolean {
  const wanted = new Set(stacks)
  return (key) => {
    const { namespace } = splitKey(key)
    return namespace === undefined || wanted.has(namespace)
  }
}
