import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { V1Condition } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { sleep } from '../../clock/sleep.ts'
import type { Engine } from '../../engine/engine.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

describe('a network that is removed by hand', () => {
  for (const apiVersion of ['1.41', '1.51'])
    it(`under a stopped container costs that container, which could never start again (API ${apiVersion})`, async () => {
      const world = aWorld({ apiVersion, images: { nginx: RUNS } })
      world.service('web', {})
      await world.settle()
      world.newCalls()
      world.host.crash()
      world.host.state.networks.delete(
        [...world.host.state.networks.values()].find(({ name }) => name === 'shop_default')?.id ?? '',
      )
      world.host.restart()
      await world.pass(400_000)
      deepEqual(world.containers(), ['shop-web-1 running'])
    })

  it('under a running container that was taken off it is given back to it', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    const stopped = world.restart()
    world.host.byHand.disconnect('shop_default', 'shop-web-1')
    world.host.byHand.removeNetwork('shop_default')
    await stopped
    await world.settle()
    const [container] = world.host.containers()
    deepEqual(Object.keys(container?.NetworkSettings.Networks ?? {}), ['shop_default'])
  })
})

describe('a network that a foreign container is in', () => {
  for (const apiVersion of ['1.41', '1.51'])
    it(`waits with its deletion and says for what, until that has left (API ${apiVersion})`, async () => {
      const world = await aGuest(apiVersion)
      const { store } = world.life().ports
      store.delete('Service', 'shop/web')
      store.delete('Network', 'shop/default')
      equal(await world.settle(), 'quiet')
      world.newCalls()
      await world.pass(60_000)
      deepEqual(world.newCalls(), []) // it only looks again (S8)
      const held = store.get('Network', 'shop/default')?.status?.conditions?.[0]
      deepEqual([held?.type, held?.status, held?.reason], ['Ready', 'False', 'ForeignUsers'])
      match(held?.message ?? '', /are in it: guest; .*docker network disconnect -f shop_default guest/)
      deepEqual(store.get('Network', 'shop/default')?.status?.nodes?.[0]?.state, 'Held')
      world.host.byHand.remove('guest')
      await world.pass(20_000)
      equal(store.get('Network', 'shop/default'), undefined)
      deepEqual(networkNames(world), [])
    })

  it('stays as it is while no task uses it, and is no obstacle', async () => {
    const world = await aGuest('1.51')
    world.service('web', { replicas: 0 })
    equal(await world.settle(), 'quiet')
    const { status } = world.life().ports.store.get('Network', 'shop/default') ?? {}
    deepEqual([status?.conditions?.[0]?.status, status?.nodes?.[0]?.state], ['True', 'Present'])
    deepEqual(networkNames(world), ['shop_default'])
  })
})

describe('a network that its engine does not let go of, though nothing is in it', () => {
  it('is asked for again, and says what mends that', async () => {
    const world = aWorld({ images: { nginx: RUNS } })
    world.service('web', {})
    await world.settle()
    const { store } = world.life().ports
    const message = 'error while removing network: network shop_default id 1 has active endpoints'
    for (let n = 0; n < 20; n++) world.host.failNext('removeNetwork', { status: 403, message })
    store.delete('Service', 'shop/web')
    store.delete('Network', 'shop/default')
    equal(await world.settle(), 'quiet')
    const [held] = store.get('Network', 'shop/default')?.status?.conditions ?? []
    equal(held?.reason, 'KeptByEngine')
    match(held?.message ?? '', /has active endpoints; .*systemctl restart docker/)
    await world.pass(20_000)
    deepEqual(networkNames(world), ['shop_default'])
    world.service('web', {})
    await world.pass(20_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})

async function aGuest(apiVersion: string): Promise<TestWorld> {
  const world = aWorld({ apiVersion, images: { nginx: RUNS } })
  world.service('web', {})
  await world.settle()
  world.host.byHand.run('guest', { Image: 'nginx', HostConfig: { NetworkMode: 'shop_default' } })
  await world.settle()
  return world
}

// An engine before 25 makes two of one name, asked for both at the same time.
describe('two networks of ours of one name', () => {
  it('become one before a task starts, which waits for that and says so', async () => {
    const world = aWorld({ apiVersion: '1.41' })
    const made = [twin(world), twin(world)]
    world.service('web', {})
    equal(await world.settle(), 'quiet')
    deepEqual(networkNames(world), ['shop_default'])
    deepEqual(world.containers(), ['shop-web-1 running'])
    const writes = world.newCalls().filter((call) => call.includes('/networks/'))
    const kept = networkOf(world, 'shop-web-1')
    deepEqual(
      writes,
      made.filter((id) => id !== kept).map((id) => `DELETE /networks/${id}`),
    )
    equal(writes.length, 1)
    equal(world.tasks()[0]?.status?.failures, undefined)
  })

  it('cost neither a task an attempt nor a rollout its success, whenever the second comes (S6)', async () => {
    const reasons = new Set<string | undefined>()
    for (let at = 0; at < 400; at += 5) {
      const world = aWorld({ apiVersion: '1.41', seed: at })
      world.service('web', {})
      const { store } = world.life().ports
      store.watch('Task').subscribe(({ after }) => void reasons.add(after?.status?.reason))
      world.world.clock.after(at, () => void twin(world))
      equal(await world.settle(), 'quiet')
      deepEqual(networkNames(world), ['shop_default'], `after ${at} ms`)
      deepEqual(world.containers(), ['shop-web-1 running'], `after ${at} ms`)
      deepEqual([world.tasks().length, world.tasks()[0]?.status?.failures], [1, undefined], `after ${at} ms`)
    }
    ok(reasons.has('EngineFailing'))
  })

  it('become the one that has containers', async () => {
    const world = aWorld({ apiVersion: '1.41' })
    world.service('web', {})
    await world.settle()
    const [before] = world.host.containers()
    const made = [twin(world), twin(world), twin(world)]
    world.service('web', { replicas: 2 })
    equal(await world.settle(), 'quiet')
    deepEqual(networkNames(world), ['shop_default'])
    const used = world.host
      .containers()
      .map(({ NetworkSettings }) => NetworkSettings.Networks['shop_default']?.NetworkID)
    equal(new Set(used).size, 1)
    equal(made.includes(used[0] ?? ''), false)
    equal(
      world.host.containers().some(({ Id }) => Id === before?.Id),
      true,
    )
  })

  it('become one by the call that a plan names', async () => {
    const world = aWorld({ apiVersion: '1.41' })
    world.service('web', {})
    await world.settle()
    await world.life().stop()
    const surplus = twin(world)
    const planned = await planOf(world)
    world.newCalls()
    await world.restart()
    equal(await world.settle(), 'quiet')
    deepEqual(
      planned.calls.map(({ method, path, reason }) => `${method} ${path}: ${reason}`),
      ['DELETE /networks/shop_default: a has 2 networks shop_default, and one is enough'],
    )
    deepEqual(world.newCalls(), [`DELETE /networks/${surplus}`])
  })

  it('stay while both have containers, and new tasks wait with what to do', async () => {
    const world = aWorld({ apiVersion: '1.41' })
    world.service('web', { replicas: 2 })
    await world.settle()
    const stopped = world.restart()
    const id = twin(world)
    world.host.byHand.disconnect(networkOf(world, 'shop-web-2'), 'shop-web-2')
    world.host.byHand.connect(id, 'shop-web-2')
    await stopped
    world.newCalls()
    world.service('web', { replicas: 3 })
    await world.settle()
    const held = readyOf(world)
    deepEqual([held?.status, held?.reason], ['False', 'Ambiguous'])
    const waits = world.tasks().find(({ metadata }) => metadata.name.startsWith('web-3'))?.status
    deepEqual([waits?.reason, waits?.message], ['WaitingForNetwork', held?.message])
    deepEqual(world.newCalls(), [])
    const [, network = '', container = ''] = /docker network disconnect -f (\S+) (\S+)`/.exec(held?.message ?? '') ?? []
    world.host.byHand.disconnect(network, container)
    world.world.clock.after(60_000, () => {})
    equal(await world.settle(), 'quiet')
    deepEqual(networkNames(world), ['shop_default'])
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running', 'shop-web-3 running'])
    deepEqual(new Set(['shop-web-1', 'shop-web-2', 'shop-web-3'].map((name) => networkOf(world, name))).size, 1)
  })

  it('stay while a foreign container is in the second (S4)', async () => {
    const world = aWorld({ apiVersion: '1.41' })
    world.service('web', {})
    await world.settle()
    const id = twin(world)
    world.host.byHand.run('guest', { Image: 'nginx' })
    world.host.byHand.connect(id, 'guest')
    await world.pass(60_000)
    const held = readyOf(world)
    equal(held?.reason, 'Ambiguous')
    match(held?.message ?? '', new RegExp(`guest; .*docker network disconnect -f ${id.slice(0, 12)} guest`))
    deepEqual(networkNames(world), ['shop_default', 'shop_default'])
  })
})

describe('a foreign network with the name of ours beside it', () => {
  const foreign = (world: TestWorld) => world.host.byHand.createNetwork({ Name: 'shop_default' })

  it('is left alone, and new tasks wait with what to do until it is gone', async () => {
    const world = aWorld({ apiVersion: '1.41' })
    world.service('web', {})
    await world.settle()
    const used = networkOf(world, 'shop-web-1')
    const id = foreign(world)
    await world.pass(1_000)
    world.newCalls()
    world.service('web', { replicas: 2 })
    await world.settle(5_000)
    const held = readyOf(world)
    deepEqual([held?.status, held?.reason], ['False', 'Ambiguous'])
    match(held?.message ?? '', new RegExp(`not ours.*\`docker network rm ${id.slice(0, 12)}\``))
    const waits = world.tasks().find(({ metadata }) => metadata.name.startsWith('web-2'))?.status
    deepEqual([waits?.reason, waits?.message, waits?.failures], ['WaitingForNetwork', held?.message, undefined])
    deepEqual([world.newCalls(), networkNames(world)], [[], ['shop_default', 'shop_default']])
    world.host.byHand.removeNetwork(id)
    await world.settle(5_000)
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    deepEqual([networkOf(world, 'shop-web-1'), networkOf(world, 'shop-web-2')], [used, used])
    equal(readyOf(world)?.reason, 'Present')
  })

  it('stays when ours goes', async () => {
    const world = aWorld({ apiVersion: '1.41' })
    world.service('web', {})
    await world.settle()
    const id = foreign(world)
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle()
    deepEqual(
      [...world.host.state.networks.values()].filter(({ name }) => name === 'shop_default').map((it) => it.id),
      [id],
    )
  })
})

/** Makes another `shop_default` of ours, and answers its id. */
function twin({ host }: TestWorld): string {
  const Labels = { [labels.installation]: 'default', [labels.stack]: 'shop', [labels.name]: 'default' }
  return host.byHand.createNetwork({ Name: 'shop_default', Labels })
}

function networkOf({ host }: TestWorld, name: string): string {
  const container = host.containers().find(({ Name }) => Name === `/${name}`)
  return container?.NetworkSettings.Networks['shop_default']?.NetworkID ?? ''
}

function readyOf(world: TestWorld): V1Condition | undefined {
  return world.life().ports.store.get('Network', 'shop/default')?.status?.conditions?.[0]
}

function networkNames({ host }: TestWorld): string[] {
  return [...host.state.networks.values()].map(({ name }) => name).filter((name) => name.startsWith('shop'))
}

describe('a missing network that is taken out of the files', () => {
  it('is waited for by no task any more, and what is missing now is said in its place', async () => {
    const world = aWorld()
    const { store } = world.life().ports
    const external = {
      apiVersion: API_VERSION,
      metadata: { name: 'gone', namespace: 'shop' },
      spec: { external: true },
    } as const
    world.declare({ ...external, kind: 'Network' })
    world.service('web', { template: { image: 'nginx', networks: [{ network: 'gone' }] } })
    await world.settle()
    equal(world.tasks()[0]?.status?.reason, 'WaitingForNetwork')
    store.delete('Network', 'shop/gone')
    world.declare({ ...external, kind: 'Volume' })
    const mounts = [{ type: 'Volume' as const, source: 'gone', target: '/data' }]
    world.service('web', { template: { image: 'nginx', mounts } })
    equal(await world.settle(), 'quiet')
    deepEqual(
      world.tasks().map(({ status }) => status?.reason),
      ['WaitingForVolume'],
    )
    equal(store.get('Network', 'shop/gone'), undefined)
  })
})

describe('a network of the engine itself that is declared as an external one', () => {
  for (const apiVersion of ['1.41', '1.51'])
    for (const hostName of ['bridge', 'host'])
      it(`is joined as the engine does: ${hostName}, over API ${apiVersion}`, async () => {
        const world = aWorld({ apiVersion })
        world.declare({
          ...{ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'own', namespace: 'shop' } },
          spec: { external: true, hostName },
        })
        world.service('db', { template: { image: 'nginx', networks: [{ network: 'own' }] } })
        await world.settle()
        const links = hostName === 'bridge' ? { links: ['db'] } : {}
        world.service('web', {
          template: { image: 'nginx', networks: [{ network: 'own', aliases: ['www'] }], ...links },
        })
        equal(await world.settle(), 'quiet')
        deepEqual(world.containers(), ['shop-db-1 running', 'shop-web-1 running'])
        const [web] = [...world.host.state.containers.values()].filter(({ name }) => name === 'shop-web-1')
        deepEqual(
          web?.links.map(({ alias }) => alias),
          hostName === 'bridge' ? ['db', 'db_1', 'shop-db-1'] : [],
        )
        deepEqual(
          world.newCalls().filter((call) => call.startsWith('DELETE')),
          [],
        )
      })
})

describe('a network whose engine takes its time', () => {
  it('keeps what others say of it meanwhile', async () => {
    const slow = (engine: Engine) =>
      wrapEngine(engine, async ({ verb }, next) => {
        if (verb === 'createNetwork') await sleep(world.world.clock, 5_000)
        return await next()
      })
    const world = aWorld({ wrapEngine: slow })
    world.service('web', {})
    await world.settle(3_000)
    const { store } = world.life().ports
    const conditions = () => store.get('Network', 'shop/default')?.status?.conditions ?? []
    store.update('Network', 'shop/default', (draft) => {
      draft.status = { ...draft.status, conditions: [...conditions(), { type: 'Other', status: 'True' }] }
    })
    await world.settle()
    deepEqual(
      conditions()
        .map(({ type, status }) => `${type} ${status}`)
        .sort(),
      ['Other True', 'Ready True'],
    )
  })
})

describe('a network of a service that has no tasks for now', () => {
  it('goes when the service is to have none in it either', async () => {
    const world = aWorld()
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Network',
      metadata: { name: 'front', namespace: 'shop' },
      spec: {},
    })
    const networks = [{ network: 'front' }]
    const nowhere = { mode: 'Global' as const, placement: { constraints: ['node.hostname == elsewhere'] } }
    world.service('web', { mode: 'Global', template: { image: 'nginx', networks } })
    await world.settle()
    world.service('web', { ...nowhere, template: { image: 'nginx', networks } })
    await world.settle()
    deepEqual([world.containers(), ownNetworks(world)], [[], ['shop_front']])
    world.service('web', { ...nowhere, template: { image: 'nginx', networkMode: 'none' } })
    await world.settle()
    deepEqual(ownNetworks(world), [])
  })
})

const ownNetworks = ({ host }: TestWorld) =>
  [...host.state.networks.values()].filter(({ predefined }) => !predefined).map(({ name }) => name)
