import { deepEqual, equal, rejects } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Config, V1Secret } from '../../../api/v1/generated/types.ts'
import { isNameable } from '../../../api/v1/validation/is-nameable.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { realClock } from '../../../clock/real.ts'
import { type DiskContents, diskContents, dropContent, dropUnfinished } from '../../../store/contents/disk.ts'

describe('retained copies on disk', () => {
  let dir = ''
  let contents: DiskContents
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'copies-'))
    const settling = { clock: realClock, quietMs: 0, emptyMs: 0 }
    contents = diskContents({ dir, key: Buffer.from('k'), variable: () => undefined, settling })
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const metadata = { name: 'token', namespace: 'shop' }
  const secret = (): V1Secret & { kind: 'Secret' } => ({
    ...{ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: join(dir, 'token') } },
  })
  const config: V1Config & { kind: 'Config' } = {
    ...{ apiVersion: API_VERSION, kind: 'Config', metadata, spec: { content: 'text' } },
  }
  /** Retains what the file holds now. */
  const retain = async (text: string) => {
    writeFileSync(join(dir, 'token'), text)
    const found = await contents.read(secret())
    if (!found.found) throw new Error(found.because)
    await contents.retain(secret(), found)
    return found.hash
  }
  const textOf = async (hash: string) => {
    const found = await contents.read(secret(), hash)
    return found.found && Buffer.from(found.bytes).toString()
  }

  it('are read by their hash, whatever the file has now, by their owner alone', async () => {
    const [old, fresh] = [await retain('old'), await retain('new')]
    deepEqual([await textOf(old), await textOf(fresh)], ['old', 'new'])
    deepEqual(await contents.retain(secret()), new Set([old, fresh]))
    const copies = join(dir, 'shop/.retained/token')
    equal(statSync(copies).mode & 0o777, 0o700)
    for (const name of readdirSync(copies)) equal(statSync(join(copies, name)).mode & 0o777, 0o600)
  })

  it('are gone once they are released', async () => {
    const [old, fresh] = [await retain('old'), await retain('new')]
    await contents.release(secret(), old)
    deepEqual([await textOf(old), await textOf(fresh)], [false, 'new'])
    await contents.release(secret(), old)
  })

  it('are none of a config of the same name, and go with their own object', async () => {
    const hash = await retain('old')
    deepEqual(await contents.retain(config), new Set())
    dropContent(dir, config)
    equal(await textOf(hash), 'old')
    dropContent(dir, secret())
    equal(await textOf(hash), false)
    await contents.release(secret(), hash)
  })

  it('are not written by who only looks', async () => {
    deepEqual([await contents.retain(secret()), readdirSync(dir)], [new Set(), []])
  })

  it('leave nothing behind of one that was not written to its end', async () => {
    const hash = await retain('old')
    writeFileSync(join(dir, 'shop/.retained/token/abc.0123456789ab.unfinished'), 'half')
    deepEqual(await contents.retain(secret()), new Set([hash]))
    await dropUnfinished(dir)
    deepEqual(readdirSync(join(dir, 'shop/.retained/token')), [hash])
  })

  it('are in a directory that no secret has the name of', () => {
    equal(isNameable('Secret', { namespace: 'shop', name: '.retained' }), false)
  })

  it('say where they were to be, where that cannot be written', async () => {
    mkdirSync(join(dir, 'shop'))
    writeFileSync(join(dir, 'shop/.retained'), '')
    await rejects(
      retain('old'),
      /^Error: retaining what Secret shop\/token holds in .*\/shop\/\.retained\/token: ENOTDIR/,
    )
  })
})
