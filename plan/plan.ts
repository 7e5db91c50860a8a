import type { V1Task } from '../api/v1/generated/types.ts'
import { serviceKeyOf } from '../api/v1/names.ts'
import type {
  PlannedAdoption,
  PlannedCall,
  PlannedFailure,
  PlannedRollout,
  PlannedUnmet,
} from '../api/v1/installation/plan-answer.ts'
import { type FarBind, farBindsIn } from '../controllers/task/far-binds.ts'
import { allBeside } from '../controllers/adoption/beside.ts'
import { allApart } from '../controllers/network/apart.ts'
import { driversSaid } from './drivers.ts'
import type { Ports } from '../controllers/runtime/ports.ts'
import type { ContainerAt } from '../controllers/ownership/ourselves.ts'
import { type PlacedUnclaimed, unclaimedTasksOf } from '../controllers/ownership/unclaimed.ts'
import type { Settings } from '../api/v1/settings.ts'
import { simulatedOurselves } from './ourselves.ts'
import type { InventoryFeed } from '../engine/informer/feed.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { Content } from '../store/contents/contents.ts'
import { fixedContents, type RetainedContents } from '../store/contents/fixed.ts'
import type { Store } from '../store/objects/store.ts'
import type { Json } from '../store/storage/storage.ts'
import { watchAdoptions } from './adoptions.ts'
import { type Assumptions, assumptionsFor } from './assume.ts'
import { assumedMended } from './assumed-mended.ts'
import { pullsSaid } from './expected-images.ts'
import { hostPortsSaid } from './host-ports.ts'
import { type Later, runInRounds } from './later.ts'
import { rotationSaid } from './log-rotation.ts'
import { namesOf } from './name-ids.ts'
import { refusalsIn, startsAgain, watchAiling, withoutAttempts } from './failures.ts'
import { createRecording } from './record.ts'
import { endRunningJobs } from './running-jobs.ts'
import { proxiesSaid } from './proxies.ts'
import { watchRollouts } from './rollouts.ts'
import { watchRoom } from './room.ts'
import { staysOnSaid } from './stays-on.ts'
import { staysUpSaid } from './stays-up.ts'
import { tasksSaid } from './tasks-said.ts'
import { unmetIn, withoutWhy } from './unmet.ts'
import { unplacedIn, withoutDeadlines } from './unplaced.ts'
import { watchVolumesOfOthers } from './volumes-of-others.ts'
import { createWorld, type LifeOptions, startLife, type World, type WorldNode } from './world.ts'

/** The input of a plan: the observed hosts, the stored state, and the desired state. */
export interface PlanOptions {
  readonly installation: string
  readonly nodes: readonly { readonly node: string; readonly observed: Observed }[]
  /** Nodes that do not answer: nothing is done there. Absent: all answer. */
  readonly silent?: readonly string[]
  /**
   * Of these, the ones that a running serve has given up, and since when they are silent, ms since the epoch; the grace of others begins
   * now.
   */
  readonly lost?: ReadonlyMap<string, number>
  /**
   * Nodes that exist without a manifest; absent: all connected ones. A connected engine that is neither listed here nor declared gets no
   * task.
   */
  readonly undeclared?: readonly string[]
  /** The contents of storage, with the declared changes already accepted. */
  readonly kept: ReadonlyMap<string, Json>
  /** A store with the same state, from whose services the assumptions are derived. */
  readonly declared: Store
  /** The bytes of Secrets and Configs by `Kind/stack/name`, read beforehand. */
  readonly contents: ReadonlyMap<string, Content>
  /** The retained copies of earlier bytes. Absent: there are none. */
  readonly retained?: RetainedContents
  readonly settings: Settings
  /** Orders simultaneous events. Every seed must give the same calls. */
  readonly seed: number
  /** Now, ms since the epoch. */
  readonly now: number
  /** Whether the loops may work a key, as in the apply that is planned; absent: any. */
  readonly concerns?: LifeOptions['concerns']
  /** The container that the controllers run in: its update is a handover to its successor. */
  readonly ourselves?: ContainerAt
  /** Events on the hosts during the run, by ms after the start: a simulation's timeline. */
  readonly timeline?: readonly { readonly afterMs: number; readonly act: (world: World) => void }[]
  /** What is declared once deleted objects of the same names are gone. */
  readonly later?: Later | undefined
  /** The limit of virtual time, ms. */
  readonly horizonMs?: number
}

/** What an apply would do, if the assumptions hold. */
export interface PlanResult {
  /** How many calls would change the hosts, refused ones left out. */
  readonly changes: number
  readonly assumptions: readonly string[]
  /** The writing calls, without repeated attempts at refused ones. */
  readonly calls: readonly PlannedCall[]
  /** The objects of others that would be adopted. */
  readonly adopted: readonly PlannedAdoption[]
  /** Calls that would be refused for good, and services that fail today and get no call. */
  readonly failures: readonly PlannedFailure[]
  readonly rollouts: readonly PlannedRollout[]
  /** `quiet`: converged or held. `until`: the horizon was reached first. `steps`: it went round in circles. */
  readonly end: 'quiet' | 'until' | 'steps'
  /** Containers of services that the state does not know: they stay as they are. */
  readonly unclaimed: readonly PlacedUnclaimed[]
  /** Bind mounts of tasks on hosts that are not this machine. */
  readonly farBinds: readonly FarBind[]
  /** What is not as declared at the end, and why: a plan that does not converge says so. */
  readonly unmet: readonly PlannedUnmet[]
}

/** What an apply would do, and the state that it ends in. */
export interface PlanRun extends PlanResult {
  readonly store: Store
}

const HORIZON_MS = 3_600_000
/**
 * How long a run goes on after the last event of the timeline, ms. Longer than hosts that return are away, and than the grace of nodes that
 * don't.
 */
const AFTERMATH_MS = 90_000
/** After this many timers the loops are taken to go round in circles. */
const STEPS = 5_000_000

/** Runs the real controllers against simulated copies of the hosts until they are quiet, and returns the calls that they made. */
export async function planInstallation(options: PlanOptions): Promise<PlanRun> {
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
  const takenForGranted = watchRun(life.ports.store)
  const end = await runInRounds(loopsOf(world, life.ports), limitOf(options), options.later)
  recording.throwFault()
  const calls = withoutAttempts(recording.calls)
  const refusals = refusalsIn(calls, options.nodes, life.ports)
  const touched = servicesIn(calls, serviceOf)
  const told = withoutAdopted(gettable(calls, serviceOf), adopted())
  const unplaced = unplacedIn(life.ports.store)
  const isLeft = (service: string) => !touched.has(service) && life.ports.store.get('Service', service) !== undefined
  return {
    changes: calls.filter(({ refused }) => refused === undefined).length,
    assumptions: [
      ...assumptions.said(told, calls),
      ...assumptions.saidOfRunning(comingUp(rollouts.seen(), told)),
      ...assumedMended(calls, options.declared, life.ports.store),
      ...ofCalls(calls, options.nodes, { serviceOf, store: life.ports.store }),
      ...tasksSaid(life.recorder),
      ...takenForGranted(),
      ...saidAtTheEnd(life.ports),
      ...staysOnSaid(life.ports, options.declared),
    ].map(withoutWhy),
    ...{ calls, adopted: adopted(), end, ...besideCalls(life.ports) },
    failures: [...refusals, ...ailing(isLeft)],
    rollouts: withoutDeadlines(rollouts.seen(), unplaced),
    unmet: unmetIn(life.ports, { said: servicesIn(refusals, serviceOf), unplaced }),
  }
}

/** Watches what the run takes for granted, beside its calls. */
function watchRun(store: Store): () => readonly string[] {
  const watching = [watchVolumesOfOthers(store), watchRoom(store)]
  return () => watching.flatMap((said) => said())
}

function besideCalls(ports: ReturnType<typeof startLife>['ports']): Pick<PlanRun, 'unclaimed' | 'farBinds' | 'store'> {
  const { store } = ports
  return { store, unclaimed: unclaimedTasksOf(ports), farBinds: farBindsIn(store, new Set(store.list('Stack').keys())) }
}

function loopsOf(world: World, ports: Ports): Parameters<typeof runInRounds>[0] {
  return { clock: world.clock, store: ports.store, proceed: () => endRunningJobs(world, ports) }
}

function limitOf({ now, horizonMs = HORIZON_MS }: PlanOptions) {
  return { until: now + horizonMs, steps: STEPS }
}

/** Starts the controllers as the planned apply would, with their engine calls recorded. */
function lifeOf(
  world: World,
  options: PlanOptions,
  wrapEngine: NonNullable<LifeOptions['wrapEngine']>,
): ReturnType<typeof startLife> {
  const { installation, settings, undeclared, concerns, ourselves, lost } = options
  const contents = fixedContents(options.contents, world.clock, { retained: copyOf(options.retained) })
  return startLife(world, {
    ...{ installation, settings, contents, wrapEngine },
    ...(lost ? { wrapInventory: silentSince(lost) } : {}),
    ...(undeclared ? { undeclared } : {}),
    ...(concerns ? { concerns } : {}),
    ...(ourselves ? { ourselves: simulatedOurselves(ourselves) } : {}),
  })
}

function silentSince(lost: ReadonlyMap<string, number>): NonNullable<LifeOptions['wrapInventory']> {
  const addHost = (feed: InventoryFeed) => (node: string, now: number) => feed.addHost(node, lost.get(node) ?? now)
  return (feed) => ({ ...feed, addHost: addHost(feed) })
}

/** The controllers change their copy. */
function copyOf(retained: RetainedContents = new Map()): RetainedContents {
  return new Map([...retained].map(([id, copies]) => [id, new Map(copies)]))
}

function worldOf(options: PlanOptions, assumptions: Assumptions): World {
  const { seed, now: start, kept, silent = [] } = options
  const nodes = [...copiesOf(options, assumptions), ...silent.map((node) => ({ node }))]
  const world = createWorld({ seed, start, nodes, kept })
  for (const node of silent) world.hosts.get(node)?.crash()
  return world
}

function copiesOf({ nodes, now }: PlanOptions, { behaviour, registry }: Assumptions): readonly WorldNode[] {
  return nodes.map(({ node, observed }) => ({
    ...{ node, observed, behaviour, registry },
    ...apiVersionOf(observed),
    clockAheadMs: clockAheadOf(observed, now),
  }))
}

/** The services with calls, without those whose image is refused: the refusal says enough, and nothing is assumed about them. */
function gettable(calls: readonly PlannedCall[], serviceOf: ReadonlyMap<string, string>): ReadonlySet<string> {
  const gets = ({ method, path }: PlannedCall) => method === 'BUILD' || path.startsWith('/images/create')
  const refused = servicesIn(
    calls.filter((call) => call.refused !== undefined && gets(call)),
    serviceOf,
  )
  return new Set([...servicesIn(calls, serviceOf)].filter((service) => !refused.has(service)))
}

/** What is to be known of services as they are then: which do not reach each other, and what runs beside them. */
function saidAtTheEnd(ports: Ports): readonly string[] {
  const { store, concerns } = ports
  const apart = allApart(store, (key) => concerns?.(key, 'Network') ?? true)
  return [...apart.map(({ message }) => message), ...allBeside(store, (key) => concerns?.(key, 'Service') ?? true)]
}

/** The services whose rollout completes, and of which the calls tell nothing. */
function comingUp(rollouts: readonly PlannedRollout[], told: ReadonlySet<string>): ReadonlySet<string> {
  const come = rollouts.filter(({ phases }) => phases.length > 1 && phases.at(-1)?.state === 'Completed')
  return new Set(come.map(({ service }) => service).filter((service) => !told.has(service)))
}

/** The assumptions that the calls themselves tell of, about tasks and hosts. */
function ofCalls(
  calls: readonly PlannedCall[],
  nodes: PlanOptions['nodes'],
  { serviceOf, store }: { readonly serviceOf: ReadonlyMap<string, string>; readonly store: Store },
): readonly string[] {
  return [
    ...staysUpSaid(calls, store),
    ...startsAgain(calls, nodes),
    ...driversSaid(calls, nodes),
    ...hostPortsSaid(calls, nodes),
    ...pullsSaid(calls, nodes),
    ...proxiesSaid(calls, nodes),
    ...rotationSaid(calls, serviceOf, store),
  ]
}

/** Leaves out services whose containers are adopted as they run: nothing is assumed about those. */
function withoutAdopted(services: ReadonlySet<string>, adopted: readonly PlannedAdoption[]): ReadonlySet<string> {
  const asTheyRun = new Set(adopted.map(({ object }) => object))
  for (const { object, differs } of adopted) if (differs !== undefined) asTheyRun.delete(object)
  return new Set([...services].filter((service) => !asTheyRun.has(`Service/${service}`)))
}

/** The service key of each task that exists, or existed during the run, by `Task/stack/name`. */
function watchTasks(store: Store): ReadonlyMap<string, string> {
  const services = new Map<string, string>()
  const note = (key: string, task: V1Task) => services.set(`Task/${key}`, serviceKeyOf(task))
  for (const [key, task] of store.list('Task')) note(key, task)
  store.watch('Task').subscribe(({ key, after }) => after && note(key, after))
  return services
}

/** The services that calls are made for. Assumptions are told of these only. */
function servicesIn(
  calls: readonly { readonly object: string }[],
  serviceOf: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  return new Set(calls.flatMap(({ object }) => serviceOf.get(object) ?? []))
}

/** Schedules the timeline, and keeps the run going for a while after its last event so that the effects show. */
function schedule(timeline: NonNullable<PlanOptions['timeline']>, world: World): void {
  for (const { afterMs, act } of timeline) world.clock.after(afterMs, () => act(world))
  const last = Math.max(...timeline.map(({ afterMs }) => afterMs))
  if (timeline.length > 0) world.clock.after(last + AFTERMATH_MS, () => {})
}

function apiVersionOf({ info }: Observed): { apiVersion?: string } {
  return info ? { apiVersion: info.apiVersion } : {}
}

/** Smaller clock differences may come from the time that the observation took. */
const NOTABLE_MS = 60_000

/** How far a host's clock is ahead, ms, so that its copy's clock agrees with the times of its containers. */
function clockAheadOf({ info }: Observed, now: number): number {
  const aheadMs = info?.time ? info.time - now : 0
  return Math.abs(aheadMs) < NOTABLE_MS ? 0 : aheadMs
}
