import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { realClock } from '../../clock/real.ts'
import { pause } from '../../clock/sleep.ts'
import { type Direct, engineAgent } from '../../engine/docker/agent.ts'
import { readStart } from '../../engine/docker/answer.ts'
import { openTransport } from '../../engine/docker/transport.ts'

/**
 * The kind of the timer that Linux runs for a connection, and in how many hundredths of a second it fires, by the connection's local port.
 */
async function timerOf(port: number): Promise<readonly [kind: string, hundredths: number]> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((row) => row.trim().split(/\s+/))
  const [kind = '', when = ''] = (rows.find(([, local]) => local === `0100007F:${hex}`)?.[5] ?? '').split(':')
  return [kind, Number.parseInt(when, 16)]
}

describe('a connection to an engine over TCP', () => {
  it('is kept alive, so that one that was forgotten on the way breaks', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const accepted = once(server, 'connection')
    const socket = dial({ kind: 'tcp', host: '127.0.0.1', port })
    await once(socket, 'connect')
    const [other] = (await accepted) as [Socket]
    const [kind, hundredths] = await timerOf(socket.localPort ?? 0)
    const KEEP_ALIVE = '02'
    assert.equal(kind, KEEP_ALIVE)
    assert.ok(hundredths <= 3_000, `in ${hundredths / 100} s`)
    for (const each of [socket, other]) each.destroy()
    server.close()
    await once(server, 'close')
  })
})

describe('a transport to an engine', () => {
  const OTHERS = { DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_CERT_PATH: '/nowhere', DOCKER_CLIENT_TIMEOUT: '1' }
  const before = { ...process.env }
  beforeEach(() => void Object.assign(process.env, OTHERS))
  afterEach(() => {
    for (const name of Object.keys(OTHERS)) delete process.env[name]
    Object.assign(process.env, before)
  })

  it('goes by its address alone, whatever certificates and time limit the environment has for another one', async () => {
    // Longer than the limit, were that in milliseconds.
    const server = createHttpServer(async (_, response) => {
      await pause(realClock, 100)
      response.end('well')
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const transport = openTransport({ kind: 'tcp', host: '127.0.0.1', port })
    assert.equal(process.env['DOCKER_HOST'], OTHERS.DOCKER_HOST)
    const answer = await transport.send({ method: 'GET', target: '/_ping' }, new AbortController().signal)
    assert.equal(await readStart(answer, 100), 'well')
    transport.close()
    await once(server.close(), 'close')
  })
})

function dial(address: Direct): Socket {
  const agent = engineAgent(address) as unknown as { createConnection(): Duplex }
  return agent.createConnection() as Socket
}
