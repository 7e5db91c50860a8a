import { deepEqual, equal, match } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { limitConnections } from '../../../api/server/connections.ts'
import { handler, serverOptions } from '../../../api/server/handler.ts'
import type { Served } from '../../../api/server/served.ts'
import { serveUpgrades } from '../../../api/server/upgrades.ts'

describe('requests that a client sends ahead on one connection', () => {
  const ended: (() => void)[] = []
  afterEach(() => ended.splice(0).forEach((end) => end()))

  it('are begun one after another, each once the one before it is answered', async () => {
    const { client, begun } = await aClient()
    client.write(`${get('first')}${get('second')}${get('third')}`)
    const answer = begun.at(0)
    deepEqual((await answer).stack, 'first')
    equal(begun.length, 1)
    ;(await answer).end()
    ;(await begun.at(1)).end()
    equal((await begun.at(2)).stack, 'third')
  })

  it('are not begun once it has left', async () => {
    const { client, socket, begun } = await aClient()
    client.write(`${get('first')}${get('second')}`)
    const { end } = await begun.at(0)
    client.destroy()
    await once(socket, 'close')
    end()
    await new Promise(setImmediate)
    equal(begun.length, 1)
  })

  it('cut it off where they are too many to wait', async () => {
    const { client, socket, begun } = await aClient()
    const closed = once(socket, 'close')
    client.write(get('first'))
    await begun.at(0)
    client.write(get('next').repeat(2_000))
    await closed
    equal(begun.length, 1)
  })

  for (const [what, path, protocol] of [
    ['a websocket', '/api/v1/namespaces/shop/pods/web-1/attach?stdout=true', 'websocket'],
    ['a protocol that is not spoken', '/version', 'h2c'],
  ] as const)
    it(`end the connection where one of them wishes for ${what}: it would go on in the middle of an answer`, async () => {
      const { client, begun } = await aClient()
      client.write(`${get('first')}GET ${path} HTTP/1.1\r\nhost: x\r\n${wishFor(protocol)}\r\n\r\n`)
      ;(await begun.at(0)).end()
      equal(await text(client), '')
    })

  it('may have one wish after another that is passed over, and are of one connection', async () => {
    const { client } = await aClient({ ofOne: 2 })
    for (const _ of [1, 2, 3, 4]) {
      client.write(`GET /healthz HTTP/1.1\r\nhost: x\r\n${wishFor('h2c')}\r\n\r\n`)
      match(String(await once(client, 'data')), /^HTTP\/1\.1 200 /)
    }
  })

  /** A client, and the requests for events that were begun, each of which is answered when it says so. */
  async function aClient({ ofOne = 10 } = {}) {
    const begun = aQueue<{ readonly stack: string | undefined; readonly end: () => void }>()
    const events: Served['events'] = (stack) => new Promise((resolve) => begun.push({ stack, end: () => resolve([]) }))
    const served = { events } as Served
    const server = createServer(serverOptions, handler(served))
    limitConnections(server, { inAll: 10, ofOne })
    serveUpgrades(server, served, {})
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    client.on('error', () => {})
    ended.push(() => {
      client.destroy()
      server.closeAllConnections()
      server.close()
    })
    const [socket] = (await once(server, 'connection')) as [Socket]
    return { client, socket, begun }
  }
})

function wishFor(protocol: string): string {
  const websocket = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
  return `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n${websocket}\r\nSec-WebSocket-Protocol: v5.channel.k8s.io`
}

function get(stack: string): string {
  return `GET /reconcile/events?stack=${stack} HTTP/1.1\r\nhost: x\r\n\r\n`
}

/** A list whose items can be waited for. */
function aQueue<T>() {
  const items: T[] = []
  const readers = new Map<number, (item: T) => void>()
  return {
    get length() {
      return items.length
    },
    push(item: T) {
      readers.get(items.push(item) - 1)?.(item)
    },
    async at(index: number): Promise<T> {
      return items[index] ?? (await new Promise<T>((resolve) => readers.set(index, resolve)))
    },
  }
}
