import { equal } from 'node:assert/strict'
import { aWorld } from '../support/world.ts'

describe('how a container should look', () => {
  it('is not learnt anew from one that was changed and stopped by hand', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx', resources: { limits: { memoryBytes: 128 << 20 } } } })
    await world.settle()
    world.host.byHand.update('shop-web-1', { Memory: 64 << 20, MemorySwap: 128 << 20 })
    world.host.byHand.kill('shop-web-1')
    await world.settle()
    const [container] = world.host.containers()
    equal(container?.State.Status, 'running')
    equal(container?.HostConfig.Memory, 128 << 20)
  })

  it('is not learnt from one that a crash left, made before its limit was declared', async () => {
    const world = aWorld()
    const limits = { template: { image: 'nginx', resources: { limits: { memoryBytes: 128 << 20 } } } }
    world.host.failNext('startContainer', { status: 500, message: 'busy' })
    world.service('web', { template: { image: 'nginx' } })
    await world.settle(300)
    equal(world.host.containers()[0]?.State.Status, 'created')
    world.service('web', limits)
    await world.settle()
    const [container] = world.host.containers()
    equal(container?.State.Status, 'running')
    equal(container?.HostConfig.Memory, 128 << 20)
  })
})
