import assert from 'node:assert/strict'
import { approve } from '../../../../store/source/facts/hold-facts.ts'
import { mountsAbout, mountWords } from '../../../../store/source/disk/mounts.ts'
import { originIn } from '../../../../store/source/acceptance/origins.ts'
import { createWorld, service } from '../world.ts'

const table = (...lines: readonly string[]) => `${lines.join('\n')}\n`
const top = '25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw'
const web = '40 25 0:50 / /srv/web rw - nfs4 files:/web rw,vers=4.2'

describe('what a path is mounted from', () => {
  for (const [title, lines, path, words] of [
    ['the file system of the root', [top, web], '/srv/shop/a.yaml', '/dev/sda1 (ext4), mounted on /'],
    ['a mount below', [top, web], '/srv/web/a.yaml', 'files:/web (nfs4), mounted on /srv/web'],
    ['not one with a longer name', [top, web], '/srv/webs/a.yaml', '/dev/sda1 (ext4), mounted on /'],
    [
      'a directory bound into it',
      [top, '41 25 8:1 /data/my\\040web /srv/web rw - ext4 /dev/sda1 rw'],
      '/srv/web/a.yaml',
      '/dev/sda1:/data/my web (ext4), mounted on /srv/web',
    ],
    [
      'a file bound into it',
      [top, '41 25 8:1 /data/a.yaml /srv/a.yaml rw - ext4 /dev/sda1 rw'],
      '/srv/a.yaml',
      '/dev/sda1:/data/a.yaml (ext4), mounted on /srv/a.yaml',
    ],
    [
      'the last one of several in its place',
      ['41 40 0:51 / /srv/web rw - tmpfs over rw', top, web],
      '/srv/web/a.yaml',
      'over (tmpfs), mounted on /srv/web',
    ],
    [
      'none that another one hides',
      [top, web, '41 25 0:51 / /srv rw - tmpfs over rw'],
      '/srv/web/a.yaml',
      'over (tmpfs), mounted on /srv',
    ],
    [
      'the first root, over the one that it began in',
      ['1 1 0:2 / / rw - rootfs none rw', top],
      '/srv/a',
      '/dev/sda1 (ext4), mounted on /',
    ],
  ] as const)
    it(title, () => {
      const mount = mountsAbout('/srv', table(...lines)).of(path)
      assert.equal(mount && mountWords(mount), words)
    })

  it('is not known where there is no table', () => assert.equal(mountsAbout('/srv', '').of('/srv/a.yaml'), undefined))

  it('has a mark that no mount elsewhere changes', () => {
    const mark = (...more: readonly string[]) => mountsAbout('/srv', table(top, ...more)).mark
    assert.equal(mark('50 25 0:60 / /var/lib/docker/overlay2/a/merged rw - overlay overlay rw'), mark())
    assert.notEqual(mark(web), mark())
  })
})

describe('S2: files that are gone with their mount', () => {
  async function unmounted() {
    const world = createWorld()
    const { files } = world
    files.mounted(table(top, web))
    files.write('/srv/web/web.yaml', service('web', { namespace: 'web' }))
    files.write('/srv/shop.yaml', service('api'))
    const source = world.start()
    await world.pass(10_000)
    files.remove('/srv/web/web.yaml')
    files.mounted(table(top))
    await world.pass(300_000)
    return { ...world, source }
  }

  it('are said to be back soon after it is, though nobody tells of that', async () => {
    const { files, holds, pass, lines } = await unmounted()
    const [id = ''] = holds()
    await pass(20_000)
    lines.length = 0
    files.tell(false)
    files.mounted(table(top, web))
    files.write('/srv/web/web.yaml', service('web', { namespace: 'web' }))
    await pass(6_000)
    assert.deepEqual(holds(), [])
    assert.deepEqual(lines, [`FilesUnmounted ${id} is over: Service/web/web is in the files again`])
  })

  it('go once that is approved', async () => {
    const { store, services, holds, pass, clock, lines } = await unmounted()
    assert.deepEqual(services(), ['shop/api', 'web/web'])
    approve(store, holds()[0] ?? '', clock.now())
    await pass(1_000)
    assert.deepEqual(services(), ['shop/api'])
    assert.deepEqual(holds(), [])
    assert.ok(!lines.some((line) => line.includes(' is over')))
  })

  it('stay, and wait for nothing, where another file has them', async () => {
    const { files, services, holds, pass, store } = await unmounted()
    files.write('/srv/other.yaml', service('web', { namespace: 'web' }))
    await pass(1_000)
    assert.deepEqual(services(), ['shop/api', 'web/web'])
    assert.deepEqual(holds(), [])
    assert.equal(originIn(store, 'Service/web/web')?.mount?.source, '/dev/sda1')
  })

  it('were known before by their names alone: a reading that has them learns their mount', async () => {
    const world = createWorld()
    world.files.write('/srv/web/web.yaml', service('web', { namespace: 'web' }))
    const source = world.start()
    await world.pass(1_000)
    assert.equal(originIn(world.store, 'Service/web/web')?.mount, undefined)
    await source.close()
    world.files.mounted(table(top, web))
    world.lines.length = 0
    world.start()
    await world.pass(1_000)
    assert.equal(originIn(world.store, 'Service/web/web')?.mount?.source, 'files:/web')
    assert.deepEqual(world.lines, [])
  })
})
