import { deepEqual } from 'node:assert/strict'
import { allPending } from '../../../store/source/pending-facts.ts'
import { createWorld, service } from './world.ts'

describe('what waits for its time to be deleted, as it is kept', () => {
  async function watched() {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/db.yaml', service('db'))
    world.files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
    world.start()
    await world.pass(1_000)
    deepEqual(allPending(world.store), [])
    return world
  }

  const message = (id: string, at: number) =>
    `${id}: in no file of /srv any more, so that serve deletes it at ${new Date(at).toISOString().slice(0, 19)}Z (volumes keep their data). ` +
    'To keep it, put it back into a file before that'

  it('is a whole stack with its time, and how to keep it, until it is deleted', async () => {
    const { store, files, pass, clock } = await watched()
    const before = clock.now()
    files.remove('/srv/blog.yaml')
    await pass(2_000)
    const [pending, ...more] = allPending(store)
    const seen = before + 150
    deepEqual(
      [pending, more],
      [
        {
          reason: 'MissingFromFiles',
          message: message('Service/blog/wiki', seen + 30_000),
          resources: ['Service/blog/wiki'],
        },
        [],
      ],
    )
    await pass(30_000)
    deepEqual(
      [allPending(store), store.get('Service', 'blog/wiki')?.metadata.deletionTimestamp === undefined],
      [[], true],
    )
  })

  it('is nothing once it stands in a file again', async () => {
    const { store, files, pass } = await watched()
    files.remove('/srv/db.yaml')
    await pass(1_000)
    deepEqual(
      allPending(store).map(({ resources }) => resources),
      [['Service/shop/db']],
    )
    files.write('/srv/web.yaml', `${service('web')}---\n${service('db')}`)
    await pass(1_000)
    deepEqual(allPending(store), [])
  })
})
