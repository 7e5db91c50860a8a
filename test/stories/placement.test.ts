import { deepEqual, equal, match } from 'node:assert/strict'
import { aWorld } from '../support/world.ts'

describe('a task that no node fits, of a revision that nobody wants any more', () => {
  it('is judged by what it needs itself: it is not made when its successor needs less', async () => {
    const world = aWorld()
    const ports = [{ hostPort: 8088, containerPort: 80 }]
    world.service('holder', { template: { image: 'nginx', ports } })
    await world.settle()
    world.service('web', { template: { image: 'nginx', ports } })
    await world.settle(10_000)
    equal(world.tasks().find(({ spec }) => spec.service === 'web')?.status?.reason, 'NoNodeFits')
    world.service('web', { template: { image: 'nosuch:1' } })
    world.newCalls()
    await world.settle(60_000)
    const old = world.tasks().find(({ spec }) => spec.service === 'web' && spec.template.image === 'nginx')
    match(old?.status?.message ?? '', /its port 8088 is held by shop\/holder/)
    deepEqual(
      world.newCalls().filter((call) => call.startsWith('POST /containers')),
      [],
    )
    world.service('web', { template: { image: 'nginx:2' } })
    await world.settle()
    deepEqual(world.containers(), ['shop-holder-1 running', 'shop-web-1 running'])
  })
})

describe('a task that no node fits', () => {
  const ports = [{ hostPort: 8088, containerPort: 80 }]

  it('is placed once the task goes that held its port', async () => {
    const world = aWorld()
    world.service('holder', { template: { image: 'nginx', ports } })
    await world.settle()
    world.service('web', { template: { image: 'nginx', ports } })
    await world.settle(10_000)
    deepEqual(world.containers(), ['shop-holder-1 running'])
    world.life().ports.store.delete('Service', 'shop/holder')
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})
