import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTls } from 'node:tls'
import type { Endpoint } from '../../../api/client/endpoint.ts'
import { installationAt } from '../../../api/client/remote.ts'
import { tcpEndpoint } from '../../../api/client/tcp.ts'
import { exits, type InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ServedInstallation } from '../../../api/v1/installation/installation.ts'
import type { Role } from '../../../api/v1/installation/roles.ts'
import { VERSION_HEADER, VERSION_TEXT } from '../../../api/v1/version-text.ts'
import { aCertificate } from '../../support/certificate.ts'
import { type Serving, startServing } from '../server/serving.ts'
import { noneSet } from '../../support/compose-variables.ts'

const WEB = { kind: 'Service', namespace: 'shop', name: 'web' } as const

describe('the API asked over TCP with TLS', function () {
  this.timeout(60_000)
  let serving: Serving
  before(async () => {
    serving = await startServing({ tls: true, loops: true })
  })
  after(() => serving.end())

  let count = 0
  const endpoint = (token?: string): Endpoint =>
    tcpEndpoint({
      url: new URL(serving.url),
      ...(token === undefined ? {} : { token }),
      ca: String(serving.cert),
    })
  const as = (role: Role) => installationAt(endpoint(serving.token(role, `${role}-${count++}`)))
  const { signal } = new AbortController()

  it('answers who has a token, with what it is shown to trust', async () => {
    deepEqual((await as('view').list('Service', {})).items, [])
    equal(await as('view').get(WEB), undefined)
    equal((await as('view').version()).version, VERSION_TEXT)
    deepEqual(await as('view').notes(), { holds: [], pending: [], problems: [] })
  })

  it('takes manifests, tells of them in a watch, and takes them back', async () => {
    const leaving = new AbortController()
    const watched = as('view').watch('Service', { signal: leaving.signal })[Symbol.asyncIterator]()
    const next = watched.next()
    const text = 'name: shop\nservices:\n  web:\n    image: nginx\n'
    const request = {
      sources: [{ file: '/far/compose.yaml', text }],
      cwd: '/far',
      sideFiles: { '/far/.env': null },
      variables: noneSet,
    }
    for await (const event of as('edit').apply({ ...request, wait: false, signal }))
      if (event.type === 'outcome') equal(event.exit, 0, event.message)
    for (let { value } = await next; ; { value } = await watched.next()) {
      if (!value || !('object' in value)) continue
      equal(value.object.metadata.name, 'web')
      break
    }
    leaving.abort()
    for await (const event of as('edit').delete({ refs: [WEB], volumes: false, wait: false, signal }))
      if (event.type === 'outcome') equal(event.exit, 0, event.message)
  })

  for (const { verb, needs, ask } of [
    { verb: 'plan', needs: 'edit', ask: (at) => at.plan({ sources: [], cwd: '/', signal }) },
    { verb: 'apply', needs: 'edit', ask: (at) => first(at.apply({ sources: [], cwd: '/', wait: false, signal })) },
    {
      verb: 'scale',
      needs: 'edit',
      ask: (at) => first(at.scale({ refs: [WEB], replicas: 1, wait: false, signal })),
    },
    {
      verb: 'logs',
      needs: 'edit',
      ask: (at) => first(at.logs({ refs: [WEB], follow: false, timestamps: false, signal })),
    },
    { verb: 'exec', needs: 'edit', ask: (at) => at.exec({ ref: WEB, command: ['ls'], onOutput: () => {}, signal }) },
    { verb: 'cp', needs: 'edit', ask: (at) => first(at.copyOut({ ref: WEB, path: '/etc', signal })) },
    { verb: 'approve', needs: 'admin', ask: (at) => first(at.approve({ subjects: ['x'], wait: false, signal })) },
    { verb: 'backup', needs: 'admin', ask: (at) => first(at.backup({ signal })) },
  ] as readonly { verb: string; needs: Role; ask: (at: ServedInstallation) => Promise<unknown> }[])
    it(`names the role that ${verb} needs to a token without it`, async () => {
      const has = needs === 'admin' ? 'edit' : 'view'
      const { exit, message, remedy } = await failure(() => ask(as(has)))
      match(message, new RegExp(`token ${has}-\\d+ may ${has}, and .* needs a token that may ${needs}$`))
      match(remedy ?? '', /RECONCILE_TOKEN_FILE.*reconcile token create NAME --role ROLE/)
      equal(exit, exits.failed)
    })

  it('says what to do to who has no token, or one that is not known', async () => {
    for (const [token, says] of [
      [undefined, /a bearer token is needed/],
      ['rct.nobody.AAAA', /the token is not known/],
    ] as const) {
      const { exit, message, remedy } = await failure(() => installationAt(endpoint(token)).notes())
      match(message, says)
      match(remedy ?? '', /name its file in RECONCILE_TOKEN_FILE/)
      equal(exit, exits.failed)
    }
  })

  it('tells the version of who answers', async () => {
    const told: string[] = []
    const token = serving.token('view', 'version')
    await installationAt({ ...endpoint(token), onVersion: (version) => told.push(version) }).notes()
    deepEqual(told, [VERSION_TEXT])
    // A client without the right to ask learns nothing.
    await rejects(installationAt({ ...endpoint(), onVersion: (version) => told.push(version) }).notes())
    equal(told.length, 1)
  })
})

describe('a server over TCP that can not be asked', function () {
  this.timeout(60_000)
  let dir = ''
  let ca = ''
  let pair: ReturnType<typeof aCertificate>
  const servers: Server[] = []
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'tcp-'))
    pair = aCertificate(dir)
    ca = String(pair.cert)
  })
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  after(() => rmSync(dir, { recursive: true, force: true }))

  const portOf = async (server: Server) => {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
  /** Starts a server with a certificate; returns it with the bytes that it was sent. */
  const secure = async (shown = pair) => {
    const sent: string[] = []
    const server = createTls({ ...shown }, (socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (bytes: Buffer) => sent.push(bytes.toString()))
    })
    server.on('tlsClientError', () => undefined)
    return { port: await portOf(server), sent }
  }
  const asked = (url: string, trusted: string | undefined = ca) =>
    failure(() =>
      installationAt(tcpEndpoint({ url: new URL(url), token: 'secret', ...(trusted ? { ca: trusted } : {}) })).notes(),
    )

  it('is named where nothing listens', async () => {
    const port = await portOf(createTcp())
    await new Promise((resolve) => servers.pop()?.close(resolve))
    const { exit, message, remedy } = await asked(`https://127.0.0.1:${port}`)
    equal(message, `https://127.0.0.1:${port}: nothing listens there`)
    match(remedy ?? '', /reconcile serve --listen/)
    equal(exit, exits.unreachable)
  })

  it('is sent nothing while nobody trusted has signed its certificate', async () => {
    const { port, sent } = await secure()
    const { exit, message, remedy } = await asked(`https://127.0.0.1:${port}`, '')
    match(message, /nobody that this machine trusts has signed its certificate/)
    match(remedy ?? '', /RECONCILE_CA_FILE/)
    equal(exit, exits.unreachable)
    deepEqual(sent, [])
  })

  it('is sent nothing while its certificate is of another name', async () => {
    const other = aCertificate(dir, { names: 'DNS:other.example' })
    const { port, sent } = await secure(other)
    const { message, remedy } = await asked(`https://127.0.0.1:${port}`, String(other.cert))
    match(message, /its certificate is of another name/)
    match(remedy ?? '', /subjectAltName/)
    deepEqual(sent, [])
  })

  it('is sent nothing once its certificate has expired', async () => {
    const old = aCertificate(dir, { expired: true })
    const { port, sent } = await secure(old)
    const { message, remedy } = await asked(`https://127.0.0.1:${port}`, String(old.cert))
    match(message, /its certificate has expired/)
    match(remedy ?? '', /--tls-cert/)
    equal(/start it again/.test(remedy ?? ''), false)
    deepEqual(sent, [])
  })

  it('is named where one end speaks TLS and the other does not', async () => {
    const plain = await portOf(createHttp((_, response) => response.end('{}')))
    match((await asked(`https://127.0.0.1:${plain}`)).message, /speaks no TLS/)
    const { port } = await secure()
    const { message, remedy, exit } = await asked(`http://127.0.0.1:${port}`)
    match(remedy ?? '', /^write https:\/\/ if serve has a certificate/)
    match(message, /^http:\/\/127.*: (what answers there speaks no HTTP|the connection was closed)/)
    equal(exit, exits.unreachable)
  })

  const { signal } = new AbortController()
  for (const [what, code, ask] of [
    ['a page', 200, (at) => at.version()],
    ['a page for a backup', 200, (at) => first(at.backup({ signal }))],
    ['a redirection for a backup', 302, (at) => first(at.backup({ signal }))],
    ['a page for a stream', 200, (at) => first(at.delete({ stack: 'shop', volumes: false, wait: true, signal }))],
  ] as [string, number, (at: ServedInstallation) => Promise<unknown>][])
    it(`is named where it is none of ours, and answers ${what}`, async () => {
      const page = createHttp((_, response) => response.writeHead(code, { 'content-type': 'text/html' }).end('<html>'))
      const at = installationAt(tcpEndpoint({ url: new URL(`http://127.0.0.1:${await portOf(page)}`) }))
      const { message, remedy } = await failure(() => ask(at))
      match(message, /127\.0\.0\.1:\d+ answers \/reconcile\/\w+ with \d+ and without a version of reconcile/)
      match(remedy ?? '', /reconcile serve/)
    })

  it('is named where it goes in the middle of an answer', async () => {
    const server = createHttp((_, response) => {
      response.writeHead(200, { [VERSION_HEADER]: VERSION_TEXT })
      response.write('{"type":"warning","message":"begun"}\n', () => response.socket?.destroy())
    })
    const at = installationAt(tcpEndpoint({ url: new URL(`http://127.0.0.1:${await portOf(server)}`) }))
    const seen: string[] = []
    const { exit, message } = await failure(async () => {
      const request = { sources: [], cwd: '/', wait: true, signal: new AbortController().signal }
      for await (const event of at.apply(request)) seen.push(event.type)
    })
    deepEqual(seen, ['warning'])
    match(message, /the connection was closed before the answer was whole/)
    equal(exit, exits.unreachable)
  })

  it('is waited for no longer than what only looks may take', async () => {
    const port = await portOf(createTcp((socket) => void socket.on('error', () => undefined).resume()))
    const silent = { ...tcpEndpoint({ url: new URL(`http://127.0.0.1:${port}`) }), patienceMs: 20 }
    const { exit, message } = await failure(() => installationAt(silent).notes())
    match(message, /does not answer in time/)
    equal(exit, exits.unreachable)
  })
})

async function first(values: AsyncIterable<unknown>): Promise<void> {
  for await (const value of values) return void ok(value)
}

async function failure(act: () => Promise<unknown>): Promise<InstallationError> {
  let caught: unknown
  await rejects(act, (error) => {
    caught = error
    return true
  })
  return caught as InstallationError
}
