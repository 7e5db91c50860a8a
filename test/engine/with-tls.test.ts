import { doesNotThrow, throws } from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addressOf } from '../../engine/docker/endpoint.ts'
import { withTls } from '../../engine/docker/with-tls.ts'
import { aCertificate } from '../support/certificate.ts'

const ADDRESS = addressOf('tcp://127.0.0.1:2376')

describe('the TLS files of an engine', () => {
  let directory: string
  let sealed: string

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'with-tls-'))
    const { key } = aCertificate(directory)
    const cipher = { cipher: 'aes-256-cbc', passphrase: 'secret' }
    sealed = String(createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', ...cipher }))
    mkdirSync(join(directory, 'other'))
    aCertificate(join(directory, 'other'))
    writeFileSync(join(directory, 'sealed.pem'), sealed)
    writeFileSync(join(directory, 'half.pem'), readFileSync(join(directory, 'key.pem'), 'utf8').slice(0, 60))
  })
  after(() => rmSync(directory, { recursive: true, force: true }))

  const use = (cert: string, key: string) => () =>
    withTls(ADDRESS, { ca: join(directory, 'cert.pem'), cert: join(directory, cert), key: join(directory, key) })

  it('are used where they belong together', () => doesNotThrow(use('cert.pem', 'key.pem')))

  for (const [what, cert, key, said] of [
    [
      'a key has a passphrase',
      'cert.pem',
      'sealed.pem',
      /^use TLS file \S+\/sealed\.pem: it has a passphrase: write it/,
    ],
    ['a key is half written', 'cert.pem', 'half.pem', /^use TLS file \S+\/half\.pem: /],
    ['a certificate is none', 'half.pem', 'key.pem', /^use TLS file \S+\/half\.pem: /],
    [
      'the key is of another one',
      'cert.pem',
      'other/key.pem',
      /^use TLS files \S+\/cert\.pem and \S+\/other\/key\.pem: /,
    ],
  ] as const)
    it(`are refused by name where ${what}: no request would get through`, () =>
      throws(use(cert, key), { message: said }))
})
