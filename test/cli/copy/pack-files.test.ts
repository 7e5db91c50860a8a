import { deepEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extract } from 'tar-stream'
import { Readable } from 'node:stream'
import { type PackedFile, packedFiles } from '../../../cli/copy/pack.ts'

describe('an archive of single files', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'pack-'))
    mkdirSync(join(dir, 'sub'))
    for (const name of ['a', 'b', 'empty']) writeFileSync(join(dir, name), name === 'empty' ? '' : name.repeat(3))
    symlinkSync('/etc/passwd', join(dir, 'link'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  /** `name type content` of each entry. */
  async function packing(names: readonly string[], mayPack = async (_file: PackedFile) => true) {
    const copies = names.map((name) => ({ from: join(dir, name), to: `/app/${name}` }))
    const found: string[] = []
    const archive = Readable.from(packedFiles(copies, { onSkip: () => {}, mayPack })).pipe(extract())
    for await (const entry of archive) {
      const chunks: Buffer[] = []
      for await (const chunk of entry) chunks.push(chunk as Buffer)
      const { name, type, linkname } = entry.header
      found.push([name, type, linkname ?? Buffer.concat(chunks).toString()].join(' '))
    }
    return found
  }

  it('has them by their places, links as links', async () =>
    deepEqual(await packing(['a', 'empty', 'link']), [
      ...['app/a file aaa', 'app/empty file ', 'app/link symlink /etc/passwd'],
    ]))

  it('goes on without what is gone meanwhile, and without what is in a directory', async () => {
    writeFileSync(join(dir, 'sub/inside'), 's')
    deepEqual(await packing(['gone', 'sub', 'b']), ['app/sub/ directory ', 'app/b file bbb'])
  })

  it('asks about a file by where it is, though a directory above it leads elsewhere', async () => {
    const asked: string[] = []
    writeFileSync(join(dir, 'sub/secret'), 's')
    symlinkSync(join(dir, 'sub'), join(dir, 'swapped'))
    const mayPack = async ({ path }: PackedFile) => asked.push(path.slice(realpathSync(dir).length + 1)) < 0
    deepEqual([await packing(['swapped/secret'], mayPack), asked], [[], ['sub/secret']])
  })

  it('leaves out what may not be packed, told with its size', async () => {
    const asked: number[] = []
    const mayPack = async ({ path, bytes }: PackedFile) => asked.push(bytes) > 0 && !path.endsWith('/a')
    deepEqual(
      [await packing(['a', 'b', 'link'], mayPack), asked],
      [
        ['app/b file bbb', 'app/link symlink /etc/passwd'],
        [3, 3, 0],
      ],
    )
  })

  it('packs the file that was asked about, though a link took its place before it was read', async () => {
    const swap = async ({ path }: PackedFile) => {
      rmSync(path)
      symlinkSync('/etc/passwd', path)
      return true
    }
    deepEqual(await packing(['a'], swap), ['app/a file aaa'])
  })
})
