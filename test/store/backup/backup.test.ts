import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import {
  existsSync,
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
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { type Header, pack } from 'tar-stream'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { type HomeFile, readHome } from '../../../store/backup/home-files.ts'
import { type BackupManifest, manifestOf } from '../../../store/backup/manifest.ts'
import { isEmptyHome, type Move, putHome } from '../../../store/backup/put-home.ts'
import { packBackup, readBackup } from '../../../store/backup/tar.ts'
import { snapshotRecords } from '../../../store/storage/snapshot.ts'

const ABOUT = { version: '0.1.0', installation: 'default', createdAt: '2026-01-02T03:04:05.000Z' }
const STATE = Buffer.concat([...snapshotRecords({ number: 1, entries: new Map([['/facts/meta/a', 1]]) })])
const FILES: readonly HomeFile[] = [
  { path: 'state/snapshot-0000000001', bytes: STATE },
  { path: 'secrets/.key', bytes: Buffer.from('key') },
  { path: 'secrets/shop/token', bytes: Buffer.from('hunter2') },
  { path: 'desired/shop/context.json', bytes: Buffer.alloc(3000, 'x') },
  // As a person calls a manifest.
  { path: 'desired/shop/001-back\\slash and\nline.yaml', bytes: Buffer.from('x') },
]

describe('a backup', () => {
  let dir = ''
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'backup-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('is read as it was written, and put in its place for its owner alone', async () => {
    const backup = await readBackup(chunked(await aBackup()))
    deepEqual(backup.files.map(plain), FILES.map(plain))
    const home = join(dir, 'deep/home')
    await putHome(backup, { home })
    for (const { path, bytes } of FILES) {
      deepEqual(readFileSync(join(home, path)), Buffer.from(bytes))
      equal(statSync(join(home, path)).mode & 0o777, 0o600)
      equal(statSync(join(home, path, '..')).mode & 0o777, 0o700)
    }
    deepEqual(readdirSync(join(dir, 'deep')), ['home'])
  })

  const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const listed = (path: string, bytes = Buffer.from('x')) => ({ path, bytes: bytes.length, sha256: sumOf(bytes) })
  for (const [what, change, why] of [
    [
      'a path that leads out',
      { list: [listed('state/../../out')], add: [{ name: 'state/../../out' }] },
      /no files that are of/,
    ],
    ['an absolute path', { list: [listed('/etc/passwd')], add: [{ name: '/etc/passwd' }] }, /no files that are of/],
    ['a path beside its directories', { list: [listed('bin/x')], add: [{ name: 'bin/x' }] }, /no files that are of/],
    ['a lock', { list: [listed('state/lock/1')], add: [{ name: 'state/lock/1' }] }, /no files that are of/],
    ['a file that it does not list', { add: [{ name: 'secrets/more' }] }, /secrets\/more is in it, and not in its/],
    ['a path that leads out and is not listed', { add: [{ name: '../out' }] }, /\.\.\/out is in it, and not in its/],
    ['a file twice', { add: [{ name: 'secrets/.key' }] }, /secrets\/\.key is in it/],
    ['a list that has a file twice', { list: [listed('secrets/.key')] }, /lists a file twice/],
    ['a file less', { list: [listed('secrets/gone')] }, /secrets\/gone is not in it/],
    [
      'a link',
      { list: [listed('secrets/l')], add: [{ name: 'secrets/l', type: 'symlink', linkname: '/etc/passwd' }] },
      /is a symlink/,
    ],
    [
      'a hard link',
      { list: [listed('secrets/l')], add: [{ name: 'secrets/l', type: 'link', linkname: '/etc/passwd' }] },
      /is a link/,
    ],
    [
      'another length',
      { list: [{ ...listed('secrets/a'), bytes: 2 }], add: [{ name: 'secrets/a' }] },
      /not what was backed up/,
    ],
    [
      'another content',
      { list: [listed('secrets/a', Buffer.from('y'))], add: [{ name: 'secrets/a' }] },
      /not what was backed up/,
    ],
    ['a later format', { manifest: { format: 2, version: '9.0.0' } }, /of a later reconcile, 9\.0\.0/],
    ['a later state', { manifest: { state: 99, version: '9.0.0' } }, /of a later reconcile, 9\.0\.0/],
    ['no manifest', { manifest: undefined, add: [{ name: 'secrets/a' }] }, /first file is not manifest\.json/],
  ] as readonly [string, Change, RegExp][])
    it(`with ${what} is refused`, async () => {
      await rejects(readBackup(chunked(await aBackup(change))), why)
    })

  it('that is none is refused, with what to do', async () => {
    await rejects(readBackup(chunked(Buffer.alloc(0))), /it is empty, or no tar/)
    await rejects(readBackup(chunked(Buffer.from('hello'.repeat(1000)))), /no backup of reconcile/)
    await rejects(readBackup(chunked(Buffer.from([0x1f, 0x8b, 8, 0]))), /gunzip/)
  })

  it('that lost or changed a byte anywhere is refused, or holds the very same', async () => {
    const whole = await aBackup()
    const same = FILES.map(plain)
    const isRefusedOrSame = async (bytes: Buffer) => {
      try {
        deepEqual((await readBackup(chunked(bytes))).files.map(plain), same)
      } catch (error) {
        equal(isInstallationError(error), true, String(error))
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        await isRefusedOrSame(whole.subarray(0, at))
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ flip
        await isRefusedOrSame(changed)
      }),
    )
  })

  it('whose state can not be read is not put in place', async () => {
    const files = [{ path: 'state/snapshot-0000000001', bytes: STATE.subarray(0, -3) }]
    const home = join(dir, 'home')
    await rejects(putHome({ manifest: manifestOf(files, ABOUT), files }, { home }), /the backup is damaged: .*snapshot/)
    deepEqual(readdirSync(dir), [])
  })

  it('moves what is there aside, and leaves it where that fails', async () => {
    const [home, aside] = [join(dir, 'home'), join(dir, 'aside')]
    mkdirSync(join(home, 'state'), { recursive: true })
    writeFileSync(join(home, 'state/old'), 'old')
    const backup = { manifest: manifestOf(FILES, ABOUT), files: FILES }
    writeFileSync(aside, 'taken')
    await rejects(putHome(backup, { home, aside }), /restoring into /)
    equal(readFileSync(join(home, 'state/old'), 'utf8'), 'old')
    deepEqual(readdirSync(dir).sort(), ['aside', 'home'])
    rmSync(aside)
    await putHome(backup, { home, aside })
    equal(readFileSync(join(aside, 'state/old'), 'utf8'), 'old')
    equal(existsSync(join(home, 'state/old')), false)
    equal(readFileSync(join(home, 'secrets/shop/token'), 'utf8'), 'hunter2')
  })

  const mounted: Move = () => Promise.reject(Object.assign(new Error('EBUSY: mounted'), { code: 'EBUSY' }))

  it('is put into an empty directory that can not be replaced, as a mounted volume, whatever a killed one left there', async () => {
    const home = join(dir, 'home')
    mkdirSync(join(home, '.restoring/state'), { recursive: true })
    equal(await isEmptyHome(home), true)
    await putHome({ manifest: manifestOf(FILES, ABOUT), files: FILES }, { home }, mounted)
    for (const { path, bytes } of FILES) deepEqual(readFileSync(join(home, path)), Buffer.from(bytes))
    deepEqual([readdirSync(dir), readdirSync(home).sort()], [['home'], ['desired', 'secrets', 'state']])
  })

  it('says how to restore where what is there can not be moved aside, as of a mounted volume', async () => {
    const home = join(dir, 'home')
    mkdirSync(join(home, 'state'), { recursive: true })
    const put = putHome(
      { manifest: manifestOf(FILES, ABOUT), files: FILES },
      { home, aside: join(dir, 'aside') },
      mounted,
    )
    await rejects(put, (error: unknown) => isInstallationError(error) && /an empty one/.test(error.remedy ?? ''))
    deepEqual([readdirSync(dir), readdirSync(home)], [['home'], ['state']])
  })

  it('leaves nothing of it in such a directory where that fails, and takes nothing of others away', async () => {
    const home = join(dir, 'home')
    mkdirSync(join(home, 'state'), { recursive: true })
    writeFileSync(join(home, 'state/begun'), '')
    const files = FILES.filter(({ path }) => !path.startsWith('secrets/'))
    await rejects(putHome({ manifest: manifestOf(files, ABOUT), files }, { home }, mounted), /ENOTEMPTY/)
    deepEqual([readdirSync(dir), readdirSync(home), readdirSync(join(home, 'state'))], [['home'], ['state'], ['begun']])
  })

  it('says where what was there is, where it can not be moved back either', async () => {
    const [home, aside] = [join(dir, 'home'), join(dir, 'aside')]
    mkdirSync(home)
    writeFileSync(join(home, 'old'), 'old')
    const inTheWay: Move = async (from, to) => {
      await rename(from, to)
      mkdirSync(home)
      writeFileSync(join(home, 'other'), '')
    }
    const files = { manifest: manifestOf(FILES, ABOUT), files: FILES }
    await rejects(putHome(files, { home, aside }, inTheWay), (error: Error) => {
      match(error.message, /nor could what was there be moved back: /)
      return isInstallationError(error) && (error.remedy ?? '').startsWith(`what was there is in ${aside}: `)
    })
    deepEqual(readdirSync(aside), ['old'])
  })

  it('holds all of a home but its log, its lock and what is on its way', () => {
    for (const path of [
      'state/begun-0000000001',
      'state/begun-0000000001-20',
      'state/log-0000000001',
      'state/snapshot-0000000002',
      'state/lock/3',
      'state/content-key',
      'state/tokens/ci.json',
      'secrets/.key',
      'secrets/shop/token',
      'secrets/shop/token.0123456789ab.unfinished',
      'desired/shop/context.json',
      'desired/.shop.new/context.json',
      'other/file',
    ]) {
      mkdirSync(join(dir, path, '..'), { recursive: true })
      writeFileSync(join(dir, path), path)
    }
    deepEqual(
      readHome(dir).map(({ path }) => path),
      ['state/content-key', 'state/tokens/ci.json', 'desired/shop/context.json', 'secrets/.key', 'secrets/shop/token'],
    )
  })

  it('of a home with directories too deep is refused, as no restore takes it', () => {
    const path = 'desired/shop/a/b/c/d/e/f/g/h.yaml'
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), 'x')
    throws(
      () => readHome(dir),
      (error: Error) => error.message.includes(`${path}: no restore would take more than 8 directories below`),
    )
  })

  it('of a home whose files have names that people give them is made', () => {
    for (const { path, bytes } of FILES) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), bytes)
    }
    deepEqual(
      readHome(dir)
        .filter(({ path }) => path.includes('\\'))
        .map(plain),
      FILES.slice(-1).map(plain),
    )
  })

  it('of a home with a link in it is refused: nothing of elsewhere comes into it', () => {
    mkdirSync(join(dir, 'secrets/shop'), { recursive: true })
    symlinkSync('/etc/passwd', join(dir, 'secrets/shop/token'))
    throws(() => readHome(dir), /secrets\/shop\/token: it is no regular file, and a link is not followed/)
    rmSync(join(dir, 'secrets/shop/token'))
    symlinkSync('/etc', join(dir, 'secrets/shop/token'))
    throws(
      () => readHome(dir),
      (error: Error) => (match(error.message, /a link is not followed/), true),
    )
  })
})

interface Change {
  readonly manifest?: Partial<Record<keyof BackupManifest, unknown>> | undefined
  readonly list?: readonly object[]
  readonly add?: readonly (Partial<Header> & { readonly name: string })[]
}

/** The tar of a sound backup, or of one that somebody changed. */
async function aBackup(change: Change = {}): Promise<Buffer> {
  const manifest = manifestOf(FILES, ABOUT)
  if (Object.keys(change).length === 0) return await joined(packBackup({ manifest, files: FILES }))
  const tar = pack()
  const shown = { ...manifest, ...change.manifest, files: [...manifest.files, ...(change.list ?? [])] }
  if (!('manifest' in change) || change.manifest) tar.entry({ name: 'manifest.json' }, JSON.stringify(shown))
  for (const { path, bytes } of FILES) tar.entry({ name: path }, bytes)
  for (const header of change.add ?? []) {
    if (header.type === undefined) tar.entry(header, 'x')
    else tar.entry(header)
  }
  tar.finalize()
  return await joined(tar as AsyncIterable<Uint8Array>)
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

async function* chunked(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700)
}

function plain({ path, bytes }: HomeFile): unknown {
  return [path, Buffer.from(bytes).toString('hex')]
}
