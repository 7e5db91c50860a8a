import { Subject } from 'rxjs'
import type { Random } from '../../clock/random.ts'
import { seededRandom } from '../../clock/random.ts'
import { stableJson } from '../../api/v1/language/hash.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { HostsOptions } from '../../controllers/hosts.ts'
import type { Installation } from '../../controllers/installation.ts'
import type { Engine } from '../../engine/engine.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { Latency } from '../../engine/simulated/latency.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { createWorld, startLife, type World } from '../../plan/world.ts'
import { fixedContents, type RetainedContents } from '../../store/contents/fixed.ts'
import { NOW } from '../support/builders.ts'
import { servicesOf } from '../support/generate-change.ts'
import { applyDeclared } from '../support/declare.ts'
import { between, chance, pick } from '../support/draw.ts'
import { brokenImage, generatedImages, generateStack, type Declared } from '../support/generate.ts'
import { createLife, type Life } from '../support/life.ts'
import { checkCall, type Foreign } from './always.ts'
import { lineOf } from './log.ts'

/** The options of a chaos run; equal options give equal logs, byte for byte. */
export interface ChaosOptions {
  readonly seed: number
  /** The number of hosts; absent: one. */
  readonly hosts?: number
  readonly settings?: Settings
  /** Whether the clocks of hosts may differ from the controllers'. */
  readonly skewed?: boolean
  readonly latency?: Partial<Latency>
  /** Plants a fault in the product, to check that the run finds it. */
  readonly wrapInventory?: HostsOptions['wrapInventory']
}

/** A host, and the objects that must stay on it. */
export interface Site {
  readonly host: SimulatedHost
  readonly foreign: Foreign
}

/** A chaos run: a world of hosts and storage, the current life of the controllers, and what happened so far. */
export interface Chaos {
  readonly world: World
  readonly sites: readonly Site[]
  /** The host that the current event is about. */
  site: Site
  /** Draws the events; the world has a generator of its own. */
  readonly random: Random
  /** All calls that were sent, and all events. */
  readonly log: string[]
  /** The violations of rules. */
  readonly violations: string[]
  declared: Declared
  /** All templates that each service was ever declared with, as JSON. */
  readonly templates: Map<string, Set<string>>
  /** The keys of Secrets and Configs whose files are missing. */
  readonly lost: Set<string>
  readonly retained: RetainedContents
  /** Emits the key of a Secret or Config when its bytes change. */
  readonly contentChanges: Subject<string>
  /** The number of writing calls so far. */
  writes: number
  life: Life
  installation: Installation
  /** Sets the declaration, and applies it to the store if the controllers live. */
  declare(declared: Declared): void
  /** Advances time by `ms`. */
  advance(ms: number): Promise<void>
  note(line: string): void
  violate(rule: string): void
  /** Kills the current life, if it is not dead yet; the next one starts a little later. */
  crash(): void
}

const STEPS = 2_000_000

/** Creates hosts, declares a stack, and starts the controllers. */
export function createChaos(options: ChaosOptions): Chaos {
  const { seed, hosts = 1 } = options
  const random = seededRandom(seed * 7_919 + 1)
  const registry = { ...generatedImages, 'bad:1': brokenImage }
  const latency = { event: [1, 20] as const, ...options.latency }
  const nodes = ['a', 'b', 'c'].slice(0, hosts).map((node) => {
    const apiVersion = chance(random, 0.3) ? '1.41' : '1.51'
    const clockAheadMs = options.skewed ? pick(random, [0, -3_600_000, 4_000, 3_600_000]) : 0
    return { node, images: generatedImages, registry, apiVersion, latency, clockAheadMs }
  })
  const world = createWorld({ seed, start: NOW, nodes })
  const sites = [...world.hosts.values()].map(siteOf)
  const chaos: Chaos = {
    ...{ world, random, sites, site: sites[0] as Site, log: [], violations: [], writes: 0 },
    ...{
      declared: generateStack(random, 'shop'),
      templates: new Map(),
      lost: new Set(),
      retained: new Map(),
      contentChanges: new Subject(),
    },
    life: createLife(),
    installation: undefined as unknown as Installation,
    declare(declared) {
      const before = chaos.declared.contents
      chaos.declared = declared
      remember(chaos)
      if (!chaos.life.isDead()) applyDeclared(chaos.installation.ports.store, declared)
      for (const [key, content] of declared.contents) if (before.get(key) !== content) chaos.contentChanges.next(key)
    },
    async advance(ms) {
      world.clock.after(ms, () => {})
      const end = await world.clock.runUntilQuiet({ until: world.clock.now() + ms, steps: STEPS })
      if (end === 'steps') chaos.violate(`it goes round in circles: more than ${STEPS} steps in ${ms} ms`)
    },
    note: (line) => void chaos.log.push(`${world.clock.now() - NOW} ${line}`),
    violate(rule) {
      chaos.violations.push(`${world.clock.now() - NOW} ${rule}`)
      chaos.note(`BROKEN ${rule}`)
    },
    crash: () => chaos.life.kill(),
  }
  remember(chaos)
  begin(chaos, options)
  return chaos
}

function remember({ declared, templates }: Chaos): void {
  for (const service of servicesOf(declared)) {
    const known = templates.get(keyOf(service)) ?? new Set()
    templates.set(keyOf(service), known.add(stableJson(service.spec.template)))
  }
}

function siteOf(host: SimulatedHost): Site {
  return { host, foreign: { containers: new Set(), networks: new Set(), volumes: new Set(), carried: new Map() } }
}

/** Starts a life of the controllers from storage; when it ends, schedules the next one. */
function begin(chaos: Chaos, options: ChaosOptions): void {
  const { world, random } = chaos
  const onDeath = () => {
    chaos.note('the controller dies')
    world.clock.after(between(random, 1, chance(random, 0.5) ? 50 : 5_000), () => begin(chaos, options))
  }
  const life = createLife({ onDeath, closes: chance(random, 0.5) })
  const clock = life.wrapClock(world.clock)
  chaos.life = life
  chaos.note('a controller starts')
  chaos.installation = startLife(world, {
    installation: 'default',
    contents: fixedContents(
      { get: (key) => (chaos.lost.has(key) ? undefined : chaos.declared.contents.get(key)) },
      clock,
      { changes: chaos.contentChanges, retained: chaos.retained },
    ),
    ...life,
    wrapEngine: (engine) => life.wrapEngine(watched(chaos, engine)),
    ...(options.settings ? { settings: options.settings } : {}),
    ...(options.wrapInventory ? { wrapInventory: options.wrapInventory } : {}),
  })
  const { store } = chaos.installation.ports
  applyDeclared(store, chaos.declared)
  for (const kind of ['Service', 'Network', 'Volume'] as const)
    store.watch(kind).subscribe(({ after }) => {
      if (!after) clock.after(0, () => applyDeclared(store, chaos.declared))
    })
}

/** Wraps an engine so that every call that is sent is logged and checked. */
function watched(chaos: Chaos, engine: Engine): Engine {
  const { node } = engine
  const host = chaos.world.hosts.get(node) as SimulatedHost
  return wrapEngine(engine, (call, next) => {
    chaos.note(chaos.sites.length > 1 ? `${node} ${lineOf(call)}` : lineOf(call))
    checkCall(chaos, host, call)
    return next()
  })
}
