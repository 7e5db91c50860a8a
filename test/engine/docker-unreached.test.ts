import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { engineRemedy } from '../../cli/engine-remedy.ts'
import { realClock } from '../../clock/real.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { type Address, engineAgent } from '../../engine/docker/agent.ts'
import { makeCaller } from '../../engine/docker/caller.ts'
import { failureOfError } from '../../engine/docker/errors.ts'
import { openTransport } from '../../engine/docker/transport.ts'
import { anyRun } from './fake-http-engine.ts'

const HOST = 'tcp://10.0.0.2:2376'
const NOTHING = `nothing answers at ${HOST}: the host is off, or the network or a firewall is in the way`

/** A program that listens and never accepts a connection: its process blocks for ever. */
const DEAF = `
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/** A port at which nothing answers, as on a host that is off: the backlog is full of connections that wait. */
async function deafPort(): Promise<{ readonly port: number; end(): void }> {
  const child: ChildProcess = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const port = Number(String(said))
  const waiting: Socket[] = []
  for (let index = 0; index < 2; index++) {
    const socket = connect({ host: '127.0.0.1', port })
    socket.on('error', () => {})
    await once(socket, 'connect')
    waiting.push(socket)
  }
  return {
    port,
    end() {
      for (const socket of waiting) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}

function callerOf(address: Extract<Address, { kind: 'tcp' }>) {
  const host = `tcp://${address.host}:${address.port}`
  const transport = openTransport(address)
  return makeCaller({ node: 'a', host, clock: realClock, transport, negotiate: async () => '1.41' })
}

describe('a host at whose address nothing answers', () => {
  for (const code of ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ETIMEDOUT'])
    it(`is no engine that has to be started: ${code}`, () => {
      const error = Object.assign(new Error(`connect ${code} 10.0.0.2:2376`), { code, syscall: 'connect' })
      const { detail, ...why } = failureOfError(error, { host: HOST })
      assert.equal(detail, `${NOTHING} (connect ${code} 10.0.0.2:2376)`)
      const remedy = 'start that host, or mend the network to it (`ping` shows whether it answers)'
      assert.equal(engineRemedy(why, 'b'), `${remedy}, or correct spec.engine in the manifest of node b`)
    })

  it('is told from one whose connection broke', () => {
    const error = Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'read' })
    assert.match(failureOfError(error, { host: HOST }).detail, /^the connection to .* broke/)
  })

  it('is known for one sooner than an engine that takes its time', async () => {
    const { port, end } = await deafPort()
    try {
      const agent = engineAgent({ kind: 'tcp', host: '127.0.0.1', port }, 100) as unknown as {
        createConnection(): Socket
      }
      const [error] = (await once(agent.createConnection(), 'close').catch((caught) => [caught])) as [unknown]
      const { detail } = failureOfError(error, { host: HOST })
      assert.equal(detail, `${NOTHING} (connect ETIMEDOUT 127.0.0.1:${port})`)
    } finally {
      end()
    }
  })

  it('is asked once by a read', async () => {
    let asked = 0
    const error = Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'connect' })
    const send = () => {
      asked++
      return Promise.reject(error)
    }
    const transport = { send, upgrade: send, dropIdle: () => {}, close: () => false }
    const caller = makeCaller({ node: 'a', host: HOST, clock: realClock, transport, negotiate: async () => '1.41' })
    const info = caller.done({ verb: 'info', args: {}, run: anyRun })
    await assert.rejects(info, { code: 'Unreachable', detail: /^nothing answers at/ })
    caller.close()
    assert.equal(asked, 1)
  })
})

describe('a way to a host that takes long to make, as a login', () => {
  it('takes nothing of the time in which the engine is to answer', async () => {
    const clock = virtualClock()
    const ready = () => new Promise<void>((resolve) => void clock.after(15_000, resolve))
    const send = (_: unknown, signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const transport = { ready, send, upgrade: send, dropIdle: () => {}, close: () => false }
    const negotiate = (_: unknown, signal: AbortSignal) => send(_, signal)
    const caller = makeCaller({ node: 'a', host: HOST, clock, transport, negotiate })
    const told = caller.done({ verb: 'info', args: {}, run: anyRun }).catch(({ code }) => [code, clock.now()])
    await clock.runUntilQuiet({ until: 60_000, steps: 1_000 })
    assert.deepEqual(await told, ['Timeout', 25_000])
    caller.close()
  })
})

describe('a connection on which a call had no answer', () => {
  it('leaves none to the next call that may be dead as well', async () => {
    const hung = new Set<unknown>()
    const held: ServerResponse[] = []
    const answer = ({ socket }: IncomingMessage, response: ServerResponse) => {
      if (hung.has(socket)) return
      held.push(response)
      if (held.length >= 4) for (const each of held.splice(0)) each.writeHead(200).end()
    }
    const server = createServer(answer).listen(0, '127.0.0.1')
    const sockets: Socket[] = []
    server.on('connection', (socket) => sockets.push(socket))
    await once(server, 'listening')
    const caller = callerOf({ kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port })
    const ask = (deadlineMs: number) => caller.done({ verb: 'info', args: {}, run: anyRun }, { deadlineMs })
    await Promise.all([1, 2, 3, 4].map(() => ask(5_000)))
    for (const socket of sockets) hung.add(socket)
    await assert.rejects(ask(100), { code: 'Timeout' })
    await Promise.all([1, 2, 3, 4].map(() => ask(5_000)))
    caller.close()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
})
