import { deepEqual, equal } from 'node:assert/strict'
import type { V1NetworkSpec, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { allApart } from '../../controllers/network/apart.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const TOGETHER = 'Keep what talks to each other together with a constraint (`node.name==NODE`), or publish a port; what'
const KEPT_APART = 'Their constraints keep them apart: publish a port where they talk to each other; what'

function words(places: string, network = 'shop_default', remedy = TOGETHER): string {
  return `${places}: they share the network ${network}, a bridge that joins no hosts, and reach each other by it on the same node alone. ${remedy} does not can have networks of its own`
}

const keptApart = (places: string, network?: string) => words(places, network, KEPT_APART)

const images = { nginx: RUNS, 'job:1': { config: { Cmd: ['job'] }, behaviour: { exitsAfterMs: 100, exitCode: 0 } } }

/** A service that has its tasks on this node, unless it says otherwise. */
interface Declared extends Partial<V1ServiceSpec> {
  readonly on?: string
  readonly stack?: string
}

async function running(services: Readonly<Record<string, Declared>>, nodes = ['a', 'b']): Promise<TestWorld> {
  const world = aWorld({ nodes, images })
  declareServices(world, services)
  await world.settle()
  return world
}

function declareServices(world: TestWorld, services: Readonly<Record<string, Declared>>): void {
  for (const [name, { on, stack = 'shop', ...spec }] of Object.entries(services)) {
    const placement = on === undefined ? {} : { placement: { constraints: [`node.name==${on}`] } }
    const declared = { replicas: 1, template: { image: 'nginx' }, ...placement, ...spec }
    world.declare({
      ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: stack }, spec: declared },
    })
  }
}

function declareNetwork(world: TestWorld, key: string, spec: V1NetworkSpec): void {
  const [namespace = '', name = ''] = key.split('/')
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { name, namespace }, spec })
}

/** What networks say of themselves, by their keys; the same as is said of them at the end of a command. */
function saidIn(world: TestWorld): Readonly<Record<string, string>> {
  const { store } = world.life().ports
  const said = [...store.list('Network')].flatMap(([key, { status }]) => {
    equal(getCondition(status?.conditions, 'Ready')?.status, 'True', key)
    const message = getCondition(status?.conditions, 'ServicesApart')?.message
    return message === undefined ? [] : [[key, message] as const]
  })
  deepEqual(
    allApart(store, () => true).map(({ message }) => message),
    said.map(([, message]) => message),
  )
  return Object.fromEntries(said)
}

describe('services that share a bridge', () => {
  it('are told to be apart where they are on different nodes, until they are together', async () => {
    const world = await running({ db: { on: 'a' }, web: { on: 'b' } })
    deepEqual(saidIn(world), { 'shop/default': keptApart('db on a; web on b') })
    declareServices(world, { web: { on: 'a' } })
    await world.settle()
    deepEqual(saidIn(world), {})
  })

  const kept: readonly {
    readonly it: string
    readonly services: Readonly<Record<string, Declared>>
    readonly places: string
    readonly isDeclared: boolean
  }[] = [
    {
      it: 'where each may run on one node',
      services: { db: { on: 'a' }, web: { on: 'b' } },
      ...{ places: 'db on a; web on b', isDeclared: true },
    },
    {
      it: 'where some of them are together all the same',
      services: { cache: { on: 'a' }, db: { on: 'a' }, web: { on: 'b' } },
      ...{ places: 'cache, db on a; web on b', isDeclared: true },
    },
    {
      it: 'but not where one of them could be with another',
      services: { cache: { placement: { constraints: ['node.name!=c'] } }, db: { on: 'a' }, web: { on: 'b' } },
      ...{ places: 'cache, db on a; web on b', isDeclared: false },
    },
    {
      it: 'but not where one alone says where it is to be',
      services: { db: { on: 'a' }, web: { replicas: 2 } },
      ...{ places: 'db on a; web on a, b', isDeclared: false },
    },
  ]
  for (const { it: sentence, services, places, isDeclared } of kept)
    it(`are told that their constraints keep them apart ${sentence}`, async () => {
      const world = await running(services, ['a', 'b', 'c'].slice(0, 'cache' in services ? 3 : 2))
      deepEqual(saidIn(world), { 'shop/default': (isDeclared ? keptApart : words)(places) })
      const [apart] = allApart(world.life().ports.store, () => true)
      equal(apart?.isDeclared, isDeclared)
    })

  it('are told since when, also after a restart', async () => {
    const world = await running({ db: { on: 'a' }, web: { on: 'b' } })
    const since = () => allApart(world.life().ports.store, () => true).map((apart) => apart.since)
    const before = since()
    equal(typeof before[0], 'string')
    await world.restart()
    await world.pass(60_000)
    deepEqual(since(), before)
  })

  it('are told anew where another one comes to be apart from them', async () => {
    const world = await running({ db: { on: 'a' }, web: { on: 'b' } }, ['a', 'b', 'c'])
    await world.pass(60_000)
    const asked = world.world.clock.now()
    declareServices(world, { api: { on: 'c' } })
    await world.settle()
    const [apart] = allApart(world.life().ports.store, () => true)
    equal(apart?.message, keptApart('db on a; web on b; api on c'))
    equal(Date.parse(apart?.since ?? '') >= asked, true)
  })

  it('are told once for each set of nodes, a few of them by name', async () => {
    const world = await running({
      ...{ api: { on: 'a' }, cache: { on: 'a' }, db: { on: 'a' }, queue: { on: 'a' } },
      ...{ web: { replicas: 2, placement: { maxReplicasPerNode: 1 } } },
    })
    deepEqual(saidIn(world), { 'shop/default': words('api, cache, db and 1 more on a; web on a, b') })
  })

  it('say nothing of what is together, alone, everywhere, or in no network', async () => {
    const of = (template: Partial<V1ServiceSpec['template']>) => ({ template: { image: 'nginx', ...template } })
    for (const services of [
      { db: { on: 'a' }, web: { on: 'a' } },
      { db: { replicas: 2, placement: { maxReplicasPerNode: 1 } }, web: { replicas: 2 } },
      { web: { replicas: 4 } },
      { agent: { mode: 'Global' }, web: { on: 'b' } },
      {
        agent: { on: 'a', ...of({ networkMode: 'host' }) },
        web: { on: 'b' },
        job: { on: 'a', ...of({ networkMode: 'none' }) },
      },
      { db: { on: 'a', ...of({ networks: [{ network: 'back' }] }) }, web: { on: 'b' } },
      { db: { on: 'a', stack: 'other' }, web: { on: 'b' } },
      { db: { on: 'a', replicas: 0 }, web: { on: 'b' } },
    ] as const) {
      const world = aWorld({ nodes: ['a', 'b'], images })
      declareNetwork(world, 'shop/back', {})
      declareServices(world, services as Readonly<Record<string, Declared>>)
      await world.settle()
      deepEqual(saidIn(world), {}, Object.keys(services).join())
    }
  })

  it('say nothing on a single host', async () => {
    deepEqual(saidIn(await running({ db: {}, web: { replicas: 3 } }, ['a'])), {})
  })

  it('do not count a job that has completed', async () => {
    const world = await running({
      db: { on: 'a' },
      migrate: { on: 'b', mode: 'ReplicatedJob', template: { image: 'job:1' } },
    })
    deepEqual(saidIn(world), {})
  })
})

/** Makes a network on both hosts, as people do. */
async function makeByHand(world: TestWorld, body: { Name: string; Driver?: string }): Promise<void> {
  const run = { signal: new AbortController().signal, object: 'x', reason: 'by hand' }
  const made = [...world.world.hosts.values()].map((host) => host.engine().createNetwork({ body }, run))
  await world.pass(1_000)
  await Promise.all(made)
}

describe('a network of another driver', () => {
  for (const external of [false, true])
    it(`joins hosts for all that is known${external ? ', though others made it' : ''}`, async () => {
      const world = aWorld({ nodes: ['a', 'b'], images })
      if (external) await makeByHand(world, { Name: 'lan', Driver: 'macvlan' })
      declareNetwork(world, 'shop/default', external ? { external, hostName: 'lan' } : { driver: 'macvlan' })
      declareServices(world, { db: { on: 'a' }, web: { on: 'b' } })
      await world.settle()
      deepEqual(saidIn(world), {})
      equal(world.life().ports.store.get('Network', 'shop/default')?.status?.driver, 'macvlan')
    })

  it('draws no service to another one, though others made it and nobody is in it yet', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    await makeByHand(world, { Name: 'lan', Driver: 'macvlan' })
    declareNetwork(world, 'shop/default', { external: true, hostName: 'lan' })
    declareServices(world, { db: {}, web: {} })
    await world.settle()
    deepEqual(
      world
        .tasks()
        .map(({ spec }) => `${spec.service} ${spec.node}`)
        .sort(),
      ['db a', 'web b'],
    )
  })
})

describe('a network of several stacks', () => {
  const own = { template: { image: 'nginx', networks: [{ network: 'edge' }] } }

  it('is told where a stack does not reach the one that has it, and of no third stack', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    declareNetwork(world, 'edge/edge', { hostName: 'edge' })
    for (const stack of ['shop', 'blog']) declareNetwork(world, `${stack}/edge`, { external: true, hostName: 'edge' })
    declareServices(world, { proxy: { stack: 'edge', replicas: 2, placement: { maxReplicasPerNode: 1 }, ...own } })
    declareServices(world, { web: { on: 'a', ...own } })
    declareServices(world, { web: { stack: 'blog', on: 'b', ...own } })
    await world.settle()
    deepEqual(saidIn(world), {
      'edge/edge': words('shop/web on a; proxy on a, b; blog/web on b', 'edge'),
      'shop/edge': words('web on a; edge/proxy on a, b', 'edge'),
      'blog/edge': words('edge/proxy on a, b; web on b', 'edge'),
    })
    declareServices(world, { proxy: { stack: 'edge', mode: 'Global', ...own } })
    await world.settle()
    deepEqual(saidIn(world), {})
  })

  it('is told of all where none of them has it', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    await makeByHand(world, { Name: 'edge' })
    for (const stack of ['shop', 'edge']) declareNetwork(world, `${stack}/edge`, { external: true, hostName: 'edge' })
    declareServices(world, { proxy: { stack: 'edge', on: 'a', ...own } })
    declareServices(world, { web: { on: 'a', ...own } })
    await world.settle()
    deepEqual(saidIn(world), {})
    declareServices(world, { web: { on: 'b', ...own } })
    await world.settle()
    deepEqual(saidIn(world), {
      'shop/edge': keptApart('edge/proxy on a; web on b', 'edge'),
      'edge/edge': keptApart('proxy on a; shop/web on b', 'edge'),
    })
  })
})
