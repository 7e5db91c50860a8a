import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
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
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFile, type Link, NotWritten, removeFile, replaceFile } from '../../../store/writer/replace-file.ts'

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

  it('removes what was left beside it by who was killed, and nothing of who is at work, or of others', async () => {
    const old = ['.a.yaml.0123456789ab.tmp', '.a.yaml.0123456789ab.bak', '.aXyaml.0123456789ab.tmp']
    const young = '.a.yaml.ba9876543210.tmp'
    for (const name of [...old, young]) writeFileSync(join(root, name), 'half')
    for (const name of old) utimesSync(join(root, name), 0, 0)
    await replace()
    deepEqual(readdirSync(root).sort(), [...old.slice(1), young, 'a.yaml'].sort())
  })

  it('refuses a file that is not as it was read', async () => {
    await refuses(replace(file, 'older'), /changed by somebody else/)
    equal(readFileSync(file, 'utf8'), 'old')
  })

  it('lets one of several writers at once have it, and refuses the others', async () => {
    for (let round = 0; round < 20; round += 1) {
      writeFileSync(file, 'old')
      const before = Buffer.from('old')
      const writers = [...'abcdef'].map((text) => replaceFile({ file, root, before, text }).then(() => text))
      const ends = await Promise.allSettled(writers)
      const won = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
      equal(won.length, 1, `${won.join()} in round ${round}`)
      equal(readFileSync(file, 'utf8'), won[0])
    }
  })

  it('says of a file that is gone by now to run it again, as of one that was changed', async () => {
    rmSync(file)
    const before = Buffer.from('old')
    for (const act of [replaceFile({ file, root, before, text: 'new' }), removeFile({ file, root, before })])
      await rejects(act, (error: NotWritten) => {
        deepEqual(
          [error.message, error.remedy, error.reason],
          [`${file} can't be written: what was read is not there any more`, 'run this again', 'Conflict'],
        )
        return true
      })
  })

  it('refuses a file that nobody may write, as root too', async () => {
    chmodSync(file, 0o444)
    await refuses(replace(), /read-only \(mode 444\)/)
  })

  it('says of a file that is mounted alone how else to mount it', async function () {
    if (process.getuid?.() !== 0) this.skip()
    execFileSync('mount', ['--bind', file, file])
    try {
      const how = /^mount the directory that it is in/
      await rejects(replace(), {
        name: 'NotWritten',
        message: /a\.yaml can't be written: .*a single file/,
        remedy: how,
      })
      const removal = removeFile({ file, root, before: Buffer.from('old') })
      await rejects(removal, { name: 'NotWritten', remedy: how })
    } finally {
      execFileSync('umount', [file])
    }
    equal(readFileSync(file, 'utf8'), 'old')
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

describe('creating a file', () => {
  let root = ''
  const created = (name: string) => join(root, name)
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'writer-'))
    writeFileSync(created('like.yaml'), 'other', { mode: 0o640 })
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const refusing =
    (code: string): Link =>
    async () => {
      throw Object.assign(new Error(`${code}: link`), { code })
    }
  const fileSystems: Readonly<Record<string, Link | undefined>> = {
    'with second names': undefined,
    'as vfat': refusing('EPERM'),
    'as of SMB': refusing('ENOTSUP'),
    'as of FUSE': refusing('ENOSYS'),
  }
  for (const [which, link] of Object.entries(fileSystems)) {
    const create = (name: string, done?: () => void) =>
      createFile(
        { file: created(name), root, text: 'new', like: created('like.yaml'), ...(done ? { done } : {}) },
        link,
      )

    it(`leaves it whole, and nothing beside, on a file system ${which}`, async () => {
      let seen = ''
      await create('a.yaml', () => {
        seen = readFileSync(created('a.yaml'), 'utf8')
      })
      equal(seen, 'new')
      equal(statSync(created('a.yaml')).mode & 0o777, 0o640)
      deepEqual(readdirSync(root), ['a.yaml', 'like.yaml'])
    })

    it(`takes the place of no other on a file system ${which}`, async () => {
      writeFileSync(created('a.yaml'), 'theirs')
      await rejects(create('a.yaml'), /can't be written: there is one of that name already/)
      equal(readFileSync(created('a.yaml'), 'utf8'), 'theirs')
      deepEqual(readdirSync(root), ['a.yaml', 'like.yaml'])
    })

    it(`is taken back where it is not to count, on a file system ${which}`, async () => {
      const refused = create('a.yaml', () => {
        throw new Error('not that')
      })
      await rejects(refused, /not that/)
      deepEqual(readdirSync(root), ['like.yaml'])
    })
  }

  it('fails as the disk does', async () => {
    const full = createFile(
      { file: created('a.yaml'), root, text: 'new', like: created('like.yaml') },
      refusing('ENOSPC'),
    )
    await rejects(full, /can't be written: the disk is full/)
    deepEqual(readdirSync(root), ['like.yaml'])
  })
})
