import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { asRestored } from '../../cli/local/backup.ts'
import type { Installation } from '../../controllers/installation.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { containersIn, fromBackup, hostOf, livesOn } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS, 'ill:1': { ...RUNS, behaviour: { neverHealthy: true } } }
const data = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
const DONE_MS = 60_000

async function aStack(spec: Partial<V1ServiceSpec>, nodes = ['a', 'b']): Promise<TestWorld> {
  const world = aWorld({ nodes, images })
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  world.service('web', { template: { image: 'app:1' }, ...spec })
  await world.settle()
  await world.pass(DONE_MS)
  return world
}

async function after(world: TestWorld, ms = DONE_MS): Promise<void> {
  await world.settle()
  await world.pass(ms)
}

const declared = (name: string): V1Node => ({ apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: {} })

const tasksIn = ({ ports }: Installation) =>
  [...ports.store.list('Task').values()].map(({ spec, status }) => `${spec.slot} ${spec.node} ${status?.phase}`).sort()

const said = ({ recorder }: Installation, reason: string) =>
  recorder
    .events()
    .filter((event) => event.reason === reason)
    .map(({ type, message }) => `${type} ${message}`)
    .join()

describe('a node that was given up and is declared again (S5)', () => {
  for (let round = 1; round <= 6; round++)
    it(`ends what another does well in the place of, whatever their names are (${round})`, async () => {
      const template = { image: 'app:1', env: [{ name: 'ROUND', value: String(round) }] }
      const world = await aStack({ replicas: 2, template })
      world.life().ports.store.delete('Node', 'b')
      const without = await livesOn(world, world.life(), ['a'])
      await after(world)
      deepEqual(tasksIn(without), ['1 a Running', '2 a Running'])
      without.ports.store.create('Node', declared('b'))
      const again = await livesOn(world, without, ['a', 'b'])
      await after(world)
      deepEqual(containersIn(world), ['a shop-web-1 running', 'a shop-web-2 running'])
      match(said(again, 'Superseded'), /^Warning shop-web-2 on b goes, as it is superseded: web-2-\w+ has its place/)
    })

  it('goes on with what runs there where the other is not ready', async () => {
    const world = await aStack({ replicas: 2 })
    world.life().ports.store.delete('Node', 'b')
    for (let n = 0; n < 50; n++) hostOf(world, 'a').failNext('startContainer', { status: 500, message: 'no' })
    const without = await livesOn(world, world.life(), ['a'])
    await world.pass(5_000)
    without.ports.store.create('Node', declared('b'))
    const again = await livesOn(world, without, ['a', 'b'])
    await after(world)
    deepEqual(tasksIn(again), ['1 a Running', '2 b Running'])
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-2 running'])
  })

  it('does not take a service back to the data that a person left there', async () => {
    const world = await aStack({ template: { image: 'app:1', mounts: data } }, ['b', 'a'])
    const [task] = world.tasks()
    const first = task?.spec.node ?? ''
    const other = first === 'a' ? 'b' : 'a'
    world.life().ports.store.delete('Node', first)
    const without = await livesOn(world, world.life(), [other])
    askRestart(without.ports.store, 'shop/web', world.world.clock.now())
    await after(world)
    deepEqual(tasksIn(without), [`1 ${other} Running`])
    without.ports.store.create('Node', declared(first))
    const again = await livesOn(world, without, ['a', 'b'])
    await after(world)
    deepEqual(containersIn(world), [`${other} shop-web-1 running`])
    match(said(again, 'Superseded'), /its data on \w; what it wrote stays there in the volume shop_data$/)
    equal(hostOf(world, first).state.volumes.has('shop_data'), true)
  })
})

/** A service with data that has moved from one node to another since a backup. */
async function moved(image = 'app:1', mounts: V1ServiceSpec['template']['mounts'] = data) {
  const template = { image: 'app:1', mounts }
  const world = await aStack({ template })
  const from = world.tasks()[0]?.spec.node ?? ''
  const to = from === 'a' ? 'b' : 'a'
  const backup = asRestored(world.life().ports.store)
  hostOf(world, to).byHand.createVolume({ Name: 'shop_data' })
  const { store } = world.life().ports
  store.update('Node', from, ({ spec }) => void (spec.drain = true))
  await world.settle()
  askRestart(store, 'shop/web', world.world.clock.now())
  await after(world)
  world.service('web', { template: { ...template, image } })
  await after(world)
  deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  return { world, from, to, backup }
}

const readyWords = ({ ports }: Installation) =>
  getCondition(ports.store.get('Service', 'shop/web')?.status?.conditions, 'Ready')?.message ?? ''

describe('a node that is declared again, whose number of a Global service another node has by now', () => {
  it('goes on with its task, and so does the other, also in an update', async () => {
    const world = await aStack({ mode: 'Global' }, ['a', 'b', 'c'])
    const ids = (node: string) =>
      hostOf(world, node)
        .containers()
        .map(({ Id, State }) => `${Id} ${State.StartedAt}`)
    for (const gone of ['b', 'c']) world.life().ports.store.delete('Node', gone)
    const alone = await livesOn(world, world.life(), ['a'])
    await after(world)
    hostOf(world, 'c').byHand.remove('shop-web-3')
    const beside = await livesOn(world, alone, ['a', 'c'])
    await after(world)
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-2 running', 'c shop-web-2 running'])
    const before = ['a', 'b', 'c'].map(ids)
    const again = await livesOn(world, beside, ['a', 'b', 'c'])
    await after(world)
    deepEqual(['a', 'b', 'c'].map(ids), before)
    deepEqual(tasksIn(again), ['1 a Running', '2 c Running', '3 b Running'])
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-3 running', 'c shop-web-2 running'])
    again.ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.template.image = 'app:2'))
    await world.pass(DONE_MS)
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-3 running', 'c shop-web-2 running'])
    equal(again.ports.store.get('Service', 'shop/web')?.status?.rollout?.state, 'Completed')
  })
})

describe('a state from a backup of before a task has moved (S6)', () => {
  for (const image of ['app:1', 'app:2'])
    it(`goes on with what runs, and its data, and starts nothing on what is old (${image} by now)`, async () => {
      const { world, from, to, backup } = await moved(image)
      const restored = await fromBackup(world, backup)
      let used = 0
      for (let passed = 0; passed < 20_000; passed += 20) {
        await world.pass(20)
        used += hostOf(world, from).state.volumes.get('shop_data')?.users.size ?? 0
      }
      await after(world)
      equal(used, 0)
      deepEqual(tasksIn(restored), [`1 ${to} Running`])
      deepEqual(containersIn(world), [`${to} shop-web-1 running`])
    })

  it('leaves what runs alone while the node of before is silent, and says so', async () => {
    const { world, from, to, backup } = await moved()
    hostOf(world, from).hang()
    const restored = await fromBackup(world, backup)
    await after(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
    deepEqual(tasksIn(restored), [`1 ${from} Unknown`])
    match(
      readyWords(restored),
      /; web-1-\w+ runs on \w beside it, and is left alone: web-1-\w+ has data on \w, and \w does/,
    )
    hostOf(world, from).thaw()
    await after(world)
    deepEqual(tasksIn(restored), [`1 ${to} Running`])
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  })

  it('makes nothing of old data while the node that it moved to is silent, and goes on there once that is back', async () => {
    const { world, to, backup } = await moved()
    hostOf(world, to).hang()
    const restored = await fromBackup(world, backup)
    await after(world)
    const kept = containersIn(world)
    deepEqual(kept, [`${to} shop-web-1 running`])
    const [task] = restored.ports.store.list('Task').values()
    match(task?.status?.message ?? '', new RegExp(`^its container is gone, and the volume data may be on ${to}, which`))
    hostOf(world, to).thaw()
    await after(world)
    deepEqual(tasksIn(restored), [`1 ${to} Running`])
    deepEqual(containersIn(world), kept)
  })

  it('makes nothing of old data in an update either, while the node that it moved to is silent', async () => {
    const { world, to, backup } = await moved()
    hostOf(world, to).crash()
    const restored = await fromBackup(world, backup)
    await after(world)
    restored.ports.store.update('Service', 'shop/web', ({ spec }) => void (spec.template.image = 'app:2'))
    await world.pass(DONE_MS)
    deepEqual(containersIn(world), [`${to} shop-web-1 exited`])
    const said = [...restored.ports.store.list('Task').values()].map(({ status }) => status?.message ?? '')
    for (const message of said)
      match(message, new RegExp(`^its container is gone, and the volume data may be on ${to}`))
    hostOf(world, to).restart()
    await after(world)
    deepEqual(tasksIn(restored), [`1 ${to} Running`])
    deepEqual(
      hostOf(world, to)
        .containers()
        .map(({ Config, State }) => `${Config.Image} ${State.Status}`),
      ['app:2 running'],
    )
  })

  it('goes on with the old data where a person restarts it', async () => {
    const { world, from, to, backup } = await moved()
    hostOf(world, to).crash()
    const restored = await fromBackup(world, backup)
    await after(world)
    restored.ports.store.update('Node', from, ({ spec }) => void (spec.drain = false))
    askRestart(restored.ports.store, 'shop/web', world.world.clock.now())
    await after(world)
    deepEqual(tasksIn(restored), [`1 ${from} Running`])
  })

  it('makes again what was seen there since', async () => {
    const world = await aStack({ template: { image: 'app:1', mounts: data } })
    const node = world.tasks()[0]?.spec.node ?? ''
    const backup = asRestored(world.life().ports.store)
    hostOf(world, node === 'a' ? 'b' : 'a').hang()
    const restored = await fromBackup(world, backup)
    await after(world)
    hostOf(world, node).byHand.remove('shop-web-1')
    await after(world)
    deepEqual(tasksIn(restored), [`1 ${node} Running`])
    deepEqual(containersIn(world), [`${node} shop-web-1 running`])
  })

  it('goes on with it on a restart where the node of before is not declared any more', async () => {
    const { world, from, to, backup } = await moved('app:1', [{ type: 'Bind', source: '/srv', target: '/srv' }])
    const id = hostOf(world, to).containers()[0]?.Config.Labels?.['reconcile.dev/task']
    const { clock } = world.world
    const restored = await fromBackup(world, backup, { names: [to] })
    restored.ports.store.delete('Node', from)
    await after(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
    match(readyWords(restored), new RegExp(`${id} runs on ${to} .*, or .reconcile restart web -n shop. goes on with`))
    askRestart(restored.ports.store, 'shop/web', clock.now())
    await after(world)
    deepEqual(tasksIn(restored), [`1 ${to} Running`])
    deepEqual(containersIn(world), [`${to} shop-web-1 running`])
  })
})
