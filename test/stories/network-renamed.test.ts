import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Network, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { planOf } from '../support/plan-of.ts'
import { oneByOne, upAndDown } from '../support/up-and-down.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

function declare(world: TestWorld, hostName: string, subnet?: string): void {
  declareAs(world, 'shop/net', { hostName, ...(subnet === undefined ? {} : { ipam: { config: [{ subnet }] } }) })
}

function declareAs(world: TestWorld, key: string, spec: V1Network['spec']): void {
  const [namespace = '', name = ''] = key.split('/')
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { name, namespace }, spec })
}

/** A world with a service in a network of this name. */
async function inNetwork(hostName: string, subnet?: string): Promise<TestWorld> {
  const world = aWorld()
  declare(world, hostName, subnet)
  world.service('web', { template: { image: 'nginx', networks: [{ network: 'net' }] } })
  await world.settle()
  world.newCalls()
  return world
}

const BUILT_IN = ['bridge', 'host', 'none']

const networks = (world: TestWorld) =>
  [...world.host.state.networks.values()].map(({ name }) => name).filter((name) => !BUILT_IN.includes(name))

/** The id of a network, as a person gives it. */
const idOf = (world: TestWorld, wanted: string) =>
  [...world.host.state.networks.values()].find(({ name }) => name === wanted)?.id.slice(0, 12)

const readyOf = (world: TestWorld) =>
  getCondition(world.life().ports.store.get('Network', 'shop/net')?.status?.conditions, 'Ready')

describe('a network that gets another name on its hosts', () => {
  it('goes under the former one once no container is in it', async () => {
    const world = await inNetwork('one')
    declare(world, 'two')
    await world.settle()
    deepEqual([networks(world), world.containers()], [['two'], ['shop-web-1 running']])
  })

  it('goes under the former one as planned', async () => {
    const world = await inNetwork('one')
    await world.life().stop()
    declare(world, 'two')
    const { calls } = await planOf(world)
    await world.restart()
    await world.settle()
    const [made, planned] = [world.newCalls(), calls.map(({ method, path }) => `${method} ${path}`)]
    for (const of of ['/containers/', '/networks/'])
      deepEqual(
        made.filter((call) => call.includes(of)),
        planned.filter((call) => call.includes(of)),
      )
    deepEqual(networks(world), ['two'])
  })

  it('goes under the former one after a restart that came in between', async () => {
    const world = await inNetwork('one')
    await world.life().stop()
    declare(world, 'two')
    await world.restart()
    await world.settle()
    deepEqual(networks(world), ['two'])
  })

  it('says who is in it under the former one while it stays for them', async () => {
    const world = await inNetwork('one')
    declareAs(world, 'other/theirs', { external: true, hostName: 'one' })
    const template = { image: 'nginx', networks: [{ network: 'theirs' }] }
    const metadata = { name: 'db', namespace: 'other' }
    world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } })
    const labels = { 'reconcile.dev/installation': 'default', 'reconcile.dev/one-off': 'true' }
    await world.settle()
    world.host.byHand.run('job', { Image: 'nginx', Labels: labels, HostConfig: { NetworkMode: 'one' } })
    declare(world, 'two')
    await world.settle()
    deepEqual(networks(world), ['one', 'two'])
    const said =
      'it is where its tasks are; its name is two now, and not one, but other-db-1, job are still in that one'
    equal(readyOf(world)?.message, said)
    world.host.byHand.remove('job')
    world.life().ports.store.delete('Service', 'other/db')
    world.life().ports.store.delete('Network', 'other/theirs')
    await world.settle()
    deepEqual([networks(world), readyOf(world)?.message], [['two'], 'it is where its tasks are'])
  })

  it('says on how many nodes it stays under the former one', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    declare(world, 'one')
    world.service('web', { replicas: 2, template: { image: 'nginx', networks: [{ network: 'net' }] } })
    await world.settle()
    for (const { byHand } of world.world.hosts.values())
      byHand.run('alien', { Image: 'nginx', HostConfig: { NetworkMode: 'one' } })
    declare(world, 'two')
    await world.settle()
    match(readyOf(world)?.message ?? '', /^it is where its tasks are; its name is two now.*; so it is on 1 more: b$/)
  })

  it('says at its deletion who of others is in it under the former one', async () => {
    const world = await inNetwork('one')
    world.host.byHand.run('alien', { Image: 'nginx', HostConfig: { NetworkMode: 'one' } })
    declare(world, 'two')
    await world.settle()
    world.life().ports.store.delete('Service', 'shop/web')
    world.life().ports.store.delete('Network', 'shop/net')
    await world.pass(60_000)
    deepEqual(networks(world), ['one'])
    match(readyOf(world)?.message ?? '', new RegExp(`disconnect -f ${idOf(world, 'one')} alien`))
  })

  it('goes under both with its deletion', async () => {
    const world = await inNetwork('one')
    declare(world, 'two')
    world.life().ports.store.delete('Service', 'shop/web')
    world.life().ports.store.delete('Network', 'shop/net')
    await world.settle()
    deepEqual(networks(world), [])
  })

  it('stays under the former one while a container of others is in it, which is said (S4)', async () => {
    const world = await inNetwork('one')
    world.host.byHand.run('alien', { Image: 'nginx', HostConfig: { NetworkMode: 'one' } })
    declare(world, 'two')
    await world.settle()
    const { status, message = '' } = readyOf(world) ?? {}
    deepEqual([networks(world), status], [['one', 'two'], 'True'])
    const said =
      'it is where its tasks are; its name is two now, and not one, but containers that are not ours are in it: alien; '
    equal(
      message,
      `${said}remove them, or take them off with \`docker network disconnect -f ${idOf(world, 'one')} alien\``,
    )
    world.host.byHand.remove('alien')
    await world.pass(60_000)
    deepEqual([networks(world), readyOf(world)?.message], [['two'], 'it is where its tasks are'])
  })

  it('is where it is, though its removal under the former one fails, which is said', async () => {
    const world = await inNetwork('one')
    for (let n = 0; n < 99; n++) world.host.failNext('removeNetwork', { status: 500, message: 'not now' })
    declare(world, 'two')
    await world.pass(60_000)
    const { nodes = [] } = world.life().ports.store.get('Network', 'shop/net')?.status ?? {}
    deepEqual(
      [nodes.map(({ node, state }) => `${node} ${state}`), readyOf(world)?.message],
      [['a Present'], 'its name is two now, and not one, but a failed: not now'],
    )
  })

  it('is waited for at its deletion on a host that has it under the former one, and is silent', async () => {
    const world = await inNetwork('one')
    world.host.byHand.run('alien', { Image: 'nginx', HostConfig: { NetworkMode: 'one' } })
    declare(world, 'two')
    await world.settle()
    const { store } = world.life().ports
    store.delete('Service', 'shop/web')
    await world.settle()
    deepEqual(networks(world), ['one'])
    world.host.crash()
    await world.pass(60_000)
    store.delete('Network', 'shop/net')
    await world.pass(60_000)
    world.host.restart()
    world.host.byHand.remove('alien')
    await world.pass(600_000)
    deepEqual([networks(world), store.get('Network', 'shop/net')], [[], undefined])
  })

  it('is told with what makes room where the former one has its subnet, also in a plan', async () => {
    const world = await inNetwork('one', '10.77.0.0/24')
    declare(world, 'two', '10.77.0.0/24')
    await world.pass(5_000)
    const { store } = world.life().ports
    const said =
      /the network one has 10\.77\.0\.0\/24, and goes once no task is in it: `reconcile stop shop` and then `reconcile start shop` make room/
    match(readyOf(world)?.message ?? '', said)
    match((await planOf(world)).failures[0]?.remedy ?? '', said)
    deepEqual(world.containers(), ['shop-web-1 running'])
    stopService(store, 'shop/web', { now: 0 })
    await world.settle()
    startService(store, 'shop/web')
    await world.settle()
    deepEqual([networks(world), world.containers()], [['two'], ['shop-web-1 running']])
  })

  it('stays under the former one where that is the name of another one by now, for whose tasks it is', async () => {
    const world = await inNetwork('one')
    declareAs(world, 'shop/other', { hostName: 'two' })
    world.service('db', { template: { image: 'nginx', networks: [{ network: 'other' }] } })
    await world.settle()
    world.newCalls()
    declareAs(world, 'shop/other', { hostName: 'one' })
    declare(world, 'two')
    await world.settle()
    const calls = world.newCalls()
    const made = calls.filter((call) => call.includes('/networks') && !call.endsWith('/connect'))
    deepEqual([networks(world), made], [['one', 'two'], []])
    equal(calls.filter((call) => call.includes('/containers/create')).length, 2)
    for (const service of ['db', 'web']) world.life().ports.store.delete('Service', `shop/${service}`)
    await world.settle()
    deepEqual(networks(world), [])
  })
})

type Order = 'StartFirst' | 'StopFirst'

/** The calls on three tasks of a service of this mode whose network is renamed. */
async function renamedUnder(order: Order, spec: Partial<V1ServiceSpec> = {}): Promise<[TestWorld, readonly string[]]> {
  const world = aWorld()
  declare(world, 'one')
  const updateStrategy = { order, parallelism: 1, monitorSeconds: 2 }
  world.service('web', {
    ...{ replicas: 3, updateStrategy, template: { image: 'nginx', networks: [{ network: 'net' }] } },
    ...spec,
  })
  await world.settle()
  world.newCalls()
  declare(world, 'two')
  await world.settle()
  return [world, world.newCalls().map(inShort)]
}

function inShort(call: string): string {
  return call.replace(/^(POST|DELETE) \/(containers|networks)\//, '').replace(/\.[0-9a-f]{10}/, '.new')
}

const connected = ['create', 'two/connect', 'two/connect', 'two/connect']

describe('the tasks in a network that gets another name on its hosts', () => {
  it('are in both until each is replaced in the order of updates, so that none is missing with StartFirst', async () => {
    const [, calls] = await renamedUnder('StartFirst')
    deepEqual(calls.slice(0, 4), connected)
    deepEqual(upAndDown(calls), oneByOne.StartFirst)
    equal(calls.at(-1), 'one')
  })

  it('are stopped one after the other with StopFirst', async () => {
    const [, calls] = await renamedUnder('StopFirst')
    deepEqual(calls.slice(0, 4), connected)
    deepEqual(upAndDown(calls), oneByOne.StopFirst)
  })

  it('say so while rollouts are paused, and are replaced once they go on', async () => {
    const world = await inNetwork('one')
    const { ports } = world.life()
    ports.store.putFact('rolloutPause', 'shop/web', { at: '2026-01-01T00:00:00Z' })
    declare(world, 'two')
    await world.settle()
    deepEqual(world.newCalls().map(inShort), ['create', 'two/connect'])
    const [task] = world.tasks()
    deepEqual(
      [task?.status?.phase, task?.status?.reason, task?.status?.message],
      [
        'Running',
        'FormerName',
        'it is on the network one, where it is not declared to be; its next container is as declared',
      ],
    )
    ports.store.putFact('rolloutPause', 'shop/web', undefined)
    await world.settle()
    deepEqual(networks(world), ['two'])
  })

  it('go on in both while a rollout stays failed, which is not begun anew for that', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    declare(world, 'one')
    const declareWeb = (maxReplicasPerNode: number) =>
      world.service('web', {
        ...{ replicas: 3, placement: { maxReplicasPerNode }, progressDeadlineSeconds: 60 },
        template: { image: 'nginx', networks: [{ network: 'net' }] },
      })
    declareWeb(1)
    await world.pass(120_000)
    declare(world, 'two')
    await world.pass(30_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    deepEqual(
      world.tasks().map(({ status }) => status?.reason),
      ['FormerName', 'FormerName', 'NoNodeFits'],
    )
    declareWeb(2)
    await world.settle()
    deepEqual([networks(world), world.serviceNamed('web')?.status?.rollout?.state], [['two'], 'Completed'])
  })

  it('go on in both if they are meant to end', async () => {
    const [world, calls] = await renamedUnder('StopFirst', { mode: 'ReplicatedJob' })
    deepEqual([calls, networks(world)], [connected, ['one', 'two']])
  })

  it('are replaced by the update alone that comes with the other name', async () => {
    const world = await inNetwork('one')
    declare(world, 'two')
    world.service('web', { template: { image: 'nginx:2', networks: [{ network: 'net' }] } })
    await world.settle()
    equal(world.newCalls().filter((call) => call.includes('/containers/create')).length, 1)
    deepEqual([networks(world), world.imagesRunning()], [['two'], ['nginx:2']])
  })
})

/** As `inNetwork`, and a service of another stack is in it too, as in an external one. It has another name since. */
async function sharedBefore(): Promise<TestWorld> {
  const world = await inNetwork('one')
  declareAs(world, 'other/net', { hostName: 'one', external: true })
  const template = { image: 'nginx', networks: [{ network: 'net' }] }
  const metadata = { name: 'guest', namespace: 'other' }
  world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } })
  await world.settle()
  declare(world, 'two')
  await world.settle()
  deepEqual(networks(world), ['one', 'two'])
  return world
}

describe('a network that gets another name on its hosts, while another stack uses it under the former one', () => {
  it('stays for its task that has no container just now', async () => {
    const world = await sharedBefore()
    for (let n = 0; n < 8; n++) world.host.failNext('createContainer', { status: 500, message: 'not now' })
    world.host.byHand.remove('other-guest-1')
    await world.pass(2_000)
    world.host.byHand.restart('shop-web-1')
    await world.pass(60_000)
    deepEqual(
      [networks(world), world.containers()],
      [
        ['one', 'two'],
        ['other-guest-1 running', 'shop-web-1 running'],
      ],
    )
  })

  it('goes with its last task', async () => {
    const world = await sharedBefore()
    world.life().ports.store.delete('Service', 'other/guest')
    await world.pass(60_000)
    deepEqual(networks(world), ['two'])
  })
})
