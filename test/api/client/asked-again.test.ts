import { deepEqual, equal, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApiRequest, sendForJson } from '../../../api/client/request.ts'
import { tcpEndpoint } from '../../../api/client/tcp.ts'
import { VERSION_HEADER } from '../../../api/v1/version-text.ts'

describe('a request to a server that has too much to do', () => {
  let server: Server
  let asked: number
  /** How often it refuses, and when it wants to be asked again. */
  let refusals: number
  let later: string | undefined

  beforeEach(async () => {
    ;[asked, refusals, later] = [0, 2, '0']
    server = createServer((request, response) => {
      request.resume()
      response.setHeader(VERSION_HEADER, '1.2.3')
      if (later !== undefined) response.setHeader('retry-after', later)
      if (++asked > refusals) return void response.end(JSON.stringify({ asked }))
      response.statusCode = 429
      response.end(JSON.stringify({ message: 'too much', reason: 'TooManyRequests' }))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const endpoint = () => tcpEndpoint({ url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) })
  const ask = async (how: Partial<ApiRequest> = {}) => await sendForJson({ endpoint: endpoint(), path: '/', ...how })

  it('is sent again where it only looks, also by POST, when the server says', async () => {
    deepEqual(await ask(), { asked: 3 })
    asked = 0
    deepEqual(await ask({ method: 'POST', body: {}, withinMs: 60_000 }), { asked: 3 })
  })

  it('is sent ten times at most', async () => {
    refusals = 100
    await rejects(ask(), /too much/)
    equal(asked, 10)
  })

  for (const { what, when, how } of [
    { what: 'its time would be over by then', when: '61', how: {} },
    { what: 'the server does not say when', when: undefined, how: {} },
    { what: 'it acts', when: '0', how: { method: 'POST', body: {} } as const },
  ])
    it(`is refused at once where ${what}`, async () => {
      later = when
      await rejects(ask(how), /too much/)
      equal(asked, 1)
    })

  it('is given up at once by a command that is interrupted meanwhile', async () => {
    later = '50'
    const [to, interrupted] = [endpoint(), new AbortController()]
    // The refusal was read.
    to.agent?.on('free', () => setImmediate(() => interrupted.abort()))
    await rejects(ask({ endpoint: to, signal: interrupted.signal }), { name: 'AbortError' })
    equal(asked, 1)
  })
})
