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
import { NOW } from '../support/builders.ts'
import { servicesOf } from '../support/generate-change.ts'
import { applyDeclared } from '../support/declare.ts'
import { between, chance, pick } from '../support/draw.ts'
import { brokenImage, generatedImages, generateStack, type Declared } from '../support/generate.ts'
import { createLife, type Life } from '../support/life.ts'
import { checkCall, type Foreign } from './always.ts'
import { lineOf } from './log.ts'

/** What a run of chaos is made from; the same options give the same log, byte for byte. */
export interface ChaosOptions {
  readonly seed: number
  /** How many hosts there are; absent: one. */
  readonly hosts?: number
  readonly settings?: Settings
  /** Whether the hosts' clocks may differ from the controllers'. */
  readonly skewed?: boolean
  readonly latency?: Partial<Latency>
  /** A fault planted in the product itself, to see that it is found. */
  readonly wrapInventory?: HostsOptions['wrapInventory']
}

/** A host, and what of others has to stay on it. */
export interface Site {
  readonly host: SimulatedHost
  readonly foreign: Foreign
}

/** One world with hosts, storage and lives, and what happened in it. */
export interface Chaos {
  readonly world: World
  readonly sites: readonly Site[]
  /** The one that an event is about. */
  site: Site
  /** Decides what happens next; the world draws from another. */
  readonly random: Random
  /** Every call that was sent, and every event. */
  readonly log: string[]
  /** Rules that were broken. */
  readonly violations: string[]
  declared: Declared
  /** The templates that each service was ever declared with, as JSON. */
  readonly templates: Map<string, Set<string>>
  /** The keys of Secrets and Configs whose files are away. */
  readonly lost: Set<string>
  /** Tells that a Secret or Config is another now, by its key. */
  readonly contentChanges: Subject<string>
  /** Writing calls so far. */
  writes: number
  life: Life
  installation: Installation
  /** Tells the controllers of what is declared, if any live. */
  declare(declared: Declared): void
  /** Lets time pass, ms. */
  advance(ms: number): Promise<void>
  note(line: string): void
  violate(rule: string): void
  /** Ends the life without a word when it is not dead, and begins the next one a little later. */
  crash(): void
}

const STEPS = 2_000_000

/** Hosts with one or two stacks declared, the controllers just started. */
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

/** Starts a life from what storage holds; when it ends, the next one follows. */
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
    contents: {
      changes: () => chaos.contentChanges,
      read: ({ kind, metadata }) =>
        new Promise((resolve) => {
          const key = `${kind}/${metadata.namespace}/${metadata.name}`
          const none = { found: false as const, because: 'it is not there' }
          clock.after(0, () => resolve((chaos.lost.has(key) ? undefined : chaos.declared.contents.get(key)) ?? none))
        }),
    },
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

/** The engine with every call that is sent written down and checked. */
function watched(chaos: Chaos, engine: Engine): Engine {
  const { node } = engine
  const host = chaos.world.hosts.get(node) as SimulatedHost
  return wrapEngine(engine, (call, next) => {
    chaos.note(chaos.sites.length > 1 ? `${node} ${lineOf(call)}` : lineOf(call))
    checkCall(chaos, host, call)
    return next()
  })
}
