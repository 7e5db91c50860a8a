import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { installationAt } from '../../../api/client/remote.ts'
import { tcpEndpoint } from '../../../api/client/tcp.ts'
import { handler, serverOptions } from '../../../api/server/handler.ts'
import type { Served } from '../../../api/server/served.ts'
import { serveUpgrades } from '../../../api/server/upgrades.ts'
import type { ServedInstallation } from '../../../api/v1/installation/installation.ts'
import { until } from '../../support/until.ts'
import { openRemote } from './remote-client.ts'

const TASK = '/apis/reconcile.dev/v1/namespaces/shop/tasks/web-1'
const REF = { kind: 'Task', namespace: 'shop', name: 'web-1' } as const
const GONE = { message: /the token is not known any more/, remedy: /reconcile token create NAME/ }

/** What they say. */
let text = ''

/** Each goes on until its signal says otherwise. */
const endless = {
  get: async () => ({ kind: 'Task', metadata: { name: 'web-1' } }),
  async *watch(_: string, { signal }: { signal: AbortSignal }) {
    yield { type: 'BOOKMARK', resourceVersion: '7' }
    await over(signal)
  },
  async *logs({ signal }: { signal: AbortSignal }) {
    yield { source: 'web-1', stream: 'stdout', text }
    await over(signal)
  },
  async exec({ onOutput, signal }: { onOutput: (stream: string, bytes: Uint8Array) => void; signal: AbortSignal }) {
    onOutput('stdout', Buffer.from(text))
    await over(signal)
    return 0
  },
  async plan({ signal }: { signal: AbortSignal }) {
    await over(signal)
    throw signal.reason
  },
}

describe('a token that is deleted while a request of it goes on', () => {
  let server: Server
  let isThere = true
  let port = 0
  let act = () => {}
  const signal = new AbortController().signal

  beforeEach(async () => {
    isThere = true
    text = 'one'
    const authenticate = () => (isThere ? ({ name: 'ci', role: 'admin' } as const) : undefined)
    const acting = {
      async *scale({ signal: asked }: { signal: AbortSignal }) {
        yield { type: 'resource', object: 'Service/shop/web', change: 'configured' }
        await over(asked)
        yield { type: 'resource', object: 'Service/shop/api', change: 'configured' }
        act()
      },
    }
    const served = { ...endless, ...acting } as unknown as Served
    server = createServer(serverOptions, handler(served, { authenticate, recheckMs: 5, stallMs: 50 }))
    serveUpgrades(server, served, { authenticate, recheckMs: 5 })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    ;({ port } = server.address() as AddressInfo)
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const client = () => installationAt(tcpEndpoint({ url: new URL(`http://127.0.0.1:${port}`), token: 'rct.ci.x' }))
  /** Reads a stream, during which the token is deleted. */
  const readOut = async (values: AsyncIterable<unknown>) => {
    for await (const _ of values) isThere = false
  }
  const scaled = {
    refs: [{ kind: 'Service', namespace: 'shop', name: 'web' } as const],
    replicas: 2,
    wait: true,
    signal,
  }

  for (const [what, stream] of [
    ['a watch', (at) => at.watch('Service', { signal })],
    ['a log that is followed', (at) => at.logs({ refs: [REF], follow: true, timestamps: false, signal })],
    ['what is waited for', (at) => at.scale(scaled)],
  ] as readonly (readonly [string, (at: ServedInstallation) => AsyncIterable<unknown>])[])
    it(`ends ${what}, and the client says so`, () => rejects(readOut(stream(client())), GONE))

  it('ends a command', async () => {
    const onOutput = () => void (isThere = false)
    await rejects(client().exec({ ref: REF, command: ['sh'], onOutput, signal }), { message: GONE.message })
  })

  it('refuses what is not answered yet', async () => {
    const asked = client().plan({ sources: [], cwd: '/', signal })
    await once(server, 'request')
    isThere = false
    await rejects(asked, GONE)
  })

  it('does what was begun as a whole', async () => {
    const acted = new Promise<void>((resolve) => (act = resolve))
    await rejects(readOut(client().scale(scaled)), GONE)
    await acted
  })

  it('ends a watch with the Status that clients of Kubernetes look for', async () => {
    const response = await get('/apis/reconcile.dev/v1/services?watch=true')
    isThere = false
    const { type, object } = JSON.parse(await response.text()) as { type: string; object: Record<string, unknown> }
    deepEqual([type, object['kind'], object['code'], object['reason']], ['ERROR', 'Status', 401, 'Unauthorized'])
  })

  it('cuts a log that is text, so that nobody takes it for all', async () => {
    const response = await get(`${TASK}/log?follow=true`)
    isThere = false
    await rejects(response.text(), { name: 'TypeError' })
  })

  for (const [what, request] of [
    ['a log that is followed', `GET ${TASK}/log?follow=true`],
    ['a command', 'POST /reconcile/exec'],
  ] as const)
    it(`cuts off who takes nothing of ${what}`, async () => {
      // More than the kernel takes off the server's hands.
      text = 'x'.repeat(30_000_000)
      const connected = once(server, 'connection')
      const client = connect(port, '127.0.0.1').pause()
      const body = request.startsWith('POST') ? `${JSON.stringify({ ref: REF, command: ['sh'] })}\n` : ''
      const head = `host: x\r\nauthorization: Bearer rct.ci.x\r\ncontent-length: ${body.length}`
      client.write(`${request} HTTP/1.1\r\n${head}\r\n\r\n${body}`)
      const [socket] = (await connected) as [Socket]
      await until('it is held up', () => socket.writableNeedDrain)
      isThere = false
      await once(socket, 'close')
      client.destroy()
    })

  for (const part of ['exec?command=sh&stdout=true', 'log?follow=true'])
    it(`ends a websocket: ${part}`, async () => {
      const headers = { authorization: 'Bearer rct.ci.x' }
      const remote = await openRemote(`ws://127.0.0.1:${port}${TASK}/${part}`, { headers })
      isThere = false
      const { status, code } = await remote.ended()
      deepEqual([status?.code, code], [401, 1000])
      match(status?.message ?? '', GONE.message)
    })

  it('leaves those alone whose token is still there', async () => {
    const response = await get('/apis/reconcile.dev/v1/services?watch=true&timeoutSeconds=1')
    equal(await response.text(), '')
  })

  const get = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: 'Bearer rct.ci.x' } })
})

/** Resolves once nobody listens any more. */
async function over(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
