import assert from 'node:assert/strict'
import { approve } from '../../../store/source/facts/hold-facts.ts'
import { createWorld, service } from './world.ts'

type World = ReturnType<typeof createWorld>

const linesWith = ({ lines }: World, words: RegExp) => lines.filter((line) => words.test(line))

describe('S3: a file change', () => {
  const names = Array.from({ length: 15 }, (_, index) => `s${index}`)

  async function fifteen() {
    const world = createWorld()
    for (const name of names) world.files.write(`/srv/${name}.yaml`, service(name))
    const source = world.start()
    await world.pass(1_000)
    assert.equal(world.services().length, 15)
    return { ...world, source }
  }

  /** Two stacks in a repository, at a first commit. */
  async function twoCommitted() {
    const world = createWorld()
    world.files.write('/srv/.git/HEAD', 'ref: refs/heads/main\n')
    world.files.write('/srv/.git/refs/heads/main', 'aaaa\n')
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/blog.yaml', service('blog', { namespace: 'blog' }))
    world.start()
    await world.pass(1_000)
    return world
  }

  it('that loses 5 of 15 resources needs no approval', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 5)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(10_000)
    assert.equal(world.services().length, 10)
  })

  it('that loses them a few at a time waits as one that loses them at once', async () => {
    const world = await fifteen()
    for (const few of [names.slice(0, 2), names.slice(2, 4), names.slice(4, 5)]) {
      for (const name of few) world.files.remove(`/srv/${name}.yaml`)
      await world.pass(60_000)
    }
    assert.equal(world.services().length, 10)
    world.files.remove('/srv/s5.yaml')
    await world.pass(60_000)
    assert.deepEqual([world.services().length, world.holds().length], [10, 1])
  })

  it('that loses 6 of 15 waits, goes on with the rest, and goes when that very set is approved', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 6)) world.files.remove(`/srv/${name}.yaml`)
    world.files.write('/srv/s9.yaml', service('s9', { replicas: 4 }))
    await world.pass(3_600_000)
    assert.equal(world.services().length, 15)
    assert.equal(world.replicas('shop/s9'), 4)
    const [id = ''] = world.holds()
    assert.ok(world.lines.some((line) => line.includes(`reconcile approve ${id}`) && line.includes('6 of 15')))
    approve(world.store, id, world.clock.now())
    await world.pass(1_000)
    assert.equal(world.services().length, 9)
    assert.deepEqual(world.holds(), [])
    assert.equal(world.store.facts('approval').size, 0)
  })

  it('that asks for very many more replicas waits, and goes when that number is approved', async () => {
    const world = await fifteen()
    world.files.write('/srv/s9.yaml', service('s9', { replicas: 100_000 }))
    world.files.write('/srv/new.yaml', service('new', { replicas: 5_000 }))
    await world.pass(60_000)
    assert.equal(world.replicas('shop/s9'), 1)
    assert.equal(world.services().length, 15)
    assert.equal(world.holds().length, 2)
    const idOf = (words: RegExp) => {
      const line = world.lines.findLast((each) => words.test(each)) ?? ''
      return /reconcile approve (\w+)/.exec(line)?.[1] ?? ''
    }
    approve(world.store, idOf(/1 → 100000 replicas \(\/srv\/s9.yaml:7\)/), world.clock.now())
    const wished = idOf(/5000 replicas/)
    world.files.write('/srv/new.yaml', service('new', { replicas: 50_000 }))
    await world.pass(60_000)
    assert.deepEqual([world.replicas('shop/s9'), world.services().length], [100_000, 15])
    assert.notEqual(world.holds()[0], wished)
    world.files.write('/srv/new.yaml', service('new', { replicas: 10 }))
    await world.pass(60_000)
    assert.deepEqual([world.replicas('shop/new'), world.holds()], [10, []])
  })

  it('waits anew when the set changed between the question and the approval', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 6)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(10_000)
    const [id = ''] = world.holds()
    world.files.tell(false)
    world.files.remove('/srv/s8.yaml')
    approve(world.store, id, world.clock.now())
    await world.pass(60_000)
    assert.equal(world.services().length, 15)
    assert.equal(world.holds().length, 1)
    assert.notEqual(world.holds()[0], id)
  })

  it('adds up with others within 10 minutes, counted from where the first began', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 4)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(60_000)
    assert.equal(world.services().length, 11)
    for (let index = 0; index < 20; index += 1) world.files.write(`/srv/n${index}.yaml`, service(`n${index}`))
    await world.pass(1_000)
    for (const name of names.slice(4, 6)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(60_000)
    assert.equal(world.services().length, 31)
    const [held = ''] = world.holds()
    // What is said to wait for an approval waits for that, though what it adds up with is long ago; in a process after this one too.
    await world.pass(700_000)
    const closed = world.source.close()
    await world.pass(10)
    await closed
    world.start()
    await world.pass(700_000)
    assert.equal(world.services().length, 31)
    assert.deepEqual(world.holds(), [held])
    approve(world.store, held, world.clock.now())
    await world.pass(60_000)
    assert.equal(world.services().length, 29)
  })

  it('counts what is long ago no more once what was held is back', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 4)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(60_000)
    for (const name of names.slice(4, 6)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(700_000)
    assert.equal(world.holds().length, 1)
    for (const name of names.slice(4, 6)) world.files.write(`/srv/${name}.yaml`, service(name))
    await world.pass(60_000)
    assert.deepEqual(world.holds(), [])
    for (const name of names.slice(4, 6)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(60_000)
    assert.equal(world.services().length, 9)
  })

  it('adds up with others before a restart', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 4)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(60_000)
    const closed = world.source.close()
    await world.pass(10)
    await closed
    for (const name of names.slice(4, 6)) world.files.remove(`/srv/${name}.yaml`)
    world.start()
    await world.pass(60_000)
    assert.equal(world.services().length, 11)
    assert.equal(world.holds().length, 1)
  })

  it('stays held while the root can’t be read, and is approved when it can', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 6)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(10_000)
    const held = world.holds()
    world.files.fail('/srv', 'EACCES')
    approve(world.store, held[0] ?? '', world.clock.now())
    await world.pass(60_000)
    assert.deepEqual(world.holds(), held)
    assert.equal(world.services().length, 15)
    world.files.fail('/srv', undefined)
    await world.pass(10_000)
    assert.equal(world.services().length, 9)
  })

  const many = { replicas: 5_000 }
  for (const { how, harm, mend } of [
    {
      how: 'its root is away',
      harm: ({ files }: World) => files.rename('/srv', '/away'),
      mend: ({ files }: World) => files.rename('/away', '/srv'),
    },
    {
      how: 'its file is half written',
      harm: ({ files }: World) => files.write('/srv/s9.yaml', service('s9', many).slice(0, -40)),
      mend: ({ files }: World) => files.write('/srv/s9.yaml', service('s9', many)),
    },
    {
      how: 'its file does not fit to the others',
      harm: ({ files }: World) =>
        files.write('/srv/s9.yaml', `${service('s9', many)}    networks: [{network: none}]\n`),
      mend: ({ files }: World) => files.write('/srv/s9.yaml', service('s9', many)),
    },
  ])
    it(`that asks for very many more replicas is approved while ${how}, and goes when it is back`, async () => {
      const world = await fifteen()
      world.files.write('/srv/s9.yaml', service('s9', many))
      await world.pass(1_000)
      const held = world.holds()
      harm(world)
      await world.pass(1_000)
      approve(world.store, held[0] ?? '', world.clock.now())
      await world.pass(60_000)
      assert.deepEqual([held.length, world.holds(), world.replicas('shop/s9')], [1, held, 1])
      mend(world)
      await world.pass(10_000)
      assert.deepEqual([world.replicas('shop/s9'), world.holds(), world.store.facts('approval').size], [5_000, [], 0])
    })

  it('that asks for fewer again while another file is broken is held no more', async () => {
    const world = await fifteen()
    world.files.write('/srv/s9.yaml', service('s9', many))
    world.files.write('/srv/s1.yaml', 'kind: [')
    await world.pass(1_000)
    assert.equal(world.holds().length, 1)
    world.files.write('/srv/s9.yaml', service('s9', { replicas: 2 }))
    await world.pass(1_000)
    assert.deepEqual([world.replicas('shop/s9'), world.holds()], [2, []])
  })

  it('is forgotten when the files are back', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 6)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(10_000)
    for (const name of names.slice(0, 6)) world.files.write(`/srv/${name}.yaml`, service(name))
    await world.pass(10_000)
    assert.deepEqual(world.holds(), [])
    assert.equal(world.services().length, 15)
  })

  for (const [what, count] of [
    ['an emptied tree', 15],
    ['a held loss', 8],
  ] as const)
    it(`deletes nothing of ${what} that is put back file by file`, async () => {
      const world = await fifteen()
      const gone = names.slice(0, count)
      for (const name of gone) world.files.remove(`/srv/${name}.yaml`)
      await world.pass(3_600_000)
      assert.equal(world.holds().length, 1)
      for (const name of gone) {
        world.files.write(`/srv/${name}.yaml`, service(name))
        await world.pass(300)
      }
      await world.pass(60_000)
      assert.deepEqual([linesWith(world, /^\S+ deleted/), world.holds()], [[], []])
    })

  it('lets go of what is not put back 5 s after it is held no more', async () => {
    const world = await fifteen()
    for (const name of names.slice(0, 6)) world.files.remove(`/srv/${name}.yaml`)
    await world.pass(3_600_000)
    world.files.write('/srv/s0.yaml', service('s0'))
    await world.pass(5_000)
    assert.deepEqual([world.services().length, world.holds()], [15, []])
    await world.pass(1_000)
    assert.equal(world.services().length, 10)
  })

  it('that takes away the last stack waits for approval', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/node.yaml', 'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: {name: h1}\nspec: {}\n')
    world.start()
    await world.pass(1_000)
    world.files.remove('/srv/web.yaml')
    await world.pass(600_000)
    assert.deepEqual(world.services(), ['shop/web'])
    approve(world.store, world.holds()[0] ?? '', world.clock.now())
    await world.pass(1_000)
    assert.deepEqual(world.services(), [])
  })

  it('that takes away another whole stack waits 30 s', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/blog.yaml', service('blog', { namespace: 'blog' }))
    world.start()
    await world.pass(1_000)
    world.files.remove('/srv/blog.yaml')
    await world.pass(29_000)
    assert.equal(world.services().length, 2)
    await world.pass(2_000)
    assert.deepEqual(world.services(), ['shop/web'])
  })

  it('by a commit that takes away another whole stack acts after one complete reading', async () => {
    const world = await twoCommitted()
    world.files.remove('/srv/blog.yaml')
    world.files.write('/srv/.git/refs/heads/main', 'bbbb\n')
    await world.pass(1_000)
    assert.deepEqual(world.services(), ['shop/web'])
  })

  it('that takes away another whole stack acts at once when it is committed later', async () => {
    const world = await twoCommitted()
    world.files.remove('/srv/blog.yaml')
    await world.pass(10_000)
    assert.equal(world.services().length, 2)
    world.files.write('/srv/.git/refs/heads/main', 'bbbb\n')
    await world.pass(1_000)
    assert.deepEqual(world.services(), ['shop/web'])
  })

  it('to 0 replicas, as written, is accepted', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.start()
    await world.pass(1_000)
    world.files.write('/srv/web.yaml', service('web', { replicas: 0 }))
    await world.pass(1_000)
    assert.equal(world.replicas('shop/web'), 0)
  })

  it('to 0 replicas by a variable that is not set keeps the old spec until it is approved', async () => {
    const world = createWorld({ variables: { COUNT: '3' } })
    const text = 'services:\n  web:\n    image: busybox:1\n    deploy:\n      replicas: ${COUNT:-0}\n'
    world.files.write('/srv/shop/compose.yaml', text)
    world.start()
    await world.pass(1_000)
    assert.equal(world.replicas('shop/web'), 3)
    delete world.variables.COUNT
    world.files.write('/srv/shop/compose.yaml', `${text}# touched\n`)
    await world.pass(60_000)
    assert.equal(world.replicas('shop/web'), 3)
    approve(world.store, world.holds()[0] ?? '', world.clock.now())
    await world.pass(1_000)
    assert.equal(world.replicas('shop/web'), 0)
    assert.deepEqual(world.holds(), [])
  })
})
