import { deepEqual } from 'node:assert/strict'
import fs, { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Secret } from '../../api/v1/generated/types.ts'
import { dropApplied, keepApplied } from '../../cli/local/desired.ts'
import { writeWhole } from '../../cli/output-file.ts'
import { contentKey, dropContent, keepContent, stageContent } from '../../store/contents/disk.ts'
import { createToken, deleteToken } from '../../store/tokens/tokens.ts'

/** What fsync was asked for, as paths below a directory, since it was asked last. */
function syncedBelow(home: string) {
  const { fsyncSync } = fs
  const synced: string[] = []
  fs.fsyncSync = (file) => {
    synced.push(fs.readlinkSync(`/proc/self/fd/${file}`).slice(home.length + 1))
    fsyncSync(file)
  }
  syncBuiltinESMExports()
  return {
    take: () => synced.splice(0),
    end() {
      fs.fsyncSync = fsyncSync
      syncBuiltinESMExports()
    },
  }
}

describe('names on the disk that a power cut must not take back', () => {
  const home = mkdtempSync(join(tmpdir(), 'reconcile-power-cut-'))
  const path = (name: string) => join(home, name)
  const secret = { kind: 'Secret', metadata: { namespace: 'shop', name: 'pw' }, spec: {} } as V1Secret
  const bytes = Buffer.from('bytes')
  let synced: ReturnType<typeof syncedBelow>
  before(() => {
    synced = syncedBelow(home)
  })
  after(() => {
    synced.end()
    rmSync(home, { recursive: true })
  })

  for (const [what, act, directories] of [
    [
      'a token that is made',
      () => createToken(path('tokens'), { name: 'ci', role: 'view', createdAt: '2026-01-01T00:00:00Z' }),
      ['', 'tokens'],
    ],
    ['a token that is deleted', () => deleteToken(path('tokens'), 'ci'), ['tokens']],
    [
      'the bytes of a secret that is accepted',
      async () => (await stageContent(path('secrets'), secret, bytes)).commit(),
      ['', 'secrets', 'secrets/shop'],
    ],
    ['the bytes of a secret that is deleted', () => dropContent(path('secrets'), secret), ['secrets/shop']],
    ['the bytes of a secret that is kept', () => keepContent(path('kept'), secret, bytes), ['', 'kept', 'kept/shop']],
    [
      'a stack that is applied',
      () =>
        keepApplied(path('desired'), {
          ...{ stack: 'shop', request: { cwd: '/', sources: [] }, parts: [], deleted: [], images: {}, written: [] },
        }),
      ['', 'desired/.shop.new', 'desired'],
    ],
    ['a stack that is deleted', () => dropApplied(path('desired'), 'shop'), ['desired']],
    ['a file that a command writes, as a backup', () => writeWhole(path('out.tar'), ['a']), ['']],
    ['the key of hashes', () => contentKey([path('state.key'), path('secrets/.key')], true), ['', 'secrets']],
  ] as const)
    it(`are those of ${what}`, async () => {
      synced.take()
      await act()
      const found = synced.take()
      deepEqual(
        directories.filter((directory) => !found.includes(directory)),
        [],
      )
    })
})
