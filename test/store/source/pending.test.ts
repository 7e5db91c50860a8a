import { deepEqual, ok } from 'node:assert/strict'
import { allPending } from '../../../store/source/facts/pending-facts.ts'
import { createRealClock } from '../../../clock/real.ts'
import type { Source } from '../../../store/source/source.ts'
import { createWorld, service } from './world.ts'

describe('what waits for its time to be deleted, as it is kept', () => {
  async function watched() {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/db.yaml', service('db'))
    world.files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
    const source = world.start()
    await world.pass(1_000)
    deepEqual(allPending(world.store), [])
    return { ...world, source }
  }

  const message = (id: string, at: number) =>
    `${id}: in no file of /srv any more, so that serve deletes it at ${new Date(at).toISOString().slice(0, 19)}Z (volumes keep their data), later if it does not run until then. ` +
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

  /** Ends the process, and starts another after a while. */
  async function restarts({ pass, start }: ReturnType<typeof createWorld>, source: Source, downMs: number) {
    const closed = source.close()
    await pass(10)
    await closed
    await pass(downMs)
    return start()
  }
  const isLeft = ({ store }: ReturnType<typeof createWorld>) =>
    store.get('Service', 'blog/wiki')?.metadata.deletionTimestamp === undefined &&
    store.get('Service', 'blog/wiki') !== undefined

  it('waits for its whole time while serve runs: what it was down for does not count', async () => {
    const world = await watched()
    world.files.remove('/srv/blog.yaml')
    await world.pass(20_000)
    await restarts(world, world.source, 3_600_000)
    await world.pass(9_000)
    deepEqual(isLeft(world), true)
    const [pending] = allPending(world.store)
    const due = Date.parse(/deletes it at (\S+)/.exec(pending?.message ?? '')?.[1] ?? '')
    ok(due > world.clock.now() && due < world.clock.now() + 20_000, pending?.message)
    await world.pass(20_000)
    deepEqual(isLeft(world), false)
  })

  for (const { it: sentence, stepMs } of [
    { it: 'set forward by an hour', stepMs: 3_600_000 },
    { it: 'set back by two days', stepMs: -2 * 86_400_000 },
  ])
    it(`waits for its whole time, and no more, where the machine's clock is ${sentence} meanwhile`, async () => {
      const world = createWorld()
      world.files.write('/srv/web.yaml', service('web'))
      world.files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
      let stepped = 0
      const steady = world.clock.steady
      const { now } = createRealClock(() => world.clock.now() + stepped, steady)
      const clock = { ...world.clock, now, steady }
      const source = world.start(['/srv'], { clock })
      await world.pass(1_000)
      world.files.remove('/srv/blog.yaml')
      await world.pass(10_000)
      stepped = stepMs
      await world.pass(18_000)
      deepEqual(isLeft(world), true)
      const closed = source.close()
      await world.pass(10)
      await closed
      stepped = -stepMs
      world.start(['/srv'], {
        clock: { ...clock, ...createRealClock(() => world.clock.now() + stepped, steady), after: clock.after },
      })
      await world.pass(4_000)
      deepEqual(isLeft(world), true)
      await world.pass(3_000)
      deepEqual(isLeft(world), false)
    })

  it('waits no longer for a serve that is started again and again', async () => {
    const world = await watched()
    world.files.remove('/srv/blog.yaml')
    let { source } = world
    for (let life = 1; isLeft(world); life += 1) {
      ok(life < 6, 'six lives of 12 s each, and it is still there')
      await world.pass(12_000)
      source = await restarts(world, source, 1_000)
    }
  })

  it('is seen missing for 5 s by each process, however long the one before waited', async () => {
    const world = await watched()
    world.files.remove('/srv/blog.yaml')
    await world.pass(29_000)
    await restarts(world, world.source, 1_000)
    await world.pass(4_500)
    deepEqual(isLeft(world), true)
    await world.pass(5_000)
    deepEqual(isLeft(world), false)
  })

  it('begins anew once it was in a file again', async () => {
    const world = await watched()
    world.files.remove('/srv/blog.yaml')
    await world.pass(25_000)
    world.files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
    await world.pass(1_000)
    world.files.remove('/srv/blog.yaml')
    await world.pass(1_000)
    await restarts(world, world.source, 1_000)
    await world.pass(20_000)
    deepEqual(isLeft(world), true)
  })

  it('begins anew once it was in a file again, though another one could not be read then', async () => {
    const world = await watched()
    world.files.remove('/srv/blog.yaml')
    await world.pass(26_000)
    world.files.write('/srv/bad.yaml', 'services: [')
    world.files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
    await world.pass(3_600_000)
    world.files.remove('/srv/blog.yaml')
    world.files.remove('/srv/bad.yaml')
    await world.pass(29_000)
    deepEqual(isLeft(world), true)
    await world.pass(2_000)
    deepEqual(isLeft(world), false)
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
