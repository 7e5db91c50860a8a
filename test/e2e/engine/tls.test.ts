import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { realClock } from '../../../clock/real.ts'
import { type Buildx, buildxOf } from '../../../engine/docker/build/buildx.ts'
import { connectDocker } from '../../../engine/docker/connect.ts'
import type { TlsFiles } from '../../../engine/docker/endpoint.ts'
import { installBuildx } from '../../support/buildx.ts'
import { releases } from '../../support/lab.ts'
import { until } from '../../support/until.ts'
import { anyRun, collectEvents, type LabEngine, startLabEngine } from './lab-engine.ts'

describe('the docker engine over TCP with TLS', function () {
  this.timeout(180_000)
  let lab: LabEngine
  let directory: string
  let server: Server
  let port: number

  before(async () => {
    lab = await startLabEngine('debian12')
    directory = mkdtempSync(join(tmpdir(), 'tls-'))
    makeCertificates(directory)
    server = await terminateTls(directory, lab.host.socket)
    port = (server.address() as AddressInfo).port
  })
  after(async () => {
    server?.close()
    connections.forEach((connection) => connection.destroy())
    await lab?.end()
    rmSync(directory, { recursive: true, force: true })
  })

  const pem = (name: string) => join(directory, `${name}.pem`)
  const own: TlsFiles = {
    get ca() {
      return pem('ca')
    },
    get cert() {
      return pem('cert')
    },
    get key() {
      return pem('key')
    },
  }
  const engineWith = (tls: TlsFiles | undefined, buildx?: Buildx) =>
    connectDocker({
      ...(buildx === undefined ? {} : { buildx }),
      node: 'far',
      host: `tcp://127.0.0.1:${port}`,
      clock: realClock,
      settings: { callsPerEngine: 6 },
      ...(tls === undefined ? {} : { tls }),
    })

  it('works with the certificates of both sides: calls, streams and commands', async () => {
    const engine = await engineWith(own)
    assert.equal((await engine.info({}, anyRun)).apiVersion, '1.41')
    const watch = await collectEvents(engine)
    const body = { Image: 'busybox:1.36', Cmd: ['sleep', '1000'] }
    const { id } = await engine.createContainer({ name: 'tls-1', body }, anyRun)
    await engine.startContainer({ id }, anyRun)
    await until('the start is told', () => watch.told().includes('container start'))
    let output = ''
    const answer = await engine.exec(
      {
        id,
        command: ['cat'],
        stdin: (async function* () {
          yield Buffer.from('through TLS')
        })(),
        onOutput: (_stream, bytes) => {
          output += Buffer.from(bytes)
        },
      },
      anyRun,
    )
    assert.deepEqual([answer.exitCode, output], [0, 'through TLS'])
    watch.cancel()
    engine.close()
  })

  const builds = releases.includes('sid') ? it : it.skip // whose buildx it is
  builds('has BuildKit build through it, which gets the certificates as files', async () => {
    installBuildx(directory)
    const dockerfileInline = 'FROM busybox:1.36\nRUN --mount=type=cache,target=/c true'
    const args = { tags: ['far:1'], context: directory, contentHash: '', dockerfileInline }
    const buildx = buildxOf({ env: process.env, configDirectory: directory })
    for (const tls of [own, { cert: pem('cert'), key: pem('key'), skipVerify: true }]) {
      const engine = await engineWith(tls, buildx)
      const { id } = await engine.buildImage(args, anyRun)
      assert.equal((await lab.engine.inspectImage({ name: 'far:1' }, anyRun)).Id, id)
      engine.close()
    }
  })

  const failures: readonly [string, () => TlsFiles | undefined][] = [
    ['the authority is not known', () => ({ cert: pem('cert'), key: pem('key') })],
    ['the engine wants a certificate of ours', () => ({ ca: pem('ca') })],
    [
      'the certificate of ours is of another authority',
      () => ({ ca: pem('ca'), cert: pem('ca2'), key: pem('ca2-key') }),
    ],
  ]
  for (const [what, files] of failures) {
    it(`is Unreachable and says what to check when ${what}`, async () => {
      const engine = await engineWith(files())
      await assert.rejects(engine.info({}, anyRun), {
        code: 'Unreachable',
        keepsOut: true,
        message: /check ca\.pem, cert\.pem and key\.pem/,
      })
      engine.close()
    })
  }

  it('is Unreachable when we speak plain HTTP to it', async () => {
    const engine = await engineWith(undefined)
    await assert.rejects(engine.info({}, anyRun), { code: 'Unreachable', keepsOut: false })
    engine.close()
  })

  it('takes any certificate of the engine where the context says so', async () => {
    const engine = await engineWith({ cert: pem('cert'), key: pem('key'), skipVerify: true })
    await engine.info({}, anyRun)
    engine.close()
  })

  it('goes on with what its files have once both sides were given new certificates', async () => {
    const engine = await engineWith(own)
    await engine.info({}, anyRun)
    makeCertificates(directory)
    server.setSecureContext(shownBy(directory))
    clients.forEach((client) => client.destroy())
    await until('it is reached again', () => engine.info({}, anyRun).then(Boolean, () => false))
    writeFileSync(pem('key'), 'half')
    clients.forEach((client) => client.destroy())
    const toldOf = () =>
      engine.info({}, anyRun).then(
        ({ tlsUnusable }) => tlsUnusable,
        () => 'nothing',
      )
    await until('it is reached with what was read last, and tells of the file', async () =>
      /^use TLS file \S+key\.pem: write a whole private key/.test((await toldOf()) ?? ''),
    )
    makeCertificates(directory)
    await until('it is told no more', async () => (await toldOf()) === undefined)
    engine.close()
    server.setSecureContext(shownBy(directory))
  })

  it('says which certificate file is missing before anything else', async () => {
    await assert.rejects(engineWith({ ca: '/nonexistent/ca.pem' }), /read TLS file \/nonexistent\/ca\.pem: ENOENT/)
  })
})

/** In front of the engine's socket, as dockerd --tlsverify is: clients need a certificate of its authority. */
async function terminateTls(directory: string, socket: string): Promise<Server> {
  const options = { ...shownBy(directory), requestCert: true, allowHalfOpen: true, rejectUnauthorized: true }
  const server = createServer(options, (client) => {
    clients.add(client)
    client.once('close', () => clients.delete(client))
    const engine = connect({ path: socket, allowHalfOpen: true })
    client.pipe(engine).pipe(client)
    client.on('error', () => engine.destroy())
    engine.on('error', () => client.destroy())
    client.on('close', () => engine.destroy())
  })
  server.on('tlsClientError', () => {})
  server.on('connection', (connection) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const clients = new Set<TLSSocket>()

/** Those whose handshake was cut off as well: as the server is half-open, it would wait two minutes for the rest of it. */
const connections = new Set<Socket>()

function shownBy(directory: string) {
  const read = (name: string) => readFileSync(join(directory, `${name}.pem`))
  return { ca: read('ca'), cert: read('server'), key: read('server-key') }
}

function makeCertificates(directory: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'ignore' })
  const authority = (name: string) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}-key.pem`,
      '-out',
      `${name}.pem`,
    )
  const signed = (name: string, key: string, extension: string) => {
    openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-addext',
      extension,
      '-keyout',
      `${key}.pem`,
      '-out',
      `${name}.csr`,
    )
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca-key.pem',
      '-CAcreateserial',
      '-days',
      '2',
      '-copy_extensions',
      'copy',
      '-out',
      `${name}.pem`,
    )
  }
  authority('ca')
  authority('ca2')
  signed('server', 'server-key', 'subjectAltName=IP:127.0.0.1')
  signed('cert', 'key', 'extendedKeyUsage=clientAuth')
}
