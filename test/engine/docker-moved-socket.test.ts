import { deepEqual, doesNotThrow, equal, match, rejects, throws } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '../../clock/real.ts'
import { connectDocker } from '../../engine/docker/connect.ts'
import { movedSocket } from '../../engine/docker/moved-socket.ts'
import type { Engine } from '../../engine/engine.ts'
import { isEngineError } from '../../engine/errors.ts'
import { until } from '../support/until.ts'
import { anyRun, json } from './fake-http-engine.ts'

/** An engine that says its id, notes which containers it was asked to start, and can be told to let that wait. */
interface Named {
  readonly server: Server
  readonly socket: string
  readonly started: string[]
  readonly waiting: ServerResponse[]
  isSlow: boolean
}

async function startNamed(id: string, directory: string): Promise<Named> {
  const socket = join(directory, `${id}.sock`)
  const server = createServer((request, response) => {
    const { url = '' } = request
    if (url === '/_ping') return void response.writeHead(200, { 'Api-Version': '1.41' }).end('OK')
    if (url.includes('/events')) return void response.writeHead(200).flushHeaders()
    if (url.endsWith('/info')) return json(response, 200, { ID: id })
    const [, container] = /containers\/(\w+)\/start/.exec(url) ?? []
    if (container === undefined) return json(response, 200, [])
    named.started.push(container)
    if (named.isSlow) named.waiting.push(response)
    else response.writeHead(204).end()
  })
  const named: Named = { server, socket, started: [], waiting: [], isSlow: false }
  await once(server.listen(socket), 'listening')
  return named
}

describe('an address at which another engine comes to listen while the one before runs on', () => {
  let directory: string
  let first: Named
  let second: Named
  let engine: Engine
  const path = () => join(directory, 'docker.sock')
  const start = (id: string) => engine.startContainer({ id }, anyRun)

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'moved-socket-'))
    first = await startNamed('E1', directory)
    second = await startNamed('E2', directory)
    lead(first)
    engine = await connectDocker({
      ...{ node: 'local', clock: realClock, settings: { callsPerEngine: 2 }, host: `unix://${path()}` },
    })
    equal((await engine.info({}, anyRun)).id, 'E1')
  })
  afterEach(async () => {
    engine.close()
    for (const { server } of [first, second]) {
      server.closeAllConnections()
      server.close()
    }
    rmSync(directory, { recursive: true, force: true })
  })

  /** Has the path lead to an engine's socket, from one moment to the next. */
  function lead({ socket }: Named): void {
    symlinkSync(socket, join(directory, 'next'))
    renameSync(join(directory, 'next'), path())
  }

  it('gets no write before it has said which one it is, and then does', async () => {
    await start('a')
    lead(second)
    await rejects(start('b'), (error) => isEngineError(error, 'Unreachable') && /another socket/.test(error.detail))
    await rejects(start('c'), { code: 'Unreachable' })
    equal((await engine.info({}, anyRun)).id, 'E2')
    await start('d')
    deepEqual([first.started, second.started], [['a'], ['d']])
  })

  it('gets none of the writes that waited for their turn', async () => {
    first.isSlow = true
    const all = ['a', 'b', 'c', 'd', 'e'].map((id) => start(id).then(() => 'done', String))
    await until('two are on their way', () => first.started.length === 2)
    lead(second)
    first.waiting[0]?.writeHead(204).end()
    const [done, ...others] = await Promise.all(all)
    equal(done, 'done')
    for (const each of others) match(each, /another socket|broke/)
    deepEqual([first.started, second.started], [['a', 'b'], []])
  })

  it('is noticed by a read, which ends the events of the one before', async () => {
    const broken = new Promise((resolve) => {
      engine.watch({ since: 0, onEvent: () => {}, onReady: () => lead(second), onBroken: resolve })
    })
    await until('the path leads elsewhere', async () => (await engine.info({}, anyRun)).id === 'E2')
    await broken
  })

  it('may be written to at once where the one before ended, as it does in a restart', async () => {
    const broken = new Promise((resolve) => {
      engine.watch({
        since: 0,
        onEvent: () => {},
        onReady: () => first.server.closeAllConnections(),
        onBroken: resolve,
      })
    })
    await broken
    lead(second)
    await start('a')
    deepEqual(second.started, ['a'])
  })

  it('is what it was where the path is away for a while, or led there by a link', async () => {
    renameSync(path(), `${path()}.away`)
    await start('a')
    renameSync(`${path()}.away`, path())
    rmSync(path())
    renameSync(first.socket, path())
    await start('b')
    deepEqual(first.started, ['a', 'b'])
  })
})

describe('what an engine said of itself before its address came to lead elsewhere', () => {
  it('does not say which one is there by then', () => {
    const directory = mkdtempSync(join(tmpdir(), 'moved-path-'))
    const path = join(directory, 'docker.sock')
    const put = (name: string) => {
      writeFileSync(join(directory, name), '')
      renameSync(join(directory, name), path)
    }
    put('first')
    const socket = movedSocket({ node: 'local', socketPath: path, shut: () => true })
    const start = () => socket.check('startContainer')
    socket.check('info')
    put('second')
    throws(start, { code: 'Unreachable' })
    socket.identified()
    throws(start, { code: 'Unreachable' })
    socket.check('info')
    throws(start, { code: 'Unreachable' })
    socket.identified()
    doesNotThrow(start)
    rmSync(directory, { recursive: true, force: true })
  })
})

describe('an address behind which calls come to reach another engine', () => {
  it('ends the events of the one before once it has said which one it is', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'moved-address-'))
    const [first, second] = [await startNamed('E1', directory), await startNamed('E2', directory)]
    let to = first
    const front = createTcpServer((incoming) => {
      const onward = connect(to.socket)
      incoming.pipe(onward).pipe(incoming)
      for (const each of [incoming, onward]) each.on('error', () => incoming.destroy())
      incoming.on('close', () => onward.destroy())
    })
    await once(front.listen(0, '127.0.0.1'), 'listening')
    const host = `tcp://127.0.0.1:${(front.address() as AddressInfo).port}`
    const engine = await connectDocker({
      ...{ node: 'local', clock: realClock, settings: { callsPerEngine: 2 }, host },
    })
    try {
      equal((await engine.info({}, anyRun)).id, 'E1')
      const broken = new Promise((resolve) => {
        engine.watch({ since: 0, onEvent: () => {}, onReady: () => (to = second), onBroken: resolve })
      })
      await until('it leads elsewhere', () => to === second)
      equal((await engine.info({}, anyRun)).id, 'E2')
      await broken
    } finally {
      engine.close()
      front.close()
      for (const { server } of [first, second]) {
        server.closeAllConnections()
        server.close()
      }
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
