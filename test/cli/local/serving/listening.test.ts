import { equal, match, notEqual, ok, throws } from 'node:assert/strict'
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { connect } from 'node:tls'
import { join } from 'node:path'
import { listeningOf, listenOn } from '../../../../cli/local/serving/listen.ts'
import { aCertificate } from '../../../support/certificate.ts'

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

describe('a certificate that is renewed while serve runs', () => {
  const home = mkdtempSync(join(tmpdir(), 'renewed-'))
  after(() => rmSync(home, { recursive: true }))

  const shownAt = (port: number) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '')
        socket.destroy()
      }).once('error', reject)
    })

  it('is shown from the next connection on; half of it changes nothing, and is said once', async () => {
    aCertificate(home)
    const given = { listen: '127.0.0.1:0', tlsCert: 'cert.pem', tlsKey: 'key.pem' }
    const listening = listeningOf({ cwd: home } as never, given)
    ok(listening)
    const said: string[] = []
    const listener = await listenOn({ home }, { listening, log: (line) => said.push(line) })
    try {
      listener.serve({} as never)
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(said.pop() ?? '')?.[1])
      const before = await shownAt(port)
      for (const name of ['cert.pem', 'key.pem']) copyFileSync(join(home, name), join(home, `old-${name}`))
      aCertificate(home)
      copyFileSync(join(home, 'key.pem'), join(home, 'new-key.pem'))
      copyFileSync(join(home, 'old-key.pem'), join(home, 'key.pem'))
      equal(await shownAt(port), before)
      equal(await shownAt(port), before)
      equal(said.length, 1, said.join())
      match(said[0] ?? '', /^goes on with the certificate that it had: .*mismatch/)
      copyFileSync(join(home, 'new-key.pem'), join(home, 'key.pem'))
      notEqual(await shownAt(port), before)
      match(said[1] ?? '', /^shows the certificate that .*cert\.pem has now$/)
    } finally {
      await listener.close()
    }
  })
})
