import { equal, match } from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { handler, refuseBrokenRequests, serverOptions } from '../../../api/server/handler.ts'
import type { Served } from '../../../api/server/served.ts'

const WATCH = 'GET /apis/reconcile.dev/v1/configs?watch=true HTTP/1.1\r\nhost: x\r\n\r\n'
const NOTES = 'GET /reconcile/notes HTTP/1.1\r\nhost: x\r\n\r\n'
const BROKEN = '\0\0\0\r\n\r\n'

describe('bytes that are no request', () => {
  const ended: (() => void)[] = []
  afterEach(() => ended.splice(0).forEach((end) => end()))

  it('are answered where nothing else is', async () => {
    const { client } = await connected({})
    client.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(client, 'data')
    client.write(BROKEN)
    match(await text(client), /^HTTP\/1\.1 400 .*"kind":"Status"/s)
  })

  it('are answered as a body that is broken', async () => {
    const { client } = await connected({})
    client.write('POST /reconcile/apply HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nx')
    match(await text(client), /^HTTP\/1\.1 400 .*"kind":"Status"/s)
  })

  it('end the connection in the middle of an answer, and add nothing to it', async () => {
    const { client } = await connected({
      watch: async function* (_, { signal }) {
        await once(signal, 'abort')
      },
    })
    client.write(WATCH)
    match(String(await once(client, 'data')), /^HTTP\/1\.1 200 /)
    client.write(BROKEN)
    equal(await text(client), '')
  })

  it('end the connection before an answer that they would be taken for', async () => {
    const asked = new EventEmitter()
    const { client } = await connected({
      notes: () => {
        asked.emit('notes')
        return new Promise(() => {})
      },
    })
    client.write(NOTES)
    await once(asked, 'notes')
    client.write(BROKEN)
    equal(await text(client), '')
  })

  async function connected(served: Partial<Served>): Promise<{ readonly client: Socket }> {
    const server = createServer(serverOptions, handler(served as Served))
    refuseBrokenRequests(server)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    ended.push(() => {
      client.destroy()
      server.closeAllConnections()
      server.close()
    })
    return { client }
  }
})
