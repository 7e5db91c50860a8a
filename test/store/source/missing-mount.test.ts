import { deepEqual, equal } from 'node:assert/strict'
import type { SourceFiles } from '../../../store/source/disk/source-files.ts'
import { createWorld, service } from './world.ts'

const ROOT = '1 1 8:1 / / rw - ext4 /dev/sda1 rw\n'
const MOUNTED = `${ROOT}2 1 8:2 / /srv/nfs rw - nfs nas:/manifests rw\n`

/** A watched tree with a mount in it, that is gone from it, and how often it was read. */
async function unmounted() {
  const world = createWorld()
  const { files, pass, holds } = world
  let readings = 0
  const list: SourceFiles['list'] = (path) => {
    if (path === '/srv') readings += 1
    return files.list(path)
  }
  const mount = () => files.write('/srv/nfs/web.yaml', service('web', { namespace: 'web' }))
  files.mounted(MOUNTED)
  files.write('/srv/db.yaml', service('db'))
  mount()
  world.start(['/srv'], { files: { ...files, list } })
  await pass(1_000)
  files.mounted(ROOT)
  files.remove('/srv/nfs')
  await pass(1_000)
  equal(holds().length, 1)
  readings = 0
  return { ...world, mount, readings: () => readings }
}

describe('S2: a tree with a mount that is gone', () => {
  it('is read no more often than ever meanwhile, however large it is', async () => {
    const { pass, readings, holds } = await unmounted()
    await pass(300_000)
    deepEqual([readings(), holds().length], [5, 1])
  })

  it('is read within 5 s of its being mounted again', async () => {
    const { pass, files, mount, holds, services } = await unmounted()
    await pass(31_000)
    files.tell(false)
    mount()
    files.mounted(MOUNTED)
    await pass(5_500)
    deepEqual([holds(), services()], [[], ['shop/db', 'web/web']])
  })
})
