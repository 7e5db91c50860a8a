import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDirectory } from '../../store/make-directory.ts'

describe('making a directory', () => {
  let base: string
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'make-directory-'))
  })
  afterEach(() => rmSync(base, { recursive: true }))

  it('makes those above it too, all of the same mode', () => {
    makeDirectory(join(base, 'a/b/c'), 0o700)
    for (const path of ['a', 'a/b', 'a/b/c']) assert.equal(statSync(join(base, path)).mode & 0o777, 0o700)
  })

  it('leaves one that is there as it is', () => {
    makeDirectory(join(base, 'a'), 0o750)
    makeDirectory(join(base, 'a'), 0o700)
    assert.equal(statSync(join(base, 'a')).mode & 0o777, 0o750)
  })

  for (const [what, path, code] of [
    ['where the file system makes none', () => '/proc/no-such-place/a/b', 'ENOENT'],
    ['below a file', () => join(base, 'file/a'), 'ENOTDIR'],
    ['at a link that leads nowhere', () => join(base, 'link'), 'EEXIST'],
  ] as const)
    it(`fails at once ${what}`, () => {
      writeFileSync(join(base, 'file'), '')
      symlinkSync(join(base, 'nothing'), join(base, 'link'))
      assert.throws(() => makeDirectory(path()), { code })
    })
})
