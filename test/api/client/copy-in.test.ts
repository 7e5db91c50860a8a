import { deepEqual, ok, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { installationAt } from '../../../api/client/remote.ts'
import { tcpEndpoint } from '../../../api/client/tcp.ts'
import { VERSION_HEADER } from '../../../api/v1/version-text.ts'

const CHUNK = new Uint8Array(65_536)
const CHUNKS = 2_000

describe('files that are copied into a task over TCP', () => {
  let server: Server
  let taken: number

  beforeEach(async () => {
    taken = 0
    server = createServer((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(403)
        return void response.end('{"message":"the token view may view"}')
      }
      response.setHeader(VERSION_HEADER, '1.2.3')
      request.on('data', (bytes: Uint8Array) => (taken += bytes.length))
      request.on('end', () => response.end('{}'))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  /** Copies all chunks; returns how many of them were read by the time the source was closed. */
  const copy = async (token?: string) => {
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    let read = 0
    let leave = () => {}
    const left = new Promise<void>((resolve) => (leave = resolve))
    async function* tar() {
      try {
        for (; read < CHUNKS; read++) {
          yield CHUNK
          await turn()
        }
      } finally {
        leave()
      }
    }
    const at = installationAt(tcpEndpoint({ url, ...(token === undefined ? {} : { token }) }))
    const { signal } = new AbortController()
    const ref = { kind: 'Task', namespace: 'shop', name: 'web-1' } as const
    const copied = at.copyIn({ ref, path: '/srv', tar: tar(), signal })
    return { copied, read: () => left.then(() => read) }
  }

  it('are read to the end, and arrive', async () => {
    const { copied, read } = await copy('rct.a.b')
    await copied
    deepEqual(await read(), CHUNKS)
    ok(taken > CHUNKS * CHUNK.length)
  })

  it('are read no further once the server has refused them', async () => {
    const { copied, read } = await copy()
    await rejects(copied, /the token view may view/)
    ok((await read()) < CHUNKS / 2)
  })
})
