import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { sleep } from '../../clock/sleep.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

describe('a create whose answer was lost', () => {
  it('is no orphan when its service is deleted meanwhile (S6)', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    world.host.dropEvents(true)
    world.host.failNext('createContainer', { code: 'Unreachable', message: 'the connection broke' }, { applied: true })
    world.service('web', { replicas: 2 })
    await world.settle(40)
    equal(world.containers().length, 2)
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle()
    deepEqual(world.containers(), [])
  })
})

describe('a create whose answer was lost, of what is wanted otherwise by then', () => {
  it('is no baseline: the container gets what is wanted now', async () => {
    const memoryBytes = 64 * 1024 * 1024
    let isFirst = true
    const world: TestWorld = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          const answer = await next()
          if (verb !== 'createContainer' || !isFirst) return answer
          isFirst = false
          world.service('web', { template: { image: 'nginx', resources: { limits: { memoryBytes } } } })
          throw new EngineError('Unreachable', { node: 'a', tried: 'create', detail: 'no answer' })
        }),
    })
    world.host.dropEvents(true)
    world.service('web', {})
    await world.settle()
    const [container] = world.host.containers()
    deepEqual([container?.State.Status, container?.HostConfig.Memory], ['running', memoryBytes])
  })
})

describe('a create that is done when its task is forgotten', () => {
  for (const code of ['Timeout', 'Unreachable'] as const)
    it(`is no work of another reconcile, and goes: after ${code}`, async () => {
      const world: TestWorld = aWorld({
        wrapEngine: (engine) =>
          wrapEngine(engine, async ({ verb, args }, next) => {
            if (verb !== 'createContainer' || (args as { name: string }).name !== 'shop-web-2') return await next()
            void sleep(world.world.clock, 5_000).then(next) // it is done long after nobody waits for it any more
            world.service('web', { replicas: 1 })
            await sleep(world.world.clock, 500)
            throw new EngineError(code, { node: 'a', tried: 'create', detail: 'no answer' })
          }),
      })
      world.service('web', {})
      await world.settle()
      world.service('web', { replicas: 2 })
      await world.settle(2_000)
      equal(world.tasks().length, 1)
      await world.settle()
      deepEqual(world.newCalls().filter((call) => call.startsWith('DELETE')).length, 1)
      deepEqual(world.containers(), ['shop-web-1 running'])
      const said = world.life().recorder.events()
      deepEqual(
        said.filter(({ reason }) => reason === 'InstallationShared'),
        [],
      )
    })
})

describe('a removal whose answer was lost', () => {
  it('is made once more, and not again: what is gone is as wanted', async () => {
    const world = aWorld()
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('web', { template: { image: 'nginx', mounts } })
    await world.settle()
    world.newCalls()
    world.host.dropEvents(true)
    const lost = { code: 'Unreachable', message: 'the connection broke' } as const
    world.host.failNext('removeNetwork', lost, { applied: true })
    world.host.failNext('removeVolume', lost, { applied: true })
    const { store } = world.life().ports
    store.update('Volume', 'shop/data', ({ metadata: own }) => void own.finalizers?.push(finalizers.volumeData))
    store.delete('Service', 'shop/web')
    store.delete('Volume', 'shop/data')
    await world.settle()
    const removals = world.newCalls().filter((call) => /DELETE .(networks|volumes)/.test(call))
    deepEqual(removals.sort(), [
      ...['DELETE /networks/shop_default', 'DELETE /networks/shop_default'],
      ...['DELETE /volumes/shop_data', 'DELETE /volumes/shop_data'],
    ])
  })
})
