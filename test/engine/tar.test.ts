import assert from 'node:assert/strict'
import { pack } from 'tar-stream'
import { readTar, type TarEntry, writeTar } from '../../engine/tar.ts'

const long = `${'directory/'.repeat(14)}file`

describe('tar archives', () => {
  it('are read as tar-stream writes them, long names included', async () => {
    const archive = pack()
    archive.entry({ name: 'a.txt', mode: 0o640, uid: 5, gid: 6 }, 'hello')
    archive.entry({ name: 'sub/', type: 'directory' })
    archive.entry({ name: long }, 'deep')
    archive.entry({ name: `${long}-${'x'.repeat(200)}` }, '')
    archive.finalize()
    const chunks: Uint8Array[] = []
    for await (const chunk of archive) chunks.push(chunk as Uint8Array)
    const entries = readTar(Buffer.concat(chunks))
    assert.deepEqual(
      entries.map(({ name, type, bytes }) => [name, type, Buffer.from(bytes).toString()]),
      [
        ['a.txt', 'file', 'hello'],
        ['sub/', 'directory', ''],
        [long, 'file', 'deep'],
        [`${long}-${'x'.repeat(200)}`, 'file', ''],
      ],
    )
    assert.deepEqual([entries[0]?.mode, entries[0]?.uid, entries[0]?.gid], [0o640, 5, 6])
  })

  it('are read as they were written', () => {
    const entry = (name: string, text: string): TarEntry => {
      return { name, type: 'file', mode: 0o600, uid: 1, gid: 2, bytes: new TextEncoder().encode(text) }
    }
    const entries = [entry('one', ''), entry('two', 'x'.repeat(1500)), entry('three', 'y'.repeat(512))]
    assert.deepEqual(readTar(writeTar(entries)), entries)
  })

  it('that are empty or cut off have no entries to give', () => {
    assert.deepEqual(readTar(new Uint8Array(0)), [])
    assert.deepEqual(readTar(new Uint8Array(1024)), [])
    assert.deepEqual(readTar(new Uint8Array(100).fill(65)), [])
  })

  for (const size of ['-1000', '-777', 'x'])
    it(`with an entry of size ${size} end with an error, and not in circles`, () => {
      const archive = Buffer.alloc(2048)
      archive.write('odd', 0)
      archive.write(`${size}\0`, 124)
      assert.throws(() => readTar(archive), /the archive is damaged: the entry at byte 0 has no size/)
    })
})
