import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Installation } from '../../controllers/installation.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aService } from '../support/builders.ts'
import { untilDone, containersIn, fromBackup, hostOf, movedAfterBackup } from '../support/restored-host.ts'
import { aWorld, RUNS } from '../support/world.ts'

const images = { 'app:1': RUNS }
const KEY = 'shop/web'
const HOUR = 3_600_000
const template: V1ServiceSpec['template'] = {
  image: 'app:1',
  mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
}
const volume: V1Volume & { kind: 'Volume' } = {
  ...{ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} },
}

/** A service whose data has moved from one host to another since a backup, and that has no container when that is restored. */
async function movedAndEnded({ restarted = false } = {}) {
  const world = aWorld({ nodes: ['a', 'b'], images })
  world.declare(volume)
  world.service('web', { template })
  await untilDone(world)
  const { store } = world.life().ports
  if (restarted) askRestart(store, KEY, world.world.clock.now())
  await untilDone(world)
  const { from, to, backup } = await movedAfterBackup(world)
  deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  store.update('Service', KEY, ({ spec }) => void (spec.replicas = 0))
  await untilDone(world)
  return { world, from, to, backup }
}

async function restored(how = {}) {
  const moved = await movedAndEnded(how)
  const { world } = moved
  const life = await fromBackup(world, moved.backup)
  await untilDone(world)
  return { ...moved, life }
}

const waitsWith = ({ ports }: Installation) =>
  [...ports.store.list('Task').values()].map(({ status }) => status?.message).join()

describe('a volume that several hosts have, and that a restored state never saw mounted (S6)', () => {
  it('is mounted on none of them, and the task tells of each copy and how to go on', async () => {
    const { world, life, from } = await restored()
    deepEqual(containersIn(world), [])
    equal([...life.ports.store.list('Service').values()][0]?.status?.conditions?.[0]?.reason, 'CopyUnknown')
    match(
      waitsWith(life),
      /the volume data is on a \(made \S+Z\) and b \(made \S+Z\), and where it was used last is not/,
    )
    match(waitsWith(life), new RegExp(`\`reconcile restart web -n shop\` goes on with that of ${from}, a constraint`))
  })

  it('goes on with the copy of the backup once a person restarts the service', async () => {
    const { world, life, from } = await restored()
    askRestart(life.ports.store, KEY, world.world.clock.now())
    await untilDone(world)
    deepEqual(containersIn(world), [`${from} shop-web-1 running`])
  })

  it('goes on with the copy that it mounted since, also once its stack was taken down and is declared again', async () => {
    const { world, life, from } = await restored()
    const { store } = life.ports
    askRestart(store, KEY, world.world.clock.now())
    await untilDone(world)
    for (const id of ['Service/shop/web', 'Volume/shop/data'] as const) withdraw(store, id, { atOnce: true })
    await untilDone(world)
    deepEqual([containersIn(world), store.list('Volume').size], [[], 0])
    store.create('Volume', volume)
    store.create('Service', aService({ replicas: 1, template }))
    await untilDone(world)
    deepEqual(containersIn(world), [`${from} shop-web-1 running`])
  })

  it('is mounted on none of them where the service was restarted before the backup', async () => {
    const { world } = await restored({ restarted: true })
    deepEqual(containersIn(world), [])
  })

  it('goes on with the copy that a constraint names', async () => {
    const { world, life, to } = await restored()
    life.ports.store.update('Service', KEY, ({ spec }) => {
      spec.placement = { constraints: [`node.name==${to}`] }
    })
    await untilDone(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  })

  it('stalls an update that is new to it and only waits, which is not rolled back and goes on once a person says which (S10)', async () => {
    const { world, life, to } = await restored()
    const { store } = life.ports
    store.update('Service', KEY, ({ spec }) => void (spec.replicas = 0))
    const api = aService({ replicas: 2, template: { image: 'app:1' } })
    store.create('Service', { ...api, metadata: { name: 'api', namespace: 'shop' } })
    await untilDone(world)
    const updateStrategy = { failureAction: 'Rollback' } as const
    store.update('Service', 'shop/api', ({ spec }) => void Object.assign(spec, { template, updateStrategy }))
    await untilDone(world)
    const { stalledHash, rollout } = store.get('Service', 'shop/api')?.status ?? {}
    deepEqual([rollout?.state, stalledHash, containersIn(world).length], ['Stalled', undefined, 2])
    match(rollout?.message ?? '', /^no progress for 300 s: task api-\S+ is CopyUnknown, the volume data is on a/)
    store.update('Service', 'shop/api', ({ spec }) => void (spec.placement = { constraints: [`node.name==${to}`] }))
    await untilDone(world)
    equal(store.get('Service', 'shop/api')?.status?.rollout?.state, 'Completed')
    deepEqual(containersIn(world), [`${to} shop-api-1 running`, `${to} shop-api-2 running`])
  })

  it('goes on with the copy of the backup where it is the only one left', async () => {
    const { world, from, to } = await restored()
    hostOf(world, to).byHand.removeVolume('shop_data')
    await untilDone(world)
    deepEqual(containersIn(world), [`${from} shop-web-1 running`])
  })

  it('waits where the copy of the backup is gone, until a person restarts the service', async () => {
    const { world, life, from, to } = await restored()
    hostOf(world, from).byHand.removeVolume('shop_data')
    await untilDone(world)
    deepEqual(containersIn(world), [])
    match(waitsWith(life), new RegExp(`^${from} had it, and has no volume shop_data: restore it`))
    askRestart(life.ports.store, KEY, world.world.clock.now())
    await untilDone(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  })
})

describe('a volume that several hosts have, where the state was lost', () => {
  it('is mounted on none of them until a person says which', async () => {
    const { world: first, to } = await movedAndEnded()
    await first.life().stop()
    const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
    world.declare(volume)
    world.service('web', { template })
    await world.settle(20_000)
    deepEqual(
      [world.tasks()[0]?.status?.reason, world.serviceNamed('web')?.status?.conditions?.[0]?.reason],
      ['CopyUnknown', 'CopyUnknown'],
    )
    await untilDone(world)
    deepEqual(containersIn(world), [])
    match(waitsWith(world.life()), /is not known since the state of before was lost, .*: a constraint on node.name/)
    world.service('web', { template, placement: { constraints: [`node.name==${to}`] } })
    await untilDone(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  })

  const faults = {
    'is silent': (host: SimulatedHost) => host.crash(),
    'has another engine, without one': ({ state }: SimulatedHost) => {
      state.info = { ...state.info, id: 'E-AFTER' }
      state.volumes.clear()
    },
  }
  for (const [what, happens] of Object.entries(faults))
    for (const isRestarted of [false, true])
      it(`is mounted on none of them while one ${what}${isRestarted ? ', over a restart' : ''}`, async () => {
        const { world: first, to } = await movedAndEnded()
        await first.life().stop()
        const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
        world.declare(volume)
        world.service('web', { template })
        await untilDone(world)
        if (isRestarted) await world.restart(() => happens(hostOf(world, to)))
        else happens(hostOf(world, to))
        hostOf(world, to).breakStream()
        await untilDone(world)
        await world.pass(HOUR)
        deepEqual(containersIn(world), [])
        match(
          waitsWith(world.life()),
          new RegExp(`the volume data is on \\S+ \\(made \\S+\\) and ${to} \\((made|seen) `),
        )
      })

  it('is mounted where the other one is of another engine, in the place of a host that had none', async () => {
    const { world: first, from, to } = await movedAndEnded()
    await first.life().stop()
    const { byHand, state } = hostOf(first, to)
    const others = new Map(state.volumes)
    byHand.removeVolume('shop_data')
    const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
    world.declare(volume)
    world.service('api', { template: { image: 'app:1' } })
    await world.settle(20_000)
    hostOf(world, to).crash()
    state.info = { ...state.info, id: 'E-AFTER' }
    for (const [name, other] of others) state.volumes.set(name, other)
    await world.pass(1_000)
    hostOf(world, to).restart()
    await untilDone(world)
    equal(world.life().ports.store.get('Node', to)?.status?.otherEngine?.engineID, 'E-AFTER')
    world.service('web', { template })
    await untilDone(world)
    ok(containersIn(world).includes(`${from} shop-web-1 running`))
  })

  it('is mounted where the other copy is removed by hand', async () => {
    const { world: first, from, to } = await movedAndEnded()
    await first.life().stop()
    const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
    world.declare(volume)
    world.service('web', { template })
    await world.settle(20_000)
    hostOf(world, from).byHand.removeVolume('shop_data')
    await untilDone(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  })
})
