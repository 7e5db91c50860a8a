import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { readFile } from '../../cli/arguments/read-source.ts'
import { readBoundedFile, readBoundedFileSync } from '../../store/bounded-file.ts'
import { readWhole } from '../../store/contents/settled-file.ts'
import { readSideFile } from '../../store/source/disk/side-file.ts'
import { costsAtMost } from '../support/processor-time.ts'

/** Hundreds of gigabytes, of which its size says nothing. */
const endless = '/proc/self/pagemap'

const ways = {
  'in one go': async (path: string, limit: number) => readBoundedFileSync(path, limit),
  'while other work goes on': async (path: string, limit: number) => (await readBoundedFile(path, limit)).bytes,
}

for (const [name, read] of Object.entries(ways))
  describe(`a file that is read to a limit, ${name}`, () => {
    let dir = ''
    before(() => {
      dir = mkdtempSync(join(tmpdir(), 'bounded-'))
    })
    after(() => rmSync(dir, { recursive: true, force: true }))

    const codeOf = (path: string, limit: number) => read(path, limit).then(() => 'none', errorCode)

    it('is read whole up to the limit, whatever its size', async () => {
      const path = join(dir, 'text')
      for (const size of [0, 1, 4_095, 4_096, 4_097, 100_000]) {
        writeFileSync(path, 'x'.repeat(size))
        assert.equal(Buffer.from(await read(path, size)).toString(), 'x'.repeat(size))
        if (size > 0) assert.equal(await codeOf(path, size - 1), 'EFBIG')
      }
    })

    it('is read whole where it says to have no size', async () => {
      assert.match(Buffer.from(await read('/proc/self/status', 100_000)).toString(), /^Name:[^]*\n$/)
    })

    it('is refused where it never ends, or is no file', async () => {
      execFileSync('mkfifo', [join(dir, 'pipe')])
      writeFileSync(join(dir, 'sparse'), '')
      truncateSync(join(dir, 'sparse'), 2 ** 40)
      const found = await costsAtMost(1_000, () =>
        Promise.all([endless, join(dir, 'sparse'), join(dir, 'pipe'), '/dev/zero', dir].map((at) => codeOf(at, 1e6))),
      )
      assert.deepEqual(found, ['EFBIG', 'EFBIG', 'EINVAL', 'EINVAL', 'EISDIR'])
    })
  })

describe('a file that never ends', () => {
  it('is refused by name and limit, in the place of a side file, a secret and a manifest', async () => {
    const side = readSideFile(endless)
    assert.deepEqual([errorCode(side), String(side)], ['EFBIG', `Error: ${endless} is larger than 5 MB`])
    assert.deepEqual(await readWhole(endless), {
      because: `${endless} is larger than 1 MiB: mount it as a file instead`,
    })
    assert.deepEqual(readFile(endless), {
      file: endless,
      unreadable: { line: 1, column: 1, message: 'larger than 5 MB: split it into several files' },
    })
  })
})
