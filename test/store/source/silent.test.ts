import { deepEqual } from 'node:assert/strict'
import type { SourceFiles } from '../../../store/source/disk/source-files.ts'
import { createWorld, service } from './world.ts'

/** Two trees, one on a file system whose server goes: nothing of it is answered, not even with an error. */
function hanging() {
  const world = createWorld()
  world.files.write('/nfs/web.yaml', service('web'))
  world.files.write('/srv/db.yaml', service('db'))
  let thaw: (() => void) | undefined
  let frozen = Promise.resolve()
  const files: SourceFiles = {
    ...world.files,
    list: async (directory) => {
      if (directory.startsWith('/nfs')) await frozen
      return world.files.list(directory)
    },
  }
  const freeze = () => {
    frozen = new Promise((resolve) => (thaw = resolve))
  }
  return { ...world, freeze, thaw: () => thaw?.(), begin: () => world.start(['/nfs', '/srv'], { files }) }
}

describe('a watched tree on a file system that hangs', () => {
  it('is told of after a minute, keeps what it declared, and is read on when it answers', async () => {
    const { begin, freeze, thaw, pass, files, lines, services } = hanging()
    files.write('/nfs/broken.yaml', 'apiVersion: reconcile.dev/v1\nkind: [b')
    const source = begin()
    await pass(1_000)
    deepEqual(
      source.errors().map(({ reason }) => reason),
      ['SourceUnparsable'],
    )
    freeze()
    files.write('/nfs/api.yaml', service('api'))
    await pass(50_000)
    deepEqual(services(), ['shop/db', 'shop/web'])
    lines.length = 0
    await pass(20_000)
    const said =
      '/nfs: not read completely, so that nothing is deleted: /nfs: not read for 60 s: the file system there may hang'
    deepEqual([lines, source.errors().map(({ reason }) => reason)], [[said], ['RootSilent']])
    await pass(200_000)
    deepEqual([lines, services()], [[said], ['shop/db', 'shop/web']])
    thaw()
    await pass(1_000)
    deepEqual(
      [source.errors().map(({ reason }) => reason), services()],
      [['SourceUnparsable'], ['shop/api', 'shop/db', 'shop/web']],
    )
  })

  it('keeps nobody from what other trees declare, from the start on', async () => {
    const { begin, freeze, pass, files, services } = hanging()
    freeze()
    const source = begin()
    let isDone = false
    void source.firstReadingDone.then(() => (isDone = true))
    await pass(61_000)
    deepEqual([isDone, services()], [true, ['shop/db']])
    files.write('/srv/api.yaml', service('api'))
    await pass(1_000)
    deepEqual(services(), ['shop/api', 'shop/db'])
  })

  it('does not keep serve from ending', async () => {
    const { begin, freeze, pass } = hanging()
    freeze()
    const source = begin()
    await pass(1_000)
    let isClosed = false
    void source.close().then(() => (isClosed = true))
    await pass(6_000)
    deepEqual(isClosed, true)
  })
})
