import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import { serveTcp } from '../../../api/server/listen-tcp.ts'
import type { Served } from '../../../api/server/served.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { AttachRequest, ExecRequest, LogsRequest } from '../../../api/v1/installation/requests.ts'
import { until } from '../../support/until.ts'
import { openRemote, Refused, type RemoteClient, type RemoteOptions } from './remote-client.ts'

const TASK = '/apis/reconcile.dev/v1/namespaces/shop/tasks/web-1'
const ref = { kind: 'Task', namespace: 'shop', name: 'web-1' }
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const [STDIN, STDOUT, STDERR, RESIZE, CLOSE] = [0, 1, 2, 4, 255]

for (const transport of ['unix socket', 'TCP'] as const)
  describe(`a task's process by websocket, over ${transport}`, () => {
    let dir = ''
    let server: ApiServer
    let base = ''
    let seen: string[] = []
    let asked: object[] = []
    /** The behaviour of the process, which each test sets. */
    let run: (request: AttachRequest) => Promise<number>
    const clients: RemoteClient[] = []
    const served = {
      get: async ({ name }: { name: string }) => (name === 'web-1' ? { kind: 'Task', metadata: { name } } : undefined),
      async exec({ ref: of, command, ...request }: ExecRequest) {
        asked.push({ exec: of, command, ...given(request) })
        return await run({ ref: of, ...request })
      },
      async attach(request: AttachRequest) {
        asked.push({ attach: request.ref, ...given(request) })
        await run(request)
      },
      async *logs({ signal: _, ...request }: LogsRequest) {
        asked.push({ logs: request })
        yield { source: 'shop-web-1', stream: 'stdout', text: 'one', timestamp: 'T1' }
        yield { source: 'shop-web-1', stream: 'stderr', text: 'two' }
      },
    } as unknown as Served
    const given = ({ stdin, terminal }: Pick<AttachRequest, 'stdin' | 'terminal'>) => ({
      ...{ stdin: stdin !== undefined, tty: terminal !== undefined },
    })

    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), 'websockets-'))
      seen = []
      asked = []
      run = async () => 0
      if (transport === 'TCP') {
        const authenticate = (token: string) =>
          token === 'view' || token === 'edit' ? ({ name: token, role: token } as const) : undefined
        const tcp = await serveTcp(served, { host: '127.0.0.1', port: 0, authenticate })
        server = tcp
        base = tcp.url.replace('http', 'ws')
      } else {
        server = await serveApi(served, join(dir, 's'))
        base = `ws+unix:${join(dir, 's')}:`
      }
    })
    afterEach(async () => {
      for (const client of clients.splice(0)) client.socket.terminate()
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    })

    const open = async (path: string, { headers, ...options }: RemoteOptions = {}) => {
      const client = await openRemote(`${base}${path}`, {
        headers: { authorization: 'Bearer edit', ...headers },
        ...options,
      })
      clients.push(client)
      return client
    }
    const sees = (what: string) => until(`it sees ${what}`, () => seen.at(-1) === what, { instead: () => seen.join() })

    it('is told a command, takes input to its end, and says output, errors and the exit code', async () => {
      run = async ({ stdin, onOutput }) => {
        for await (const bytes of stdin ?? []) await onOutput('stdout', bytes)
        await onOutput('stderr', Buffer.from('over'))
        return 3
      }
      const client = await open(`${TASK}/exec?command=tr&command=a+b&stdin=true&stdout=true&stderr=1&container=main`)
      equal(client.socket.protocol, 'v5.channel.k8s.io')
      client.send(STDIN, 'one ')
      client.send(STDIN, 'two')
      client.send(CLOSE, new Uint8Array([STDIN]))
      deepEqual(await client.ended(), {
        status: {
          ...{ metadata: {}, status: 'Failure', reason: 'NonZeroExitCode' },
          message: 'command terminated with non-zero exit code 3',
          details: { causes: [{ reason: 'ExitCode', message: '3' }] },
        },
        code: 1000,
      })
      deepEqual([client.said(STDOUT), client.said(STDERR)], ['one two', 'over'])
      deepEqual(asked, [{ exec: ref, command: ['tr', 'a b'], stdin: true, tty: false }])
    })

    it('says Success of exit 0, by v4, and only what was asked for, where pods have it too', async () => {
      run = async ({ onOutput }) => {
        await onOutput('stdout', Buffer.from('not asked for'))
        await onOutput('stderr', Buffer.from('asked for'))
        return 0
      }
      const path = '/api/v1/namespaces/shop/pods/web-1/exec?command=ls&stderr=true'
      const client = await open(path, { protocols: ['channel.k8s.io', 'v4.channel.k8s.io'] })
      equal(client.socket.protocol, 'v4.channel.k8s.io')
      deepEqual((await client.ended()).status, { metadata: {}, status: 'Success' })
      deepEqual([client.said(STDOUT), client.said(STDERR)], ['', 'asked for'])
      deepEqual(asked, [{ exec: ref, command: ['ls'], stdin: false, tty: false }])
    })

    it('has a terminal as large as the client says, now and later', async () => {
      run = async ({ stdin, terminal }) => {
        const tell = () => seen.push(`${terminal?.size().columns}x${terminal?.size().rows}`)
        tell()
        terminal?.onResize(tell)
        for await (const bytes of stdin ?? []) seen.push(decode(bytes))
        return 0
      }
      const client = await open(`${TASK}/exec?command=sh&stdin=true&stdout=true&tty=true`)
      await sees('0x0')
      client.send(RESIZE, '{"Width":80,"Height":24}')
      await sees('80x24')
      client.send(STDIN, 'ls\n')
      await sees('ls\n')
      client.send(RESIZE, '{"width":100,"height":30}\n')
      await sees('100x30')
      client.send(RESIZE, '{}')
      await sees('0x0')
      client.send(CLOSE, new Uint8Array([STDIN]))
      equal((await client.ended()).status?.status, 'Success')
    })

    it('is attached to', async () => {
      run = async ({ onOutput }) => {
        await onOutput('stdout', Buffer.from('hello'))
        return 7
      }
      const client = await open(`${TASK}/attach?stdout=true&tty=true`)
      deepEqual((await client.ended()).status, { metadata: {}, status: 'Success' })
      equal(client.said(STDOUT), 'hello')
      deepEqual(asked, [{ attach: ref, stdin: false, tty: true }])
    })

    it('is read the log of', async () => {
      const client = await open(`${TASK}/log?tailLines=2&timestamps=true&previous=true&sinceTime=2026-01-31T15:04:05Z`)
      deepEqual((await client.ended()).status, { metadata: {}, status: 'Success' })
      equal(client.said(STDOUT), 'T1 one\ntwo\n')
      const since = Date.UTC(2026, 0, 31, 15, 4, 5)
      deepEqual(asked, [{ logs: { refs: [ref], follow: false, timestamps: true, previous: true, tail: 2, since } }])
    })

    it('is read no more of the log than so many bytes', async () => {
      const client = await open(`${TASK}/log?limitBytes=5&timestamps=true`)
      deepEqual((await client.ended()).status, { metadata: {}, status: 'Success' })
      equal(client.said(STDOUT), 'T1 on')
    })

    it('is refused with what to do, once it is open', async () => {
      run = async () => {
        throw new InstallationError(exits.failed, 'no container of it runs', { remedy: 'see why' })
      }
      const { status } = await (await open(`${TASK}/attach?stdout=true`)).ended()
      equal(status?.message, 'no container of it runs: see why')
      equal(status?.status, 'Failure')
    })

    it('is left by who closes', async () => {
      let left = false
      run = async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        left = true
        return 1
      }
      const client = await open(`${TASK}/attach?stdin=true`)
      await until('it runs', () => asked.length > 0)
      client.socket.close()
      await until('it is left', () => left)
    })

    for (const { what, send, says } of [
      { what: 'a channel that is none', send: [7, 'x'], says: /there is no channel 7/ },
      { what: 'the channel of what it hears', send: [STDOUT, 'x'], says: /there is no channel 1/ },
      { what: 'a size of no number', send: [RESIZE, '{"Width":"a","Height":1}'], says: /a size is \{"Width":80/ },
      { what: 'a size below nothing', send: [RESIZE, '{"Width":-1,"Height":1}'], says: /up to 65535/ },
      { what: 'a size that is no JSON', send: [RESIZE, '{'], says: /a size is/ },
      { what: 'a size that is none', send: [RESIZE, 'null'], says: /a size is/ },
    ] as const)
      it(`refuses ${what}`, async () => {
        run = async ({ signal }) => {
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          throw new Error('left')
        }
        const client = await open(`${TASK}/exec?command=sh&stdin=true&tty=true`)
        client.send(send[0], send[1])
        const { status, code } = await client.ended()
        match(status?.message ?? '', says)
        deepEqual([status?.reason, status?.code, code], ['BadRequest', 400, 1000])
      })

    it('takes no message over 3 MB (S12)', async () => {
      run = ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(0)))
      const client = await open(`${TASK}/exec?command=sh&stdin=true`)
      client.send(STDIN, new Uint8Array(3_000_001))
      equal((await client.ended()).code, 1009)
    })

    it('reads no more than a little of what nobody takes, and hears the end all the same (S12)', async () => {
      let typed: Readable | undefined
      let take: () => void = () => undefined
      run = async ({ stdin }) => {
        if (!stdin) return 0
        typed = stdin as Readable
        await new Promise<void>((resolve) => (take = resolve))
        let bytes = 0
        for await (const piece of stdin) bytes += piece.length
        seen.push(String(bytes))
        return 0
      }
      const client = await open(`${TASK}/exec?command=sleep&stdin=true`)
      for (let sent = 0; sent < 40; sent++) client.send(STDIN, new Uint8Array(1_000_000))
      client.send(CLOSE, new Uint8Array([STDIN]))
      const waiting = () => typed?.readableLength ?? 0
      await until('it waits', () => waiting() >= 1_000_000)
      // Gives the server enough turns of the event loop to read more.
      for (let turn = 0; turn < 50; turn++) await (await open(`${TASK}/exec?command=true&stdout=true`)).ended()
      ok(waiting() < 5_000_000, `${waiting()} bytes were taken`)
      // The kernel buffers a few MB.
      ok(client.socket.bufferedAmount > 10_000_000, `${client.socket.bufferedAmount} bytes are left`)
      take()
      equal((await client.ended()).status?.status, 'Success')
      deepEqual(seen, ['40000000'])
    })

    it('is held up by who takes nothing, and goes on when that leaves (S12)', async () => {
      let printed = 0
      let waits = false
      run = async ({ onOutput }) => {
        for (; printed < 1_000; printed++) {
          const room = onOutput('stdout', new Uint8Array(64 * 1024))
          waits = room !== undefined
          await room
          waits = false
        }
        return 0
      }
      const client = await open(`${TASK}/exec?command=yes&stdout=true`)
      client.socket.pause()
      await until('it waits', () => waits || printed === 1_000)
      ok(printed < 500, `${printed} pieces were taken`)
      client.socket.terminate()
      await until('it has ended', () => printed === 1_000)
    })

    for (const { what, path = `${TASK}/exec?command=ls&stdout=true`, code, says, ...options } of [
      { what: 'a command of no words', path: `${TASK}/exec?stdout=true`, code: 400, says: /exec runs what/ },
      { what: 'a command without streams', path: `${TASK}/exec?command=ls`, code: 400, says: /one of stdin/ },
      { what: 'a task that is not there', path: `${TASK}x/exec?command=ls&stdout=1`, code: 404, says: /"web-1x" not/ },
      { what: 'a part of a path that is none', path: `${TASK}%ff/attach?stdout=1`, code: 400, says: /percent-encoded/ },
      { what: 'a number of lines that is none', path: `${TASK}/log?tailLines=x`, code: 400, says: /tailLines must/ },
      { what: 'a client that speaks other protocols', protocols: ['channel.k8s.io'], code: 400, says: /v5\.channel/ },
      { what: 'a client of no protocol', protocols: [], code: 400, says: /must offer one of/ },
      { what: 'a page of others', origin: 'https://evil.example', code: 403, says: /evil.example may not/ },
      { what: 'a page of nowhere', origin: 'null', code: 403, says: /may not speak/ },
    ] as readonly (RemoteOptions & { what: string; path?: string; code: number; says: RegExp })[])
      it(`is not opened to ${what}`, async () => {
        await rejects(open(path, options), (error) => {
          ok(error instanceof Refused, String(error))
          deepEqual([error.code, error.body.code], [code, code])
          match(error.body.message ?? '', says)
          return true
        })
        deepEqual(asked, [])
      })

    if (transport === 'TCP')
      it('is opened by a serve that was still starting when it was asked', async () => {
        let begin = (_: Served) => {}
        const coming = new Promise<Served>((resolve) => (begin = resolve))
        const authenticate = () => ({ name: 'edit', role: 'edit' }) as const
        const tcp = await serveTcp(coming, { host: '127.0.0.1', port: 0, authenticate })
        const opening = openRemote(`${tcp.url.replace('http', 'ws')}${TASK}/log`, {
          headers: { authorization: 'Bearer edit' },
        })
        // A request that is none is answered at once, so after the one before was read.
        const broken = connect(Number(new URL(tcp.url).port), '127.0.0.1', () => broken.write('none\r\n\r\n'))
        await once(broken, 'data')
        begin(served)
        const client = await opening
        deepEqual((await client.ended()).status, { metadata: {}, status: 'Success' })
        await tcp.close()
      })

    it('is opened to 100 at once, and to a page of its own', async () => {
      run = ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(0)))
      const path = `${TASK}/attach?stdout=true`
      const own = transport === 'TCP' ? { origin: base.replace('ws', 'http') } : {}
      await Promise.all(Array.from({ length: 100 }, () => open(path, own)))
      await rejects(open(path), (error) => error instanceof Refused && error.code === 429)
      clients[0]?.socket.close()
      await clients[0]?.ended()
      await until('there is room', () =>
        open(path)
          .then(() => true)
          .catch(() => false),
      )
    })

    it('ends with the server', async () => {
      run = ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(0)))
      const client = await open(`${TASK}/attach?stdout=true`)
      await server.close()
      equal((await client.ended()).code, 1006)
    })

    if (transport === 'TCP')
      for (const { token, code } of [
        { token: 'view', code: 403 },
        { token: 'none', code: 401 },
      ])
        it(`is refused to a token that is ${token}`, async () => {
          for (const part of ['exec?command=ls&stdout=true', 'attach?stdout=true', 'log'])
            await rejects(open(`${TASK}/${part}`, { headers: { authorization: `Bearer ${token}` } }), (error) => {
              ok(error instanceof Refused, String(error))
              equal(error.code, code)
              return true
            })
          deepEqual(asked, [])
        })
  })
