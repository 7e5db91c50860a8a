import { deepEqual, equal, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Header, pack } from 'tar-stream'
import { packed } from '../../../cli/copy/pack.ts'
import { readTar } from '../../../engine/tar.ts'
import { unpack } from '../../../cli/copy/unpack.ts'

type Entry = Partial<Header> & { readonly name: string; readonly text?: string }

/** An archive of these entries. */
async function* tarOf(entries: readonly Entry[]): AsyncGenerator<Uint8Array> {
  const tar = pack()
  for (const { text = '', ...header } of entries) tar.entry(header, text)
  tar.finalize()
  yield* tar as unknown as AsyncIterable<Uint8Array>
}

describe('files that are unpacked here', () => {
  let dir = ''
  const skipped: string[] = []
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'unpack-'))
    for (const name of ['to', 'outside']) mkdirSync(join(dir, name))
    writeFileSync(join(dir, 'outside/kept'), 'kept')
    skipped.length = 0
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const into = async (tar: AsyncIterable<Uint8Array>, name?: string) =>
    await unpack(tar, {
      ...{ directory: join(dir, 'to'), name, owners: false },
      onSkip: (path, what) => void skipped.push(`${path}: ${what}`),
    })
  const textAt = (path: string) => readFileSync(join(dir, path), 'utf8')

  it('get another first name, their permissions and times', async () => {
    const mtime = new Date('2020-01-02T03:04:05Z')
    await into(
      tarOf([
        { name: 'etc/', type: 'directory', mode: 0o555, mtime },
        { name: 'etc/hosts', text: 'localhost', mode: 0o4751, mtime },
        { name: 'etc/link', type: 'symlink', linkname: '../../outside/kept' },
        { name: 'etc/again', type: 'link', linkname: 'etc/hosts' },
        { name: 'etc/null', type: 'character-device' },
      ]),
      'conf',
    )
    equal(textAt('to/conf/hosts'), 'localhost')
    equal(textAt('to/conf/again'), 'localhost')
    equal(readlinkSync(join(dir, 'to/conf/link')), '../../outside/kept')
    deepEqual(skipped, ['conf/null: a character-device'])
    const { mode, mtimeMs } = lstatSync(join(dir, 'to/conf/hosts'))
    // What lends the rights of its owner does so on the host that it came from alone.
    deepEqual([mode & 0o7777, mtimeMs], [0o751, mtime.getTime()])
    const directory = lstatSync(join(dir, 'to/conf'))
    deepEqual([directory.mode & 0o777, directory.mtimeMs], [0o555, mtime.getTime()])
  })

  it('never take the place of a pipe or a device', async () => {
    execFileSync('mkfifo', [join(dir, 'to/pipe')])
    await rejects(
      into(tarOf([{ name: 'x', text: 'x' }]), 'pipe'),
      /to\/pipe is no regular file, and is not replaced by one/,
    )
    equal(lstatSync(join(dir, 'to/pipe')).isFIFO(), true)
  })

  it('go straight into a directory without a first name, over files that are there', async () => {
    writeFileSync(join(dir, 'to/a'), 'before')
    symlinkSync('../outside/kept', join(dir, 'to/b'))
    await into(
      tarOf([
        { name: 'x/', type: 'directory' },
        { name: 'x/a', text: 'after' },
        { name: 'x/b', text: 'b' },
      ]),
    )
    deepEqual([textAt('to/a'), textAt('to/b'), textAt('outside/kept')], ['after', 'b', 'kept'])
  })

  for (const [what, entries, says] of [
    ['leads up', [{ name: '../outside/kept', text: 'x' }], /leads out of it/],
    [
      'leads up from within',
      [
        { name: 'a/', type: 'directory' },
        { name: 'a/../../outside/kept', text: 'x' },
      ],
      /leads out of it/,
    ],
    [
      'is beside its root',
      [
        { name: 'a/', type: 'directory' },
        { name: 'b', text: 'x' },
      ],
      /not below a/,
    ],
    [
      'leads through a link that it made',
      [
        { name: 'a/', type: 'directory' },
        { name: 'a/l', type: 'symlink', linkname: '../../outside' },
        { name: 'a/l/kept', text: 'x' },
      ],
      /leads through .*, which is no directory/,
    ],
    [
      'leads through its own root as a link',
      [
        { name: 'a', type: 'symlink', linkname: '../outside' },
        { name: 'a/kept', text: 'x' },
      ],
      /leads through/,
    ],
    [
      'links to a file outside',
      [
        { name: 'a/', type: 'directory' },
        { name: 'a/l', type: 'link', linkname: 'a/../../outside/kept' },
      ],
      /leads out of it/,
    ],
    [
      'links to a link',
      [
        { name: 'a/', type: 'directory' },
        { name: 'a/l', type: 'symlink', linkname: '../../outside/kept' },
        { name: 'a/m', type: 'link', linkname: 'a/l' },
      ],
      /which is no file/,
    ],
  ] as readonly [string, readonly Entry[], RegExp][])
    it(`are refused where a name ${what}`, async () => {
      await rejects(into(tarOf(entries), 'a'), says)
      equal(textAt('outside/kept'), 'kept')
      deepEqual(readdirSync(join(dir, 'outside')), ['kept'])
    })

  it('are links again over the links that they were', async () => {
    const entries: readonly Entry[] = [
      { name: 'x/', type: 'directory' },
      { name: 'x/a', text: 'a' },
      { name: 'x/b', type: 'link', linkname: 'x/a' },
      { name: 'x/c', type: 'symlink', linkname: 'a' },
    ]
    for (const _ of ['once', 'again']) await into(tarOf(entries))
    await into(tarOf([...entries, ...entries.slice(2)]))
    deepEqual(readdirSync(join(dir, 'to')), ['a', 'b', 'c'])
    deepEqual([lstatSync(join(dir, 'to/a')).nlink, readlinkSync(join(dir, 'to/c'))], [2, 'a'])
  })

  it('leave what is there where they are left out', async () => {
    writeFileSync(join(dir, 'to/a'), 'before')
    await into(tarOf([{ name: 'a', type: 'fifo' }]), 'a')
    deepEqual([skipped, textAt('to/a')], [['a: a fifo'], 'before'])
  })

  it('put no file in the place of a directory, nor a directory in that of a file', async () => {
    mkdirSync(join(dir, 'to/a'))
    await rejects(into(tarOf([{ name: 'a', text: 'x' }]), 'a'), /is a directory/)
    writeFileSync(join(dir, 'to/b'), 'x')
    await rejects(into(tarOf([{ name: 'b/', type: 'directory' }]), 'b'), /is no directory/)
  })

  it('are what was packed', async () => {
    const from = join(dir, 'from')
    mkdirSync(join(from, 'deep/empty'), { recursive: true })
    writeFileSync(join(from, 'deep/text'), 'x'.repeat(300_000))
    writeFileSync(join(from, 'none'), '')
    symlinkSync('deep/text', join(from, 'link'))
    await into(packed(from, { name: 'root', onSkip: () => {} }), 'copy')
    equal(textAt('to/copy/deep/text').length, 300_000)
    deepEqual(readdirSync(join(dir, 'to/copy')), ['deep', 'link', 'none'])
    deepEqual(readdirSync(join(dir, 'to/copy/deep/empty')), [])
    const chunks: Uint8Array[] = []
    for await (const chunk of packed(from, { name: undefined, onSkip: () => {} })) chunks.push(chunk)
    const names = readTar(new Uint8Array(Buffer.concat(chunks))).map(({ name }) => name)
    deepEqual(names, ['deep/', 'deep/empty/', 'deep/text', 'link', 'none'])
  })

  it('end with what the archive breaks off with', async () => {
    async function* breaks() {
      for await (const chunk of tarOf([{ name: 'a', text: 'x'.repeat(5_000) }])) yield chunk.slice(0, 600)
      throw new Error('the engine is gone')
    }
    await rejects(into(breaks(), 'a'), /the engine is gone/)
    deepEqual(readdirSync(join(dir, 'to')), [])
    writeFileSync(join(dir, 'to/a'), 'before')
    await rejects(into(breaks(), 'a'), /the engine is gone/)
    deepEqual([readdirSync(join(dir, 'to')), textAt('to/a')], [['a'], 'before'])
    await rejects(into(packed(join(dir, 'nowhere'), { name: 'a', onSkip: () => {} }), 'a'), /ENOENT/)
  })
})
