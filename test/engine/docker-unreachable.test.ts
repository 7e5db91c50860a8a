import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '../../clock/real.ts'
import { engineRemedy, unreachedWords } from '../../cli/engine-remedy.ts'
import { failureOfError } from '../../engine/docker/errors.ts'
import { connectDocker } from '../../engine/docker/connect.ts'
import { OwnedEngine } from '../../engine/owned-engine.ts'
import { forbiddenSocket } from '../../engine/docker/socket.ts'
import { notConnected } from '../../engine/docker/ssh/ssh-failure.ts'
import { errorOf } from './error-of.ts'
import { anyRun, json, startFakeHttpEngine } from './fake-http-engine.ts'

describe('an engine that can not be reached', () => {
  const connect = (host: string, clock = realClock) =>
    connectDocker({ node: 'local', host, clock, settings: { callsPerEngine: 6 } })

  it('says where nobody listens', async () => {
    const error = await errorOf((await connect('unix:///nonexistent/docker.sock')).info({}, anyRun))
    assert.equal(error.code, 'Unreachable')
    assert.match(
      error.detail,
      /^no engine listens on unix:\/\/\/nonexistent\/docker.sock; is dockerd running\? \(connect ENOENT/,
    )
  })

  it('says that a directory is in the place of its socket, with which it can not start', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'no-socket-'))
    const error = await errorOf((await connect(`unix://${directory}`)).info({}, anyRun))
    rmSync(directory, { recursive: true })
    assert.equal(error.code, 'Unreachable')
    assert.match(
      error.detail,
      /^no engine listens on .*; a directory is there, .*remove it with `rmdir`, start dockerd/,
    )
  })

  it('is a Timeout when it takes the connection and never answers', async () => {
    const server = createServer((socket) => socket.resume())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    // On this clock the deadline is over at once.
    const after = (ms: number, run: () => void) => realClock.after(ms > 5000 ? 20 : ms, run)
    let now = 0
    const engine = await connect(`tcp://127.0.0.1:${port}`, { ...realClock, after, now: () => (now += 20_000) })
    const error = await errorOf(engine.info({}, anyRun))
    assert.deepEqual([error.code, error.detail, error.obstacle], ['Timeout', 'no answer within 10 s', 'NoAnswer'])
    engine.close()
    server.close()
  })

  it('is Unsupported when its API is too old, or when it is no engine', async () => {
    for (const [version, words] of [
      ['1.40', /its API is 1.40, ours begins at 1.41: upgrade Docker to 20.10 or later/],
      ['x', /not a Docker engine: .*; check its address/],
    ] as const) {
      const fake = await startFakeHttpEngine(version)
      const error = await errorOf(fake.engine.info({}, anyRun))
      await fake.close()
      assert.equal(error.code, 'Unsupported')
      assert.match(error.detail, words)
      assert.match(
        engineRemedy(error, error.node),
        /^let Docker Engine 20\.10 or later answer there, or choose another/,
      )
    }
  })

  it('is kept from us where a proxy lets no ping through: what runs there may be well', async () => {
    const fake = await startFakeHttpEngine()
    fake.pingStatus = 403
    fake.pingText = '<html>\n<style>h1 {}</style><body><h1>403 Forbidden</h1>\nby the rules.\n</body></html>\n'
    const error = await errorOf(fake.engine.info({}, anyRun))
    await fake.close()
    assert.deepEqual([error.code, error.keepsOut, error.obstacle], ['Busy', true, 'CallRefused'])
    assert.match(
      error.detail,
      /^a proxy before the engine lets no GET \/_ping through \(403: 403 Forbidden by the rules\.\): .* PING=1 of/,
    )
    const words = unreachedWords({ node: 'far', because: 'no GET', obstacle: 'CallRefused' })
    assert.equal(words, "the engine of node far can't be used: no GET")
    const wrong = 'or correct spec.engine in the manifest of node far'
    assert.equal(engineRemedy(error, 'far'), `allow that call in what refuses it, ${wrong}`)
  })

  for (const [status, remedy] of [
    [302, /^do as it says, /],
    [404, /^do as it says, /],
    [500, /^see the log of that engine /],
    [503, /^start the engine, /],
  ] as const)
    it(`has the remedy of what a ping is answered with: ${status}`, async () => {
      const fake = await startFakeHttpEngine()
      fake.pingStatus = status
      const error = await errorOf(fake.engine.info({}, anyRun))
      await fake.close()
      assert.match(engineRemedy(error, 'far'), remedy)
    })

  it('is kept from us where its authorization plugin lets no ping through', async () => {
    const fake = await startFakeHttpEngine()
    fake.pingStatus = 403
    fake.pingText = '{"message":"authorization denied by plugin opa: no rule"}\n'
    const error = await errorOf(fake.engine.info({}, anyRun))
    await fake.close()
    const detail =
      "the engine's authorization plugin lets no GET /_ping through (403: authorization denied by plugin opa: no rule): allow that there"
    assert.deepEqual([error.keepsOut, error.obstacle, error.detail], [true, 'CallRefused', detail])
  })

  it('speaks the highest version that both know', async () => {
    for (const [theirs, used] of [
      ['1.41', 'v1.41'],
      ['1.45', 'v1.45'],
      ['1.52', 'v1.51'],
    ] as const) {
      const fake = await startFakeHttpEngine(theirs)
      fake.answer = (_asked, response) => json(response, 200, [])
      await fake.engine.listContainers({}, anyRun)
      await fake.close()
      assert.equal(fake.asked[0]?.url, `/${used}/containers/json?all=1`)
    }
  })

  for (const code of ['ENOTFOUND', 'EAI_AGAIN'])
    it(`says that a name does not resolve, of ${code}, and what to do`, () => {
      const refused = Object.assign(new Error(`getaddrinfo ${code} far.example`), { code })
      const { detail, ...why } = failureOfError(refused, { host: 'tcp://far.example:2375' })
      const words = `the host name in tcp://far.example:2375 does not resolve (getaddrinfo ${code} far.example)`
      assert.equal(detail, words)
      const resolve = 'let this machine resolve that host name (`getent hosts NAME` shows whether it does)'
      const here = 'or choose another one with DOCKER_HOST or a Docker context'
      assert.equal(engineRemedy(why), `${resolve}, ${here}`)
      assert.equal(engineRemedy(why, 'far'), `${resolve}, or correct spec.engine in the manifest of node far`)
    })

  it('advises a restart of an engine that takes a connection and never answers', () => {
    const hangs = 'restart the engine, which takes connections and does not answer them'
    const wrong = 'or correct spec.engine in the manifest of node far'
    assert.equal(engineRemedy({ obstacle: 'NoAnswer' }, 'far'), `${hangs}, ${wrong}`)
  })

  it('says of an engine that answers and fails that it does, and where to see why', () => {
    const failing = { obstacle: 'Failing' } as const
    const words = unreachedWords({ node: 'far', because: 'list volumes on far: driver failed', ...failing })
    assert.equal(words, 'the engine of node far fails: list volumes on far: driver failed')
    const wrong = 'or correct spec.engine in the manifest of node far'
    assert.equal(engineRemedy(failing, 'far'), `see the log of that engine for why it fails, and mend that, ${wrong}`)
  })

  it('advises to delete the node that has another name by now', () => {
    const wrong = 'correct spec.engine in the manifest of node new'
    const remedy = `if new is the new name of old, \`reconcile delete node/old\`, and what runs there goes on; else ${wrong}`
    assert.equal(engineRemedy(new OwnedEngine('new', 'old'), 'new'), remedy)
    assert.equal(engineRemedy(new OwnedEngine('new', 'local'), 'new'), wrong)
  })

  it('has of OpenSSL no more than the reason', () => {
    const text =
      '80A3:error:0A000415:SSL routines:ssl3_read_bytes:sslv3 alert certificate expired:rec_layer_s3.c:1601:SSL alert number 45\n'
    const expired = Object.assign(new Error(text), { code: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED' })
    const { detail, keepsOut } = failureOfError(expired, { host: 'tcp://far.example:2376', tls: {} })
    assert.match(detail, /^TLS with tcp:\/\/far\.example:2376 failed; .* \(sslv3 alert certificate expired\)$/)
    assert.equal(keepsOut, true)
  })

  it('advises no start of an engine that runs, and is not spoken to as it wants', () => {
    const failure = Object.assign(new Error('unable to verify the first certificate'), {
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
    const plain = Object.assign(new Error('Parse Error: Expected HTTP/'), { code: 'HPE_INVALID_CONSTANT' })
    for (const error of [failure, plain]) {
      const why = failureOfError(error, { host: 'tcp://far.example:2376' })
      assert.equal(engineRemedy(why), 'do as it says, or choose another one with DOCKER_HOST or a Docker context')
      assert.equal(engineRemedy(why, 'far'), 'do as it says, or correct spec.engine in the manifest of node far')
    }
    const config = failureOfError(notConnected({ host: 'far' }, 'Bad configuration option: x'), { host: 'ssh://far' })
    assert.equal(engineRemedy(config), 'do as it says, or choose another one with DOCKER_HOST or a Docker context')
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    assert.match(engineRemedy(failureOfError(broken, { host: 'tcp://far.example:2376' }), 'far'), /^start the engine/)
    const faultOfTls = () => 'TLS file /c/cert.pem expired: renew it'
    const expired = failureOfError(broken, { host: 'tcp://far.example:2376', tls: {}, faultOfTls })
    assert.match(engineRemedy(expired, 'far'), /^do as it says/)
  })

  for (const [what, about, words] of [
    [
      'those of DOCKER_CERT_PATH, or of a Docker context,',
      { tls: { ca: '/c/ca.pem' } },
      'check ca.pem, cert.pem and key.pem in /c',
    ],
    [
      'those that a manifest names',
      { isDeclared: true, tls: { ca: '/a/ca.pem', cert: '/a/c.pem', key: '/a/k.pem' } },
      'check spec.engine.tls of its Node: caFile /a/ca.pem; certFile /a/c.pem; keyFile /a/k.pem',
    ],
    [
      'those that a manifest lacks',
      { isDeclared: true, tls: { ca: '/a/ca.pem' } },
      'check spec.engine.tls of its Node: caFile /a/ca.pem; certFile, which is not set; keyFile, which is not set',
    ],
  ] as const)
    it(`says which files to check where TLS fails: ${what}`, () => {
      const host = 'tcp://far.example:2376'
      const refused = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      assert.equal(
        failureOfError(refused, { host, ...about }).detail,
        `TLS with ${host} failed; ${words} (self-signed)`,
      )
      const broken = Object.assign(new Error('reset'), { code: 'ECONNRESET' })
      assert.equal(
        failureOfError(broken, { host, ...about }).detail,
        `the connection to ${host} broke; if it stays so, ${words} (reset)`,
      )
    })

  for (const [code, mends] of [
    ['CERT_HAS_EXPIRED', "renew the engine's certificate on its host"],
    ['CERT_NOT_YET_VALID', 'set the clocks of this machine'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "reach it by a name that the engine's certificate has"],
  ] as const)
    it(`says to mend the engine's own certificate, and no file here: ${code}`, () => {
      const about = { host: 'tcp://far.example:2376', isDeclared: true, tls: { ca: '/a/ca.pem' } }
      const why = failureOfError(Object.assign(new Error('its words'), { code }), about)
      assert.equal(why.detail.startsWith(`TLS with ${about.host} failed; ${mends}`), true, why.detail)
      assert.doesNotMatch(why.detail, /caFile/)
      assert.deepEqual([why.keepsOut, why.obstacle], [true, 'Misconfigured'])
    })

  it('says where TLS is declared for a node that may want it', () => {
    const refused = Object.assign(new Error('bad'), { code: 'HPE_INVALID_CONSTANT' })
    const { detail } = failureOfError(refused, { host: 'tcp://far.example:2376', isDeclared: true })
    assert.match(detail, /if it wants TLS, declare spec\.engine\.tls in its manifest/)
  })

  it('says that an engine which is asked for TLS speaks none, and in one line', async () => {
    const plain = createServer((socket) =>
      socket
        .resume()
        .on('error', () => {})
        .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    )
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    const at = `127.0.0.1:${(plain.address() as AddressInfo).port}`
    const tls = { skipVerify: true }
    for (const [host, more, remedy] of [
      [`https://${at}`, {}, 'write http:// in the place of https://'],
      [`tcp://${at}`, { tls }, 'unset DOCKER_TLS_VERIFY'],
      [`tcp://${at}`, { tls, isDeclared: true }, 'take spec.engine.tls out of its manifest'],
    ] as const) {
      const options = { node: 'far', clock: realClock, settings: { callsPerEngine: 1 }, host, ...more }
      const engine = await connectDocker(options)
      const error = await errorOf(engine.info({}, anyRun))
      assert.equal(error.detail, `${host} does not speak TLS; if it is not to, ${remedy} (wrong version number)`)
      engine.close()
    }
    await once(plain.close(), 'close')
  })

  it('says which group to join where the socket may not be opened', () => {
    const refused = Object.assign(new Error('connect EACCES'), { code: 'EACCES' })
    const { code, detail } = failureOfError(refused, { host: 'unix:///run/docker.sock', group: 'docker' })
    assert.equal(code, 'Unreachable')
    assert.match(
      detail,
      /permission denied on unix:\/\/\/run\/docker\.sock: join its group with `usermod -aG docker USER`/,
    )
  })

  it('says who may open it where nobody but root can', () => {
    const refused = Object.assign(new Error('connect EACCES'), { code: 'EACCES' })
    assert.match(
      failureOfError(refused, { host: 'unix:///s' }).detail,
      /permission denied on unix:\/\/\/s: run as root/,
    )
  })

  it('says before any call that the socket may not be opened, and nothing of one that is not there', () => {
    const refusing = (code: string) => () => {
      throw Object.assign(new Error(code), { code })
    }
    assert.match(
      forbiddenSocket('unix:///s', refusing('EACCES')) ?? '',
      /^permission denied on unix:\/\/\/s: run as root/,
    )
    assert.equal(forbiddenSocket('unix:///s', refusing('ENOENT')), undefined)
    assert.equal(forbiddenSocket('unix:///nowhere/s'), undefined)
    assert.equal(forbiddenSocket('tcp://h:2376', refusing('EACCES')), undefined)
    // An apply says what is wrong with these.
    assert.equal(forbiddenSocket('ssh://h'), undefined)
    assert.equal(forbiddenSocket('tcp://h:99999'), undefined)
  })
})
