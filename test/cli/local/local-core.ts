import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NEVER } from 'rxjs'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { defaultSettings } from '../../../api/v1/settings.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { realRandom } from '../../../clock/random.ts'
import { realClock } from '../../../clock/real.ts'
import type { Engine } from '../../../engine/engine.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { createHistory } from '../../../store/objects/history.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import type { Json } from '../../../store/storage/storage.ts'

const { signal } = new AbortController()

/** What commands work on, over a store in memory that begins with `state`; engines are not there. */
export function aCore(home: string, state: ReadonlyMap<string, Json> = new Map()): Core {
  const storage = memoryStorage({ clock: realClock, random: realRandom })
  const store = createStore({ clock: realClock, random: realRandom, storage: storage.open(), state })
  return {
    history: createHistory({ store, clock: realClock }),
    ...{ home, store, clock: realClock, random: realRandom, settings: defaultSettings, installation: 'default' },
    variable: () => undefined,
    purpose: 'act',
    lockWaitMs: 0,
    checkRights: () => undefined,
    isLocalAbsent: () => false,
    audit: { record: () => undefined },
    begin: () => Promise.reject(new Error('nothing here needs an engine')),
    inventory: () => Promise.reject(new Error('nothing here needs a host')),
    engines: async () => new Map(),
    connectOthers: () => ({ engines: new Map(), close: () => undefined }),
    calls: { now: () => [], watch: () => () => undefined },
    checkState: async () => undefined,
    closing: signal,
    close: async () => undefined,
  }
}

/** Loops that have done what they can over these hosts, none where not given, and of which nothing more is heard. */
export function loopsAtRest(...hosts: readonly object[]): Loops {
  return {
    inventory: { host: () => undefined, hosts: () => hosts, watch: () => NEVER },
    running: { at: () => [], loops: [] },
    recorder: { watch: () => NEVER },
    ports: { inventory: { hosts: () => [] } },
  } as unknown as Loops
}

/** What `aCore` makes, with an engine that lists these, and nothing else. */
export function withEngine(core: Core, lists: Readonly<Record<string, () => Promise<unknown>>>): Core {
  const listVolumes = async () => ({ volumes: [], warnings: [] })
  const engine = { node: 'local', listContainers: async () => [], listVolumes, ...lists }
  return { ...core, engines: async () => new Map([['local', engine as unknown as Engine]]) }
}

/** A home of each test's own, with what commands work on in it. */
export function eachHome(begin: (core: Core) => unknown): void {
  let home = ''
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'home-'))
    await begin(aCore(home))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))
}

/** The same whose process dies as soon as storage has what was written. */
export function dyingOnceKept(core: Core): Core {
  const durable = async () => {
    await core.store.durable()
    throw new Error('killed')
  }
  return { ...core, store: { ...core.store, durable } }
}

/** The same whose storage takes its time: `isAsked` once it is waited for, which ends when it is let go on. */
export function waitingForStorage(core: Core): { core: Core; isAsked: Promise<void>; goOn(): void } {
  const { promise: isAsked, resolve: asked } = pending()
  const { promise: isLet, resolve: goOn } = pending()
  const durable = async () => {
    asked()
    await isLet
    await core.store.durable()
  }
  return { core: { ...core, store: { ...core.store, durable } }, isAsked, goOn }
}

function pending(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

/** The manifest of a service in the stack `shop`. */
export function serviceText(name: string): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { template: { image: nginx } }
`
}

/** The manifest of a Secret whose bytes are the variable TOKEN. */
export const tokenText = `apiVersion: reconcile.dev/v1
kind: Secret
metadata: { name: token, namespace: shop }
spec: { environment: TOKEN }
`

/** A request of one file. */
export function aRequest(home: string, text: string, variables: ManifestRequest['variables']) {
  const sources = [{ file: join(home, 'a.yaml'), text }]
  return { sources, cwd: home, wait: false, signal, ...(variables ? { variables } : {}) }
}

/** Everything that comes. */
export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const value of values) found.push(value)
  return found
}
