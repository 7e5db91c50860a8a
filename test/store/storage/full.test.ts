import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readStorage } from '../../../store/storage/load.ts'
import { openStorage } from '../../../store/storage/log.ts'
import type { Storage } from '../../../store/storage/storage.ts'
import { StorageError } from '../../../store/storage/storage.ts'
import { assertRefused } from './storage.suite.ts'

describe('the log on a disk that is full', () => {
  let disk = ''
  let mounted = false

  before(async function () {
    if (process.getuid?.() !== 0) {
      console.log('    skipped: mounting a small file system needs root')
      return this.skip()
    }
    disk = await mkdtemp(join(tmpdir(), 'full-'))
    mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'reconcile-test', disk]).status === 0
    if (!mounted) {
      console.log('    skipped: no tmpfs can be mounted here')
      this.skip()
    }
  })
  after(async () => {
    if (mounted) spawnSync('umount', [disk])
    if (disk !== '') await rm(disk, { recursive: true })
  })

  it('refuses batches, still reads, and goes on when there is space again', async () => {
    const dir = join(disk, 'state')
    const storage = await openStorage({ dir, limits: { logBytes: 100_000 } })
    await writeFile(join(disk, 'ballast'), Buffer.alloc(200_000))
    const kept = await fill(storage)
    assert.ok(kept > 0)
    await assertRefused(storage.write([{ key: '/more', value: 'x'.repeat(9_000) }]), 'Full')
    assert.equal((await readStorage({ dir })).size, kept)
    await rm(join(disk, 'ballast'))
    await storage.write([{ key: '/more', value: 'x'.repeat(9_000) }])
    await storage.close()
    assert.equal((await readStorage({ dir })).size, kept + 1)
  })

  it('opens and reads on a full disk', async () => {
    const dir = join(disk, 'state')
    const before = await readStorage({ dir })
    await fillDisk(join(disk, 'ballast'))
    const storage = await openStorage({ dir })
    assert.equal((await storage.load()).size, before.size)
    await assertRefused(storage.write([{ key: '/no', value: 'x'.repeat(9_000) }]), 'Full')
    await rm(join(disk, 'ballast'))
    await storage.write([{ key: '/yes', value: 1 }])
    await storage.close()
    assert.deepEqual([...(await readStorage({ dir })).keys()], [...before.keys(), '/yes'])
  })
})

/** Writes new keys until one is refused; answers how many were kept. */
async function fill(storage: Storage): Promise<number> {
  for (let kept = 0; ; kept += 1) {
    const refused = await storage
      .write([{ key: `/${kept}`, value: 'x'.repeat(8_000) }])
      .catch((error: unknown) => error)
    if (refused === undefined) continue
    assert.ok(refused instanceof StorageError)
    assert.equal(refused.code, 'Full', refused.message)
    return kept
  }
}

async function fillDisk(path: string): Promise<void> {
  await writeFile(path, Buffer.alloc(1_000_000)).catch(() => undefined)
}
