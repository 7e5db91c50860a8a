import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Files } from '../../../store/storage/files.ts'
import { realFiles } from '../../../store/storage/files.ts'
import { readStorage } from '../../../store/storage/load.ts'
import { openStorage } from '../../../store/storage/log.ts'
import type { Storage } from '../../../store/storage/storage.ts'
import { costsAtMost } from '../../support/processor-time.ts'
import { assertRefused, storageSuite } from './storage.suite.ts'

const made: string[] = []
const makeDir = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'storage-'))
  made.push(dir)
  return join(dir, 'state')
}
const opened: Storage[] = []
after(async () => {
  for (const storage of opened) await storage.close()
  for (const dir of made) await rm(dir, { recursive: true, force: true })
})

storageSuite('log', async () => {
  const dir = await makeDir()
  let full = false
  const files = countingFiles({ refuse: () => full }).files
  return {
    async open() {
      const storage = await openStorage({ dir, files })
      opened.push(storage)
      return storage
    },
    refuse: (code) => {
      full = code === 'Full'
    },
    settle: (promise) => promise,
  }
})

describe('the log in a directory', () => {
  it('syncs once for all that is written together, and once for all that comes meanwhile', async () => {
    const { files, counts } = countingFiles({})
    const storage = await openStorage({ dir: await makeDir(), files })
    const write = (i: number) => storage.write([{ key: `/${i}`, value: i }])
    const first = Promise.all(Array.from({ length: 40 }, (_, i) => write(i)))
    await new Promise((resolve) => setImmediate(resolve))
    await Promise.all([first, ...Array.from({ length: 40 }, (_, i) => write(100 + i))])
    assert.equal(counts.sync, 2)
    await storage.close()
  })

  for (const { it: sentence, writes } of [
    { it: 'writes all of it anew at the next write where somebody took its files away', writes: true },
    { it: 'writes all of it anew as it ends where somebody took its files away', writes: false },
  ])
    it(sentence, async () => {
      const dir = await makeDir()
      await writeFile(join(dir, '..', 'beside'), '')
      const said: string[] = []
      const storage = await openStorage({ dir, onTorn: (words) => said.push(words) })
      await storage.write([{ key: '/a', value: 1 }])
      await rm(dir, { recursive: true })
      if (writes) await storage.write([{ key: '/b', value: 2 }])
      await storage.close()
      const words = `warning: the state in ${dir} was taken away while it was in use, and is written anew`
      assert.deepEqual(said, [words])
      const kept = [...(await readStorage({ dir }))]
      assert.deepEqual(
        kept,
        writes
          ? [
              ['/a', 1],
              ['/b', 2],
            ]
          : [['/a', 1]],
      )
    })

  it('writes nothing anew where its home was moved, as another may go on with that, and goes on once it is back', async () => {
    const home = await makeDir()
    const dir = join(home, 'state')
    const storage = await openStorage({ dir })
    await storage.write([{ key: '/a', value: 1 }])
    await rename(home, `${home}.moved`)
    await mkdir(home)
    await writeFile(join(home, 'beside'), '')
    await assertRefused(storage.write([{ key: '/b', value: 2 }]), 'Io')
    assert.deepEqual(await readdir(home), ['beside'])
    await rm(home, { recursive: true })
    await rename(`${home}.moved`, home)
    await storage.write([{ key: '/c', value: 3 }])
    await storage.close()
    assert.deepEqual(
      [...(await readStorage({ dir }))],
      [
        ['/a', 1],
        ['/c', 3],
      ],
    )
  })

  it('leaves it to another writer who began where its files were taken away', async () => {
    const dir = await makeDir()
    const before = await openStorage({ dir })
    await before.write([{ key: '/a', value: 1 }])
    await before.close()
    const first = await openStorage({ dir })
    await first.write([{ key: '/a', value: 2 }])
    await rm(dir, { recursive: true })
    const second = await openStorage({ dir })
    await second.write([{ key: '/b', value: 3 }])
    await assertRefused(first.write([{ key: '/a', value: 4 }]), 'Fenced')
    await first.close()
    await second.close()
    assert.deepEqual([...(await readStorage({ dir }))], [['/b', 3]])
  })

  for (const { it: sentence, before, after, limits } of [
    { it: 'has written', before: 1, after: 3, limits: {} },
    { it: 'has yet to write', before: 0, after: 1, limits: {} },
    { it: 'is about to write a snapshot', before: 1, after: 1, limits: { logBytes: 1 } },
    { it: 'ends', before: 0, after: 0, limits: {} },
  ])
    it(`leaves all as another writer put it under the same names, where one that ${sentence} lost its files`, async () => {
      const dir = await makeDir()
      const first = await openStorage({ dir, limits })
      for (let i = 0; i < before; i += 1) await first.write([{ key: '/a', value: i }])
      await rm(dir, { recursive: true })
      const second = await openStorage({ dir })
      await second.write([{ key: '/b', value: 1 }])
      const names = await readdir(dir)
      for (let i = 0; i < after; i += 1)
        await assertRefused(first.write([{ key: '/a', value: 'x'.repeat(99) }]), 'Fenced')
      await first.close()
      assert.deepEqual(await readdir(dir), names)
      await second.write([{ key: '/c', value: 2 }])
      await second.close()
      const kept = [
        ['/b', 1],
        ['/c', 2],
      ]
      assert.deepEqual([...(await readStorage({ dir }))], kept)
    })

  it('leaves it to who has the lock, though that wrote nothing yet', async () => {
    const dir = await makeDir()
    await writeFile(join(dir, '..', 'beside'), '')
    let isHeld = true
    const lock = { isHeld: async () => isHeld, release: async () => undefined }
    const storage = await openStorage({ dir, lock })
    await storage.write([{ key: '/a', value: 1 }])
    await rm(dir, { recursive: true })
    isHeld = false
    await assertRefused(storage.write([{ key: '/a', value: 2 }]), 'Fenced')
    await storage.close()
    assert.deepEqual(await realFiles.list(dir), [])
  })

  it('refuses what it has nowhere to write, and keeps what it had once its files are back', async () => {
    const dir = await makeDir()
    const storage = await openStorage({ dir })
    await storage.write([{ key: '/a', value: 1 }])
    const away = `${join(dir, '..')}-away`
    await rename(join(dir, '..'), away)
    await assertRefused(storage.write([{ key: '/a', value: 2 }]), 'Io')
    await rename(away, join(dir, '..'))
    await storage.write([{ key: '/b', value: 3 }])
    await storage.close()
    const kept = [
      ['/a', 1],
      ['/b', 3],
    ]
    assert.deepEqual([...(await readStorage({ dir }))], kept)
  })

  it('makes nothing anew where the directory above is gone, too', async () => {
    const dir = await makeDir()
    const storage = await openStorage({ dir })
    await storage.write([{ key: '/a', value: 1 }])
    await rm(join(dir, '..'), { recursive: true })
    await storage.close()
    assert.deepEqual(await realFiles.list(join(dir, '..')), [])
  })

  it('makes no sync and leaves no file when nothing is written', async () => {
    const { files, counts } = countingFiles({})
    const dir = await makeDir()
    await (await openStorage({ dir, files })).close()
    assert.equal(counts.sync, 0)
    assert.deepEqual(await readdir(dir), [])
  })

  it('is for its owner only', async () => {
    const dir = await makeDir()
    const storage = await openStorage({ dir, limits: { logBytes: 10 } })
    for (let i = 0; i < 5; i += 1) await storage.write([{ key: '/a', value: i }])
    await storage.close()
    const mode = async (path: string) => (await stat(path)).mode & 0o777
    assert.equal(await mode(dir), 0o700)
    for (const name of await readdir(dir)) assert.equal(await mode(join(dir, name)), 0o600, name)
  })

  it('replaces a grown log by a snapshot, beside the writing', async () => {
    const dir = await makeDir()
    const storage = await openStorage({ dir, limits: { logBytes: 20_000 } })
    for (let i = 0; i < 400; i += 1) await storage.write([{ key: `/${i % 10}`, value: 'x'.repeat(300) + i }])
    await storage.close()
    const sizes = await Promise.all((await readdir(dir)).map(async (name) => (await stat(join(dir, name))).size))
    assert.ok(sizes.reduce((a, b) => a + b, 0) < 60_000, `${sizes}`)
    assert.equal((await readStorage({ dir })).get('/9'), `${'x'.repeat(300)}399`)
  })

  it('replaces a log as soon as before, once a disk that took no snapshot for long takes them again', async () => {
    const dir = await makeDir()
    let isFailing = true
    const failing: Files['rename'] = async (from, to) => {
      if (isFailing) throw Object.assign(new Error('input/output error'), { code: 'EIO' })
      await realFiles.rename(from, to)
    }
    const storage = await openStorage({ dir, files: { ...realFiles, rename: failing }, limits: { logBytes: 20_000 } })
    const fill = async (times: number) => {
      for (let i = 0; i < times; i += 1) await storage.write([{ key: `/${i % 10}`, value: 'x'.repeat(300) + i }])
    }
    await fill(600)
    isFailing = false
    await fill(200)
    const snapshot = async () => (await readdir(dir)).filter((name) => /^snapshot-\d+$/.test(name)).at(-1)
    const first = await snapshot()
    await fill(150)
    await storage.close()
    assert.ok(first !== undefined)
    assert.notEqual(await snapshot(), first)
  })

  it('replaces many small segments of short lives by a snapshot', async () => {
    const dir = await makeDir()
    for (let i = 0; i < 30; i += 1) {
      const storage = await openStorage({ dir, limits: { segments: 5 } })
      await storage.write([{ key: `/${i}`, value: i }])
      await storage.close()
    }
    assert.ok((await readdir(dir)).length <= 7)
    assert.equal((await readStorage({ dir })).size, 30)
  })

  it('refuses a value or a batch that is too large, and keeps the rest', async () => {
    const dir = await makeDir()
    const storage = await openStorage({ dir, limits: { valueBytes: 100, batchBytes: 250 } })
    const value = 'x'.repeat(70)
    const keys = ['/a', '/b', '/c', '/d']
    const large = { key: '/large', value: 'x'.repeat(200) }
    await assert.rejects(storage.write([{ key: '/a', value }, large]), { code: 'TooLarge', key: '/large' })
    await assertRefused(storage.write(keys.map((key) => ({ key, value }))), 'TooLarge')
    await Promise.all(keys.map((key) => storage.write([{ key, value }])))
    await storage.close()
    assert.deepEqual([...(await readStorage({ dir })).keys()], keys)
  })

  it('refuses a batch of more text than a string can hold as too large', async () => {
    const storage = await openStorage({ dir: await makeDir() })
    const value = 'x'.repeat(1_000_000)
    const changes = Array.from({ length: 550 }, (_, i) => ({ key: `/${i}`, value }))
    await assertRefused(storage.write(changes), 'TooLarge')
    await storage.close()
  })

  it('releases the lock that it was given', async () => {
    let released = 0
    const lock = { isHeld: async () => true, release: async () => void (released += 1) }
    await (await openStorage({ dir: await makeDir(), lock })).close()
    assert.equal(released, 1)
  })

  it('loads 10,000 keys in less than 100 ms of work', async () => {
    const dir = await makeDir()
    const storage = await openStorage({ dir })
    const value = { metadata: { name: 'web', labels: { a: 'b' } }, spec: { image: 'busybox', env: ['x'.repeat(300)] } }
    await storage.write(Array.from({ length: 10_000 }, (_, i) => ({ key: `/objects/Task/shop/web-${i}`, value })))
    await storage.close()
    await costsAtMost(100, async () => assert.equal((await readStorage({ dir })).size, 10_000))
  })
})

/** The real files, counted, with writes that can be refused. */
function countingFiles({ refuse = () => false }: { readonly refuse?: () => boolean }) {
  const counts = { sync: 0 }
  const files: Files = {
    ...realFiles,
    async create(path) {
      const file = await realFiles.create(path)
      return {
        ...file,
        async write(bytes, offset) {
          if (!refuse()) return await file.write(bytes, offset)
          await file.write(bytes.subarray(0, bytes.length / 2), offset)
          throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
        },
        async sync() {
          counts.sync += 1
          await file.sync()
        },
      }
    },
  }
  return { files, counts }
}
