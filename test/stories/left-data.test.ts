import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { followTold } from '../../cli/local/waiting/told.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { observeHost } from '../../plan/observe.ts'
import type { PlanResult } from '../../plan/plan.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const withData = { config: { Cmd: ['serve'], Volumes: { '/data': {} } } }
const images = { 'db:1': withData, 'db:2': withData }
const KEY = 'shop/db'
const SAID = /^db-1-\w+ goes to b; what its anonymous volumes have at \/data stays on a: mount a named/

/** `db` on one node, on each of another image. */
const on = (node: string, template: Partial<V1TaskTemplate> = {}) => ({
  template: { image: node === 'a' ? 'db:1' : 'db:2', ...template },
  placement: { constraints: [`node.hostname == ${node}`] },
})

/** A world in which it runs on `a`, and has an anonymous volume there. */
async function onA(): Promise<TestWorld> {
  const world = aWorld({ images, nodes: ['a', 'b'] })
  world.service('db', on('a'))
  equal(await world.settle(), 'quiet')
  return world
}

function eventsOf(world: TestWorld) {
  const events = world.life().recorder.events()
  return events.filter(({ reason }) => reason === 'DataLeft')
}

async function plan(world: TestWorld): Promise<PlanResult> {
  const run = { signal: new AbortController().signal, object: 'Node', reason: 'look' }
  const [containerNames, hostPorts, tasks] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const looked = { installation: 'default', containerNames, hostPorts, tasks, images: Object.keys(images) }
  const observing = [...world.world.hosts].map(async ([node, host]) => ({
    node,
    observed: await observeHost(host.engine(), looked, run),
  }))
  await world.settle(1_000)
  return await planOf(world, { nodes: await Promise.all(observing) })
}

describe('data in an anonymous volume, where the next task is on another node', () => {
  it('is said to stay, once, and not where the task stays, or has something else at its path', async () => {
    const world = await onA()
    askRestart(world.life().ports.store, KEY, world.world.clock.now())
    await world.settle()
    deepEqual(eventsOf(world), [])
    world.service('db', on('b'))
    await world.settle()
    const [event] = eventsOf(world)
    deepEqual([event?.object, event?.type, event?.count], [`Service/${KEY}`, 'Warning', 1])
    match(event?.message ?? '', SAID)
    const mounts = [{ type: 'Volume' as const, source: 'own', target: '/data' }]
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'own', namespace: 'shop' }, spec: {} })
    world.service('db', on('a', { mounts }))
    await world.settle()
    equal(eventsOf(world).length, 1)
  })

  it('is not said to stay where a tmpfs is at its path now', async () => {
    const world = await onA()
    world.service('db', on('b', { mounts: [{ type: 'Tmpfs', target: '/data/' }] }))
    await world.settle()
    deepEqual(eventsOf(world), [])
  })

  it('is not said to stay where it is gone', async () => {
    const world = await onA()
    const { store } = world.life().ports
    stopService(store, KEY, { now: world.world.clock.now() })
    await world.settle()
    for (const volume of [...world.host.state.volumes.keys()]) world.host.byHand.removeVolume(volume)
    await world.settle()
    world.service('db', on('b'))
    startService(store, KEY)
    await world.settle()
    deepEqual([eventsOf(world), world.tasks()[0]?.spec.node], [[], 'b'])
  })

  it('is said to stay by a plan as well', async () => {
    const world = await onA()
    await world.life().stop()
    world.service('db', on('b'))
    const { assumptions } = await plan(world)
    match(assumptions.find((line) => line.includes('anonymous')) ?? '', SAID)
  })

  it('is told to who waits for its stack, as it happens', async () => {
    const world = await onA()
    const asked = world.world.clock.now()
    const follow = (stack: string, since = world.world.clock.now()) => followTold(world.life().recorder, [stack], since)
    const [own, others] = [follow('shop'), follow('blog')]
    world.service('db', on('b'))
    await world.settle()
    const [said, ...more] = own.take()
    match(said?.type === 'warning' ? said.message : '', SAID)
    deepEqual([more, own.take(), others.take(), follow('shop').take()], [[], [], [], []])
    deepEqual(follow('shop', asked).take(), [said]) // who asked for it, and waits since a moment
  })
})
