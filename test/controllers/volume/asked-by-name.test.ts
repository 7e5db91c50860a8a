import { deepEqual, equal } from 'node:assert/strict'
import { getCondition } from '../../../api/v1/conditions.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { aWorld, type TestWorld } from '../../support/world.ts'

const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]

interface Asked {
  readonly world: TestWorld
  /** Nodes that were asked for the volume by its name since the last time. */
  readonly newAsks: () => readonly string[]
  /** What the answer on node `a` is from now on; absent: the engine's own. */
  answer(of?: () => Promise<never>): void
}

/** A service with a volume of a plugin on nodes, which hosts do not list any more when reconcile starts anew. */
async function aVolumeUnlisted(nodes: readonly string[], stopped = false): Promise<Asked> {
  let asks: string[] = []
  let instead: (() => Promise<never>) | undefined
  const wrapEngine = (engine: Engine): Engine => ({
    ...engine,
    inspectVolume(args, run) {
      if (run.object.startsWith('Volume/')) asks.push(engine.node)
      return (engine.node === 'a' && instead?.()) || engine.inspectVolume(args, run)
    },
  })
  const world = aWorld({ nodes, wrapEngine })
  for (const { state } of world.world.hosts.values()) state.info = { ...state.info, pluginsVolume: ['local', 'rclone'] }
  const spec = { driver: 'rclone', scope: 'PerNode' as const }
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec })
  world.service('web', { mode: 'Global', template: { image: 'nginx', mounts } })
  await world.settle()
  if (stopped) world.life().ports.store.delete('Service', 'shop/web')
  await world.settle()
  world.host.byHand.setPlugin('rclone', 'gone')
  await world.restart()
  const newAsks = () => asks.splice(0)
  return { world, newAsks, answer: (of) => void (instead = of) }
}

const volumeOf = (world: TestWorld) => world.life().ports.store.get('Volume', 'shop/data')
const readyOf = (world: TestWorld) => getCondition(volumeOf(world)?.status?.conditions, 'Ready')

describe('a volume that lists may lack', () => {
  it('is asked for by its name where a task mounts it', async () => {
    const { world, newAsks } = await aVolumeUnlisted(['a'])
    await world.settle()
    deepEqual([[...new Set(newAsks())], readyOf(world)?.reason], [['a'], 'VolumesUnlisted'])
  })

  it('is asked for nowhere where that decides nothing, however often it is looked at', async () => {
    const { world, newAsks } = await aVolumeUnlisted(['a'], true)
    await world.settle()
    await world.pass(700_000)
    deepEqual([newAsks(), readyOf(world)?.reason], [[], 'NotNeeded'])
  })

  it('is asked for where its data is to go', async () => {
    const { world, newAsks } = await aVolumeUnlisted(['a'], true)
    const { store } = world.life().ports
    await world.settle()
    store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Volume', 'shop/data')
    await world.settle()
    deepEqual([newAsks(), readyOf(world)?.reason], [['a'], 'VolumesUnlisted'])
  })

  it('is asked for no more where its data stays', async () => {
    const { world, newAsks } = await aVolumeUnlisted(['a'], true)
    await world.settle()
    world.life().ports.store.delete('Volume', 'shop/data')
    await world.settle()
    deepEqual([newAsks(), volumeOf(world)], [[], undefined])
  })

  for (const { what, error, wants } of [
    {
      what: 'that its engine is silent',
      error: () => new EngineError('Unreachable', { node: 'a', tried: 'inspect volume', detail: 'nobody answers' }),
      wants: ['Unanswered', 'a does not answer: nobody answers'],
    },
    {
      what: 'a fault of ours',
      error: () => new TypeError('no function'),
      wants: ['CallFailed', 'a failed: no function'],
    },
  ])
    it(`says so of ${what}, which tells nothing of it, and asks again`, async () => {
      const { world, answer } = await aVolumeUnlisted(['a'])
      answer(() => Promise.reject(error()))
      await world.settle(2_000)
      deepEqual([readyOf(world)?.reason, readyOf(world)?.message], wants)
      const { recorder } = world.life().ports
      equal(
        recorder.events().some(({ object, reason }) => object === 'Volume/shop/data' && reason === 'Retrying'),
        true,
      )
      answer()
      world.host.byHand.setPlugin('rclone', 'well')
      await world.settle()
      equal(readyOf(world)?.reason, 'Present')
    })

  it('keeps no other node waiting while one looks for its plugin', async () => {
    const { world, answer } = await aVolumeUnlisted(['a', 'b'])
    answer(() => new Promise(() => undefined))
    await world.settle(1_000)
    const b = world.world.hosts.get('b')
    b?.byHand.remove('shop-web-2')
    b?.byHand.removeVolume('shop_data')
    await world.settle(5_000)
    const stateOn = (name: string) => volumeOf(world)?.status?.nodes?.find(({ node }) => node === name)?.message
    deepEqual(
      [stateOn('a'), stateOn('b')?.slice(0, 34)],
      ['a has not answered a call yet', 'b had it, and has no volume shop_d'],
    )
  })
})
