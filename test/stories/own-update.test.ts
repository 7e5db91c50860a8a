import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { ContainerAt } from '../../controllers/ownership/ourselves.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { isRenewable, renew } from '../../store/source/acceptance/renew.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const ENDS: RegistryImage = { config: { Cmd: ['exit'] }, behaviour: { exitsAfterMs: 100, exitCode: 1 } }
const images = { 'app:1': RUNS, 'app:2': RUNS, 'self:1': RUNS, 'self:2': RUNS, 'self:broken': ENDS }

interface Self {
  readonly world: TestWorld
  /** Where the controllers run; handing over moves them. */
  readonly own: { at: ContainerAt | undefined; handed: number; moves: boolean }
}

/** A world whose controllers run in the service `shop/self`, beside `shop/web`. */
async function running(): Promise<Self> {
  const own: Self['own'] = { at: undefined, handed: 0, moves: true }
  const ourselves = {
    at: () => own.at,
    handOver(to: ContainerAt) {
      if (own.moves) own.at = to
      own.handed++
    },
  }
  const world = aWorld({ images, ourselves })
  world.service('web', { template: { image: 'app:1' } })
  world.service('self', { template: { image: 'self:1' } })
  equal(await world.settle(), 'quiet')
  own.at = { node: 'a', id: idOf(world, 'shop-self-1') }
  await world.restart()
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return { world, own }
}

function idOf({ host }: TestWorld, name: string): string {
  return host.containers().find((container) => container.Name === `/${name}`)?.Id ?? ''
}

describe('the service that the controllers themselves run in', () => {
  it('is updated by a successor that starts first, takes over, and then removes the old one', async () => {
    const { world, own } = await running()
    world.service('self', { template: { image: 'self:2' } })
    equal(await world.settle(), 'quiet')
    const second = `shop-self-1.${world.serviceNamed('self')?.status?.updateRevision}`
    deepEqual(world.newCalls(), [
      `POST /containers/create?name=${second}`,
      `POST /containers/${second}/start`,
      'POST /containers/shop-self-1/stop',
      'DELETE /containers/shop-self-1?force=1',
      `POST /containers/${second}/rename?name=shop-self-1`,
    ])
    deepEqual([own.handed, own.at?.id], [1, idOf(world, 'shop-self-1')])
    equal(world.serviceNamed('self')?.status?.rollout?.state, 'Completed')
  })

  it('is not told to be moved as the data of others is, once its node is drained', async () => {
    const own = { at: undefined as ContainerAt | undefined }
    const world = aWorld({ images, nodes: ['a', 'b'], ourselves: { at: () => own.at, handOver: () => undefined } })
    const mounts = [{ type: 'Volume' as const, source: 'home', target: '/home' }]
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'home', namespace: 'shop' }, spec: {} })
    world.service('self', { template: { image: 'self:1', mounts } })
    equal(await world.settle(), 'quiet')
    const [task] = world.tasks()
    const node = task?.spec.node ?? ''
    own.at = { node, id: task?.status?.containerID ?? '' }
    world.life().ports.store.update('Node', node, ({ spec }) => void (spec.drain = true))
    await world.pass(60_000)
    const { conditions } = world.life().ports.store.get('Node', node)?.status ?? {}
    match(
      getCondition(conditions, 'Drained')?.message ?? '',
      /^shop\/self-1-\w+ \(the data of its volume home is there, and this reconcile runs in it: docs\/backups.md .*\) stays$/,
    )
  })

  it('is planned so: what a plan prints is what happens', async () => {
    const { world, own } = await running()
    await world.life().stop()
    world.service('self', { template: { image: 'self:2' } })
    world.service('web', { template: { image: 'app:2' } })
    const at = own.at ?? { node: '', id: '' }
    const planned = await planOf(world, { ourselves: at, interest: { images: Object.keys(images) } })
    deepEqual([planned.end, planned.failures, planned.unmet], ['quiet', [], []])
    const stopped = at
    await world.restart()
    equal(await world.settle(), 'quiet')
    notEqual(own.at, stopped)
    deepEqual(
      planned.calls.map(({ method, path }) => `${method} ${path}`),
      world.newCalls(),
    )
  })

  it('is not touched by controllers that were handed over from, whatever they still see', async () => {
    const { world, own } = await running()
    own.moves = false
    world.service('self', { template: { image: 'self:2' } })
    await world.settle(120_000)
    deepEqual(
      world.newCalls().map((call) => call.split(' ')[0]),
      ['POST', 'POST'],
    ) // create and start
    equal(world.containers().filter((line) => line.endsWith('running')).length, 3)
  })

  it('is updated last of all', async () => {
    const { world } = await running()
    world.service('self', { template: { image: 'self:2' } })
    world.service('web', { template: { image: 'app:2' } })
    equal(await world.settle(), 'quiet')
    const paths = world
      .newCalls()
      .map((call) => (call.split(/[/?]/)[2] === 'create' ? call.split('name=')[1] : call.split('/')[2]))
    const first = paths.findIndex((name) => name?.includes('self'))
    equal(
      paths.slice(first).some((name) => name?.includes('web')),
      false,
      paths.join(' '),
    )
    deepEqual(world.imagesRunning(), ['app:2', 'self:2'])
  })

  it('says what it waits for, however long that takes, and goes on then', async () => {
    const { world } = await running()
    world.service('web', { template: { image: 'app:2' }, dependsOn: [{ service: 'db', condition: 'Started' }] })
    world.service('self', { template: { image: 'self:2' } })
    await world.settle(900_000)
    const { rollout, conditions } = world.serviceNamed('self')?.status ?? {}
    equal(rollout?.state, 'Progressing')
    match(rollout?.message ?? '', /updated last: shop\/web is on its way/)
    match(conditions?.find(({ type }) => type === 'Ready')?.message ?? '', /updated last: shop\/web is on its way/)
    deepEqual(world.imagesRunning(), ['app:1', 'self:1'])
    world.service('web', { template: { image: 'app:1' } })
    equal(await world.settle(), 'quiet')
    deepEqual(world.imagesRunning(), ['app:1', 'self:2'])
  })

  it('goes on as it was when its successor does not come up', async () => {
    const { world, own } = await running()
    const old = own.at
    world.service('self', { template: { image: 'self:broken' } })
    await world.settle(120_000)
    const { rollout } = world.serviceNamed('self')?.status ?? {}
    deepEqual([rollout?.state, own.handed, own.at], ['Stalled', 0, old])
    deepEqual(world.imagesRunning(), ['app:1', 'self:1'])
    equal(
      world.newCalls().some((call) => call.includes('shop-self-1/stop')),
      false,
    )
    world.service('self', { template: { image: 'self:2' } })
    equal(await world.settle(), 'quiet')
    deepEqual([world.imagesRunning(), world.containers().length], [['app:1', 'self:2'], 2])
  })

  it('is never stopped by its own controllers: a person is told how', async () => {
    const { world } = await running()
    world.service('self', { replicas: 0, template: { image: 'self:1' } })
    await world.settle(120_000)
    deepEqual(world.newCalls(), [])
    const task = world.tasks().find(({ spec }) => spec.service === 'self')
    equal(task?.status?.reason, 'OwnContainer')
    match(task?.status?.message ?? '', /does not end itself: `docker rm -f/)
    const { conditions } = world.serviceNamed('self')?.status ?? {}
    equal(conditions?.find(({ type }) => type === 'Ready')?.reason, 'OwnContainer')
  })

  it('goes by a person alone where it is stopped, and hands over to what a start makes', async () => {
    const { world, own } = await running()
    const { store } = world.life().ports
    stopService(store, 'shop/self', { now: world.world.clock.now() })
    await world.settle(120_000)
    const ready = () => world.serviceNamed('self')?.status?.conditions?.find(({ type }) => type === 'Ready')
    equal(ready()?.reason, 'OwnContainer')
    match(ready()?.message ?? '', /^stopped by hand .*does not end itself: `docker rm -f/)
    startService(store, 'shop/self')
    equal(await world.settle(), 'quiet')
    await world.restart() // where the successor runs, nobody has looked at the old task yet
    equal(await world.settle(), 'quiet')
    deepEqual([own.handed, own.at?.id], [1, idOf(world, 'shop-self-1')])
    deepEqual([ready()?.reason, world.containers().length], ['AllReady', 2])
  })

  it('is taken over by a successor where it was in no file for a while, and is again', async () => {
    const { world, own } = await running()
    const { store } = world.life().ports
    store.delete('Service', 'shop/self')
    await world.settle(120_000)
    const live = world.serviceNamed('self')
    ok(live?.metadata.deletionTimestamp && isRenewable(live))
    equal(live.status?.conditions?.find(({ type }) => type === 'Ready')?.reason, 'OwnContainer')
    const metadata = { name: 'self', namespace: 'shop' }
    renew(store, live, { apiVersion: API_VERSION, kind: 'Service', metadata, spec: live.spec })
    equal(await world.settle(), 'quiet')
    await world.restart()
    equal(await world.settle(), 'quiet')
    const { conditions, rollout } = world.serviceNamed('self')?.status ?? {}
    deepEqual([own.handed, own.at?.id], [1, idOf(world, 'shop-self-1')])
    deepEqual([conditions?.find(({ type }) => type === 'Ready')?.reason, rollout?.state], ['AllReady', 'Completed'])
    deepEqual([world.containers().length, world.tasks().length], [2, 2])
  })

  it('comes back when its successor fails as soon as it has taken over, and does not hand over to that one again', async () => {
    const { world, own } = await running()
    own.moves = false
    world.service('self', { template: { image: 'self:2' } })
    for (let steps = 0; own.handed === 0 && steps < 100; steps++) await world.settle(500)
    const second = world.host.containers().find(({ Config }) => Config.Image === 'self:2')
    world.host.byHand.exit(second?.Id ?? '', 1)
    await world.restart()
    own.handed = 0
    await world.settle(120_000)
    const { rollout, currentRevision, updateRevision } = world.serviceNamed('self')?.status ?? {}
    deepEqual([rollout?.state, own.handed], ['Stalled', 0])
    notEqual(currentRevision, updateRevision)
    equal(world.imagesRunning().includes('self:1'), true)
  })

  it('hands over ever more seldom to a successor that fails each time as it takes over', async function () {
    this.timeout(20_000)
    const { world, own } = await running()
    const { store } = world.life().ports
    stopService(store, 'shop/self', { now: world.world.clock.now() })
    await world.settle(120_000)
    startService(store, 'shop/self')
    own.moves = false
    const at: number[] = []
    const began = world.world.clock.now()
    while (world.world.clock.now() - began < 1_800_000) {
      await world.settle(1_000)
      await world.pass(1_000)
      if (own.handed === 0) continue
      at.push(world.world.clock.now() - began)
      const second = world.host.containers().find(({ Id }) => Id !== own.at?.id && Id !== idOf(world, 'shop-web-1'))
      world.host.byHand.exit(second?.Id ?? '', 1)
      await world.restart()
      own.handed = 0
    }
    const apart = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    ok(at.length >= 4 && at.length <= 9, at.join())
    ok((apart.at(-1) ?? 0) > 4 * (apart[0] ?? 0), apart.join())
    own.moves = true
    equal(await world.settle(1_800_000), 'quiet')
    await world.restart()
    equal(await world.settle(), 'quiet')
    deepEqual([own.handed, world.containers().length], [1, 2])
  })

  it('is taken over by a successor that finds it still there, in a life of its own', async () => {
    const { world, own } = await running()
    world.service('self', { template: { image: 'self:2' } })
    await world.settle(3_000)
    equal(own.handed, 0)
    await world.restart()
    equal(await world.settle(), 'quiet')
    deepEqual([world.imagesRunning(), own.handed], [['app:1', 'self:2'], 1])
  })
})
