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
