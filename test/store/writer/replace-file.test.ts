import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NotWritten, replaceFile } from '../../../store/writer/replace-file.ts'

describe('replacing a file', () => {
  let root = ''
  let file = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'writer-'))
    file = join(root, 'a.yaml')
    writeFileSync(file, 'old')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const replace = (path = file, before = 'old') =>
    replaceFile({ file: path, root, before: Buffer.from(before), text: 'new' })
  const refuses = async (act: Promise<void>, why: RegExp) => {
    await rejects(act, (error: unknown) => {
      match((error as NotWritten).message, why)
      equal((error as NotWritten).remedy.length > 0, true)
      return error instanceof NotWritten
    })
    deepEqual(
      readdirSync(root).filter((name) => name.endsWith('.tmp')),
      [],
    )
  }

  it('keeps mode and owner, and leaves nothing beside', async () => {
    chmodSync(file, 0o640)
    if (process.getuid?.() === 0) chownSync(file, 12, 34)
    const { uid, gid, mode, ino } = statSync(file)
    await replace()
    equal(readFileSync(file, 'utf8'), 'new')
    const after = statSync(file)
    deepEqual([after.uid, after.gid, after.mode], [uid, gid, mode])
    equal(after.ino === ino, false)
    deepEqual(readdirSync(root), ['a.yaml'])
  })

  it('refuses a file that is not as it was read', async () => {
    await refuses(replace(file, 'older'), /changed by somebody else/)
    equal(readFileSync(file, 'utf8'), 'old')
  })

  it('refuses a file that nobody may write, as root too', async () => {
    chmodSync(file, 0o444)
    await refuses(replace(), /read-only \(mode 444\)/)
  })

  it('replaces what a link inside of the root leads to, and keeps the link', async () => {
    mkdirSync(join(root, 'real'))
    writeFileSync(join(root, 'real/b.yaml'), 'old')
    const link = join(root, 'b.yaml')
    symlinkSync('real/b.yaml', link)
    await replace(link)
    equal(lstatSync(link).isSymbolicLink(), true)
    equal(readFileSync(join(root, 'real/b.yaml'), 'utf8'), 'new')
  })

  it('refuses a link that leads out of the root', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'))
    writeFileSync(join(outside, 'c.yaml'), 'old')
    const link = join(root, 'c.yaml')
    symlinkSync(join(outside, 'c.yaml'), link)
    await refuses(replace(link), /leads out of/)
    equal(readFileSync(join(outside, 'c.yaml'), 'utf8'), 'old')
    rmSync(outside, { recursive: true })
  })
})
