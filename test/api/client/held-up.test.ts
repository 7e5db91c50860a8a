import { equal, match, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Endpoint, PATIENCE_MS, socketEndpoint } from '../../../api/client/endpoint.ts'
import { installationAt } from '../../../api/client/remote.ts'
import { sshEndpoint } from '../../../api/client/ssh.ts'

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

  it('is left at once by a command that is interrupted', async () => {
    const interrupt = new AbortController()
    for (const ask of [
      () => asked({ signal: interrupt.signal }).list('Service', {}),
      () => asked({ signal: interrupt.signal }).describe({ kind: 'Service', namespace: 'shop', name: 'web' }),
    ]) {
      const waiting = ask()
      interrupt.abort()
      await rejects(waiting, { name: 'AbortError' })
    }
  })
})
