import { deepEqual, equal, ok } from 'node:assert/strict'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'db:1': RUNS,
  'db:2': RUNS,
  'db:3': RUNS,
  nginx: RUNS,
  data: { config: { Cmd: ['true'], Volumes: { '/data': {} } }, behaviour: { exitsAfterMs: 10 } },
}

/** A service on the engine's own bridge with a link to another there. */
function linked(world: TestWorld): void {
  world.service('db', { template: { image: 'db:1', networkMode: 'bridge' } })
  const template = { image: 'nginx', networkMode: 'bridge', links: ['db:database'] }
  world.service('web', { template, dependsOn: [{ service: 'db', restart: true }] })
}

function linksOf(world: TestWorld): readonly string[] {
  const found = world.host.containers().find(({ Name }) => Name === '/shop-web-1')
  return (found?.HostConfig.Links ?? []).toSorted()
}

const created = 'POST /containers/create?name=shop-web-1'

describe("a link on the engine's own bridge", () => {
  it('leads to the container by its alias, its number and its name', async () => {
    const world = aWorld({ images })
    linked(world)
    equal(await world.settle(), 'quiet')
    const to = '/shop-db-1:/shop-web-1'
    deepEqual(linksOf(world), [`${to}/database`, `${to}/db_1`, `${to}/shop-db-1`])
    await world.restart()
    world.newCalls()
    equal(await world.settle(), 'quiet')
    deepEqual(world.newCalls(), [])
  })

  it('takes a new container for each that it led to, however often that is replaced', async () => {
    const world = aWorld({ images })
    linked(world)
    await world.settle()
    for (const image of ['db:2', 'db:3']) {
      world.newCalls()
      world.service('db', { template: { image, networkMode: 'bridge' } })
      equal(await world.settle(), 'quiet')
      equal(world.newCalls().filter((call) => call === created).length, 1)
      deepEqual(world.containers(), ['shop-db-1 running', 'shop-web-1 running'])
    }
  })

  it('is made anew when a crash finds it broken', async () => {
    const world = aWorld({ images })
    linked(world)
    await world.settle()
    world.host.byHand.kill('shop-web-1')
    world.host.byHand.remove('shop-db-1')
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-db-1 running', 'shop-web-1 running'])
  })

  it('leads to every container of a service with several', async () => {
    const world = aWorld({ images })
    world.service('db', { replicas: 2, template: { image: 'db:1', networkMode: 'bridge' } })
    const template = { image: 'nginx', networkMode: 'bridge', links: ['db'] }
    world.service('web', { template, dependsOn: [{ service: 'db' }] })
    equal(await world.settle(), 'quiet')
    const aliases = linksOf(world).map((line) => line.split('/').at(-1))
    deepEqual(aliases, ['db', 'db_1', 'shop-db-1', 'db_2', 'shop-db-2'])
  })
})

describe('a container with links to every one of a service', () => {
  const made = (world: TestWorld) => world.newCalls().filter((call) => call === created).length
  const servers = (replicas: number, image: string) => ({ replicas, template: { image, networkMode: 'bridge' } })
  const aliases = (world: TestWorld) => linksOf(world).map((line) => line.split('/').at(-1))

  it('is made anew once for a rollout of theirs, when that is done', async () => {
    const world = aWorld({ images })
    world.service('db', servers(3, 'db:1'))
    world.service('web', {
      template: { image: 'nginx', networkMode: 'bridge', links: ['db'] },
      dependsOn: [{ service: 'db', restart: true }],
    })
    await world.settle()
    equal(made(world), 1)
    world.service('db', servers(3, 'db:2'))
    equal(await world.settle(), 'quiet')
    equal(made(world), 1)
    ok(aliases(world).includes('db_3'))
  })

  it('learns of more of them, and does not mind fewer until it starts again', async () => {
    const world = aWorld({ images })
    world.service('db', servers(1, 'db:1'))
    world.service('web', {
      template: { image: 'nginx', networkMode: 'bridge', links: ['db'] },
      dependsOn: [{ service: 'db' }],
    })
    await world.settle()
    world.service('db', servers(3, 'db:1'))
    equal(await world.settle(), 'quiet')
    ok(aliases(world).includes('db_3'))
    world.newCalls()
    world.service('db', servers(1, 'db:1'))
    equal(await world.settle(), 'quiet')
    equal(made(world), 0)
    world.host.byHand.kill('shop-web-1')
    equal(await world.settle(), 'quiet')
    ok(!aliases(world).includes('db_3'))
    ok(world.containers().includes('shop-web-1 running'))
  })
})

describe('the volumes of another service', () => {
  it('come from a container that has ended, and is there only for them', async () => {
    const world = aWorld({ images })
    world.service('data', { template: { image: 'data' } })
    world.service('web', { template: { image: 'nginx', volumesFrom: ['data'] }, dependsOn: [{ service: 'data' }] })
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-data-1 exited', 'shop-web-1 running'])
    const web = world.host.containers().find(({ Name }) => Name === '/shop-web-1')
    deepEqual(
      web?.Mounts?.map(({ Destination }) => Destination),
      ['/data'],
    )
  })

  it('put a task where that service has one', async () => {
    const world = aWorld({ images, nodes: ['a', 'b', 'c'] })
    world.service('db', { template: { image: 'db:1' }, placement: { constraints: ['node.name == c'] } })
    world.service('web', { template: { image: 'nginx', volumesFrom: ['db'] } })
    equal(await world.settle(), 'quiet')
    const nodes = new Map(world.tasks().map(({ spec }) => [spec.service, spec.node]))
    ok(nodes.get('db'))
    equal(nodes.get('web'), nodes.get('db'))
  })
})
