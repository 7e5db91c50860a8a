import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION, type Kind } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { withoutWrites } from '../../cli/local/open/engines.ts'
import type { Installation } from '../../controllers/installation.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { startLife } from '../../plan/world.ts'
import type { Content } from '../../store/contents/contents.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const mounts = [{ type: 'Volume' as const, source: 'data', target: '/d' }]

/** A stack with a volume and a network, all of it deployed. */
async function aDeployed(nodes: readonly string[]): Promise<TestWorld> {
  const world = aWorld({ nodes })
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  const [node = ''] = nodes
  const placement = { constraints: [`node.hostname==${node}`] }
  world.service('web', { template: { image: 'nginx', mounts }, ...(nodes.length > 1 ? { placement } : {}) })
  await world.settle()
  return world
}

/** Begins a life of somebody who only looks; `isUnattended`: and knows that nobody else works. */
async function lookAt(
  world: TestWorld,
  isUnattended = false,
  contents = new Map<string, Content>(),
): Promise<Installation> {
  world.newCalls()
  const { clock } = world.world
  const options = { installation: 'default', contents: fixedContents(contents, clock), onlyLooks: true, isUnattended }
  const life = startLife(world.world, { ...options, wrapEngine: withoutWrites })
  await world.settle(400)
  return life
}

/** All is deleted while a container of others is in it, which goes once nobody works any more. */
async function deleteInVain(world: TestWorld): Promise<void> {
  const Mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/d' }]
  world.host.byHand.run('hand', { Image: 'nginx', HostConfig: { Mounts, NetworkMode: 'shop_default' } })
  const { store } = world.life().ports
  store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
  store.delete('Service', 'shop/web')
  store.delete('Volume', 'shop/data')
  store.delete('Network', 'shop/default')
  await world.settle()
  await world.life().stop()
  world.host.byHand.remove('hand')
}

function readyOf(life: Installation, kind: Kind, key: string): string {
  const { reason, message } = getCondition(life.ports.store.get(kind, key)?.status?.conditions, 'Ready') ?? {}
  return `${reason}: ${message}`
}

const THEN = '; if no command is at work on that, the next one for its stack does it, or `reconcile serve`'

for (const nodes of [['a'], ['a', 'b']])
  describe(`what is only looked at, on ${nodes.length} of its hosts`, () => {
    it('says what is to be removed, and where, and is not', async () => {
      const world = await aDeployed(nodes)
      await deleteInVain(world)
      const life = await lookAt(world)
      equal(readyOf(life, 'Network', 'shop/default'), `NotDoneYet: a is to remove the network shop_default${THEN}`)
      equal(readyOf(life, 'Volume', 'shop/data'), `NotDoneYet: a is to remove the volume shop_data${THEN}`)
      equal(life.ports.store.get('Network', 'shop/default')?.status?.hostName, 'shop_default')
      equal(getCondition(life.ports.store.get('Stack', 'shop')?.status?.conditions, 'Ready')?.reason, 'NotDoneYet')
      deepEqual(world.newCalls(), [])
    })

    it('says what is to be made, however often it is looked at', async () => {
      const world = await aDeployed(nodes)
      await world.life().stop()
      world.host.byHand.remove('shop-web-1')
      world.host.byHand.removeNetwork('shop_default')
      const life = await lookAt(world)
      for (const { name, wake } of life.running.loops) if (name === 'network') wake('shop/default')
      await world.settle(400)
      equal(readyOf(life, 'Network', 'shop/default'), `NotDoneYet: a is to create the network shop_default${THEN}`)
      deepEqual(world.newCalls(), [])
    })

    it('says of what others use that it stays, not that it is to be removed', async () => {
      const world = await aDeployed(nodes)
      await deleteInVain(world)
      const Mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/d' }]
      world.host.byHand.run('hand', { Image: 'nginx', HostConfig: { Mounts, NetworkMode: 'shop_default' } })
      const life = await lookAt(world)
      equal(readyOf(life, 'Network', 'shop/default').split(':')[0], 'ForeignUsers')
      equal(readyOf(life, 'Volume', 'shop/data').split(':')[0], 'ForeignUsers')
    })

    it('says nothing of earlier bytes of a secret that are still there, and what a deleted one waits for', async () => {
      const contents = new Map([['Secret/shop/token', { found: true as const, bytes: Buffer.from('a'), hash: 'h1' }]])
      const world = aWorld({ nodes, contents })
      const metadata = { name: 'token', namespace: 'shop' }
      world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
      world.service('web', { template: { image: 'nginx', secrets: [{ secret: 'token' }] } })
      await world.settle()
      await world.life().stop()
      const life = await lookAt(world, false, contents)
      const { store } = life.ports
      store.update('Secret', 'shop/token', ({ status }) => {
        const contentHash = '/run/reconcile/default/shop/secrets/token-1'
        status?.nodes?.push({ node: 'a', contentHash, state: 'Unknown' })
      })
      const look = async () => {
        for (const { name, wake } of life.running.loops) if (name === 'secret') wake('shop/token')
        await world.settle(400)
      }
      for (let looks = 0; looks < 3; looks++) await look()
      equal(readyOf(life, 'Secret', 'shop/token'), 'Delivered: its bytes are where its tasks are')
      store.delete('Service', 'shop/web')
      store.delete('Secret', 'shop/token')
      world.host.byHand.remove('shop-web-1')
      for (let looks = 0; looks < 3; looks++) await look()
      equal(readyOf(life, 'Secret', 'shop/token'), `NotDoneYet: a is to have its bytes taken off${THEN}`)
      deepEqual(world.newCalls(), [])
    })

    it('is as it is where all is as declared', async () => {
      const world = await aDeployed(nodes)
      await world.life().stop()
      const life = await lookAt(world)
      equal(readyOf(life, 'Network', 'shop/default').split(':')[0], 'Present')
      equal(readyOf(life, 'Volume', 'shop/data').split(':')[0], 'Present')
    })
  })

describe('what is only looked at, where nobody works', () => {
  const NOBODY = '; nothing works on that: the next command for its stack does it, or `reconcile serve`'

  /** A deployed stack, and what happened since it was left alone; then one who only looks. */
  async function left(meanwhile: (world: TestWorld) => void): Promise<Installation> {
    const world = await aDeployed(['a'])
    await world.life().stop()
    meanwhile(world)
    const life = await lookAt(world, true)
    await world.settle(400)
    deepEqual(world.newCalls(), [])
    return life
  }

  function tasksOf(life: Installation): readonly string[] {
    return [...life.ports.store.list('Task').keys()].map((key) => readyOf(life, 'Task', key))
  }

  it('is to be made, and not being made', async () => {
    const life = await left(({ host }) => host.byHand.remove('shop-web-1'))
    const said = `its container was removed while nobody watched${NOBODY}`
    deepEqual(tasksOf(life), [`NotDoneYet: ${said}`])
    match(readyOf(life, 'Service', 'shop/web'), /^NotDoneYet: 0 of 1 ready; web-1-\w+: its container was removed/)
  })

  it('says of a network that nobody makes it', async () => {
    const life = await left(({ host }) => {
      host.byHand.remove('shop-web-1')
      host.byHand.removeNetwork('shop_default')
    })
    equal(readyOf(life, 'Network', 'shop/default'), `NotDoneYet: a is to create the network shop_default${NOBODY}`)
  })

  it('is to be fetched, and not being fetched', async () => {
    const world = aWorld()
    world.service('web', { replicas: 60, template: { image: 'nosuch', networkMode: 'none' } })
    const stopped = world.life().stop()
    await world.settle(400)
    await stopped
    const life = await lookAt(world, true)
    const said = new Set(tasksOf(life))
    deepEqual([...said], [`NotDoneYet: nosuch is not on the node${NOBODY}`])
    deepEqual([...life.running.at()], [])
  })

  it('keeps the reason of what is wrong, and says that nobody mends it', async () => {
    const life = await left(({ host }) => host.byHand.pause('shop-web-1'))
    deepEqual(tasksOf(life), [`PausedByHand: it was paused by hand${NOBODY}`])
  })

  it('is to be rolled out, and is not', async () => {
    const world = await aDeployed(['a'])
    world.service('web', {
      template: { image: 'nginx', mounts, resources: { limits: { memoryBytes: 64 * 1024 ** 2 } } },
    })
    const stopped = world.life().stop()
    await world.settle()
    await stopped
    const life = await lookAt(world, true)
    match(readyOf(life, 'Service', 'shop/web'), /^NotDoneYet: 0 of 1 updated; .*; nothing works on that: [^;]*$/)
    deepEqual(world.newCalls(), [])
  })

  it('is to be rolled out, and fits no node: no command does it as things are', async () => {
    const world = await aDeployed(['a'])
    const template = { image: 'nginx:2', networkMode: 'none' }
    world.service('web', { template, placement: { constraints: ['node.labels.gpu==yes'] } })
    await world.settle(2_000)
    const stopped = world.life().stop()
    await world.settle(400)
    await stopped
    const life = await lookAt(world, true)
    match(readyOf(life, 'Service', 'shop/web'), /^NoNodeFits: 0 of 1 updated; [^;]* no node fits: a: [^;]*gpu==yes$/)
  })

  for (const [sentence, meanwhile] of [
    ['', () => {}],
    [', and ends', ({ host }: TestWorld) => host.byHand.kill('shop-web-1')],
  ] as const)
    it(`is to go, and does not${sentence}`, async () => {
      const world = await aDeployed(['a'])
      world.life().ports.store.delete('Service', 'shop/web')
      const stopped = world.life().stop()
      await world.settle()
      await stopped
      meanwhile(world)
      const life = await lookAt(world, true)
      deepEqual(tasksOf(life), [`NotDoneYet: it is not wanted any more${NOBODY}`])
      equal(readyOf(life, 'Service', 'shop/web'), `NotDoneYet: a task is still there${NOBODY}`)
    })

  it('is as it is where nothing is left to do', async () => {
    const life = await left(() => {})
    deepEqual(tasksOf(life), ['Running: it runs'])
  })
})

describe('what is only looked at, after the engine did not do it', () => {
  const WHY = 'the engine says no'
  const AGAIN = '; it is asked again by the next command for its stack, or `reconcile serve`'

  /** A world whose engine fails so at one verb, and then one who only looks. */
  async function failingAt(verb: keyof Engine): Promise<Installation> {
    const fails = () => {
      throw new EngineError('Invalid', { node: 'a', tried: 'do it', detail: WHY })
    }
    const world = aWorld({ wrapEngine: (engine) => ({ ...engine, [verb]: fails }) })
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    world.service('web', { template: { image: 'nginx', mounts } })
    await world.settle(60_000)
    await world.life().stop()
    const life = await lookAt(world)
    for (const { name, wake } of life.running.loops)
      if (name === 'network' || name === 'volume') wake(name === 'network' ? 'shop/default' : 'shop/data')
    await world.settle(400)
    return life
  }

  it('says why there is no network', async () => {
    const life = await failingAt('createNetwork')
    equal(readyOf(life, 'Network', 'shop/default'), `RefusedByEngine: a refuses it: ${WHY}${AGAIN}`)
    match(readyOf(life, 'Service', 'shop/web'), new RegExp(`^WaitingForNetwork: .*: a refuses it: ${WHY}${AGAIN}$`))
  })

  it('says why there is no volume', async () => {
    const life = await failingAt('createVolume')
    equal(readyOf(life, 'Volume', 'shop/data'), `RefusedByEngine: a refuses it: ${WHY}${AGAIN}`)
  })

  for (const [verb, reason] of [
    ['createContainer', 'CreateFailed'],
    ['startContainer', 'StartFailed'],
  ] as const)
    it(`says why a container could not be made or started: ${verb}`, async () => {
      const life = await failingAt(verb)
      match(readyOf(life, 'Service', 'shop/web'), new RegExp(`^RolloutFailed: task web-1-\\w+: ${WHY}; `))
      const [key = ''] = life.ports.store.list('Task').keys()
      equal(readyOf(life, 'Task', key), `${reason}: the last time: ${WHY}`)
    })
})

describe('a first rollout that failed, and is only looked at', () => {
  const template = { image: 'sick', healthcheck: { test: ['CMD', 'nosuch'], intervalSeconds: 1, retries: 2 } }
  const images = { sick: { config: { Cmd: ['serve'] }, behaviour: { neverHealthy: true } } }

  /** Its health check failed for good, and nobody works on it any more. */
  async function aFailed(): Promise<TestWorld> {
    const world = aWorld({ images })
    world.service('web', { template })
    await world.settle(60_000)
    match(readyOf(world.life(), 'Service', 'shop/web'), /^RolloutFailed: /)
    await world.life().stop()
    return world
  }

  for (const [sentence, afterMs] of [
    ['while its health check has not failed again', 0],
    ['once that has', 30_000],
  ] as const)
    it(`says so: ${sentence}`, async () => {
      const world = await aFailed()
      await world.pass(afterMs)
      const life = await lookAt(world)
      match(
        readyOf(life, 'Service', 'shop/web'),
        /^RolloutFailed: task web-1-\w+: its health check failed.*; the next command for its stack goes on with it, if none is at that, or `reconcile serve`; else correct/,
      )
      deepEqual(world.newCalls(), [])
    })

  it('has gone through once it is up', async () => {
    const world = await aFailed()
    world.host.byHand.setHealth('shop-web-1', 'healthy')
    const life = await lookAt(world)
    match(readyOf(life, 'Service', 'shop/web'), /^AllReady: /)
  })

  it('is none of what its file says now', async () => {
    const world = await aFailed()
    const life = await lookAt(world)
    life.ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.template.workingDir = '/'))
    await world.settle(400)
    match(readyOf(life, 'Service', 'shop/web'), /^(?!RolloutFailed)/)
  })
})
