import assert from 'node:assert/strict'
import { cp, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord } from '../../../store/storage/record.ts'
import { readStorage } from '../../../store/storage/load.ts'
import { openStorage } from '../../../store/storage/log.ts'
import { snapshotRecords } from '../../../store/storage/snapshot.ts'
import type { StorageErrorCode } from '../../../store/storage/storage.ts'
import { assertRefused } from './storage.suite.ts'

describe('loading the state', () => {
  let dir = ''
  const log = (number = 1) => join(dir, `log-${String(number).padStart(10, '0')}`)

  /** One life that writes these keys, each in a batch of its own. */
  const life = async (keys: readonly string[], logBytes = 1e6) => {
    const storage = await openStorage({ dir, limits: { logBytes } })
    for (const key of keys) await storage.write([{ key, value: key }])
    await storage.close()
  }
  /** As if the last life was killed: it did not say how much it had kept. */
  const killed = async () => {
    for (const name of await readdir(dir))
      if (name.startsWith('begun-')) await rename(join(dir, name), join(dir, name.slice(0, 'begun-0000000000'.length)))
  }
  const keys = async () => [...(await readStorage({ dir })).keys()].sort()

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'load-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('finds nothing where there is no directory, and makes none', async () => {
    assert.equal((await readStorage({ dir: join(dir, 'absent') })).size, 0)
    assert.deepEqual(await readdir(dir), [])
  })

  for (const [what, damage] of Object.entries({
    'cut in the middle': (bytes: Buffer) => bytes.subarray(0, -5),
    'without its newline': (bytes: Buffer) => bytes.subarray(0, -1),
    'full of zeros': (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -9), Buffer.alloc(9)]),
    'with one bit turned': (bytes: Buffer) => flip(bytes, bytes.length - 4),
    'followed by zeros': (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -9), Buffer.alloc(4096)]),
  })) {
    it(`goes on without a last record that is ${what}`, async () => {
      await life(['/a', '/b', '/c'])
      await killed()
      await writeFile(log(), damage(await readFile(log())))
      assert.deepEqual(await keys(), ['/a', '/b'])
      await life(['/d'])
      await life(['/e'])
      assert.deepEqual(await keys(), ['/a', '/b', '/d', '/e'])
    })

    it(`is Corrupt when the last record of a writer that ended is ${what}`, async () => {
      await life(['/a', '/b', '/c'])
      await writeFile(log(), damage(await readFile(log())))
      await assertRefused(readStorage({ dir }), 'Corrupt')
    })
  }

  it('names file, offset and remedy when a record in the middle is damaged, and changes nothing', async () => {
    await life(['/a', '/b', '/c'])
    const bytes = await readFile(log())
    const second = bytes.indexOf(10) + 1
    await writeFile(log(), flip(bytes, second + 12))
    const message = new RegExp(`${log()} is damaged at byte ${second}: .*; restore the state directory from a backup`)
    await assert.rejects(readStorage({ dir }), message)
    await assert.rejects(openStorage({ dir }), message)
    assert.deepEqual(await readdir(dir), [`begun-0000000001-${bytes.length}`, 'log-0000000001'])
  })

  const damages: Readonly<Record<string, () => Promise<unknown>>> = {
    'an earlier segment lost its end': async () => writeFile(log(1), (await readFile(log(1))).subarray(0, -30)),
    'an earlier segment is missing': () => rm(log(1)),
    'the newest segment is missing': () => rm(log(3)),
    'the newest segment of a life that was killed is missing': async () => {
      await killed()
      await rm(log(3))
    },
    'the newest segment lost all that was in it': () => writeFile(log(3), ''),
    'the header is not ours': () => writeFile(log(2), Buffer.concat([encodeRecord('{"x":1}'), encodeRecord('[]')])),
  }
  for (const [what, damage] of Object.entries(damages)) {
    it(`is Corrupt when ${what}`, async () => {
      await life(['/a', '/b'])
      await life(['/c', '/d'])
      await life(['/e'])
      await damage()
      await assertRefused(readStorage({ dir }), 'Corrupt')
    })
  }

  const snapshots = async () => (await readdir(dir)).filter((name) => name.startsWith('snapshot'))
  const lost: Readonly<Record<string, (snapshot: string) => Promise<unknown>>> = {
    'is missing': (snapshot) => rm(snapshot),
    'is an older one': async (snapshot) => {
      await rm(snapshot)
      const entries = new Map([['/a', 'older']])
      await writeFile(join(dir, 'snapshot-0000000001'), Buffer.concat([...snapshotRecords({ number: 1, entries })]))
    },
    'has the name of another one': async (snapshot) => {
      await rename(snapshot, snapshot.replace(/.$/, '9'))
      await rm(log(9), { force: true })
    },
  }
  for (const [what, lose] of Object.entries(lost)) {
    it(`is Corrupt when the snapshot that later lives began from ${what}`, async () => {
      await life(['/a', '/b', '/c', '/d'], 100)
      await life(['/e'])
      await life(['/f'])
      const [snapshot = ''] = await snapshots()
      await lose(join(dir, snapshot))
      await assertRefused(readStorage({ dir }), 'Corrupt')
      await assertRefused(openStorage({ dir }), 'Corrupt')
    })
  }

  it('is Corrupt when the newest snapshot is missing, and nothing was written since', async () => {
    const storage = await openStorage({ dir, limits: { logBytes: 1 } })
    await storage.write([{ key: '/a', value: 1 }])
    await storage.write([])
    await storage.close()
    assert.deepEqual(await readdir(dir), ['begun-0000000001', 'snapshot-0000000002'])
    assert.deepEqual(await keys(), ['/a'])
    await rm(join(dir, 'snapshot-0000000002'))
    await assertRefused(readStorage({ dir }), 'Corrupt')
    await assertRefused(openStorage({ dir }), 'Corrupt')
  })

  it('goes on from a state that has no mark, as another release left it, and marks it', async () => {
    await life(['/a', '/b'])
    for (const name of await readdir(dir)) if (name.startsWith('begun-')) await rm(join(dir, name))
    assert.deepEqual(await keys(), ['/a', '/b'])
    await life(['/c'])
    assert.ok((await readdir(dir)).some((name) => name.startsWith('begun-0000000002-')))
  })

  it('is Corrupt when a log has the name of another one', async () => {
    await life(['/a', '/b'])
    await rename(log(1), log(2))
    await assertRefused(readStorage({ dir }), 'Corrupt')
  })

  it('is Corrupt where the end of a record is damaged, and a whole one stands after it', async () => {
    await life(['/a', '/b', '/c'])
    const bytes = await readFile(log())
    const second = bytes.indexOf(10, bytes.indexOf(10) + 1)
    await writeFile(log(), flip(bytes, second))
    await assertRefused(readStorage({ dir }), 'Corrupt')
  })

  it('says which end of a log it leaves out, once, and nothing of one that is whole', async () => {
    const said: string[] = []
    const open = async () => (await openStorage({ dir, onTorn: (words) => said.push(words) })).close()
    await life(['/a', '/b'])
    await open()
    assert.deepEqual(said, [])
    await killed()
    const bytes = await readFile(log())
    await writeFile(log(), bytes.subarray(0, -3))
    await open()
    const at = bytes.indexOf(10) + 1
    assert.deepEqual(said, [
      `${log()}: the last ${bytes.length - 3 - at} bytes, from byte ${at}, are no whole record, and are left out: its writing was cut off, ` +
        'as by a power cut, before anything relied on it; if that has not happened, check the disk',
    ])
    await life(['/c'])
    await open()
    assert.equal(said.length, 1)
  })

  it('is Corrupt when a snapshot lost its end', async () => {
    await life(['/a', '/b', '/c', '/d'], 100)
    const snapshot = join(dir, (await readdir(dir)).find((name) => name.startsWith('snapshot')) ?? '')
    await writeFile(snapshot, (await readFile(snapshot)).subarray(0, -20))
    await assertRefused(readStorage({ dir }), 'Corrupt')
  })

  const later: Readonly<Record<string, StorageErrorCode>> = { log: 'TooNew', snapshot: 'TooNew' }
  for (const [format, code] of Object.entries(later)) {
    it(`refuses a ${format} of a later version by name`, async () => {
      await writeFile(
        join(dir, `${format}-0000000001`),
        encodeRecord(JSON.stringify({ format, version: 99, number: 1 })),
      )
      await assertRefused(readStorage({ dir }), code)
      await assertRefused(openStorage({ dir }), code)
    })
  }

  it('passes over files that are not its own', async () => {
    await life(['/a'])
    await writeFile(join(dir, 'notes.txt'), 'mine')
    await writeFile(join(dir, 'log-old'), 'mine')
    assert.deepEqual(await keys(), ['/a'])
  })

  it('reads version 0 as it is, and has migrated it, with a way back, once it is opened', async () => {
    await cp(join(import.meta.dirname, '..', 'fixtures', 'version-0'), dir, { recursive: true })
    const before = await readStorage({ dir })
    assert.deepEqual(await readdir(dir), ['state.json'])
    await life(['/facts/meta/new'])
    await life([])
    const after = await readStorage({ dir })
    for (const [key, value] of before) assert.deepEqual(after.get(key), value, key)
    assert.deepEqual([...after.keys()].sort(), [
      '/facts/meta/installation',
      '/facts/meta/new',
      '/facts/root/desired',
      '/objects/Service/shop/web',
      '/objects/Task/shop/web-1',
      '/store/resourceVersion',
    ])
    const task = after.get('/objects/Task/shop/web-1') as { spec: { node: string } }
    assert.equal(task.spec.node, 'local')
    assert.ok((await stat(join(dir, 'state.json.version-0'))).isFile())
  })
})

function flip(bytes: Buffer, offset: number): Buffer {
  const damaged = Buffer.from(bytes)
  damaged[offset] = (damaged[offset] ?? 0) ^ 1
  return damaged
}
