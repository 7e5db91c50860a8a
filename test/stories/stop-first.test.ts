import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS, 'app:3': RUNS }
const GATE = 'example.com/proxy'

/** The calls of a replacement without a container beside the old one. */
const LATE = [
  'POST /containers/shop-web-1/stop',
  'DELETE /containers/shop-web-1?force=1',
  'POST /containers/create?name=shop-web-1',
  'POST /containers/shop-web-1/start',
]

const spec = (image: string, template: Partial<V1ServiceSpec['template']> = {}): Partial<V1ServiceSpec> => ({
  template: { image, ...template },
})

async function running(): Promise<TestWorld> {
  const world = aWorld({ images })
  world.service('web', spec('app:1'))
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** A world whose task of `app:2` is made, and waits for that of `app:1`, which a gate does not let go. */
async function waiting(): Promise<TestWorld> {
  const world = await running()
  gate(world)
  world.service('web', spec('app:2'))
  await world.settle(5_000)
  deepEqual(states(world), ['app:1 running', 'app:2 created'])
  return world
}

/** Unwatched, the new container is removed and the old one stops: nothing is made before that one is let go, then under its own name. */
async function isMadeOnceTheOldOneIsGone(world: TestWorld): Promise<void> {
  await world.life().stop()
  world.host.byHand.remove(idOf(world, 'app:2') ?? '')
  world.host.byHand.stop('shop-web-1')
  world.newCalls()
  await world.restart()
  await world.settle(5_000)
  deepEqual([states(world), world.newCalls()], [['app:1 exited'], []])
  open(world)
  await world.settle()
  deepEqual(world.newCalls(), LATE.slice(1))
}

/** Shuts a gate on all tasks that there are. */
function gate(world: TestWorld): void {
  setGates(world, [GATE])
}

function open(world: TestWorld): void {
  setGates(world, [])
}

function setGates(world: TestWorld, gates: readonly string[]): void {
  for (const { metadata } of world.tasks())
    world.life().ports.store.update('Task', `shop/${metadata.name}`, (draft) => {
      const others = (draft.metadata.finalizers ?? []).filter((name) => name !== GATE)
      draft.metadata.finalizers = [...others, ...gates]
    })
}

function states(world: TestWorld): readonly string[] {
  return world.host
    .containers()
    .map(({ Config, State }) => `${Config.Image} ${State.Status}`)
    .sort()
}

function idOf(world: TestWorld, image: string): string | undefined {
  return world.host.containers().find(({ Config }) => Config.Image === image)?.Id
}

describe('a task that replaces one which stops first', () => {
  it('is created before that one stops, so that between the two there is no more than a stop and a start', async () => {
    const world = await running()
    world.service('web', spec('app:2'))
    equal(await world.settle(), 'quiet')
    const second = `shop-web-1.${world.serviceNamed('web')?.status?.updateRevision}`
    deepEqual(world.newCalls(), [
      `POST /containers/create?name=${second}`,
      'POST /containers/shop-web-1/stop',
      'DELETE /containers/shop-web-1?force=1',
      `POST /containers/${second}/rename?name=shop-web-1`,
      'POST /containers/shop-web-1/start',
    ])
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('costs nothing when the engine refuses it: the old one runs on, and the rollout fails in its words (S10)', async () => {
    const world = await running()
    const [before] = world.host.containers()
    world.service('web', spec('app:2', { resources: { limits: { memoryBytes: 1 << 20 } } }))
    await world.settle(60_000)
    const { rollout } = world.serviceNamed('web')?.status ?? {}
    deepEqual([rollout?.state, states(world)], ['Stalled', ['app:1 running']])
    match(rollout?.message ?? '', /Minimum memory limit allowed is 6MB/)
    deepEqual(
      world.host.containers().map(({ Id, State }) => [Id, State.StartedAt]),
      [[before?.Id, before?.State.StartedAt]],
    )
  })

  it('waits as long as that one is there, and says so', async () => {
    const world = await waiting()
    const task = world.tasks().find(({ spec: { template } }) => template.image === 'app:2')
    equal(task?.status?.reason, 'WaitingForPredecessor')
    open(world)
    await world.settle()
    deepEqual([states(world), world.containers()], [['app:2 running'], ['shop-web-1 running']])
  })

  it('goes with a rollout that is taken back', async () => {
    const world = await waiting()
    world.service('web', spec('app:1'))
    await world.settle(5_000)
    open(world)
    await world.settle()
    deepEqual([states(world), world.containers()], [['app:1 running'], ['shop-web-1 running']])
  })

  it('makes way for a newer one', async () => {
    const world = await waiting()
    world.service('web', spec('app:3'))
    await world.settle(5_000)
    deepEqual(states(world), ['app:1 running', 'app:3 created'])
    open(world)
    await world.settle()
    deepEqual([states(world), world.containers()], [['app:3 running'], ['shop-web-1 running']])
  })

  for (const { it: sentence, between } of [
    { it: 'our own', between: (world: TestWorld) => world.restart() },
    {
      it: 'the loss of our storage and our own',
      between: async (world: TestWorld) => world.life().stop(),
    },
  ])
    it(`is the very container that runs after ${sentence} end in between (S6)`, async () => {
      const before = await waiting()
      const made = idOf(before, 'app:2')
      await between(before)
      const lost = sentence.includes('storage')
      const world = lost ? aWorld({ over: before.world }) : before
      if (lost) world.service('web', spec('app:2'))
      else open(world)
      await world.settle()
      deepEqual([states(world), idOf(world, 'app:2') === made], [['app:2 running'], true])
      deepEqual(world.containers(), ['shop-web-1 running'])
    })

  it('is made anew where its engine comes up in between, before that one stops (S10)', async () => {
    const world = await waiting()
    const made = idOf(world, 'app:2')
    world.host.crash()
    await world.pass(60_000)
    world.host.restart()
    await world.pass(60_000)
    const anew = idOf(world, 'app:2')
    deepEqual([states(world), anew === made], [['app:1 running', 'app:2 created'], false])
    open(world)
    await world.settle()
    deepEqual([states(world), idOf(world, 'app:2')], [['app:2 running'], anew])
  })

  it('is made again when somebody removes it in between', async () => {
    const world = await waiting()
    world.host.byHand.remove(idOf(world, 'app:2') ?? '')
    await world.settle(5_000)
    deepEqual(states(world), ['app:1 running', 'app:2 created'])
  })

  it('is made under its own name where somebody removes it, and that one has stopped and only has to go', async () => {
    const world = await waiting()
    await isMadeOnceTheOldOneIsGone(world)
  })

  it('is made so, too, where it starts first', async () => {
    const world = await running()
    gate(world)
    world.service('web', { ...spec('app:2'), updateStrategy: { order: 'StartFirst' } })
    await world.settle(60_000)
    deepEqual(states(world), ['app:1 running', 'app:2 running'])
    await isMadeOnceTheOldOneIsGone(world)
  })

  it('is learnt as it came out of its create', async () => {
    const world = await waiting()
    const task = world.tasks().find(({ spec: { template } }) => template.image === 'app:2')
    const baseline = world.life().ports.store.fact('baseline', `shop/${task?.metadata.name}`)
    deepEqual(baseline, { fields: { container: idOf(world, 'app:2'), deviations: {} } })
  })

  it('is as it was when it was made: what a hand changes in between is drift', async () => {
    const limited = (image: string) => spec(image, { resources: { limits: { memoryBytes: 128 << 20 } } })
    const world = await running()
    gate(world)
    world.service('web', limited('app:2'))
    await world.settle(5_000)
    world.host.byHand.update(idOf(world, 'app:2') ?? '', { Memory: 64 << 20, MemorySwap: 128 << 20 })
    open(world)
    await world.settle()
    const [container] = world.host.containers()
    deepEqual([container?.State.Status, container?.HostConfig.Memory], ['running', 128 << 20])
  })

  it('is what nobody refers to before it runs', async () => {
    const world = await running()
    world.service('side', spec('app:3', { networkMode: 'service:web' }))
    await world.settle()
    const side = idOf(world, 'app:3')
    gate(world)
    world.service('web', spec('app:2'))
    await world.settle(5_000)
    deepEqual(states(world), ['app:1 running', 'app:2 created', 'app:3 running'])
    equal(idOf(world, 'app:3'), side)
  })

  it('is nobody that another one has to wait for', async () => {
    const before = await waiting()
    gate(before)
    before.service('web', spec('app:3'))
    await before.settle(5_000)
    deepEqual(states(before), ['app:1 running', 'app:2 created', 'app:3 created'])
    await before.life().stop()
    before.host.byHand.remove('shop-web-1')
    const world = aWorld({ over: before.world })
    world.service('web', spec('app:2', { resources: { limits: { memoryBytes: 1 << 20 } } }))
    await world.settle()
    deepEqual(states(world).filter((state) => state.endsWith('running')).length, 1)
  })

  it('is created only when that one has gone where somebody has its second name', async () => {
    const world = await running()
    world.service('web', spec('app:2'))
    await world.settle()
    const second = `shop-web-1.${world.serviceNamed('web')?.status?.updateRevision}`
    world.service('web', spec('app:1'))
    await world.settle()
    world.host.byHand.run(second, { Image: 'app:3' })
    world.newCalls()
    world.service('web', spec('app:2'))
    await world.settle()
    deepEqual(world.newCalls(), [`POST /containers/create?name=${second}`, ...LATE])
    deepEqual(world.containers(), ['shop-web-1 running', `${second} running`])
  })

  it('is created only when that one has gone where it refers to what may be replaced as well', async () => {
    const world = await running()
    world.service('side', spec('app:2', { networkMode: 'service:web' }))
    await world.settle()
    world.newCalls()
    world.service('side', spec('app:3', { networkMode: 'service:web' }))
    await world.settle()
    deepEqual(
      world.newCalls(),
      LATE.map((call) => call.replace('web', 'side')),
    )
  })

  it('is created only when that one has gone where a driver may let only one have its volume', async () => {
    const world = await running()
    world.host.byHand.createVolume({ Name: 'disk' })
    await world.settle()
    const { inventory } = world.life().ports
    const disk = inventory.host('a')?.volumes.get('disk')
    if (disk) inventory.putVolume('a', { ...disk, Driver: 'blocks' })
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Volume',
      metadata: { name: 'disk', namespace: 'shop' },
      spec: { external: true, hostName: 'disk' },
    })
    world.service('web', spec('app:2', { mounts: [{ type: 'Volume', source: 'disk', target: '/data' }] }))
    await world.settle()
    deepEqual(world.newCalls(), LATE)
  })
})
