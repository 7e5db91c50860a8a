import { deepEqual, equal, rejects } from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EngineProxy, nthWrite, startProxy } from '../support/proxy.ts'

describe('the proxy in front of an engine', () => {
  let dir: string
  let engine: Awaited<ReturnType<typeof startEngine>>
  let proxy: EngineProxy
  const call = (method: string, path: string, body?: unknown) =>
    request({ socketPath: proxy.socket, method, path }, body)

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'reconcile-proxy-'))
    engine = await startEngine(join(dir, 'engine.sock'))
    proxy = await startProxy({ socket: join(dir, 'proxy.sock'), engine: join(dir, 'engine.sock') })
  })
  afterEach(async () => {
    await proxy.close()
    await engine.close()
    await rm(dir, { recursive: true })
  })

  it('passes requests and answers, and writes them down without the version, parameters sorted', async () => {
    const answer = await call('POST', '/v1.41/containers/create?platform=x&name=web', { Image: 'busybox' })
    deepEqual(answer, {
      status: 201,
      text: 'seen POST /v1.41/containers/create?platform=x&name=web {"Image":"busybox"}',
    })
    const [{ at, ...recorded }] = proxy.calls as [EngineProxy['calls'][number]]
    equal(at > 0, true)
    const path = '/containers/create?name=web&platform=x'
    deepEqual(recorded, { method: 'POST', path, body: { Image: 'busybox' }, status: 201 })
  })

  it('writes down what the engine says that it created, and the digest of an upload', async () => {
    const creating = { method: 'POST', path: '/v1.41/networks/create', headers: { 'x-answer': '{"Id":"a1"}' } }
    const answer = await request({ socketPath: proxy.socket, ...creating }, { Name: 'back' })
    equal(answer.text, '{"Id":"a1"}')
    await call('PUT', '/v1.41/containers/web/archive?path=/', 'a tar')
    const archive = 'sha256:b3c5732cece487803a8a8b3bd8b2be0b4c24ab00c0b471a913d15cc8813089e1'
    deepEqual(
      proxy.calls.map(({ body, created }) => ({ body, created })),
      [
        { body: { Name: 'back' }, created: { Id: 'a1' } },
        { body: { archive }, created: undefined },
      ],
    )
  })

  it('counts as writes what changes the engine', async () => {
    for (const path of ['/_ping', '/auth', '/v1.41/containers/web/wait?condition=next-exit']) await call('POST', path)
    await call('GET', '/containers/json')
    await call('POST', '/v1.41/containers/web/start')
    await call('DELETE', '/volumes/attach')
    deepEqual(
      proxy.writes().map(({ method, path }) => `${method} ${path}`),
      ['POST /containers/web/start', 'DELETE /volumes/attach'],
    )
    proxy.clear()
    deepEqual(proxy.calls, [])
  })

  it('answers in place of the engine, as often as it is told to', async () => {
    proxy.inject({ on: (c) => c.path === '/info', do: { answer: 500, message: 'disk on fire' }, times: 1 })
    deepEqual(await call('GET', '/v1.41/info'), { status: 500, text: '{"message":"disk on fire"}' })
    equal((await call('GET', '/v1.41/info')).status, 201)
    equal(engine.seen.length, 1)
  })

  it('drops a call before the engine sees it, and another after it was carried out', async () => {
    const order: string[] = []
    proxy.inject({ on: nthWrite(1), do: 'drop-before', act: () => void order.push(`first: ${engine.seen.length}`) })
    proxy.inject({ on: nthWrite(2), do: 'drop-after', act: () => void order.push(`second: ${engine.seen.length}`) })
    await rejects(call('POST', '/networks/create'), { code: 'ECONNRESET' })
    await rejects(call('POST', '/networks/create'), { code: 'ECONNRESET' })
    deepEqual(order, ['first: 0', 'second: 1'])
  })

  it('lets a call hang until the fault is seen by its caller', async () => {
    const lift = proxy.inject({ on: () => true, do: 'hang' })
    const signal = AbortSignal.timeout(50)
    await rejects(request({ socketPath: proxy.socket, path: '/info', signal }), { name: 'AbortError' })
    lift()
    equal((await call('GET', '/info')).status, 201)
  })

  it('passes an event as it comes, and drops the stream on demand', async () => {
    const stream = await open(proxy.socket, '/v1.41/events')
    engine.emit('{"Type":"container"}\n')
    equal(await next(stream), '{"Type":"container"}\n')
    const ended = new Promise((resolve) => stream.once('error', resolve))
    equal(proxy.dropEventStreams(), 1)
    equal(((await ended) as NodeJS.ErrnoException).code, 'ECONNRESET')
    equal(proxy.dropEventStreams(), 0)
  })

  it('breaks the answer of an engine that dies in the middle of it', async () => {
    const stream = await open(proxy.socket, '/events')
    const ended = new Promise((resolve) => stream.once('error', resolve))
    engine.dropConnections()
    equal(((await ended) as NodeJS.ErrnoException).code, 'ECONNRESET')
  })

  it('passes a connection that leaves HTTP, both ways', async () => {
    const client = net.connect(proxy.socket)
    const body = '{"Tty":true}'
    const head = ['POST /v1.41/exec/x/start HTTP/1.1', 'Host: engine', 'Connection: Upgrade', 'Upgrade: tcp']
    client.write([...head, `Content-Length: ${body.length}`, '', body].join('\r\n'))
    equal((await next(client)).includes('101 UPGRADED'), true)
    client.write('ls\n')
    equal(await next(client), 'echo ls\n')
    client.destroy()
    equal(proxy.calls[0]?.status, 101)
  })
})

/** An engine that says what it saw, streams what it is told, and echoes where HTTP is left. */
async function startEngine(socket: string) {
  const seen: string[] = []
  const streams = new Set<http.ServerResponse>()
  const server = http.createServer(async (req, res) => {
    if (req.url?.endsWith('/events')) {
      res.flushHeaders()
      return void streams.add(res)
    }
    let body = ''
    for await (const chunk of req) body += chunk
    seen.push(`${req.method} ${req.url}`)
    const answer = req.headers['x-answer']
    if (answer) res.writeHead(201, { 'content-type': 'application/json' }).end(answer)
    else res.writeHead(201).end(`seen ${req.method} ${req.url} ${body}`)
  })
  server.on('upgrade', (wish, connection) => {
    wish.resume()
    connection.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
    connection.on('data', (bytes) => connection.write(`echo ${bytes}`))
    connection.on('end', () => connection.end()).on('error', () => connection.destroy())
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    seen,
    emit: (text: string) => streams.forEach((res) => void res.write(text)),
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise<unknown>((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

async function request(to: http.RequestOptions, body?: unknown) {
  const type = typeof body === 'string' ? 'application/x-tar' : 'application/json'
  const headers = { ...(body ? { 'content-type': type } : {}), ...to.headers }
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const req = http.request({ ...to, headers, agent: false }, async (res) => {
      let text = ''
      for await (const chunk of res) text += chunk
      resolve({ status: res.statusCode, text })
    })
    req.once('error', reject).end(typeof body === 'string' ? body : body && JSON.stringify(body))
  })
}

function open(socketPath: string, path: string): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    http.get({ socketPath, path, agent: false }, resolve).once('error', reject)
  })
}

function next(stream: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString())))
}
