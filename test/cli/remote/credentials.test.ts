import { equal, throws } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trusted } from '../../../cli/remote/credentials.ts'

describe('the certificates that the system trusts', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'trusted-'))
  after(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'all.crt'), 'all')
  writeFileSync(join(cwd, 'mine.crt'), 'mine')
  mkdirSync(join(cwd, 'unreadable'))

  const of = (places: readonly string[], env = {}) => trusted({ env, cwd }, places)

  it('are those of the first place that is there', () => equal(of(['none.crt', 'all.crt', 'unreadable']), 'all'))
  it('are those of SSL_CERT_FILE, where it is there', () => {
    equal(of(['all.crt'], { SSL_CERT_FILE: 'mine.crt' }), 'mine')
    equal(of(['all.crt'], { SSL_CERT_FILE: 'none.crt' }), 'all')
  })
  it("are Node's own where there are none", () => equal(of(['none.crt']), undefined))

  for (const [what, places, env] of [
    ['of the system', ['unreadable', 'all.crt'], {}],
    ['of SSL_CERT_FILE', ['all.crt'], { SSL_CERT_FILE: 'unreadable' }],
  ] as const)
    it(`are not passed over where the file ${what} can't be read`, () =>
      throws(() => of(places, env), {
        exit: 2,
        message: /^the certificates that this system trusts, .*\/unreadable: EISDIR/,
        remedy: /let this user read that file, or name .* RECONCILE_CA_FILE$/,
      }))
})
