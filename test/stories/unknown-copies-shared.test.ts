import { deepEqual, equal, match } from 'node:assert/strict'
import { asRestored } from '../../cli/local/backup.ts'
import { placeOf } from '../../cli/local/one-off/place.ts'
import type { V1Service, V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Installation } from '../../controllers/installation.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { mountsUnknownCopy } from '../../controllers/data/unknown-copies.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
import { untilDone, containersIn, fromBackup, hostOf, movedAfterBackup } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const template: V1ServiceSpec['template'] = {
  image: 'app:1',
  mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
}
const volume: V1Volume & { kind: 'Volume' } = {
  ...{ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} },
}

/** Two services share a volume, whose data has moved from one host to another since a backup; that is restored, and nothing runs. */
async function restored(seed = 1) {
  const world = aWorld({ nodes: ['a', 'b'], images, seed })
  world.declare(volume)
  world.service('web', { template })
  world.service('api', { template })
  await untilDone(world)
  const { from, to, backup } = await movedAfterBackup(world)
  const { store } = world.life().ports
  for (const key of ['shop/web', 'shop/api']) store.update('Service', key, ({ spec }) => void (spec.replicas = 0))
  await untilDone(world)
  const life = await fromBackup(world, backup)
  await untilDone(world)
  deepEqual(containersIn(world), [])
  return { world, life, from, to }
}

function constrain({ ports }: Installation, service: string, nodes: readonly string[]): void {
  ports.store.update('Service', `shop/${service}`, ({ spec }) => {
    spec.placement = { constraints: nodes.map((node) => `node.name==${node}`) }
  })
}

/** How many containers of any host have used what a node has of the volume in the next 60 s. */
async function usesOf(world: TestWorld, node: string): Promise<number> {
  let uses = 0
  for (let passed = 0; passed < 60_000; passed += 20) {
    await world.pass(20)
    for (const { users } of hostOf(world, node).state.volumes.values()) uses += users.size
  }
  return uses
}

const messagesOf = ({ ports }: Installation, service: string) =>
  [...ports.store.list('Task').values()]
    .filter(({ spec }) => spec.service === service)
    .map(({ status }) => status?.message)
    .join()

describe('a volume that two services share, where a restored state never saw it mounted and one of them names a copy (S6)', () => {
  for (const seed of [1, 2, 3, 8])
    it(`has the other one follow, and never mount the older copy, seed ${seed}`, async () => {
      const { world, life, from, to } = await restored(seed)
      constrain(life, 'api', [to])
      equal(await usesOf(world, from), 0)
      deepEqual(containersIn(world), [`${to} shop-api-1 running`, `${to} shop-web-1 running`])
    })

  it('keeps both there once the constraint is lifted, scaled up or restarted', async () => {
    const { world, life, from, to } = await restored()
    constrain(life, 'api', [to])
    await untilDone(world)
    constrain(life, 'api', [])
    life.ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.replicas = 2))
    equal(await usesOf(world, from), 0)
    askRestart(life.ports.store, 'shop/api', world.world.clock.now())
    equal(await usesOf(world, from), 0)
    deepEqual(
      containersIn(world),
      ['api-1', 'web-1', 'web-2'].map((name) => `${to} shop-${name} running`),
    )
  })

  it('has each go on with the copy that it names itself', async () => {
    const { world, life, from, to } = await restored()
    constrain(life, 'web', [from])
    constrain(life, 'api', [to])
    await untilDone(world)
    deepEqual(containersIn(world), [`${from} shop-web-1 running`, `${to} shop-api-1 running`].sort())
  })

  it('has the other one wait where the newest is, while that takes no task', async () => {
    const { world, life, from, to } = await restored()
    life.ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.replicas = 0))
    constrain(life, 'api', [to])
    await untilDone(world)
    life.ports.store.update('Node', to, ({ spec }) => void (spec.drain = true))
    life.ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.replicas = 2))
    equal(await usesOf(world, from), 0)
    match(messagesOf(life, 'web'), /data/)
  })

  it('is planned to be mounted where it then is', async () => {
    const { world, life, to } = await restored()
    const interest = { images: Object.keys(images) }
    const nodes = [
      { node: 'a', observed: await observedIn(world, 'a', interest) },
      { node: 'b', observed: await observedIn(world, 'b', interest) },
    ]
    constrain(life, 'api', [to])
    const { store } = life.ports
    const { calls } = await planOf(world, { nodes, kept: asRestored(store), declared: store })
    const made = calls.filter(({ path }) => path.startsWith('/containers/create')).map(({ node }) => node)
    deepEqual(made, [to, to])
  })

  it('has `run` go to the newest', async () => {
    const { world, life, to } = await restored()
    constrain(life, 'api', [to])
    await untilDone(world)
    equal(placeOf(life.ports.store.get('Service', 'shop/web') as V1Service, life.ports), to)
  })

  it('is not followed off a host that is silent, and says which copy is older once that is back', async () => {
    const { world, life, from, to } = await restored()
    hostOf(world, from).crash()
    await world.pass(5_000)
    constrain(life, 'api', [to])
    await untilDone(world)
    const [web] = [...life.ports.store.list('Task').values()].filter(({ spec }) => spec.service === 'web')
    equal(web?.spec.node, from)
    const service = life.ports.store.get('Service', 'shop/web') as V1Service
    match(
      web ? (mountsUnknownCopy(web, service, life.ports) ?? '') : '',
      /was mounted on . since, and what . has may be older/,
    )
    hostOf(world, from).restart()
    equal(await usesOf(world, from), 0)
    deepEqual(containersIn(world), [`${to} shop-api-1 running`, `${to} shop-web-1 running`])
  })
})

describe('a volume that two services share, where the state was lost and one of them names a copy', () => {
  it('is mounted by the other one on no older copy', async () => {
    const { world: first, from, to } = await restored()
    await first.life().stop()
    const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
    world.declare(volume)
    world.service('web', { template })
    world.service('api', { template, placement: { constraints: [`node.name==${to}`] } })
    equal(await usesOf(world, from), 0)
    deepEqual(containersIn(world), [`${to} shop-api-1 running`, `${to} shop-web-1 running`])
    world.life().ports.store.update('Node', to, ({ spec }) => void (spec.drain = true))
    world.service('web', { template, replicas: 2 })
    equal(await usesOf(world, from), 0)
  })
})
