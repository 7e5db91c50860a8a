import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { updateFailure } from '../../api/v1/failed-revision.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { consent, isYetToLook } from '../../controllers/adoption/records.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRetry } from '../../controllers/service/retry.ts'
import { composeProject } from '../support/compose-project.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const HOUR = 3_600_000

const BAD = { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 200, exitCode: 3 } }

/** A world in which `shop/web` runs, and `key` is paused for an hour. */
async function paused(key: string): Promise<{ world: TestWorld; until: number }> {
  const world = await aRunning({})
  const until = world.world.clock.now() + HOUR
  world.life().ports.store.putFact('pause', key, { reason: 'audit', until })
  equal(await world.settle(), 'quiet')
  return { world, until }
}

const readyOf = (object: ObjectOf | undefined) => getCondition(object?.status?.conditions, 'Ready')

describe('a pause', () => {
  for (const key of ['shop/web', 'shop'])
    it(`of ${key} ends at its time by itself: a rollout goes on, and what was stopped runs again`, async () => {
      const { world, until } = await paused(key)
      world.service('web', { template: { image: 'nginx:2' } })
      await world.pass(HOUR - 10_000)
      deepEqual(world.newCalls(), [])
      const { rollout } = world.serviceNamed('web')?.status ?? {}
      equal(rollout?.state, 'Paused')
      const end = key === 'shop' ? 'stack/shop' : 'service/web -n shop'
      equal(
        rollout?.message,
        `paused until ${new Date(until).toISOString()}: audit; \`reconcile resume ${end}\` ends it`,
      )
      await world.pass(20_000)
      await world.settle()
      equal(world.host.containers()[0]?.Config.Image, 'nginx:2')
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })

  it('leaves ready what runs, and is what its service and stack say', async () => {
    const { world } = await paused('shop')
    const { store } = world.life().ports
    const [task] = world.tasks()
    deepEqual([task?.status?.phase, readyOf(task)?.status, readyOf(task)?.reason], ['Running', 'True', 'Paused'])
    equal(world.serviceNamed('web')?.status?.readyReplicas, 1)
    equal(readyOf(world.serviceNamed('web'))?.reason, 'RolloutPaused')
    equal(readyOf(store.get('Stack', 'shop'))?.reason, 'RolloutPaused')
  })

  it('is told of what is stopped as well, with both ends', async () => {
    const { world } = await paused('shop/web')
    stopService(world.life().ports.store, 'shop/web', { now: world.world.clock.now() })
    await world.settle()
    match(
      readyOf(world.serviceNamed('web'))?.message ?? '',
      /^paused until .*`reconcile resume service\/web -n shop` ends it; stopped by hand since .*`reconcile start service\/web -n shop` runs/,
    )
  })

  it('leaves a finished rollout finished, over a restart too', async () => {
    const { world } = await paused('shop/web')
    await world.restart()
    await world.settle()
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('keeps the history as it is, and tells of no count that is yet to be decided', async () => {
    const world = await aRunning({ revisionHistoryLimit: 2 })
    world.service('web', { revisionHistoryLimit: 2, template: { image: 'nginx:1' } })
    equal(await world.settle(), 'quiet')
    const { store } = world.life().ports
    const history = () => [...store.list('Revision').values()].map(({ spec }) => spec.template.image).sort()
    const before = history()
    store.putFact('pause', 'shop/web', { until: world.world.clock.now() + HOUR })
    stopService(store, 'shop/web', { now: world.world.clock.now() })
    world.service('web', { revisionHistoryLimit: 2, template: { image: 'nginx:2' } })
    await world.settle()
    deepEqual([history(), world.serviceNamed('web')?.status?.desiredReplicas], [before, 1])
    equal(before.length, 2)
  })

  it('leaves a failure its words: at its end those of the pause are said no more, of the revision neither', async () => {
    const world = await aRunning({}, { images: { nginx: RUNS, 'app:bad': BAD } })
    const { store } = world.life().ports
    world.service('web', { template: { image: 'app:bad' }, updateStrategy: {} })
    await world.settle(60_000)
    const said = () => [
      world.serviceNamed('web')?.status?.rollout?.message,
      readyOf(world.serviceNamed('web'))?.message,
      [...store.list('Revision').values()].map(updateFailure),
    ]
    const before = said()
    for (const pause of [{ reason: 'audit' }, undefined]) {
      store.putFact('pause', 'shop/web', pause)
      await world.settle(60_000)
    }
    deepEqual(said(), before)
    match(JSON.stringify(before), /exited with 3/)
  })

  it('heals at its end what went wrong meanwhile', async () => {
    const { world } = await paused('shop/web')
    world.host.byHand.stop('shop-web-1')
    await world.pass(HOUR - 10_000)
    deepEqual(world.containers(), ['shop-web-1 exited'])
    await world.pass(11_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    equal(world.tasks()[0]?.status?.phase, 'Running')
  })

  it('says of a host that is away that nobody knows, and is a pause again when it is back (S5)', async () => {
    const { world } = await paused('shop')
    world.host.crash()
    await world.pass(60_000)
    const seen = () => [world.tasks()[0]?.status?.phase, world.tasks()[0]?.status?.reason]
    deepEqual(seen(), ['Unknown', 'HostUnreachable'])
    world.host.restart()
    await world.pass(60_000)
    equal(seen()[1], 'Paused')
    deepEqual(world.newCalls(), [])
  })

  it('of a service is forgotten with the service, that of its stack is not', async () => {
    const world = await aRunning({})
    const { store } = world.life().ports
    const until = world.world.clock.now() + 1_000
    for (const key of ['shop', 'shop/web']) store.putFact('pause', key, { until })
    await world.pass(5_000)
    store.delete('Service', 'shop/web')
    await world.settle()
    equal(world.serviceNamed('web'), undefined)
    deepEqual([...store.facts('pause').keys()], ['shop'])
  })

  it('of a service that is over leaves that of its stack', async () => {
    const { world } = await paused('shop')
    world.life().ports.store.putFact('pause', 'shop/web', { until: world.world.clock.now() + 1_000 })
    world.host.byHand.stop('shop-web-1')
    await world.pass(5_000)
    deepEqual(world.containers(), ['shop-web-1 exited'])
    match(world.tasks()[0]?.status?.message ?? '', /audit/)
  })
})

/** What somebody does in a pause and takes back in it. */
const takenBack: Record<string, readonly ((world: TestWorld) => void)[]> = {
  'a stop': [
    ({ life, world }) => stopService(life().ports.store, 'shop/web', { now: world.clock.now() }),
    ({ life }) => startService(life().ports.store, 'shop/web'),
  ],
  'fewer replicas': [1, 2].map((replicas) => (world) => world.service('web', { replicas })),
  'more replicas': [3, 2].map((replicas) => (world) => world.service('web', { replicas })),
  'an update': ['nginx:2', 'nginx'].map(
    (image) => (world) => world.service('web', { replicas: 2, template: { image } }),
  ),
  'a drain': [true, false].map(
    (drain) =>
      ({ life }) =>
        life().ports.store.update('Node', 'a', ({ spec }) => void (spec.drain = drain)),
  ),
}

describe('what is done and undone in a pause', () => {
  for (const [what, deeds] of Object.entries(takenBack))
    it(`leaves nothing to do at its end: ${what}`, async () => {
      const world = await aRunning({ replicas: 2, template: { image: 'nginx' } }, { nodes: ['a', 'b'] })
      const { store } = world.life().ports
      store.putFact('pause', 'shop/web', { reason: 'audit' })
      for (const deed of deeds) {
        await world.settle()
        deed(world)
      }
      await world.settle()
      store.putFact('pause', 'shop/web', undefined)
      await world.pass(60_000)
      deepEqual(world.newCalls(), [])
      deepEqual([world.serviceNamed('web')?.status?.rollout?.state, world.tasks().length], ['Completed', 2])
    })

  it('does not begin anew what failed before it (S10)', async () => {
    const world = await aRunning({}, { images: { nginx: RUNS, 'nginx:2': RUNS, 'app:bad': BAD } })
    const declare = (image: string) =>
      world.service('web', { template: { image }, updateStrategy: { failureAction: 'Rollback' } })
    const { store } = world.life().ports
    declare('app:bad')
    await world.settle()
    const before = world.serviceNamed('web')?.status
    equal(before?.rollout?.state, 'RolledBack')
    world.newCalls()
    store.putFact('pause', 'shop/web', { reason: 'audit' })
    for (const image of ['nginx:2', 'app:bad']) {
      declare(image)
      await world.settle()
    }
    store.putFact('pause', 'shop/web', undefined)
    await world.settle()
    deepEqual(world.newCalls(), [])
    const { rollout, stalledHash } = world.serviceNamed('web')?.status ?? {}
    deepEqual(
      [rollout?.state, rollout?.cause, stalledHash],
      ['RolledBack', before?.rollout?.cause, before?.stalledHash],
    )
  })
})

describe('what is asked for in a pause', () => {
  it('is done at its end: a deletion with data, of which no task is left', async () => {
    const db = { config: { Cmd: ['serve'], Volumes: { '/data': {} } } }
    const world = await aRunning({}, { images: { nginx: db } })
    const { store } = world.life().ports
    world.service('web', { replicas: 0, template: { image: 'nginx' } })
    await world.settle()
    deepEqual([world.tasks(), world.containers()], [[], []])
    world.newCalls()
    store.putFact('pause', 'shop/web', {})
    store.update('Service', 'shop/web', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Service', 'shop/web')
    await world.settle()
    deepEqual(world.newCalls(), [])
    match(readyOf(world.serviceNamed('web'))?.message ?? '', /paused by hand/)
    store.putFact('pause', 'shop/web', undefined)
    await world.settle()
    equal(world.serviceNamed('web'), undefined)
    match(world.newCalls().join(), /DELETE \/volumes\//)
  })

  it('is done at its end: a retry', async () => {
    const world = await aRunning({}, { images: { nginx: RUNS, 'app:bad': BAD } })
    const { store } = world.life().ports
    world.service('web', { template: { image: 'app:bad' }, updateStrategy: {} })
    await world.settle()
    world.newCalls()
    store.putFact('pause', 'shop/web', {})
    askRetry(store, 'shop/web')
    await world.settle()
    deepEqual(world.newCalls(), [])
    store.putFact('pause', 'shop/web', undefined)
    await world.settle()
    equal(
      world.newCalls().some((call) => call.startsWith('POST /containers/create')),
      true,
    )
  })

  it('is done at its end: to take over what docker compose made, of which one is too many', async () => {
    const world = aWorld()
    const compose = composeProject(world.host)
    compose.network('default')
    for (const number of [1, 2]) compose.container('web', { number })
    const { store } = world.life().ports
    store.putFact('pause', 'shop/web', {})
    consent(store, 'shop', world.world.clock.now())
    world.service('web', { replicas: 1, template: { image: 'nginx' } })
    await world.settle()
    const isOfContainers = (call: string) => call.includes('/containers/')
    equal(isYetToLook(store, 'shop', 'web'), true)
    deepEqual(world.newCalls().filter(isOfContainers), [])
    store.putFact('pause', 'shop/web', undefined)
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})
