import { deepEqual, ok } from 'node:assert/strict'
import { API_VERSION, type ObjectOf } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import { consent } from '../../controllers/adoption/records.ts'
import { createWorld, startLife, type World } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import type { Store } from '../../store/objects/store.ts'
import { NOW } from '../support/builders.ts'
import { composeProject } from '../support/compose-project.ts'
import { createLife, type Death, deaths, type Life, type Passage } from '../support/life.ts'
import { RUNS } from '../support/world.ts'
import { inShare } from '../support/share.ts'

const seeds = inShare([1], [1, 2, 3])
/** The share of `npm test` crashes at every third call. */
const stride = inShare(3, 1)

const restartPolicy = { condition: 'Always' as const }
const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
const meta = (name: string) => ({ name, namespace: 'shop' })
const declared: readonly ObjectOf[] = [
  { apiVersion: API_VERSION, kind: 'Volume', metadata: meta('data'), spec: {} },
  {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: meta('web') },
    spec: { replicas: 2, template: { image: 'nginx', restartPolicy, mounts } },
  },
  {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: meta('api') },
    spec: { template: { image: 'nginx', restartPolicy, env: [{ name: 'COLOR', value: 'blue' }] } },
  },
]

interface Run {
  readonly world: World
  /** The ids of the containers that must keep running, by the names that they must get. */
  readonly kept: Readonly<Record<string, string>>
  life: Life
}

/** Creates a project of docker compose. `web` is as declared except for one container's name; `api` must be replaced. */
function begin(seed: number): Run {
  const world = createWorld({ seed, start: NOW, nodes: [{ node: 'a', images: { nginx: RUNS } }] })
  const host = world.hosts.get('a')
  if (!host) throw new Error('no host')
  const compose = composeProject(host)
  compose.network()
  compose.volume('data')
  const HostConfig = { Mounts: [{ Type: 'volume', Source: 'shop_data', Target: '/data' }] }
  const kept = {
    'shop-web-1': compose.container('web', { body: { HostConfig } }),
    'shop-web-2': compose.container('web', { number: 2, name: 'shop_web_2', body: { HostConfig } }),
  }
  compose.container('api', { body: { Env: ['COLOR=red'] } })
  return { world, kept, life: createLife() }
}

/** Starts a life, and gives the command to adopt unless storage has it from an earlier life. */
function live(run: Run): void {
  const { store } = startLife(run.world, {
    ...run.life,
    ...{ installation: 'default', contents: fixedContents(new Map(), run.life.wrapClock(run.world.clock)) },
    wrapEngine: (engine) => run.life.wrapEngine(engine),
  }).ports
  if (store.get('Service', 'shop/api')) return
  consent(store, 'shop', run.world.clock.now())
  for (const object of declared) create(store, object)
}

function create(store: Store, object: ObjectOf): void {
  if (!store.get(object.kind, keyOf(object))) store.create(object.kind, structuredClone(object))
}

const settle = ({ world }: Run, ms: number) => world.clock.runUntilQuiet({ until: world.clock.now() + ms, steps: 1e6 })

/** Crashes at one point, restarts, and returns what is wrong at rest. */
async function crashOnce(seed: number, at: { passage: Passage; n: number; death: Death }): Promise<readonly string[]> {
  const run = begin(seed)
  run.life.killAt(at)
  live(run)
  await settle(run, 60_000)
  if (run.life.isDead()) {
    run.life = createLife()
    live(run)
    await settle(run, 120_000)
  }
  const calls = run.life.count('write')
  await settle(run, 900_000)
  return [...wrongs(run), ...(run.life.count('write') === calls ? [] : ['S8 writing calls at rest'])]
}

function wrongs({ world, kept }: Run): readonly string[] {
  const host = world.hosts.get('a')
  const found = new Map(host?.containers().map((each) => [each.Name.replace(/^\//, ''), each]))
  const names = [...found.keys()].sort().join(' ')
  return [
    ...(names === 'shop-api-1 shop-web-1 shop-web-2' ? [] : [`there are ${names}`]),
    ...[...found].flatMap(([name, { State }]) => (State.Status === 'running' ? [] : [`${name} is ${State.Status}`])),
    ...Object.entries(kept).flatMap(([name, id]) => (found.get(name)?.Id === id ? [] : [`${name} is another one`])),
    ...(found.get('shop-api-1')?.Config.Env?.includes('COLOR=blue') ? [] : ['shop-api-1 was not replaced']),
    ...(host?.state.volumes.has('shop_data') ? [] : ['the volume is gone']),
  ]
}

describe('a crash of the controller during an adoption', function () {
  this.timeout(inShare(300_000, 3_600_000))

  for (const passage of ['call', 'storage'] as const)
    it(`at any ${passage === 'call' ? 'engine call' : 'storage write'} leaves what runs running, and ends as without`, async () => {
      let crashes = 0
      for (const seed of seeds) {
        const whole = begin(seed)
        live(whole)
        await settle(whole, 60_000)
        deepEqual(wrongs(whole), [], 'without a crash')
        for (let n = 1; n <= whole.life.count(passage); n += stride)
          for (const death of deaths) {
            deepEqual(await crashOnce(seed, { passage, n, death }), [], JSON.stringify({ seed, passage, n, death }))
            crashes++
          }
      }
      ok(crashes > 5, `only ${crashes} crashes`)
    })
})
