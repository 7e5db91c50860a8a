import type { V1Task } from '../api/v1/generated/types.ts'
import { serviceKeyOf } from '../api/v1/names.ts'
import type {
  PlannedAdoption,
  PlannedCall,
  PlannedFailure,
  PlannedRollout,
  PlannedUnmet,
} from '../api/v1/installation/plan-answer.ts'
import { approvableReasons } from '../api/v1/reason-groups.ts'
import { holdReasons } from '../api/v1/reasons.ts'
import { type FarBind, farBindsIn } from '../controllers/task/far-binds.ts'
import { allApart } from '../controllers/network/apart.ts'
import { isRetiring } from '../controllers/task/phase.ts'
import { driversSaid } from './drivers.ts'
import type { Ports } from '../controllers/runtime/ports.ts'
import type { ContainerAt } from '../controllers/runtime/ourselves.ts'
import { type PlacedUnclaimed, unclaimedTasksOf } from '../controllers/runtime/unclaimed.ts'
import type { Settings } from '../api/v1/settings.ts'
import { simulatedOurselves } from './ourselves.ts'
import { nameOf } from '../engine/container/name.ts'
import { NOBODY_LISTENS } from '../engine/simulated/calls.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { Content } from '../store/contents/contents.ts'
import { fixedContents } from '../store/contents/fixed.ts'
import type { Store } from '../store/objects/store.ts'
import type { Json } from '../store/storage/storage.ts'
import { watchAdoptions } from './adoptions.ts'
import { type Assumptions, assumptionsFor } from './assume.ts'
import { assumedMended } from './assumed-mended.ts'
import { pullsSaid } from './expected-images.ts'
import { hostPortsSaid } from './host-ports.ts'
import { type Later, runInRounds } from './later.ts'
import { rotationSaid } from './log-rotation.ts'
import type { Names } from './name-ids.ts'
import { refusalsIn, startsAgain, watchAiling, withoutAttempts } from './failures.ts'
import { createRecording } from './record.ts'
import { proxiesSaid } from './proxies.ts'
import { watchRollouts } from './rollouts.ts'
import { tasksSaid } from './tasks-said.ts'
import { type Unplaced, unplacedIn, withoutDeadlines } from './unplaced.ts'
import { watchVolumesOfOthers } from './volumes-of-others.ts'
import { createWorld, type LifeOptions, startLife, type World, type WorldNode } from './world.ts'

/** What a plan is made from: the hosts as observed, storage as it is, and what is to be declared. */
export interface PlanOptions {
  readonly installation: string
  readonly nodes: readonly { readonly node: string; readonly observed: Observed }[]
  /** Those that do not answer: nothing is done there. Absent: all do. */
  readonly silent?: readonly string[]
  /** Those that are there without a declaration; absent: all. What is no node any more, and still connected, gets no task. */
  readonly undeclared?: readonly string[]
  /** What storage holds, with what is declared already accepted into it. */
  readonly kept: ReadonlyMap<string, Json>
  /** A store of the same state: the assumptions are read from its services. */
  readonly declared: Store
  /** Bytes of Secrets and Configs by `Kind/stack/name`, read before. */
  readonly contents: ReadonlyMap<string, Content>
  readonly settings: Settings
  /** Another seed gives another order of what happens at once, and the same calls. */
  readonly seed: number
  /** Now, ms since the epoch. */
  readonly now: number
  /** Whether the loops are to look at a key, as in the apply that is planned; absent: at all. */
  readonly concerns?: LifeOptions['concerns']
  /** The container that the controllers run in: its update hands over to its successor. */
  readonly ourselves?: ContainerAt
  /** What happens to the hosts meanwhile, each so many ms after the start: a simulation's timeline. */
  readonly timeline?: readonly { readonly afterMs: number; readonly act: (world: World) => void }[]
  /** What is declared once others of its names are gone. */
  readonly later?: Later | undefined
  /** The most virtual time that is looked at, ms. */
  readonly horizonMs?: number
}

/** What `apply` would do, if the assumptions hold. */
export interface PlanResult {
  /** How many of the calls would change the hosts: those that the engine would take. */
  readonly changes: number
  readonly assumptions: readonly string[]
  /** Without further attempts at what the engine refuses. */
  readonly calls: readonly PlannedCall[]
  /** What others made and would be ours. */
  readonly adopted: readonly PlannedAdoption[]
  /** What would be refused for good, and what fails today and no call mends. */
  readonly failures: readonly PlannedFailure[]
  readonly rollouts: readonly PlannedRollout[]
  /** `quiet`: converged or held. `until`: the horizon was reached first. `steps`: it went round in circles. */
  readonly end: 'quiet' | 'until' | 'steps'
  /** Tasks that the state knows nothing of: they stay as they are. */
  readonly unclaimed: readonly PlacedUnclaimed[]
  /** What tasks of these stacks mount of hosts that are not this machine. */
  readonly farBinds: readonly FarBind[]
  /** What is not as declared at the end, and why: a plan that does not converge says so. */
  readonly unmet: readonly PlannedUnmet[]
}

const HORIZON_MS = 3_600_000
/** Longer than hosts that come back are away from us, and than the grace of nodes that don't. */
const AFTERMATH_MS = 90_000
/** Steps after which virtual time has gone round in circles. */
const STEPS = 5_000_000

/** Runs the real controllers against a simulated copy of the hosts until they are quiet, and answers the calls that they made. */
export async function planInstallation(options: PlanOptions): Promise<PlanResult> {
  const assumptions = assumptionsFor(
    options.declared,
    options.nodes.map(({ observed }) => observed),
  )
  const world = worldOf(options, assumptions)
  const recording = createRecording(world.clock, namesOf(options.nodes))
  const life = lifeOf(world, options, recording.wrap)
  schedule(options.timeline ?? [], world)
  const rollouts = watchRollouts(life.ports.store, world.clock)
  const serviceOf = watchTasks(life.ports.store)
  const ailing = watchAiling(life.ports.store)
  const adopted = watchAdoptions(life.ports.store)
  const volumesOfOthers = watchVolumesOfOthers(life.ports.store)
  const end = await runInRounds({ clock: world.clock, store: life.ports.store }, limitOf(options), options.later)
  recording.throwFault()
  const calls = withoutAttempts(recording.calls)
  const refusals = refusalsIn(calls, options.nodes, life.ports.store)
  const touched = servicesIn(calls, serviceOf)
  const notes = [...ofHosts(calls, options.nodes), ...rotationSaid(calls, serviceOf, life.ports.store)]
  const unplaced = unplacedIn(life.ports.store)
  const isLeft = (service: string) => !touched.has(service) && life.ports.store.get('Service', service) !== undefined
  return {
    changes: calls.filter(({ refused }) => refused === undefined).length,
    assumptions: [
      ...assumptions.said(withoutAdopted(gettable(calls, serviceOf), adopted())),
      ...assumptions.saidOfRunning(comingUp(rollouts.seen(), touched)),
      ...assumedMended(calls, options.declared, life.ports.store),
      ...notes,
      ...tasksSaid(life.recorder),
      ...volumesOfOthers(),
      ...apartSaid(life.ports),
    ],
    ...{ calls, adopted: adopted(), ...besideCalls(life.ports) },
    failures: [...refusals, ...ailing(isLeft)],
    rollouts: withoutDeadlines(rollouts.seen(), unplaced),
    end,
    unmet: unmetIn(life.ports.store, { said: servicesIn(refusals, serviceOf), unplaced }),
  }
}

/** What no call is about. */
function besideCalls(ports: ReturnType<typeof startLife>['ports']): Pick<PlanResult, 'unclaimed' | 'farBinds'> {
  const { store } = ports
  return { unclaimed: unclaimedTasksOf(ports), farBinds: farBindsIn(store, new Set(store.list('Stack').keys())) }
}

function limitOf({ now, horizonMs = HORIZON_MS }: PlanOptions) {
  return { until: now + horizonMs, steps: STEPS }
}

/** The controllers as in the apply that is planned, with what they ask of engines recorded. */
function lifeOf(
  world: World,
  options: PlanOptions,
  wrapEngine: NonNullable<LifeOptions['wrapEngine']>,
): ReturnType<typeof startLife> {
  const { installation, settings, contents, undeclared, concerns, ourselves } = options
  return startLife(world, {
    ...{ installation, settings, contents: fixedContents(contents, world.clock), wrapEngine },
    ...(undeclared ? { undeclared } : {}),
    ...(concerns ? { concerns } : {}),
    ...(ourselves ? { ourselves: simulatedOurselves(ourselves) } : {}),
  })
}

function worldOf(options: PlanOptions, assumptions: Assumptions): World {
  const { seed, now: start, kept, silent = [] } = options
  const nodes = [...copiesOf(options, assumptions), ...silent.map((node) => ({ node }))]
  const world = createWorld({ seed, start, nodes, kept })
  for (const node of silent) world.hosts.get(node)?.crash()
  return world
}

/** The hosts as they are to be simulated. */
function copiesOf({ nodes, now }: PlanOptions, { behaviour, registry }: Assumptions): readonly WorldNode[] {
  return nodes.map(({ node, observed }) => ({
    ...{ node, observed, behaviour, registry },
    ...apiVersionOf(observed),
    clockAheadMs: clockAheadOf(observed, now),
  }))
}

/** The services that calls are for, but for those whose image is not to be had: the calls say so, and nothing is assumed of it. */
function gettable(calls: readonly PlannedCall[], serviceOf: ReadonlyMap<string, string>): ReadonlySet<string> {
  const gets = ({ method, path }: PlannedCall) => method === 'BUILD' || path.startsWith('/images/create')
  const refused = servicesIn(
    calls.filter((call) => call.refused !== undefined && gets(call)),
    serviceOf,
  )
  return new Set([...servicesIn(calls, serviceOf)].filter((service) => !refused.has(service)))
}

function apartSaid({ store, concerns }: Ports): readonly string[] {
  return allApart(store, (key) => concerns?.(key, 'Network') ?? true).map(({ message }) => message)
}

/** Those that are rolled out without a call. */
function comingUp(rollouts: readonly PlannedRollout[], touched: ReadonlySet<string>): ReadonlySet<string> {
  const come = rollouts.filter(({ phases }) => phases.length > 1 && phases.at(-1)?.state === 'Completed')
  return new Set(come.map(({ service }) => service).filter((service) => !touched.has(service)))
}

/** What is taken for granted of hosts. */
function ofHosts(calls: readonly PlannedCall[], nodes: PlanOptions['nodes']): readonly string[] {
  return [
    ...startsAgain(calls, nodes),
    ...driversSaid(calls, nodes),
    ...hostPortsSaid(calls, nodes),
    ...pullsSaid(calls, nodes),
    ...proxiesSaid(calls, nodes),
  ]
}

/** Nothing has to succeed where what runs goes on. */
function withoutAdopted(services: ReadonlySet<string>, adopted: readonly PlannedAdoption[]): ReadonlySet<string> {
  const asTheyRun = new Set(adopted.map(({ object }) => object))
  for (const { object, differs } of adopted) if (differs !== undefined) asTheyRun.delete(object)
  return new Set([...services].filter((service) => !asTheyRun.has(`Service/${service}`)))
}

/** The service of each task that there is, or was on the way: by `Task/stack/name` its `stack/service`. */
function watchTasks(store: Store): ReadonlyMap<string, string> {
  const services = new Map<string, string>()
  const note = (key: string, task: V1Task) => services.set(`Task/${key}`, serviceKeyOf(task))
  for (const [key, task] of store.list('Task')) note(key, task)
  store.watch('Task').subscribe(({ key, after }) => after && note(key, after))
  return services
}

/** Nothing is assumed of what nothing is done for. */
function servicesIn(
  calls: readonly { readonly object: string }[],
  serviceOf: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  return new Set(calls.flatMap(({ object }) => serviceOf.get(object) ?? []))
}

/** What happens on the way, and the time after the last of it in which it shows what comes of it. */
function schedule(timeline: NonNullable<PlanOptions['timeline']>, world: World): void {
  for (const { afterMs, act } of timeline) world.clock.after(afterMs, () => act(world))
  const last = Math.max(...timeline.map(({ afterMs }) => afterMs))
  if (timeline.length > 0) world.clock.after(last + AFTERMATH_MS, () => {})
}

function apiVersionOf({ info }: Observed): { apiVersion?: string } {
  return info ? { apiVersion: info.apiVersion } : {}
}

/** What is less may be the time that the looking took. */
const NOTABLE_MS = 60_000

/** What a copy says of its time goes by the clock that the times of its containers are of. */
function clockAheadOf({ info }: Observed, now: number): number {
  const aheadMs = info?.time ? info.time - now : 0
  return Math.abs(aheadMs) < NOTABLE_MS ? 0 : aheadMs
}

function namesOf(nodes: PlanOptions['nodes']): Names {
  const names: Names = new Map()
  for (const { observed } of nodes) {
    for (const container of observed.containers) names.set(container.Id, nameOf(container))
    for (const network of observed.networks) names.set(network.Id, network.Name)
  }
  return names
}

/** Of a service with a task that the engine refuses, that is said already. */
function unmetIn(
  store: Store,
  { said, unplaced }: { readonly said: ReadonlySet<string>; readonly unplaced: ReadonlyMap<string, Unplaced> },
): PlanResult['unmet'] {
  const leaving = [...store.list('Task')].flatMap(([key, task]) => {
    const { reason = '', message = '' } = task.status ?? {}
    return isRetiring(task) && reason === holdReasons.hostUnreachable
      ? [{ object: `Task/${key}`, reason, message }]
      : []
  })
  const kinds = ['Node', 'Service', 'Network', 'Volume', 'Secret', 'Config'] as const
  const unready = kinds.flatMap((kind) =>
    [...store.list(kind)].flatMap(([key, object]) => {
      const ready = object.status?.conditions?.find(({ type }) => type === 'Ready')
      if (ready?.status !== 'False' || (kind === 'Service' && said.has(key))) return []
      // A wait for anything ends with what a person decides of a node; silence counts where it keeps something from coming about.
      if (kind === 'Node' && !approvableReasons.has(ready.reason ?? '')) return []
      const why = kind === 'Service' ? unplaced.get(key) : undefined
      const { reason = '', message = '' } = why ?? ready
      return [{ object: `${kind}/${key}`, reason, message }]
    }),
  )
  // Why a host is silent in truth is assumed, and said so.
  const withoutWhy = (message: string) => message.replaceAll(`: ${NOBODY_LISTENS}`, '')
  return [...unready, ...leaving].map(({ message, ...of }) => ({ ...of, message: withoutWhy(message) }))
}
