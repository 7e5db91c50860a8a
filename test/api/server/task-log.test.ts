import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import { serveTcp } from '../../../api/server/listen-tcp.ts'
import type { Served } from '../../../api/server/served.ts'
import type { LogEntry, WatchEvent } from '../../../api/v1/installation/answers.ts'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { realClock } from '../../../clock/real.ts'
import type { LogsRequest } from '../../../api/v1/installation/requests.ts'
import { aCertificate } from '../../support/certificate.ts'
import { until } from '../../support/until.ts'

const TASK = '/apis/reconcile.dev/v1/namespaces/shop/tasks/web-1'
const PODS = '/api/v1/namespaces/shop/pods/web-1'

describe("a task's log over the API", () => {
  let dir = ''
  let server: ApiServer
  let asked: Omit<LogsRequest, 'signal'>[] = []
  let lines: AsyncIterable<LogEntry>
  let phase: string
  /** Resolves when the task can write no more, as a followed log then ends. */
  let over: Promise<void>
  let end: () => void
  const task = () => ({ kind: 'Task', metadata: { name: 'web-1' }, status: { phase } }) as V1Task
  const served = {
    get: async ({ name }: { name: string }) => (name === 'web-1' ? task() : undefined),
    async *watch(_kind: string, { signal }: { signal: AbortSignal }): AsyncGenerator<WatchEvent> {
      yield { type: 'MODIFIED', object: task() }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
    async *logs({ signal, ...request }: LogsRequest) {
      asked.push(request)
      const left = new Promise((resolve) => signal.addEventListener('abort', resolve))
      if (!request.follow) return yield* lines
      await Promise.race([left, over])
      if (!signal.aborted) yield* lines
    },
    version: async () => ({ version: '1' }),
    async *apply() {},
    scale: async function* ({ replicas }: { replicas: number }) {
      yield { type: 'warning', message: `to ${replicas}` }
    },
  } as unknown as Served

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'task-log-'))
    asked = []
    phase = 'Running'
    lines = entries('one', 'zwei ü')
    over = new Promise((resolve) => (end = resolve))
    server = await serveApi(served, join(dir, 's'))
  })
  afterEach(async () => {
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  const begin = (path: string, { method = 'GET', headers = {} } = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({ socketPath: join(dir, 's'), path, method, headers, agent: false }, resolve)
      sent.on('error', reject)
      sent.end()
    })
  const ask = async (path: string, how = {}) => {
    const response = await begin(path, how)
    return { code: response.statusCode, type: response.headers['content-type'], text: await textOf(response) }
  }

  it('is text, of what was asked for', async () => {
    const query = 'tailLines=5&previous=true&timestamps=1&follow=true&container=main&pretty=true'
    const { code, type, text } = await ask(`${TASK}/log?${query}`)
    deepEqual([code, type, text], [200, 'text/plain; charset=utf-8', 'T1 one\nT2 zwei ü\n'])
    const refs = [{ kind: 'Task', namespace: 'shop', name: 'web-1' }]
    deepEqual(asked, [{ refs, follow: false, timestamps: true, previous: true, tail: 5 }])
    lines = entries('one', 'two')
    equal((await ask(`${PODS}/log?limitBytes=9`)).text, 'T1 one\nT2')
    const before = Date.now()
    await ask(`${TASK}/log?sinceSeconds=60`)
    const since = asked.at(-1)?.since ?? 0
    equal(since >= before - 60_000 && since <= Date.now() - 60_000, true)
  })

  it('is nothing of a task that said nothing', async () => {
    lines = entries()
    deepEqual(await ask(`${TASK}/log`), { code: 200, type: 'text/plain; charset=utf-8', text: '' })
  })

  it('begins at once where it is followed, and ends only with all that the task wrote, however long that takes', async () => {
    phase = 'Completed'
    const response = await begin(`${TASK}/log?follow=true`)
    equal(response.statusCode, 200)
    realClock.after(1_100, end)
    equal(await textOf(response), 'T1 one\nT2 zwei ü\n')
  })

  it('is read for no longer than somebody listens', async () => {
    let ended = false
    lines = (async function* () {
      try {
        for (;;) yield { source: 'web', stream: 'stdout', text: 'x'.repeat(1_000) } as const
      } finally {
        ended = true
      }
    })()
    end()
    const response = await begin(`${TASK}/log?follow=true`)
    response.destroy()
    await until('it is left', () => ended)
  })

  for (const { path, method, headers = {}, code, says } of [
    { path: `${TASK}x/log`, code: 404, says: /tasks.reconcile.dev \\"web-1x\\" not found/ },
    { path: `${TASK}/log?tailLines=-1`, code: 400, says: /tailLines must be a whole number/ },
    { path: `${TASK}/log?sinceSeconds=1.5`, code: 400, says: /sinceSeconds must be/ },
    { path: `${TASK}/log?sinceTime=yesterday`, code: 400, says: /sinceTime must be a time/ },
    { path: `${TASK}/log?sinceTime=2026-01-01T00:00:00Z&sinceSeconds=1`, code: 400, says: /give one of them/ },
    { path: `${TASK}/log`, method: 'DELETE', code: 405, says: /DELETE is not for this path/ },
    { path: `${TASK}/exec?command=ls&stdout=true`, code: 400, says: /exec is by websocket/ },
    { path: `${PODS}/attach`, method: 'POST', headers: spdy(), code: 400, says: /attach is by websocket/ },
    { path: `${TASK}/attach`, headers: { upgrade: 'websocket' }, code: 400, says: /Sec-WebSocket-Protocol must offer/ },
    {
      path: `${TASK}/exec?command=ls&stdout=true`,
      headers: { upgrade: 'websocket', 'sec-websocket-protocol': 'v5.channel.k8s.io', 'sec-websocket-key': 'x' },
      code: 400,
      says: /Sec-WebSocket-Key/,
    },
  ] as readonly { path: string; method?: string; headers?: Record<string, string>; code: number; says: RegExp }[])
    it(`refuses ${method ?? 'GET'} ${path.slice(-40)} ${JSON.stringify(headers)}`, async () => {
      const connection = headers['upgrade'] === undefined ? {} : { connection: 'Upgrade' }
      const answer = await ask(path, { ...(method ? { method } : {}), headers: { ...headers, ...connection } })
      equal(answer.code, code)
      match(answer.text, says)
      match(answer.text, /"kind":"Status"/)
    })

  for (const transport of ['unix socket', 'TCP', 'TLS'] as const)
    it(`is no reason to refuse a wish for another protocol, over ${transport} (RFC 9110, 7.8)`, async () => {
      const tls = transport === 'TLS' ? { tls: aCertificate(dir) } : {}
      const authenticate = () => ({ name: 'ci', role: 'edit' as const })
      const tcp =
        transport === 'unix socket'
          ? undefined
          : await serveTcp(served, { host: '127.0.0.1', port: 0, ...tls, authenticate })
      const port = Number(new URL(tcp?.url ?? 'http://x').port)
      const socket =
        transport === 'TLS'
          ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
          : connect(tcp ? { port, host: '127.0.0.1' } : { path: join(dir, 's') })
      let text = ''
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
      const wish =
        'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nAuthorization: Bearer x'
      socket.write(`GET /version HTTP/1.1\r\nHost: x\r\n${wish}\r\n\r\n`)
      await until('it is answered', () => text.includes('"version":"1"'), { instead: () => text })
      const body = '{"refs":[],"replicas":3}'
      const post = `POST /reconcile/scale HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n${wish}\r\n\r\n`
      text = ''
      socket.write(post)
      socket.write(body.slice(0, 5))
      socket.write(body.slice(5))
      await until('it is answered with its body', () => text.includes('"to 3"'), { instead: () => text })
      text = ''
      const closing = wish.replace('Upgrade,', 'close, Upgrade,')
      socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\n${closing}\r\n\r\n`)
      let isClosed = false
      socket.on('close', () => (isClosed = true))
      await until('it is closed as wished', () => isClosed)
      match(text, /200 OK/)
      await tcp?.close()
    })
})

function spdy(): Record<string, string> {
  return { upgrade: 'SPDY/3.1', 'content-length': '0' }
}

async function* entries(...texts: readonly string[]): AsyncGenerator<LogEntry> {
  for (const [index, text] of texts.entries())
    yield { source: 'web', stream: 'stdout', text, timestamp: `T${index + 1}` }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
