import { deepEqual, equal } from 'node:assert/strict'
import { defaultSettings } from '../../api/v1/settings.ts'
import { withPulled } from '../../cli/local/images/resolved-images.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { composeReader } from '../../compose/compose-reader.ts'
import { acceptApply } from '../../store/source/apply.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { aBuild, buildRunning, pulledApp } from '../support/tagged-builds.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

/** Two builds that a registry has under one tag, one after the other. */
const FIRST = aBuild('a')
const SECOND = aBuild('b')

/** A world whose registry's tag can be moved. */
interface Tagged extends TestWorld {
  readonly registry: { 'app:1': RegistryImage }
}

/** An apply of `shop/web`; with `pull` the registry is first asked what the tag means now. */
async function apply(world: Tagged, { pull = false, memory = '64m', scale = 1 } = {}): Promise<void> {
  const text = `name: shop\nservices:\n  web: { image: "app:1", mem_limit: ${memory}, scale: ${scale} }\n`
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const read = [readText({ file: '/shop/compose.yaml', text }, context, [composeReader])]
  const { store } = world.life().ports
  const files = pull
    ? withPulled(read, new Map([['app:1', [{ image: await pulledApp(world) }]]]), { store, byTime: false })
    : read
  deepEqual(acceptApply({ store, settings: defaultSettings, now: world.world.clock.now(), files }).errors, [])
  await world.settle()
}

async function deployed(): Promise<Tagged> {
  const registry = { 'app:1': FIRST }
  const world = { ...aWorld({ images: {}, registry }), registry }
  await apply(world)
  world.newCalls()
  return world
}

/** Its tag has moved, and its container was made again, of the image that the tag meant before. */
async function madeAgain(): Promise<Tagged> {
  const world = await deployed()
  world.registry['app:1'] = SECOND
  await pulledApp(world)
  world.host.byHand.remove('shop-web-1')
  await world.settle(30_000)
  world.newCalls()
  return world
}

describe('a tag that has moved to another image', () => {
  it('changes nothing by itself, nor by an apply that asks for nothing', async () => {
    const world = await deployed()
    world.registry['app:1'] = SECOND
    await pulledApp(world)
    await apply(world)
    deepEqual([world.newCalls(), buildRunning(world)], [[], 'a'])
  })

  it('rolls its service out when it is pulled, once', async () => {
    const world = await deployed()
    world.registry['app:1'] = SECOND
    await apply(world, { pull: true })
    const second = `shop-web-1.${world.serviceNamed('web')?.status?.updateRevision}`
    deepEqual(world.newCalls(), [
      `POST /containers/create?name=${second}`,
      'POST /containers/shop-web-1/stop',
      'DELETE /containers/shop-web-1?force=1',
      `POST /containers/${second}/rename?name=shop-web-1`,
      'POST /containers/shop-web-1/start',
    ])
    deepEqual([buildRunning(world), world.host.containers()[0]?.Config.Image], ['b', 'app:1'])
    await apply(world, { pull: true })
    await apply(world)
    deepEqual(world.newCalls(), [])
    const revisions = [...world.life().ports.store.list('Revision').values()]
    deepEqual(
      revisions.map(({ spec }) => spec.imageDigests),
      [FIRST, SECOND].map(({ digest }) => ({ 'app:1': `app@${digest}` })),
    )
  })

  it('changes nothing when a pull finds what there was', async () => {
    const world = await deployed()
    await apply(world, { pull: true })
    deepEqual(world.newCalls(), [])
    equal(world.life().ports.store.list('Revision').size, 1)
  })

  it('rolls out after a change in place, which is no new image', async () => {
    const world = await deployed()
    await apply(world, { memory: '128m' })
    deepEqual(world.newCalls(), ['POST /containers/shop-web-1/update'])
    world.registry['app:1'] = SECOND
    await apply(world, { pull: true, memory: '128m' })
    equal(buildRunning(world), 'b')
    world.newCalls()
    await apply(world, { memory: '256m' })
    deepEqual([world.newCalls(), buildRunning(world)], [['POST /containers/shop-web-1/update'], 'b'])
  })

  it('stays what it was for a container that is made again of the same revision', async () => {
    const world = await deployed()
    world.registry['app:1'] = SECOND
    await pulledApp(world)
    world.host.byHand.remove('shop-web-1')
    await world.settle(30_000)
    equal(buildRunning(world), 'a')
  })

  it('has such a container made again by no start of the controllers', async () => {
    const world = await madeAgain()
    await world.restart()
    await world.settle()
    deepEqual([world.newCalls(), buildRunning(world)], [[], 'a'])
  })
})

describe('a tag that has moved to another image, and that two services have', () => {
  for (const isNamed of [true, false])
    it(`restarts nothing of the one that nobody pulled for${isNamed ? '' : ', though its image lost its names'}`, async () => {
      const world = await deployed()
      const { host, registry } = world
      const other = (value: string) =>
        world.service('other', { template: { image: 'app:1', env: [{ name: 'A', value }] } })
      other('a')
      await world.settle()
      registry['app:1'] = SECOND
      await pulledApp(world)
      if (!isNamed) host.state.references.delete(`app@${FIRST.digest}`)
      world.newCalls()
      other('b') // its new task has the tag looked up on the node
      await world.pass(600_000)
      deepEqual(
        world.newCalls().filter((call) => call.includes('web')),
        [],
      )
      deepEqual(world.containers(), ['shop-other-1 running', 'shop-web-1 running'])
    })
})

describe('a tag that has moved to another image before the state was lost', () => {
  /** The state is lost, and the files are applied again. */
  async function lost(before: Tagged, options: { scale?: number; memory?: string } = {}): Promise<Tagged> {
    await before.life().stop()
    const { registry } = before
    const world = { ...aWorld({ over: before.world, images: {}, registry }), registry }
    await apply(world, options)
    return world
  }

  async function moved(): Promise<Tagged> {
    const world = await deployed()
    world.registry['app:1'] = SECOND
    await pulledApp(world)
    return world
  }

  for (const [how, before] of [
    ['is', moved],
    ['was made again', madeAgain],
  ] as const)
    it(`changes nothing of what runs, as it ${how}, and is pinned to that`, async () => {
      const world = await lost(await before())
      deepEqual([world.newCalls(), buildRunning(world)], [[], 'a'])
      world.host.byHand.remove('shop-web-1')
      await world.settle(30_000)
      equal(buildRunning(world), 'a')
    })

  it('changes nothing of what was made again and then changed in place, and is pinned to that', async () => {
    const before = await madeAgain()
    await apply(before, { memory: '128m' })
    deepEqual(before.newCalls(), ['POST /containers/shop-web-1/update'])
    const world = await lost(before, { memory: '128m' })
    deepEqual([world.newCalls(), buildRunning(world)], [[], 'a'])
  })

  it('has another replica made of the image that the first one runs', async () => {
    const world = await lost(await moved(), { scale: 2 })
    deepEqual(world.newCalls(), ['POST /containers/create?name=shop-web-2', 'POST /containers/shop-web-2/start'])
    equal(new Set(world.host.containers().map(({ Image }) => Image)).size, 1)
  })

  it('rolls its service out when it is pulled', async () => {
    const world = await lost(await moved())
    await apply(world, { pull: true })
    equal(buildRunning(world), 'b')
  })
})
