import { BehaviorSubject } from 'rxjs'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { LOCAL_NODE } from '../../../api/v1/names.ts'
import { realRandom } from '../../../clock/random.ts'
import { realClock } from '../../../clock/real.ts'
import { recordsOf } from '../../../controllers/adoption/records.ts'
import { type Hosts, watchHosts } from '../../../controllers/hosts.ts'
import type { Developing } from '../../../controllers/develop/port.ts'
import { type Installation as Loops, startInstallation } from '../../../controllers/installation.ts'
import type { Meter } from '../../../controllers/runtime/meter.ts'
import type { Ourselves } from '../../../controllers/ownership/ourselves.ts'
import type { ActingLocker } from '../../../controllers/locks/stack-lock.ts'
import { adoptedEngine } from '../../../engine/adopted.ts'
import { withoutCommitted } from '../../../engine/committed.ts'
import { removeLeftWorkspaces } from '../../../engine/docker/build/left-workspaces.ts'
import { createCallsUnderWay } from '../../../engine/under-way.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import type { Engine } from '../../../engine/engine.ts'

import { createHistory } from '../../../store/objects/history.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { Context } from '../../context.ts'
import type { Instruments } from '../../monitoring/instruments.ts'
import { type Auditing, auditingFor } from '../audit/auditing.ts'
import { contentsInUse } from './contents-in-use.ts'
import { type Connections, createConnections } from './connections.ts'
import { contentsOf } from './contents.ts'
import type { Core } from './core.ts'
import {
  checkLocal,
  checkRights,
  connectDeclared,
  connectEngines,
  connectLocal,
  isLocalAbsent,
  nodesThere,
  withoutWrites,
} from './engines.ts'
import { hurried } from './hurried.ts'
import { lockerFor } from './locker.ts'
import { optimiseLate } from './optimise-late.ts'
import type { Holder } from '../../../store/lock/holder.ts'
import { HeldByServe, waitingWords } from './await-serve.ts'
import { isWorked, type OpenState, openState, readState, SERVE_COMMAND } from './open-state.ts'
import { concernOf, concernOfServices } from '../concerns.ts'
import { settingsFrom } from './settings.ts'
import { variableOf } from './variable-of.ts'

/** How to open the core. `serve` and `act` take the lock; `read` creates and changes nothing. */
export interface CoreOptions {
  readonly purpose: 'read' | 'act' | 'serve'
  /** How long to wait for another holder of the lock, ms. */
  readonly waitMs: number
  /** Whether to take over the locks of stacks that other homes hold. */
  readonly steal?: boolean
  /** The container that this process runs in. */
  readonly ourselves?: Ourselves
  /** Absent: no metrics. */
  readonly instruments?: Instruments
  /** Creates what watches sources for `develop.watch`; absent: nothing does. */
  readonly develop?: (opened: Opened) => Developing
  /** Whether to throw `HeldByServe` rather than wait for a serve that has the state: once it answers, it does what is asked. */
  readonly unlessServed?: boolean
  /** Receives notices for people; absent: printed as warnings. */
  readonly log?: (line: string) => void
}

export type Opened = Pick<Core, 'home' | 'store' | 'settings' | 'clock' | 'audit'>

/** The name of an installation that was not named. */
const DEFAULT_INSTALLATION = 'default'

/** Opens the state of RECONCILE_HOME. Connects and lists the hosts concurrently; `begin` starts the loops. */
export async function openCore(context: Context, options: CoreOptions): Promise<Core> {
  const { home, env } = context
  const { instruments } = options
  const settings = settingsFrom(env)
  const connecting = { env, clock: realClock, settings }
  const local = connectLocal({ ...connecting, plans: options.purpose === 'read' })
  local.catch(() => undefined) // reported by whoever needs it
  const attended = await attendance(home, options)
  const state = await openChecked(context, options).catch((error) => {
    local.then((engine) => engine.close()).catch(() => undefined)
    throw error
  })
  // Build directories of a killed process may contain passwords, and a later build may be long in coming (S9).
  if (options.purpose !== 'read') removeLeftWorkspaces().catch(() => undefined)
  const auditing = auditingFor(context, { ...options, settings })
  const records = recordsOf(state.store)
  const calls = createCallsUnderWay()
  const told = (engine: Engine) => {
    const adopted = adoptedEngine(withoutCommitted(auditing.wrap(calls.wrap(engine))), records)
    return instruments ? instruments.engine(adopted) : adopted
  }
  const connections = createConnections({
    store: state.store,
    nodesThere: (declared) => nodesThere(declared, env),
    first: connectEngines(local, { ...connecting, store: state.store }).then((all) => all.map(told)),
    connect: (node, declared) => told(connectDeclared(node, declared, connecting)),
  })
  const core = {
    history: createHistory({ store: state.store, clock: realClock }),
    ...{ home, store: state.store, settings, clock: realClock, random: realRandom },
    ...{ installation: installationOf(state.store), calls },
    variable: variableOf(env),
    ...{ purpose: options.purpose, audit: auditing.log, lockWaitMs: options.waitMs },
    ...(options.purpose === 'serve' ? { unread: new BehaviorSubject(false) } : {}),
    checkRights: (objects: readonly ObjectOf[]) =>
      options.purpose === 'act' ? checkRights(state.store, env, objects) : undefined,
    isLocalAbsent: (declared: Store = state.store) => isLocalAbsent(declared, env),
    ...(options.ourselves ? { ourselves: options.ourselves } : {}),
  }
  const metered = instruments ? { meter: instruments.meter } : {}
  const locker = options.purpose === 'read' ? {} : { locker: lockerFor(context, options, state.store) }
  const developing = options.develop ? { developing: options.develop(core) } : {}
  return {
    ...core,
    ...beginning({ core, state, connections, auditing, attended, ...metered, ...locker, ...developing }),
  }
}

/**
 * Returns what tells a process that only reads whether another one works. Asked first of all: the state that is read later has all that one
 * that has ended by then has done.
 */
async function attendance(home: string, { purpose }: CoreOptions): Promise<() => Promise<boolean>> {
  const wasAttended = purpose !== 'read' || (await isWorked(home))
  return async () => wasAttended || (await isWorked(home))
}

/** Opens the state and checks that the local engine's address is valid. */
async function openChecked(context: Context, options: CoreOptions): Promise<OpenState> {
  const state = await openStateFor(context, options)
  try {
    checkLocal(state.store, context.env)
    return state
  } catch (error) {
    await state.close()
    throw error
  }
}

/** The name of the installation, from its state. */
export function installationOf(store: Store): string {
  const named = store.fact('meta', 'installation')
  return typeof named === 'string' ? named : DEFAULT_INSTALLATION
}

/** Opens only the state, without connecting to engines. */
export function openStateFor(
  { home, signal, terminal }: Context,
  { purpose, waitMs, unlessServed, instruments, log = (line) => terminal.complain(line) }: CoreOptions,
): Promise<OpenState> {
  const from = { home, clock: realClock, random: realRandom }
  if (purpose === 'read') return readState(from)
  const command = purpose === 'serve' ? SERVE_COMMAND : 'reconcile command'
  const onWait = (holder: Holder | undefined) => {
    if (unlessServed && holder?.command === SERVE_COMMAND) throw new HeldByServe()
    log(waitingWords({ holder, home, waitMs }))
  }
  const measured = instruments ? { instrument: instruments.storage } : {}
  return openState({ ...from, command, waitMs, onWait, onTorn: log, signal, ...measured })
}

interface Beginning {
  readonly core: Omit<Core, 'begin' | 'inventory' | 'engines' | 'connectOthers' | 'checkState' | 'closing' | 'close'>
  readonly state: OpenState
  readonly connections: Connections
  readonly auditing: Auditing
  /** Whether this process, or another one, works on the installation. */
  readonly attended: () => Promise<boolean>
  readonly meter?: Meter
  readonly locker?: ActingLocker
  readonly developing?: Developing
}

function beginning({
  core,
  state,
  connections,
  auditing,
  attended,
  ...given
}: Beginning): Pick<Core, 'begin' | 'inventory' | 'engines' | 'connectOthers' | 'checkState' | 'closing' | 'close'> {
  const over = new AbortController()
  const { store, settings, installation, clock, random, purpose, ourselves, unread } = core
  const connected = connections.engines().then((all) => {
    const engines = [...all.values()]
    return purpose === 'read' ? engines.map(withoutWrites) : engines
  })
  // Hosts are listed while manifests are read. A missing engine is reported by whoever needs one.
  const watched = connected.then((all) => watchHosts({ installation, engines: all, store, clock, random, settings }))
  let seen: Inventory | undefined
  watched.then(
    (hosts) => (seen = hosts.inventory),
    () => undefined,
  )
  watched.then(auditing.look, () => undefined)
  let loops: Promise<Loops> | undefined
  let endFollowing = () => {}
  const start = async (stacks: readonly string[], services?: ReadonlySet<Key>): Promise<Loops> => {
    const concerns = services ? concernOfServices(store, stacks, services) : concernOf(stacks)
    const onDisk = await contentsOf(core, { makesKey: purpose !== 'read', watches: purpose === 'serve' })
    const contents = purpose === 'read' ? contentsInUse(onDisk, store) : onDisk
    const hosts = await watched
    // This discards Node's compile cache; TLS for hosts has been loaded by now.
    if (purpose === 'act') optimiseLate()
    if (purpose !== 'read') endFollowing = connections.follow(store, hosts)
    const hasLocal = hosts.engines().some(({ node }) => node === LOCAL_NODE)
    // The local Node was created while nothing else was declared.
    if (!hasLocal && store.get('Node', LOCAL_NODE)) store.delete('Node', LOCAL_NODE)
    return startInstallation({
      ...{ installation, store, hosts, contents, clock, random, settings, unread },
      // A node whose declaration was deleted meanwhile is still connected, but must not be created again.
      undeclared: hasLocal ? [LOCAL_NODE] : [],
      ...(ourselves ? { ourselves } : {}),
      ...given,
      ...(purpose === 'act' ? { concerns } : {}),
      onlyLooks: purpose === 'read',
      isUnattended: !(await attended()),
    })
  }
  const stopHosts = (hosts: Hosts) => hosts.stop()
  return {
    begin: (stacks, services) => (loops ??= start(stacks, services)),
    inventory: () => watched.then(({ inventory }) => inventory),
    async engines() {
      const asked = [...(await connections.engines())]
      return new Map(asked.map(([node, engine]) => [node, hurried(engine, () => seen, clock)]))
    },
    connectOthers: connections.connectOthers,
    checkState: state.check,
    closing: over.signal,
    async close() {
      over.abort(new Error('closing'))
      core.history.close()
      const started = await loops?.catch(() => undefined)
      endFollowing()
      await (started ? started.stop() : watched.then(stopHosts, () => undefined))
      await auditing.log.close()
      await state.close()
    },
  }
}
