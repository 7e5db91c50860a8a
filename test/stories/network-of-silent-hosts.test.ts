import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const options = { nodes: ['a', 'b'], images: { nginx: RUNS } }

function declare(world: TestWorld, nodes: readonly string[]): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'back', namespace: 'shop' }, spec: {} })
  for (const node of nodes)
    world.service(`web-${node}`, {
      placement: { constraints: [`node.name==${node}`] },
      template: { image: 'nginx', networks: [{ network: 'back' }] },
    })
}

/** A network with a task on each of these nodes. */
async function usedOn(nodes: readonly string[]): Promise<TestWorld> {
  const world = aWorld(options)
  declare(world, nodes)
  await world.settle()
  return world
}

async function withoutTaskOnB(): Promise<TestWorld> {
  const world = await usedOn(['a', 'b'])
  world.life().ports.store.delete('Service', 'shop/web-b')
  await world.settle()
  return world
}

const b = ({ world }: TestWorld) => {
  const host = world.hosts.get('b')
  if (!host) throw new Error('there is no host b')
  return host
}

const isOnB = (world: TestWorld) => [...b(world).state.networks.values()].some(({ name }) => name === 'shop_back')

async function deleted(world: TestWorld): Promise<void> {
  const { store } = world.life().ports
  for (const key of [...store.list('Service').keys()]) store.delete('Service', key)
  store.delete('Network', 'shop/back')
  await world.pass(60_000)
}

const networkOf = ({ life }: TestWorld) => life().ports.store.get('Network', 'shop/back')

const readyOf = (world: TestWorld) => networkOf(world)?.status?.conditions?.find(({ type }) => type === 'Ready')

const UNKNOWN = /^b does not answer: .*; whether it has the network shop_back is not known before that$/

describe('the deletion of a network while a host is silent', () => {
  it('does not wait for one that never had it', async () => {
    const world = await usedOn(['a'])
    b(world).crash()
    await world.pass(60_000)
    await deleted(world)
    equal(networkOf(world), undefined)
  })

  it('does not wait for one that was silent when the network was declared, also after a restart', async () => {
    const world = aWorld(options)
    b(world).crash()
    await world.pass(60_000)
    declare(world, ['a'])
    await world.settle()
    await world.restart()
    await deleted(world)
    equal(networkOf(world), undefined)
  })

  for (const isRestarted of [false, true])
    it(`waits for one that had it${isRestarted ? ', also after a restart' : ''}, and removes it there`, async () => {
      const world = await withoutTaskOnB()
      equal(isOnB(world), true)
      b(world).crash()
      await world.pass(1_000)
      if (isRestarted) await world.restart()
      await deleted(world)
      deepEqual([readyOf(world)?.reason, networkOf(world)?.status?.seenOn], ['HostUnreachable', ['b']])
      b(world).restart()
      await world.pass(60_000)
      deepEqual([networkOf(world), isOnB(world)], [undefined, false])
    })

  it('does not wait for one from which it was removed', async () => {
    const world = await withoutTaskOnB()
    world.service('web-a', { replicas: 0, template: { image: 'nginx', networks: [{ network: 'back' }] } })
    await world.settle()
    deepEqual([isOnB(world), networkOf(world)?.status?.seenOn], [false, []])
    b(world).crash()
    await deleted(world)
    equal(networkOf(world), undefined)
  })

  it('waits for one that was asked to make it, and did not answer', async () => {
    const world: TestWorld = aWorld({
      ...options,
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          const answer = await next()
          if (engine.node !== 'b' || verb !== 'createNetwork') return answer
          b(world).crash()
          throw new EngineError('Timeout', { node: 'b', tried: 'create it', detail: 'no answer' })
        }),
    })
    declare(world, ['b'])
    await world.settle()
    await world.restart()
    await deleted(world)
    deepEqual([readyOf(world)?.reason, isOnB(world)], ['HostUnreachable', true])
  })

  it('waits for all where a state of before does not say which had it', async () => {
    const world = await usedOn(['a'])
    b(world).crash()
    const { store } = world.life().ports
    const { seenOn: _, ...before } = networkOf(world)?.status ?? {}
    store.putStatus('Network', 'shop/back', before)
    await world.restart()
    await deleted(world)
    match(readyOf(world)?.message ?? '', UNKNOWN)
    b(world).restart()
    await world.pass(60_000)
    equal(networkOf(world), undefined)
  })

  it('waits for one that has not answered since the state was lost', async () => {
    const before = await usedOn(['a', 'b'])
    const stopped = before.life().stop()
    await before.settle()
    await stopped
    b(before).crash()
    const world = aWorld({ ...options, over: before.world })
    declare(world, ['a'])
    await world.settle()
    await deleted(world)
    match(readyOf(world)?.message ?? '', UNKNOWN)
  })
})
