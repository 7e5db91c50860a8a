import { ok, throws } from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listeningOf } from '../../../cli/local/listen.ts'
import { aCertificate } from '../../support/certificate.ts'

describe('the certificate of serve --listen', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'listening-'))
  after(() => rmSync(cwd, { recursive: true }))
  before(() => {
    aCertificate(cwd)
    renameSync(join(cwd, 'key.pem'), join(cwd, 'other.pem'))
    aCertificate(cwd)
    writeFileSync(join(cwd, 'none.pem'), 'no certificate\n')
  })
  const given = (tlsCert: string, tlsKey: string) =>
    listeningOf({ cwd } as never, { listen: '127.0.0.1:0', tlsCert, tlsKey })

  it('is taken with its own key', () => ok(given('cert.pem', 'key.pem')?.tls))

  for (const [cert, key, message, remedy] of [
    ['none.pem', 'key.pem', /^--tls-cert none\.pem: /, /a file in PEM/],
    ['cert.pem', 'none.pem', /^--tls-key none\.pem: /, /a file in PEM/],
    ['cert.pem', 'other.pem', /^--tls-cert cert\.pem and --tls-key other\.pem: .*mismatch/, /made for/],
  ] as const)
    it(`is refused before anything is begun: ${cert} with ${key}`, () => {
      throws(() => given(cert, key), { message, remedy, exit: 2 })
    })
})
