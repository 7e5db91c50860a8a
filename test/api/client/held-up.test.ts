import { doesNotMatch, equal, match, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Endpoint, PATIENCE_MS, socketEndpoint } from '../../../api/client/endpoint.ts'
import { installationAt } from '../../../api/client/remote.ts'
import { sshEndpoint } from '../../../api/client/ssh.ts'
import type { ServedInstallation } from '../../../api/v1/installation/installation.ts'
import { VERSION_HEADER } from '../../../api/v1/version-text.ts'
import type { InstallationError } from '../../../api/v1/installation/installation-error.ts'

const web = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const { signal } = new AbortController()

describe('a serve that is held up in the middle of an answer', () => {
  const dir = mkdtempSync(join(tmpdir(), 'held-up-'))
  const path = join(dir, 'serve.sock')
  const server = createHttpServer((_, response) => {
    response.writeHead(200, { [VERSION_HEADER]: '1' })
    response.write('{"kind":')
  })
  before(async () => void (await once(server.listen(path), 'listening')))
  after(() => {
    server.closeAllConnections()
    server.close()
    rmSync(dir, { recursive: true })
  })

  it('is waited for no longer for its next piece either', async () => {
    const from = installationAt({ ...socketEndpoint(path), patienceMs: 500 })
    for (const ask of [() => from.list('Service', {}), () => from.describe(web)])
      await rejects(ask(), /asking the running serve over .*serve\.sock: no more of its answer within 0\.5 s/)
  })
})

describe('a serve that listens, and never answers', () => {
  const dir = mkdtempSync(join(tmpdir(), 'held-up-'))
  const path = join(dir, 'serve.sock')
  let server: Server

  before(async () => {
    server = createServer((socket) => void socket.on('error', () => undefined).resume())
    await once(server.listen(path), 'listening')
  })
  after(() => {
    server.close()
    rmSync(dir, { recursive: true })
  })

  const asked = (more: Partial<Endpoint>) => installationAt({ ...socketEndpoint(path), ...more })

  it('is waited for no longer than what only looks may take, also over ssh', async () => {
    await rejects(asked({ patienceMs: 20 }).list('Service', {}), (error: Error) => {
      match(error.message, /asking the running serve over .*serve\.sock: no answer within 0\.02 s/)
      return true
    })
    equal(socketEndpoint(path).patienceMs, PATIENCE_MS)
    equal(sshEndpoint({ host: 'far' }, { env: {}, caller: '' }).patienceMs, PATIENCE_MS)
  })

  for (const [what, ask] of Object.entries<(from: ServedInstallation) => Promise<unknown>>({
    describe: (from) => from.describe(web),
    editable: (from) => from.editable(web),
    revealed: (from) => from.revealed('Service', {}),
    'stat-path': (from) => from.statPath({ ref: web, path: '/', signal }),
    'swarm-stack': (from) => from.swarmStack({ stack: 'shop', signal }),
    plan: (from) => from.plan({ sources: [], cwd: '/', signal }),
  }))
    it(`is waited for no longer by a POST that only looks, which says nothing of what may have been done: ${what}`, async () => {
      await rejects(ask(asked({ patienceMs: 2 })), (error: InstallationError) => {
        equal(error.message.split(': ').at(-1), `no answer within ${what === 'plan' ? 0.02 : 0.002} s`)
        doesNotMatch(error.remedy ?? '', /may have been done/)
        return true
      })
    })

  it('is left at once by a command that is interrupted', async () => {
    const interrupt = new AbortController()
    for (const ask of [
      () => asked({ signal: interrupt.signal }).list('Service', {}),
      () => asked({ signal: interrupt.signal }).describe(web),
    ]) {
      const waiting = ask()
      interrupt.abort()
      await rejects(waiting, { name: 'AbortError' })
    }
  })
})
