import { equal, ok } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketEndpoint } from '../../../api/client/endpoint.ts'
import { remoteExec } from '../../../api/client/exec.ts'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import type { Served } from '../../../api/server/served.ts'
import type { ExecRequest } from '../../../api/v1/installation/requests.ts'
import { until } from '../../support/until.ts'

const PIECE = new Uint8Array(64 * 1024)
const PIECES = 1_000

describe('a command whose output is read slowly', () => {
  let dir = ''
  let socket = ''
  let server: ApiServer
  /** How much the command has printed, and whether it waits to print more. */
  let printed = 0
  let waits = false

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'exec-'))
    socket = join(dir, 'reconcile.sock')
    printed = 0
    waits = false
    server = await serveApi({ exec: print } as unknown as Served, socket)
  })
  afterEach(async () => {
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  async function print({ onOutput }: ExecRequest): Promise<number> {
    for (; printed < PIECES; printed++) {
      const room = onOutput('stdout', PIECE)
      if (!room) continue
      waits = true
      await room
      waits = false
    }
    return 3
  }

  it('is held up by a client that takes nothing, and let go when that leaves (S12)', async () => {
    const client = connect(socket)
    client.pause()
    const body = '{"ref":{"kind":"Task","namespace":"shop","name":"web-1"},"command":["yes"]}\n'
    client.write(`POST /reconcile/exec HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    await until('it waits or has printed all', () => waits || printed === PIECES)
    ok(printed * PIECE.length < 16_000_000, `${printed} pieces were taken`)
    client.destroy()
    await until('it has ended', () => printed === PIECES)
  })

  it('comes whole, at the pace of a client that is slow', async () => {
    let bytes = 0
    const exit = await remoteExec(socketEndpoint(socket), {
      ref: { kind: 'Task', namespace: 'shop', name: 'web-1' },
      command: ['yes'],
      async onOutput(_stream, piece) {
        await new Promise((resolve) => setImmediate(resolve))
        bytes += piece.length
      },
      signal: new AbortController().signal,
    })
    equal(exit, 3)
    equal(bytes, PIECES * PIECE.length)
  })
})
