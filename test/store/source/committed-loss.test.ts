import { deepEqual } from 'node:assert/strict'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { createWorld, service } from './world.ts'

describe('a stack that a commit took out of one of two watched directories', () => {
  for (const { it: when, seenMs } of [
    { it: 'where it is seen once', seenMs: 200 },
    { it: 'in the middle of that', seenMs: 1_500 },
  ])
    it(`is handed over or deleted in 2 s after a restart too, ${when} before`, async () => {
      const world = createWorld()
      const { files, store } = world
      for (const stack of ['kept', 'moved', 'gone'])
        files.write(`/a/${stack}.yaml`, service('web', { namespace: stack }))
      files.write('/a/.git/HEAD', 'aaaa\n')
      files.write('/b/moved.yaml', service('web', { namespace: 'moved' }))
      const first = world.start(['/a', '/b'])
      await world.pass(60_000)
      for (const stack of ['moved', 'gone']) files.remove(`/a/${stack}.yaml`)
      files.write('/a/.git/HEAD', 'bbbb\n')
      await world.pass(seenMs)
      await first.close()
      deepEqual(world.services(), ['gone/web', 'kept/web', 'moved/web'])
      const second = world.start(['/a', '/b'])
      await world.pass(3_500)
      deepEqual(world.services(), ['kept/web', 'moved/web'])
      deepEqual(originIn(store, 'Service/moved/web')?.file, '/b/moved.yaml')
      await second.close()
    })
})
