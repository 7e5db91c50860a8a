import { deepEqual, equal, throws } from 'node:assert/strict'
import fs, { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToken, knownToken } from '../../../store/tokens/tokens.ts'

const CI = { name: 'ci', role: 'view', createdAt: '2026-01-01T00:00:00Z' } as const

/** Has a call of the file system fail while something is done: that of a new file, or to the disk. */
function failing(call: 'openSync' | 'fsyncSync', code: string, act: () => void): void {
  const own = fs[call] as (...args: unknown[]) => unknown
  const fail = (...args: unknown[]) => {
    if (call === 'openSync' && args[1] !== 'wx') return own(...args)
    throw Object.assign(new Error(code), { code })
  }
  Object.assign(fs, { [call]: fail })
  syncBuiltinESMExports()
  try {
    act()
  } finally {
    Object.assign(fs, { [call]: own })
    syncBuiltinESMExports()
  }
}

describe('a token that can not be made', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tokens-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('takes away none that is there, where not even that could be seen', () => {
    const token = createToken(dir, CI) ?? ''
    failing('openSync', 'EMFILE', () => throws(() => createToken(dir, CI), { code: 'EMFILE' }))
    deepEqual(knownToken(dir, token), CI)
  })

  it('leaves nothing of itself, as where the disk is full, and is named', () => {
    const error = { code: 'ENOSPC', message: /^writing .+\/tokens-[^/]+\/ci.*: ENOSPC$/ }
    failing('fsyncSync', 'ENOSPC', () => throws(() => createToken(dir, CI), error))
    deepEqual(readdirSync(dir), [])
    equal(typeof createToken(dir, CI), 'string')
  })
})
