import assert from 'node:assert/strict'
import { chmodSync, lutimesSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extract } from 'tar-stream'
import { packContext } from '../../engine/docker/build/archive.ts'
import { readContext } from '../../engine/docker/build/context.ts'

describe("a build's archive", () => {
  let context: string
  beforeEach(() => (context = mkdtempSync(join(tmpdir(), 'context-'))))
  afterEach(() => rmSync(context, { recursive: true, force: true }))

  it('has modes, times, links and contents, and nothing of the owners', async () => {
    mkdirSync(join(context, 'src'))
    for (const [path, text] of Object.entries({ Dockerfile: 'FROM x', empty: '', 'src/a.txt': 'a' }))
      writeFileSync(join(context, path), text)
    chmodSync(join(context, 'src/a.txt'), 0o751)
    symlinkSync('a.txt', join(context, 'src/link'))
    const times = { Dockerfile: 9, empty: new Date(-7000), 'src/a.txt': 1_700_000_000.9, 'src/link': 2 ** 32, src: 5 }
    for (const [path, time] of Object.entries(times)) lutimesSync(join(context, path), time, time)
    const { entries } = await readContext({ tags: ['a'], context, contentHash: '' })
    const seen: unknown[] = []
    for await (const entry of packContext(entries).pipe(extract())) {
      let text = ''
      for await (const chunk of entry) text += chunk
      const { name, mode, type, linkname, uid, mtime } = entry.header
      seen.push([name, type, (mode ?? 0) & 0o111, linkname ?? null, text, uid, mtime?.getTime()])
    }
    assert.deepEqual(seen, [
      ['Dockerfile', 'file', 0, null, 'FROM x', 0, 9_000],
      ['empty', 'file', 0, null, '', 0, 0],
      ['src', 'directory', 0o111, null, '', 0, 5_000],
      ['src/a.txt', 'file', 0o111, null, 'a', 0, 1_700_000_000_000],
      ['src/link', 'symlink', 0o111, 'a.txt', '', 0, (2 ** 31 - 1) * 1000],
    ])
  })
})
