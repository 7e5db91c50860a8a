import { labels } from '../../api/v1/labels.ts'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { createWorld, startLife, type World } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { applyDeclared } from '../support/declare.ts'
import { declaredOf, generatedImages, secretOf, type Declared } from '../support/generate.ts'
import { createLife, type Death, type Life, type Passage } from '../support/life.ts'
import { NOW } from '../support/builders.ts'

/** A crash: in the n-th passage of a deploy, rollout, restart or deletion, and when in that call. */
export interface Crash {
  readonly during: 'deploy' | 'rollout' | 'restart' | 'deletion'
  readonly passage: Passage
  readonly n: number
  readonly death: Death
  readonly seed: number
}

const REPLICAS = 3

/** The number of passages in a run without a crash, and so of crashes to test. */
export async function countPassages(during: Crash['during'], passage: Passage, seed: number): Promise<number> {
  const run = await begin(during, seed)
  const before = run.life.count(passage)
  run.act()
  await settle(run.world, 10_000)
  return run.life.count(passage) - before
}

/** Crashes once, restarts a moment later, and returns the violations at rest, with the duplicates seen before. */
export async function crashOnce({ during, passage, n, death, seed }: Crash): Promise<readonly string[]> {
  const run = await begin(during, seed)
  const { world } = run
  const moments = watchDuplicates(world)
  run.life.killAt({ passage, n, death })
  run.act()
  await untilDead(run)
  if (!run.life.isDead()) return []
  world.clock.after(1, () => live(run))
  await settle(world, 30_000)
  moments.end()
  await settle(world, 90_000)
  const calls = run.life.count('write')
  await settle(world, 900_000)
  const more = run.life.count('write') - calls
  return [...moments.seen, ...violations(run), ...(more === 0 ? [] : [`S8 ${more} writing calls at rest`])]
}

interface Run {
  readonly world: World
  declared: Declared
  life: Life
  /** Makes the change during which the crash happens. */
  readonly act: () => void
  readonly image: string | undefined
  store: Parameters<typeof applyDeclared>[0]
  /** The ids of the containers that a restart is to replace. */
  old: ReadonlySet<string>
}

async function begin(during: Crash['during'], seed: number): Promise<Run> {
  const world = createWorld({ seed, start: NOW, nodes: [{ node: 'a', images: generatedImages }] })
  const image = { deploy: 'app:1', rollout: 'app:2', restart: 'app:1', deletion: undefined }[during]
  const run: Run = {
    ...{ world, declared: during === 'deploy' ? none : stack('app:1'), life: createLife(), image },
    ...{ store: undefined as unknown as Run['store'], old: new Set() },
    act() {
      if (during === 'restart') return askRestart(run.store, 'shop/web', world.clock.now())
      run.declared = image === undefined ? none : stack(image)
      applyDeclared(run.store, run.declared)
    },
  }
  live(run)
  await settle(world, 60_000)
  if (during === 'restart') run.old = new Set(webIn(world).map(({ Id }) => Id))
  return run
}

function live(run: Run): void {
  run.life = createLife()
  const contents = fixedContents(run.declared.contents, run.life.wrapClock(run.world.clock))
  const { ports } = startLife(run.world, {
    ...run.life,
    installation: 'default',
    contents,
    wrapEngine: (engine) => run.life.wrapEngine(engine),
  })
  run.store = ports.store
  applyDeclared(ports.store, run.declared)
}

async function untilDead({ world, life }: Run): Promise<void> {
  for (let second = 0; second < 60 && !life.isDead(); second++) await settle(world, 1_000)
}

async function settle(world: World, ms: number): Promise<void> {
  world.clock.after(ms, () => {})
  await world.clock.runUntilQuiet({ until: world.clock.now() + ms, steps: 1e6 })
}

const contents = new Map([secretOf('shop', 1)])
const none = declaredOf([], contents)

/** A stack of three replicas with a secret and a volume, and a job that they depend on. */
function stack(image: string): Declared {
  const object = (kind: 'Service' | 'Secret' | 'Volume', name: string, spec: object) =>
    ({ apiVersion: API_VERSION, kind, metadata: { name, namespace: 'shop' }, spec }) as never
  const web: V1ServiceSpec = {
    mode: 'Replicated',
    replicas: REPLICAS,
    updateStrategy: { parallelism: 1, order: image === 'app:2' ? 'StartFirst' : 'StopFirst', monitorSeconds: 1 },
    dependsOn: [{ service: 'migrate', condition: 'Completed' }],
    template: {
      image,
      secrets: [{ secret: 'password' }],
      mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
    },
  }
  const migrate: V1ServiceSpec = { mode: 'ReplicatedJob', replicas: 1, template: { image: 'job:1' } }
  const objects = [
    object('Secret', 'password', { file: '/srv/password' }),
    object('Volume', 'data', {}),
    object('Service', 'web', web),
    object('Service', 'migrate', migrate),
  ]
  return declaredOf(objects, contents)
}

function ours(world: World): readonly ContainerInspect[] {
  const found = world.hosts.get('a')?.containers() ?? []
  return found.filter(({ Config }) => Config.Labels?.[labels.installation] === 'default')
}

/** Looks for tasks with two containers, every 40 ms until `end`: they are duplicates even for a moment. */
function watchDuplicates(world: World): { readonly seen: Set<string>; end(): void } {
  const seen = new Set<string>()
  let ended = false
  const look = () => {
    const tasks = ours(world).map(({ Config }) => Config.Labels?.[labels.task])
    for (const task of tasks)
      if (task !== undefined && tasks.filter((other) => other === task).length > 1)
        seen.add(`S6 two containers of ${task} for a moment`)
    if (!ended) world.clock.after(40, look, 'periodic')
  }
  look()
  return {
    seen,
    end() {
      ended = true
    },
  }
}

function webIn(world: World): readonly ContainerInspect[] {
  return ours(world).filter(({ Config }) => Config.Labels?.[labels.name] === 'web')
}

function violations({ world, image, old }: Run): readonly string[] {
  const found = ours(world)
  const web = webIn(world)
  const left = web.filter(({ Id }) => old.has(Id)).length
  const others = found.filter(({ Config }) => !['web', 'migrate'].includes(Config.Labels?.[labels.name] ?? ''))
  const names = web.map(({ Name }) => Name).sort()
  const wanted = image === undefined ? [] : Array.from({ length: REPLICAS }, (_, index) => `/shop-web-${index + 1}`)
  return [
    ...(names.join() === wanted.join() ? [] : [`S6 there are ${names.join()}, wanted are ${wanted.join()}`]),
    ...web.filter(({ State }) => State.Status !== 'running').map(({ Name }) => `S6 ${Name} does not run`),
    ...web.filter(({ Config }) => Config.Image !== image).map(({ Name }) => `S6 ${Name} is of the old revision`),
    ...others.map(({ Name }) => `S6 ${Name} is left over`),
    // A restart that was never written to storage is lost; one that was written must have replaced all.
    ...(left === 0 || left === REPLICAS ? [] : [`S6 the restart ended half-way, ${left} are of before`]),
    ...(image === undefined && found.length > 0 ? [`S6 ${found.length} containers are left`] : []),
    ...(world.hosts.get('a')?.state.volumes.has('shop_data') ? [] : ['S4 the volume is gone']),
  ]
}
