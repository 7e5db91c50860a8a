import { equal } from 'node:assert/strict'
import { createWorld, service } from './world.ts'

describe('a push that is being written into a watched tree', () => {
  it('is not read before git has moved its branch, and is not there where it was taken back', async () => {
    const world = createWorld()
    let turn: 'none' | 'under way' | 'failed' = 'none'
    const settlePush = (directory: string) => {
      equal(directory, '/srv')
      if (turn === 'failed') world.files.write('/srv/web.yaml', service('web'))
      return Promise.resolve(turn === 'under way' ? 'a push is being written' : undefined)
    }
    world.files.write('/srv/web.yaml', service('web'))
    const source = world.start(['/srv'], { settlePush })
    await world.pass(1_000)
    for (const end of ['failed', 'none'] as const) {
      turn = 'under way'
      world.files.write('/srv/web.yaml', service('web', { replicas: 2 }))
      await world.pass(9_000)
      equal(world.replicas('shop/web'), 1)
      turn = end
      await world.pass(1_000)
      equal(world.replicas('shop/web'), end === 'failed' ? 1 : 2)
    }
    await source.close()
  })
})
