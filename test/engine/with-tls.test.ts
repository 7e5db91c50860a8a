import { deepEqual, doesNotThrow, equal, match, throws } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
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
    writeFileSync(join(directory, 'empty.pem'), '')
    execFileSync('mkfifo', [join(directory, 'pipe.pem')])
  })
  after(() => rmSync(directory, { recursive: true, force: true }))

  const files = (cert: string, key: string, ca = 'cert.pem') => ({
    ...{ ca: join(directory, ca), cert: join(directory, cert), key: join(directory, key) },
  })
  const use =
    (...names: Parameters<typeof files>) =>
    () =>
      withTls(ADDRESS, files(...names))

  it('are used where they belong together', () => doesNotThrow(use('cert.pem', 'key.pem')))

  it('are told by name once they go bad, keep what they had, and are used again once they are good', () => {
    const changing = join(directory, 'changing.pem')
    const good = readFileSync(join(directory, 'cert.pem'), 'utf8')
    writeFileSync(changing, good)
    const { address, unusable } = withTls(ADDRESS, files('cert.pem', 'key.pem', 'changing.pem'))
    const used = () => (address.kind === 'tcp' ? address.renewed?.().ca : undefined)
    equal(unusable(), undefined)
    for (const [bad, said] of [
      ['', /^use TLS file \S+\/changing\.pem: write a whole certificate into it/],
      [good.slice(0, 200), /^use TLS file \S+\/changing\.pem: write a whole certificate into it/],
    ] as const) {
      writeFileSync(changing, bad)
      match(unusable() ?? '', said)
      equal(used(), good)
    }
    rmSync(changing)
    match(unusable() ?? '', /^read TLS file \S+\/changing\.pem: ENOENT.*: put it there$/)
    equal(used(), good)
    writeFileSync(changing, `${good}\n`)
    deepEqual([unusable(), used()], [undefined, `${good}\n`])
  })

  it('are used though our certificate has expired by this clock, which is named once the engine refuses it', () => {
    const old = join(directory, 'old')
    mkdirSync(old)
    aCertificate(old, { expired: true })
    const { unusable, atFault } = withTls(ADDRESS, files('old/cert.pem', 'old/key.pem'))
    equal(unusable(), undefined)
    match(atFault(Date.now()) ?? '', /^TLS file \S+\/old\/cert\.pem expired \(\w+ .* GMT\): renew it$/)
    equal(withTls(ADDRESS, files('cert.pem', 'key.pem')).atFault(Date.now()), undefined)
  })

  for (const [what, cert, key, said] of [
    [
      'a key has a passphrase',
      'cert.pem',
      'sealed.pem',
      /^use TLS file \S+\/sealed\.pem: it has a passphrase: write it/,
    ],
    [
      'a key is half written',
      'cert.pem',
      'half.pem',
      /^use TLS file \S+\/half\.pem: write a whole private key into it/,
    ],
    ['a key is a pipe', 'cert.pem', 'pipe.pem', /^read TLS file \S+\/pipe\.pem: it is no regular file$/],
    ['a key is empty', 'cert.pem', 'empty.pem', /^use TLS file \S+\/empty\.pem: /],
    ['a certificate is empty', 'empty.pem', 'key.pem', /^use TLS file \S+\/empty\.pem: /],
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
