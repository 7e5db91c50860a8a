import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { send } from '../../../api/client/request.ts'
import { tcpEndpoint } from '../../../api/client/tcp.ts'
import { exits, isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { VERSION_HEADER } from '../../../api/v1/version-text.ts'

describe('the requests of a command over TCP', () => {
  let server: Server
  let connections: number
  let asked: string[]

  beforeEach(async () => {
    ;[connections, asked] = [0, []]
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.setHeader(VERSION_HEADER, '1.2.3')
      response.end('{}')
    })
    server.on('connection', () => connections++)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const endpoint = () => tcpEndpoint({ url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) })
  const read = async (asking: Parameters<typeof send>[0]) => {
    for await (const _ of await send(asking));
  }

  it('share a connection where they only look, one after the other', async () => {
    const to = endpoint()
    await read({ endpoint: to, path: '/one' })
    await read({ endpoint: to, path: '/two' })
    deepEqual(asked, ['GET /one', 'GET /two'])
    equal(connections, 1)
  })

  it('have a connection of their own where they act', async () => {
    const to = endpoint()
    await read({ endpoint: to, path: '/one' })
    await read({ endpoint: to, method: 'POST', path: '/two', body: {} })
    deepEqual(asked, ['GET /one', 'POST /two'])
    equal(connections, 2)
  })

  it('have one each, at the same time', async () => {
    const to = endpoint()
    await Promise.all(['/one', '/two'].map((path) => read({ endpoint: to, path })))
    equal(connections, 2)
  })

  it('are asked anew where the other end closes the connection that was kept', async () => {
    const to = endpoint()
    for (const asking of [{ path: '/two' }, { method: 'POST', path: '/three', body: {} }] as const) {
      await read({ endpoint: to, path: '/one' })
      server.closeAllConnections()
      await read({ endpoint: to, ...asking })
    }
    deepEqual(asked, ['GET /one', 'GET /two', 'GET /one', 'POST /three'])
  })

  it('act once where serve acts, and ends before it answers', async () => {
    const to = endpoint()
    await read({ endpoint: to, path: '/one' })
    server.prependListener('request', (request) => request.socket.destroy())
    await rejects(read({ endpoint: to, method: 'POST', path: '/reconcile/undo', body: {} }), (error) => {
      ok(isInstallationError(error))
      match(error.message, /the connection was closed before the answer was whole/)
      match(error.remedy ?? '', /may have been done: look \(`reconcile status`\) before you ask again/)
      equal(error.exit, exits.unreachable)
      return true
    })
    deepEqual(asked, ['GET /one', 'POST /reconcile/undo'])
  })

  it('may say that they were done only where they act', async () => {
    server.prependListener('request', (request) => request.socket.destroy())
    await rejects(read({ endpoint: endpoint(), path: '/one' }), ({ remedy }) => !/may have been done/.test(remedy))
  })
})
