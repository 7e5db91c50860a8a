import { deepEqual, equal, ok } from 'node:assert/strict'
import { aWorld } from '../support/world.ts'

describe('an image that is pulled slowly', () => {
  it('is told as still when nothing has come for 30 s, and by its progress when it moves again', async () => {
    const registry = { 'slow:1': { digest: `sha256:${'a'.repeat(64)}`, pullMs: 280_000 } }
    const world = aWorld({ registry })
    world.service('web', { template: { image: 'slow:1', args: ['serve'] } })
    const said = async (ms: number) => {
      await world.settle(ms)
      return world.tasks()[0]?.status?.message
    }
    equal(await said(10_000), 'Downloading 0 %')
    const moved = world.tasks()[0]?.status?.progressedAt
    equal(await said(25_000), 'Downloading 0 %: nothing has come for 30 s')
    equal(await said(30_000), 'Downloading 0 %: nothing has come for 60 s')
    equal(world.tasks()[0]?.status?.progressedAt, moved)
    equal(await said(10_000), 'Downloading 25 %')
    ok((world.tasks()[0]?.status?.progressedAt ?? '') > (moved ?? ''))
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})

describe('an image that several services wait for', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const registry = { 'slow:1': { digest, pullMs: 280_000 }, 'slow:2': { digest, pullMs: 1_000 } }
  const template = { image: 'slow:1', args: ['serve'] }

  it('is pulled once though the first of them wants another by now, and each says how far it is', async () => {
    const world = aWorld({ registry })
    for (const name of ['a', 'b']) world.service(name, { template })
    await world.settle(100_000)
    deepEqual(
      world.tasks().map(({ status }) => status?.message?.replace(/:.*/, '')),
      ['Downloading 25 %', 'Downloading 25 %'],
    )
    world.service('a', { template: { ...template, image: 'slow:2' } })
    equal(await world.settle(), 'quiet')
    equal(world.newCalls().filter((call) => /images\/create.*slow.*1$/.test(decodeURIComponent(call))).length, 1)
    deepEqual(world.imagesRunning(), ['slow:1', 'slow:2'])
  })
})
