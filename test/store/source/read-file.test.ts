import assert from 'node:assert/strict'
import { virtualClock } from '../../../clock/virtual.ts'
import { readFileOf } from '../../../store/source/read-file.ts'
import type { EntryStat, SourceFiles } from '../../../store/source/source-files.ts'
import { service } from './world.ts'

/** A file whose content may change behind an unchanged stat. */
function createFile(age: number) {
  const now = 1_000_000
  const stat: EntryStat = { kind: 'file', size: 100, mtimeMs: now - age, ctimeMs: now - age, ino: 1 }
  const file = { text: service('a'), reads: 0 }
  const unused = () => Promise.reject(new Error('not used'))
  const files: SourceFiles = {
    list: unused,
    realpath: unused,
    stat: () => Promise.resolve(stat),
    read: () => {
      file.reads += 1
      return Promise.resolve(Buffer.from(file.text))
    },
    watch: () => ({ also: () => {}, close: () => Promise.resolve() }),
  }
  const options = { files, clock: virtualClock({ start: now }), readers: [], variable: () => undefined }
  return {
    file,
    read: (cached?: Awaited<ReturnType<typeof readFileOf>>) =>
      readFileOf(options, { path: '/srv/a.yaml', stat, cached }),
  }
}

describe('a file with an unchanged stat', () => {
  it('is not read again when it is old', async () => {
    const { file, read } = createFile(60_000)
    const first = await read()
    assert.equal(await read(first), first)
    assert.equal(file.reads, 1)
  })

  it('is read again when it was just written, as a second write may not show', async () => {
    const { file, read } = createFile(100)
    const first = await read()
    file.text = service('b')
    assert.equal((await read(first)).reading.manifests[0]?.id, 'Service/shop/b')
  })

  it('is not parsed again when its bytes are equal', async () => {
    const { read } = createFile(100)
    const first = await read()
    assert.equal((await read(first)).reading, first.reading)
  })
})
