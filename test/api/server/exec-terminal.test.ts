import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketEndpoint } from '../../../api/client/endpoint.ts'
import { remoteExec } from '../../../api/client/exec.ts'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import type { Served } from '../../../api/server/served.ts'
import type { ExecRequest } from '../../../api/v1/installation/requests.ts'
import type { SizedTerminal } from '../../../api/v1/installation/terminal.ts'
import { channels, frame } from '../../../api/v1/installation/wire.ts'
import { until } from '../../support/until.ts'

const ref = { kind: 'Task', namespace: 'shop', name: 'web-1' } as const
const encode = (text: string) => new TextEncoder().encode(text)

describe('a command with a terminal, through the API', () => {
  let dir = ''
  let socket = ''
  let server: ApiServer
  let seen: string[] = []
  /** Ends the command. */
  let leave: () => void = () => undefined

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'exec-'))
    socket = join(dir, 'reconcile.sock')
    seen = []
    server = await serveApi({ exec: run } as unknown as Served, socket)
  })
  afterEach(async () => {
    leave()
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  async function run({ stdin, terminal }: ExecRequest): Promise<number> {
    const tell = () => seen.push(`${terminal?.size().columns}x${terminal?.size().rows}`)
    tell()
    terminal?.onResize(tell)
    const left = new Promise<void>((resolve) => (leave = resolve))
    if (stdin) for await (const bytes of stdin) seen.push(new TextDecoder().decode(bytes))
    seen.push('end of input')
    await left
    return 3
  }

  const resizable = () => {
    let size = { columns: 80, rows: 24 }
    let told = () => {}
    const terminal: SizedTerminal = { size: () => size, onResize: (tell) => ((told = tell), () => (told = () => {})) }
    return {
      terminal,
      resize(columns: number, rows: number) {
        size = { columns, rows }
        told()
      },
    }
  }
  const sees = (what: string) => until(`it sees ${what}`, () => seen.at(-1) === what, { instead: () => seen.join() })

  it('gets its size, what is typed, and later sizes, in their order and after the input too', async () => {
    const { terminal, resize } = resizable()
    const typed = (async function* () {
      await sees('80x24')
      yield encode('ls\n')
      await sees('ls\n')
      resize(100, 30)
      await sees('100x30')
    })()
    const signal = new AbortController().signal
    const ended = remoteExec(socketEndpoint(socket), {
      ref,
      command: ['sh'],
      stdin: typed,
      terminal,
      onOutput: () => {},
      signal,
    })
    await sees('end of input')
    resize(120, 40)
    await sees('120x40')
    leave()
    equal(await ended, 3)
    deepEqual(seen, ['80x24', 'ls\n', '100x30', 'end of input', '120x40'])
  })

  it('gets sizes where nothing is typed', async () => {
    const { terminal, resize } = resizable()
    const signal = new AbortController().signal
    const ended = remoteExec(socketEndpoint(socket), { ref, command: ['top'], terminal, onOutput: () => {}, signal })
    await sees('end of input')
    resize(100, 30)
    await sees('100x30')
    leave()
    equal(await ended, 3)
  })

  it('fails with what broke the input', async () => {
    const typed = (async function* () {
      yield encode('a')
      throw new Error('the keyboard is gone')
    })()
    const signal = new AbortController().signal
    await rejects(
      remoteExec(socketEndpoint(socket), {
        ref,
        command: ['sh'],
        stdin: typed,
        ...resizable(),
        onOutput: () => {},
        signal,
      }),
      /the keyboard is gone/,
    )
  })

  for (const { what, terminal, sent, says } of [
    {
      what: 'a size of no number',
      terminal: { columns: 'a', rows: 1 },
      sent: [],
      says: /terminal must be \{columns, rows\}/,
    },
    { what: 'a size below nothing', terminal: { columns: -1, rows: 1 }, sent: [], says: /up to 65535/ },
    { what: 'no size', terminal: 7, sent: [], says: /terminal must be/ },
    {
      what: 'a later size that is none',
      terminal: { columns: 1, rows: 1 },
      sent: [frame(channels.resize, encode('{"columns":1}'))],
      says: /terminal must be/,
    },
    {
      what: 'a later size that is no JSON',
      terminal: { columns: 1, rows: 1 },
      sent: [frame(channels.resize, encode('{'))],
      says: /must be JSON/,
    },
    {
      what: 'a frame without end (S12)',
      terminal: { columns: 1, rows: 1 },
      sent: [new Uint8Array([channels.stdin, 255, 255, 255, 255])],
      says: /is too long/,
    },
  ])
    it(`refuses ${what}`, async () => {
      const text = await new Promise<string>((resolve, reject) => {
        const asked = request({ socketPath: socket, path: '/reconcile/exec', method: 'POST' }, async (response) => {
          const chunks: Buffer[] = []
          for await (const chunk of response) chunks.push(chunk as Buffer)
          resolve(Buffer.concat(chunks).toString())
        })
        asked.on('error', reject)
        asked.write(`${JSON.stringify({ ref, command: ['sh'], stdin: true, terminal })}\n`)
        for (const bytes of sent) asked.write(bytes)
        asked.end()
      })
      match(text, says)
    })
})
