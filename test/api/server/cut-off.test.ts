import { match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { mock } from 'node:test'
import { setTimeout as delay } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import { limitConnections } from '../../../api/server/connections.ts'
import { handler, type HandlerOptions, serverOptions } from '../../../api/server/handler.ts'
import type { Served } from '../../../api/server/served.ts'

describe('a client that holds its connection', function () {
  this.timeout(20_000)
  const ended: (() => void)[] = []
  afterEach(() => ended.splice(0).forEach((end) => end()))

  for (const { path, answer } of [
    { path: '/healthz', answer: /^HTTP\/1\.1 200 / },
    { path: '/version', answer: /^HTTP\/1\.1 401 / },
  ])
    it(`is cut off where its body goes on after ${path} was answered`, async () => {
      const authenticate = () => undefined
      const { client, isClosed } = await connected({}, { authenticate, lingerMs: 50 })
      client.write(`GET ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\n.\r\n`)
      match(await textFrom(client), answer)
      await isClosed
    })

  it('keeps it for its next request where its body ends soon after the refusal', async () => {
    const { client } = await connected({}, { authenticate: () => undefined })
    client.write('GET /version HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
    match(await textFrom(client), /^HTTP\/1\.1 401 /)
    client.write('0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
    match(await textFrom(client), /^HTTP\/1\.1 200 /)
  })

  it('is cut off where it takes nothing of an answer', async () => {
    // More than the kernel takes off the server's hands.
    const state = { reason: 'x', message: 'x'.repeat(60_000_000) }
    const notes = async () => ({ holds: [], pending: [], problems: [], state })
    const { client, isClosed } = await connected({ notes }, { stallMs: 50 })
    client.pause()
    client.write('GET /reconcile/notes HTTP/1.1\r\nhost: x\r\n\r\n')
    await isClosed
  })

  it('is cut off where it takes an answer more slowly than 1 Mbit/s, though it takes each piece in time', async () => {
    const state = { reason: 'x', message: 'x'.repeat(1_000_000) }
    const notes = async () => ({ holds: [], pending: [], problems: [], state })
    const server = createServer(serverOptions, handler({ notes } as unknown as Served, { stallMs: 1_024 }))
    let taken = 0
    const client = new Duplex({
      read() {},
      write(bytes: Buffer, _encoding, done) {
        taken += bytes.length
        delay(done, bytes.length / 100)
      },
    })
    server.emit('connection', client)
    client.push('GET /reconcile/notes HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    await once(client, 'close')
    ok(taken < 200_000, `it took ${taken} bytes`)
  })

  it('is cut off after a minute where it takes nothing of an answer of the socket', async () => {
    const state = { reason: 'x', message: 'x'.repeat(1_000_000) }
    const notes = async () => ({ holds: [], pending: [], problems: [], state })
    const server = createServer(serverOptions, handler({ notes } as unknown as Served))
    const client = new Duplex({ read() {}, write: () => void client.emit('held') })
    mock.timers.enable({ apis: ['setTimeout'] })
    ended.push(() => mock.timers.reset())
    server.emit('connection', client)
    const [held, closed] = [once(client, 'held'), once(client, 'close')]
    client.push('GET /reconcile/notes HTTP/1.1\r\nhost: x\r\n\r\n')
    await held
    mock.timers.tick(59_999)
    ok(!client.destroyed)
    mock.timers.tick(1)
    await closed
  })

  it('is cut off where it takes none of the many small answers that it asked for without a token', async () => {
    const { client, isClosed } = await connected({}, { authenticate: () => undefined, stallMs: 50 })
    client.pause()
    client.write('GET /version HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(50_000))
    await isClosed
  })

  it('gets all of an answer that it takes slowly', async () => {
    const message = 'x'.repeat(30_000_000)
    const notes = async () => ({ holds: [], pending: [], problems: [], state: { reason: 'x', message } })
    const { client } = await connected({ notes }, { stallMs: 1_000 })
    client.write('GET /reconcile/notes HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    const chunks: Buffer[] = []
    for await (const chunk of client) {
      chunks.push(chunk as Buffer)
      await setTimeout(3)
    }
    ok(Buffer.concat(chunks).includes(message))
  })

  it('is turned away where its address holds as many as it may, and no longer once one of these has ended', async () => {
    const server = createServer(serverOptions, handler({} as Served))
    limitConnections(server, { inAll: 10, ofOne: 2 })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    ended.push(() => {
      server.closeAllConnections()
      server.close()
    })
    const open = (localAddress: string) => {
      const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', localAddress })
      client.on('error', () => {})
      ended.push(() => client.destroy())
      client.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
      return client
    }
    const first = open('127.0.0.1')
    const [held] = (await once(server, 'connection')) as [Socket]
    match(await textFrom(first), /^HTTP\/1\.1 200 /)
    match(await textFrom(open('127.0.0.1')), /^HTTP\/1\.1 200 /)
    await once(open('127.0.0.1'), 'close')
    match(await textFrom(open('127.0.0.2')), /^HTTP\/1\.1 200 /)
    first.destroy()
    await once(held, 'close')
    match(await textFrom(open('127.0.0.1')), /^HTTP\/1\.1 200 /)
  })

  /** A client of a server, and when the server's end of its connection is closed. */
  async function connected(served: Partial<Served>, options: HandlerOptions) {
    const server: Server = createServer(serverOptions, handler(served as Served, options))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    client.on('error', () => {})
    ended.push(() => {
      client.destroy()
      server.closeAllConnections()
      server.close()
    })
    const [socket] = (await once(server, 'connection')) as [Socket]
    return { client, isClosed: once(socket, 'close') }
  }
})

async function textFrom(client: Socket): Promise<string> {
  const [bytes] = (await once(client, 'data')) as [Buffer]
  return bytes.toString()
}
