import assert from 'node:assert/strict'
import { createWorld, service } from './world.ts'

describe('a watched tree is at rest', () => {
  async function two(hostsReady = Promise.resolve()) {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/db.yaml', service('db'))
    const source = world.start(['/srv'], { hostsReady })
    assert.equal(source.isAtRest(), false)
    await world.pass(1_000)
    return { ...world, source }
  }

  it('when it was read', async () => {
    const { source } = await two()
    assert.equal(source.isAtRest(), true)
  })

  it('not before the hosts were listed', async () => {
    const { source } = await two(new Promise(() => {}))
    assert.equal(source.isAtRest(), false)
  })

  it('not while something is to be deleted that is in no file', async () => {
    const { source, files, pass, services } = await two()
    files.remove('/srv/db.yaml')
    await pass(1_000)
    assert.deepEqual([source.isAtRest(), services().length], [false, 2])
    await pass(6_000)
    assert.deepEqual([source.isAtRest(), services().length], [true, 1])
  })

  for (const { it: sentence, harm } of [
    {
      it: 'while a deletion waits for approval',
      harm: (files: Files) => ['web', 'db'].map((name) => files.remove(`/srv/${name}.yaml`)),
    },
    { it: 'while it can’t be read', harm: (files: Files) => files.fail('/srv', 'EACCES') },
    {
      it: 'while a broken file holds deletions back',
      harm: (files: Files) => [files.write('/srv/web.yaml', 'services: ['), files.remove('/srv/db.yaml')],
    },
  ])
    it(sentence, async () => {
      const { source, files, pass, services } = await two()
      harm(files)
      await pass(60_000)
      assert.deepEqual([source.isAtRest(), services().length], [true, 2])
    })
})

type Files = ReturnType<typeof createWorld>['files']
