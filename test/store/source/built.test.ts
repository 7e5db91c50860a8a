import { deepEqual } from 'node:assert/strict'
import { createWorld, service } from './world.ts'

/** A git checkout with a service that is built and one that is not, and how often each of the files was finished. */
async function checkout() {
  const world = createWorld()
  world.files.write('/srv/.git/HEAD', 'aaaa\n')
  world.files.write('/srv/app/compose.yaml', 'services: { web: { build: ./site } }\n')
  world.files.write('/srv/db.yaml', service('db'))
  const finished: string[] = []
  world.start(['/srv'], {
    finish: (reading) => {
      finished.push(reading.file)
      return Promise.resolve(reading)
    },
  })
  await world.pass(10_000)
  finished.length = 0
  return { world, finished }
}

describe('what a service is built of', () => {
  it('is looked at again with another commit, though the manifest is as it was', async () => {
    const { world, finished } = await checkout()
    world.files.write('/srv/.git/HEAD', 'bbbb\n')
    await world.pass(10_000)
    deepEqual(finished, ['/srv/app/compose.yaml'])
  })

  it('is looked at again where the manifest is saved as it was', async () => {
    const { world, finished } = await checkout()
    world.files.write('/srv/app/compose.yaml', 'services: { web: { build: ./site } }\n')
    world.files.write('/srv/db.yaml', service('db'))
    await world.pass(10_000)
    deepEqual([...new Set(finished)], ['/srv/app/compose.yaml'])
  })
})
