import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import type { Random } from '../../clock/random.ts'
import { seededRandom } from '../../clock/random.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { interestOf } from '../../cli/local/plan/interest.ts'
import { rollbackOf } from '../../cli/local/undo/rollback.ts'
import { bringBack } from '../../cli/local/undo/undo.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { isWrite } from '../../engine/is-write.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { Latency } from '../../engine/simulated/latency.ts'
import type { Observed } from '../../engine/simulated/seed.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { withoutAttempts } from '../../plan/failures.ts'
import { observeHost } from '../../plan/observe.ts'
import { planInstallation, type PlanResult } from '../../plan/plan.ts'
import { createRecording } from '../../plan/record.ts'
import { createWorld, startLife, type World } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { createStore } from '../../store/objects/create-store.ts'
import type { Store } from '../../store/objects/store.ts'
import { memoryStorage } from '../../store/storage/memory.ts'
import type { Json } from '../../store/storage/storage.ts'
import { NOW } from '../support/builders.ts'
import { applyDeclared } from '../support/declare.ts'
import { between, chance, pick } from '../support/draw.ts'
import { generatedImages, generateStack, type Declared } from '../support/generate.ts'
import { type ChangeSort, servicesOf } from '../support/generate-change.ts'
import { tightChange, tightStack } from '../support/generate-tight.ts'
import { drawChange, uncommonChange } from '../support/generate-uncommon.ts'
import { createLife } from '../support/life.ts'
import { planDifferences } from '../support/plan-differences.ts'

/** The result of a case: the planned calls, the applied calls, and the steps before in words. */
export interface Outcome {
  readonly words: readonly string[]
  /** The sorts of change that the plan was about. */
  readonly sorts: readonly ChangeSort[]
  readonly planned: PlanResult
  readonly applied: readonly PlannedCall[]
  /** The number of writing calls while observing; must be 0 (S7). */
  readonly observedWrites: number
  readonly declared: Declared
}

const HOUR = 3_600_000
/** Longer than the slowest pull. After this time no sent call is in progress, which could change a host between plan and apply. */
const PULLED_MS = 13_000
const nodeNames = ['a', 'b', 'c']

/**
 * Creates a world with a deployed stack, changes the declaration, plans, and then applies in that world. `blind` plants a fault: the plan
 * does not know of the undo. `uncommon` is the share of uncommon changes; `hosts` is the number of hosts, at most three. On `tight` ones
 * the services reserve most of what there is.
 */
export async function runCase(
  seed: number,
  { blind = false, uncommon = 0, hosts = 1, tight = false } = {},
): Promise<Outcome> {
  const random = seededRandom(seed * 104_729 + 7)
  const words: string[] = []
  const sorts: ChangeSort[] = []
  const world = createWorld({ seed: seed + 1_000, start: NOW, nodes: someNodes(random, hosts) })
  let declared = tight ? tightStack(random) : aStack(random, uncommon, words)
  const change = () => (tight ? tightChange(random, declared) : drawChange(random, declared, uncommon))
  if (chance(random, 0.75)) {
    await converge(world, declared)
    words.push('deployed')
    if (chance(random, 0.25)) {
      const first = change()
      declared = first.declared
      const ms = between(random, 10, 6_000)
      await interrupt(world, { declared }, ms)
      words.push(`${first.words}, killed after ${ms} ms`)
    } else if (chance(random, 0.2)) {
      const ms = between(random, 10, 6_000)
      await interrupt(world, { declared, restarted: aService(random, declared) }, ms)
      words.push(`restarted, killed after ${ms} ms`)
    }
    drift(random, world, words)
    await pass(world, PULLED_MS)
    for (let count = between(random, 0, 3); count > 0; count--) {
      const next = change()
      declared = next.declared
      words.push(next.words)
      sorts.push(...(next.sort ? [next.sort] : []))
    }
  }
  const maybeOne = (share: number) => (chance(random, share) ? aService(random, declared) : undefined)
  const restarted = maybeOne(0.2)
  if (restarted !== undefined) words.push(`${restarted} is restarted`)
  const held = maybeOne(0.2)
  if (held !== undefined) words.push(`the rollouts of ${held} are paused`)
  const drained = drainedHost(seed, hosts, words)
  const forbidden = forbiddenHost(seed, hosts, { declared, words })
  const wanted = { declared, restarted, held, drained, forbidden }
  const undone = maybeOne(0.3)
  const { kept, store, words: did } = await accepted(world, { ...wanted, undone })
  words.push(...did)
  const { observed, writes } = await observe(world, store)
  const seen = blind ? await accepted(world, wanted) : { kept, store }
  const planned = await planInstallation({
    installation: 'default',
    nodes: observed,
    ...{ kept: seen.kept, declared: seen.store, contents: declared.contents, settings: defaultSettings },
    ...{ seed: 1, now: world.clock.now() },
  })
  const applied = await apply(world, { kept, declared, observed })
  return { words, sorts, planned, applied, observedWrites: writes, declared }
}

/** In some cases with several hosts, the host to drain. Has its own generator, so that the other draws of each seed stay the same. */
function drainedHost(seed: number, hosts: number, words: string[]): string | undefined {
  const random = seededRandom(seed * 7_919 + 3)
  if (hosts < 2 || !chance(random, 0.35)) return undefined
  const drained = pick(random, nodeNames.slice(0, hosts))
  words.push(`the host ${drained} is drained`)
  return drained
}

/** In some cases with several hosts, a host that a service's placement excludes from now on. Has its own generator, too. */
function forbiddenHost(
  seed: number,
  hosts: number,
  { declared, words }: { readonly declared: Declared; readonly words: string[] },
): Wanted['forbidden'] {
  const random = seededRandom(seed * 6_271 + 5)
  if (hosts < 2 || !chance(random, 0.35)) return undefined
  const service = aService(random, declared)
  if (service === undefined) return undefined
  const node = pick(random, nodeNames.slice(0, hosts))
  words.push(`${service} may not be on ${node}`)
  return { service, node }
}

/** Draws a stack, with up to five uncommon changes where these are asked for. */
function aStack(random: Random, uncommon: number, words: string[]): Declared {
  let next = generateStack(random, 'shop')
  for (let count = uncommon > 0 ? between(random, 0, 5) : 0; count > 0; count--) {
    const change = uncommonChange(random, next)
    next = change.declared
    words.push(`first ${change.words}`)
  }
  return next
}

interface ObservedNode {
  readonly node: string
  readonly observed: Observed
}

/** The declaration, and the commands given with it. Services are by key. */
interface Wanted {
  readonly declared: Declared
  /** The service to restart. */
  readonly restarted?: string | undefined
  /** The service whose rollouts are paused. */
  readonly held?: string | undefined
  /** The host to drain. */
  readonly drained?: string | undefined
  /** A host that a service's placement excludes. */
  readonly forbidden?: { readonly service: string; readonly node: string } | undefined
  /** The service to roll back. */
  readonly undone?: string | undefined
}

/** Accepts the declaration and gives the commands; returns what was undone, in words. */
function want(store: Store, wanted: Wanted, clock: World['clock']): readonly string[] {
  const { declared, restarted, held, drained, forbidden, undone } = wanted
  const now = clock.now()
  applyDeclared(store, declared)
  if (drained !== undefined && store.get('Node', drained))
    store.update('Node', drained, ({ spec }) => void (spec.drain = true))
  if (forbidden && store.get('Service', forbidden.service))
    store.update('Service', forbidden.service, ({ spec }) => {
      spec.placement = { ...spec.placement, constraints: [`node.name!=${forbidden.node}`] }
    })
  if (restarted !== undefined) askRestart(store, restarted, now)
  if (held !== undefined) setRolloutPause(store, held, { since: new Date(now).toISOString() })
  return undone === undefined ? [] : undo({ store, clock }, undone)
}

function undo(core: Parameters<typeof rollbackOf>[0], key: string): readonly string[] {
  const [namespace = '', name = ''] = key.split('/')
  try {
    const rollback = rollbackOf(core, { kind: 'Service', namespace, name }, undefined)
    if (rollback.isThere) return []
    bringBack(core, rollback)
    return [`${key} is ${UNDONE} ${rollback.revision.spec.number}`]
  } catch (error) {
    if (isInstallationError(error)) return [] // a job, or there is no earlier one
    throw error
  }
}

/** Occurs in the words of a case with an undo. */
export const UNDONE = 'undone to revision'

/** The key of a random declared service. */
function aService(random: Random, declared: Declared): string | undefined {
  const services = servicesOf(declared)
  return services.length === 0 ? undefined : keyOf(pick(random, services))
}

/** Hosts with the same local images. Else a tag could mean a local image on one host, and the registry's on another that pulls it. */
function someNodes(random: Random, count: number) {
  const [name = '', ...names] = nodeNames.slice(0, count)
  const first = aNode(random, name)
  return [first, ...names.map((other) => ({ ...aNode(random, other), images: first.images }))]
}

/** A host whose latencies differ from those that `plan` assumes, and which lacks some of the images. */
function aNode(random: Random, node: string) {
  const scale = pick(random, [0.3, 1, 3])
  const span = (least: number, most: number) => [Math.ceil(least * scale), Math.ceil(most * scale)] as const
  const latency: Partial<Latency> = {
    ...{ create: span(8, 40), start: span(50, 300), stop: span(10, 80), remove: span(5, 60), network: span(10, 120) },
    ...{ travel: [0, 5], read: span(1, 8), event: [1, 20], pull: span(100, 4_000), healthy: span(300, 1_500) },
  }
  const there = Object.entries(generatedImages).filter(() => chance(random, 0.7))
  const images = Object.fromEntries(there)
  const apiVersion = pick(random, ['1.41', '1.51'])
  return {
    node,
    apiVersion,
    latency,
    images,
    registry: generatedImages,
    info: { pluginsVolume: ['local', 'plug'] },
  }
}

async function pass(world: World, ms: number): Promise<void> {
  world.clock.after(ms, () => {})
  await world.clock.runUntilQuiet({ until: world.clock.now() + ms, steps: 1e6 })
}

/** A random host. With a single host nothing is drawn, so that the other draws of each seed stay the same. */
function aHost(random: Random, { hosts }: World): SimulatedHost {
  const all = [...hosts.values()]
  return all.length === 1 ? (all[0] as SimulatedHost) : pick(random, all)
}

/** Deploys until the world is quiet, and stops the controllers. */
async function converge(world: World, declared: Declared): Promise<void> {
  const contents = fixedContents(declared.contents, world.clock)
  const life = startLife(world, { installation: 'default', contents })
  applyDeclared(life.ports.store, declared)
  await world.clock.runUntilQuiet({ until: world.clock.now() + HOUR, steps: 1e6 })
  const stopped = life.stop()
  await pass(world, 1_000)
  await stopped
}

/** Applies a change with controllers that are killed after `ms`. Calls sent before are still carried out. */
async function interrupt(world: World, wanted: Wanted, ms: number): Promise<void> {
  const life = createLife()
  const clock = life.wrapClock(world.clock)
  const { ports } = startLife(world, {
    ...life,
    installation: 'default',
    contents: fixedContents(wanted.declared.contents, clock),
  })
  want(ports.store, wanted, world.clock)
  await pass(world, ms)
  life.kill()
}

/** In half of the cases, makes one to three changes by hand on a host. */
function drift(random: Random, world: World, words: string[]): void {
  const host = aHost(random, world)
  const { byHand } = host
  const names = host
    .containers()
    .map(({ Name }) => Name.slice(1))
    .sort()
  const deeds: readonly [string, (name: string) => void][] = [
    ['removed', (name) => byHand.remove(name)],
    ['killed', (name) => byHand.kill(name)],
    ['paused', (name) => byHand.pause(name)],
    ['given other memory', (name) => byHand.update(name, { Memory: 77 << 20, MemorySwap: 154 << 20 })],
    ['renamed', (name) => byHand.rename(name, `mine-${name}`)],
    ['taken off its network', (name) => disconnect(host, name)],
    ['given a second network of the name of its own', (name) => double(host, name)],
    ['pruned with all that is stopped', () => byHand.prune()],
    ['replaced by a foreign one', (name) => replace(host, name)],
  ]
  for (let count = chance(random, 0.5) ? between(random, 1, 3) : 0; count > 0 && names.length > 0; count--) {
    const [what, act] = pick(random, deeds)
    const name = pick(random, names)
    try {
      act(name)
      words.push(`${name} ${what}`)
    } catch {
      // The container does not run any more, or has another name by now: nothing was changed.
    }
  }
}

function replace({ byHand, state }: SimulatedHost, name: string): void {
  byHand.remove(name)
  const [image] = state.images.keys()
  byHand.run(name, { Image: image ?? '' })
}

/** Creates a duplicate of a container's network, with the same name, as engines before 25 do for two creates at the same time. */
function double(host: SimulatedHost, name: string): void {
  const { byHand, state } = host
  const network = [...state.networks.values()].find((one) => one.name === networkOf(host, name))
  if (network) byHand.createNetwork({ ...network.body, CheckDuplicate: false })
}

function disconnect(host: SimulatedHost, name: string): void {
  const network = networkOf(host, name)
  if (network !== undefined) host.byHand.disconnect(network, name)
}

function networkOf(host: SimulatedHost, name: string): string | undefined {
  const found = host.containers().find(({ Name }) => Name === `/${name}`)
  return Object.keys(found?.NetworkSettings.Networks ?? {})[0]
}

/** A copy of the state that has accepted the declaration and the commands. */
async function accepted(
  { clock, random, storage }: World,
  wanted: Wanted,
): Promise<{ kept: Map<string, Json>; store: Store; words: readonly string[] }> {
  const memory = memoryStorage({ clock, random, initial: storage.copy() })
  const store = createStore({ clock, random, storage: memory.open(), state: memory.copy() })
  const words = want(store, wanted, clock)
  const durable = store.durable()
  clock.after(1_000, () => {})
  await clock.runUntilQuiet({ until: clock.now() + 1_000, steps: 1e5 })
  await durable
  return { kept: memory.copy(), store, words }
}

async function observe(world: World, store: Store): Promise<{ observed: ObservedNode[]; writes: number }> {
  let writes = 0
  const observed = [...world.hosts].map(async ([node, host]) => {
    const engine = wrapEngine(host.engine(), (call, next) => {
      if (isWrite(call.verb)) writes++
      return next()
    })
    const run = { signal: new AbortController().signal, object: `Node/${node}`, reason: 'look' }
    return { node, observed: await observeHost(engine, interestOf(store, 'default'), run) }
  })
  await pass(world, 2_000)
  return { observed: await Promise.all(observed), writes }
}

/** Applies with the controllers, from the state that was planned with; returns the recorded calls. */
async function apply(
  world: World,
  {
    kept,
    declared,
    observed,
  }: { kept: ReadonlyMap<string, Json>; declared: Declared; observed: readonly ObservedNode[] },
): Promise<readonly PlannedCall[]> {
  const { clock, random } = world
  const storage = memoryStorage({ clock, random, latencyMs: { min: 1, max: 9 }, initial: kept })
  const names = new Map([
    ...observed.flatMap((each) =>
      each.observed.containers.map(({ Id, Name }): [string, string] => [Id, Name.slice(1)]),
    ),
    ...observed.flatMap((each) => each.observed.networks.map(({ Id, Name }): [string, string] => [Id, Name])),
  ])
  const recording = createRecording(clock, names)
  const contents = fixedContents(declared.contents, clock)
  const life = startLife({ ...world, storage }, { installation: 'default', contents, wrapEngine: recording.wrap })
  await clock.runUntilQuiet({ until: clock.now() + HOUR, steps: 1e6 })
  void life.stop()
  return withoutAttempts(recording.calls)
}

/** How a case violates the contract of `plan`, in words; empty when it holds. */
export function differences({ planned, applied, observedWrites, declared }: Outcome): readonly string[] {
  return [
    ...(planned.end === 'quiet' ? [] : [`the plan ended by ${planned.end}`]),
    ...(observedWrites === 0 ? [] : [`S7 the observation made ${observedWrites} writing calls`]),
    ...planDifferences({ planned: planned.calls, made: applied, declared }),
  ]
}
