import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS } from '../support/world.ts'

const withTools = (pullPolicy?: 'Never'): Partial<V1ServiceSpec> => ({
  template: {
    image: 'nginx',
    mounts: [{ type: 'Image', source: 'tools:2', target: '/tools' }],
    ...(pullPolicy ? { pullPolicy } : {}),
  },
})

const createdWith = ['POST /images/create?fromImage=tools&tag=2', 'POST /containers/create?name=shop-web-1']

describe('an image that a task mounts', () => {
  it('is pulled before its container is made, and only then', async () => {
    const world = aWorld({ images: { nginx: RUNS }, registry: { 'tools:2': {} } })
    world.service('web', withTools())
    equal(await world.settle(), 'quiet')
    deepEqual(
      world.newCalls().filter((call) => createdWith.includes(call)),
      createdWith,
    )
    deepEqual(world.containers(), ['shop-web-1 running'])
    await world.restart()
    equal(await world.settle(), 'quiet')
    deepEqual(world.newCalls(), [])
  })

  it('says by its name why it is not to be had', async () => {
    const world = aWorld({ images: { nginx: RUNS }, registry: {} })
    world.service('web', withTools())
    await world.settle(5_000)
    equal(world.tasks()[0]?.status?.reason, 'ImageMissing')
    match(world.tasks()[0]?.status?.message ?? '', /denied for tools/)
    deepEqual(world.containers(), [])
    await world.settle(60_000)
    world.host.byHand.loadImage('other')
    await world.settle(1_000)
    equal(world.tasks()[0]?.status?.reason, 'ImageMissing')
    world.host.byHand.loadImage('tools:2')
    await world.settle(1_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('is not pulled where its task pulls none, and found once somebody has loaded it', async () => {
    const world = aWorld({ images: { nginx: RUNS }, registry: { 'tools:2': {} } })
    world.service('web', withTools('Never'))
    await world.settle()
    match(world.tasks()[0]?.status?.message ?? '', /^tools:2 is not on the node/)
    world.host.byHand.loadImage('tools:2')
    await world.settle(1_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})
