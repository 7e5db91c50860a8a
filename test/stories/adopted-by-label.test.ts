import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations } from '../../api/v1/labels.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { keptEntries } from '../../store/objects/kept.ts'
import { planOf } from '../support/plan-of.ts'
import { aRunning, aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const images = { app: RUNS }
const spec: Partial<V1ServiceSpec> = { replicas: 2, template: { image: 'app' } }

function restart({ life, world }: TestWorld): void {
  askRestart(life().ports.store, 'shop/web', world.clock.now())
}

async function stop(world: TestWorld): Promise<void> {
  const stopping = world.life().stop()
  await world.settle()
  await stopping
}

/** The same hosts, with the state lost or from another home; what runs is adopted. */
async function lost(before: TestWorld, options: TestWorldOptions, anew = spec): Promise<TestWorld> {
  await stop(before)
  const world = aWorld({ over: before.world, images, ...options })
  world.service('web', anew)
  equal(await world.settle(), 'quiet')
  deepEqual(world.newCalls(), [])
  return world
}

const creates = (world: TestWorld) => world.newCalls().filter((call) => call.includes('/containers/create')).length
const names = (world: TestWorld) =>
  world
    .tasks()
    .map(({ metadata }) => metadata.name)
    .sort()
const warnings = (world: TestWorld) =>
  world
    .life()
    .recorder.events()
    .filter(({ type }) => type === 'Warning')

describe('containers that were adopted by their labels, of tasks that were not the first of their slot', () => {
  for (const restarts of [0, 1, 2])
    it(`are replaced by a restart, as often as it is asked for (${restarts} before)`, async () => {
      const first = await aRunning(spec, { images })
      for (let times = 0; times < restarts; times++) {
        restart(first)
        await first.settle()
      }
      const world = await lost(first, {})
      deepEqual(names(world), names(first))
      for (const _ of [1, 2, 3]) {
        restart(world)
        equal(await world.settle(), 'quiet')
        equal(creates(world), 2)
        deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      }
      deepEqual(warnings(world), [])
    })

  it('are replaced elsewhere where their node is drained', async () => {
    const nodes = ['a', 'b']
    const first = await aRunning(spec, { images, nodes })
    restart(first)
    await first.settle()
    const world = await lost(first, { nodes })
    world.life().ports.store.update('Node', 'b', (draft) => void (draft.spec.drain = true))
    await world.pass(60_000)
    deepEqual(
      world.tasks().map(({ spec: { node } }) => node),
      ['a', 'a'],
    )
    deepEqual(warnings(world), [])
  })

  for (const ms of [1, 100, 300, 600])
    it(`go on with a restart that is asked for again, where the state was lost ${ms} ms after it began`, async () => {
      const first = await aRunning(spec, { images })
      restart(first)
      await first.settle()
      restart(first)
      await first.settle(ms)
      await stop(first)
      const world = aWorld({ over: first.world, images })
      world.service('web', spec)
      await world.settle()
      restart(world)
      equal(await world.settle(), 'quiet')
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
      deepEqual(warnings(world), [])
    })
})

type Template = NonNullable<V1ServiceSpec['template']>

const of = (more: Partial<Template> = {}): Template => ({ image: 'app', ...more })
const limited = (megabytes: number): Template => of({ resources: { limits: { memoryBytes: megabytes * 1e6 } } })
const secret = (mode: number, megabytes: number): Template => ({
  ...limited(megabytes),
  secrets: [{ secret: 'token', mode }],
})

const bytes = { found: true as const, bytes: Buffer.from('the bytes'), hash: 'h1' }
const contents = new Map([['Secret/shop/token', bytes]])

function declare(world: TestWorld, template: Template): void {
  const metadata = { name: 'token', namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
  world.service('web', { ...spec, template })
}

/** Has the tag of the service's image mean `app:2`. */
function moveTag({ life, host }: TestWorld): void {
  const moved = [...host.state.images.values()].find(({ tags }) => tags.has('app:2'))?.id ?? ''
  life().ports.store.update('Service', 'shop/web', ({ metadata }) => {
    metadata.annotations = { ...metadata.annotations, [annotations.image]: moved }
  })
}

interface Loss {
  readonly it: string
  /** The templates that were declared, one after the other, before the state was lost. */
  readonly before: readonly Template[]
  readonly anew: Template
  /** Whether the image's tag was found to mean another image by then. */
  readonly isMoved?: true
  readonly calls: 'none' | 'updates' | 'creates'
}

const losses: readonly Loss[] = [
  { it: 'go on as they are', before: [limited(64), limited(128)], anew: limited(128), calls: 'none' },
  {
    it: 'go on as they are, with a limit that they did not have',
    before: [of(), limited(64)],
    anew: limited(64),
    calls: 'none',
  },
  {
    it: 'go on as they are, with another restart policy',
    before: [of(), of({ restartPolicy: { condition: 'OnFailure', maxAttempts: 3 } })],
    anew: of({ restartPolicy: { condition: 'OnFailure', maxAttempts: 3 } }),
    calls: 'none',
  },
  {
    it: 'go on with their secret',
    before: [secret(0o444, 64), secret(0o444, 128)],
    anew: secret(0o444, 128),
    calls: 'none',
  },
  { it: 'are updated further', before: [limited(64), limited(128)], anew: limited(256), calls: 'updates' },
  { it: 'are updated though they never were', before: [limited(64)], anew: limited(128), calls: 'updates' },
  { it: 'are replaced where a limit is taken away', before: [limited(64), limited(128)], anew: of(), calls: 'creates' },
  {
    it: 'are replaced by another image',
    before: [limited(64), limited(128)],
    anew: { ...limited(128), image: 'app:2' },
    calls: 'creates',
  },
  {
    it: 'are replaced where the tag means another image',
    before: [limited(64), limited(128)],
    anew: limited(128),
    isMoved: true,
    calls: 'creates',
  },
  {
    it: 'are replaced where a secret is of another mode',
    before: [secret(0o444, 64)],
    anew: secret(0o400, 128),
    calls: 'creates',
  },
]

const isCreate = ({ path }: PlannedCall) => path.startsWith('/containers/create?name=shop-web')

function kindOf(calls: readonly PlannedCall[]): Loss['calls'] {
  if (calls.some(isCreate)) return 'creates'
  return calls.some(({ path }) => path.endsWith('/update')) ? 'updates' : 'none'
}

describe('containers that were adopted by their labels, and changed in place before that or by then', () => {
  for (const { it: sentence, before, anew, isMoved, calls } of losses) {
    const images = { app: RUNS, 'app:2': { config: { Cmd: ['serve', '2'] } } }

    async function lostSince(): Promise<TestWorld> {
      const first = aWorld({ images, contents })
      for (const template of before) {
        declare(first, template)
        equal(await first.settle(), 'quiet')
      }
      equal(first.calls.filter(isCreate).length, 2)
      await stop(first)
      const world = aWorld({ over: first.world, images, contents })
      declare(world, anew)
      if (isMoved) moveTag(world)
      return world
    }

    it(sentence, async () => {
      const world = await lostSince()
      equal(await world.settle(), 'quiet')
      equal(kindOf(world.calls), calls)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      await world.restart()
      equal(await world.settle(), 'quiet')
      equal(kindOf(world.calls), calls)
    })

    it(`${sentence}, as a plan says`, async () => {
      const world = await lostSince()
      const { store } = world.life().ports
      const kept = keptEntries(store)
      await stop(world)
      const interest = { images: Object.keys(images) }
      const planned = await planOf(world, { kept, declared: store, contents, interest })
      equal(planned.end, 'quiet')
      equal(kindOf(planned.calls), calls)
    })
  }
})
