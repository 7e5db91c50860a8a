import { deepEqual, match } from 'node:assert/strict'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { createWorld, service } from './world.ts'

/** Two watched directories that declare the same service, which is of the first one. */
async function twoRoots() {
  const world = createWorld()
  world.files.write('/a/web.yaml', service('web'))
  world.files.write('/a/kept.yaml', service('kept'))
  world.files.write('/b/db.yaml', service('db', { namespace: 'data' }))
  const source = world.start(['/a', '/b'])
  await world.pass(1_000)
  world.files.write('/b/web.yaml', service('web'))
  await world.pass(60_000)
  const fileOf = () => world.store.get('Service', 'shop/web') && originIn(world.store, 'Service/shop/web')?.file
  return { ...world, source, fileOf }
}

describe('what two watched directories declare', () => {
  for (const { it: when, breaks, goes } of [
    { it: 'before a restart, and goes after it', breaks: 0, goes: 2 },
    { it: 'and goes after a restart', breaks: 1, goes: 2 },
    { it: 'and goes while nothing runs', breaks: 1, goes: 1 },
  ])
    it(`stays while the file that declares it as well is broken, ${when}, until that is mended`, async () => {
      const world = await twoRoots()
      const steps = (at: number) => {
        if (at === breaks) world.files.write('/b/web.yaml', `${service('web')}    nothing: 1\n`)
        if (at === goes) world.files.remove('/a/web.yaml')
        return world.pass(60_000)
      }
      await steps(0)
      await world.source.close()
      await steps(1)
      const source = world.start(['/a', '/b'])
      await steps(2)
      deepEqual(world.fileOf(), '/a/web.yaml')
      const [held] = source.errors().filter(({ root }) => root === '/a')
      match(held?.message ?? '', /kept until \/b\/web.yaml, which declared it as well, can be read again/)
      world.files.write('/b/web.yaml', service('web'))
      await world.pass(60_000)
      deepEqual([world.fileOf(), source.errors()], ['/b/web.yaml', []])
      await source.close()
    })

  it('stays while any of the files that declare it as well is broken, each of which is named, after a restart too', async () => {
    const world = await twoRoots()
    const broken = `${service('web')}    nothing: 1\n`
    world.files.write('/b/web2.yaml', service('web'))
    await world.pass(60_000)
    await world.source.close()
    world.files.write('/b/web.yaml', broken)
    world.files.write('/b/web2.yaml', broken)
    world.files.remove('/a/web.yaml')
    const source = world.start(['/a', '/b'])
    await world.pass(60_000)
    const held = () => source.errors().find(({ root }) => root === '/a')?.message ?? ''
    match(held(), /kept until \/b\/web.yaml and \/b\/web2.yaml, which declared it as well, can be read again/)
    // One of them is mended, and declares something else: the other one may still have it.
    world.files.write('/b/web2.yaml', service('other'))
    await world.pass(60_000)
    deepEqual(world.fileOf(), '/a/web.yaml')
    match(held(), /kept until \/b\/web.yaml, which/)
    await source.close()
  })

  it('is no error for the moment until the other one is read, where it went while nothing ran', async () => {
    const world = await twoRoots()
    await world.source.close()
    world.files.remove('/a/web.yaml')
    world.lines.splice(0)
    const source = world.start(['/a', '/b'])
    await world.pass(60_000)
    deepEqual(
      [world.fileOf(), source.errors(), world.lines.filter((line) => line.includes('kept until'))],
      ['/b/web.yaml', [], []],
    )
    await source.close()
  })
})
