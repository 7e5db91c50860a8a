import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiServer, serveApi } from '../../api/server/listen.ts'
import type { Served } from '../../api/server/served.ts'
import type { LogEntry, WatchEvent } from '../../api/v1/installation/answers.ts'
import type { LogsRequest } from '../../api/v1/installation/requests.ts'
import { API_VERSION, type ObjectOf } from '../../api/v1/kinds.ts'
import { get } from '../../cli/commands/get.ts'
import { logs } from '../../cli/commands/logs.ts'
import type { Context } from '../../cli/context.ts'

const AT = '2026-11-20T10:00:0'
const at = (second: number, source = 'shop-web-1'): LogEntry => ({
  ...{ source, stream: 'stdout', text: `line ${second}`, timestamp: `${AT}${second}.000000000Z` },
})

/** As a serve tells of it: each counts versions of its own. */
function service(name: string, resourceVersion = '1'): ObjectOf {
  const metadata = { name, namespace: 'shop', generation: 1, resourceVersion }
  return { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'a' } } }
}

describe('what goes on being looked at', () => {
  let path = ''
  let directory = ''
  let server: ApiServer | undefined
  let aborting = new AbortController()
  let told: string[] = []
  let onTold: (line: string) => void = () => undefined
  beforeEach(() => {
    onTold = () => undefined
    directory = mkdtempSync(join(tmpdir(), 'look-again-'))
    path = join(directory, 's')
    told = []
    aborting = new AbortController()
  })
  afterEach(async () => {
    await server?.close()
    rmSync(directory, { recursive: true, force: true })
  })

  const serve = async (served: Partial<Served>) => {
    const fixed = { list: async () => ({ metadata: {}, items: [] }), get: async () => service('web') }
    server = await serveApi({ ...fixed, ...served, close: async () => undefined } as unknown as Served, path)
  }
  const context = () => {
    const tell = (...lines: string[]) => {
      told.push(...lines)
      for (const line of lines) onTold(line)
    }
    const terminal = { print: tell, write: tell, complain: tell, live: false }
    const signals = { signal: aborting.signal, now: () => Date.parse(`${AT}0Z`) }
    return { terminal, ...signals, env: {}, server: `unix://${path}` } as unknown as Context
  }
  /** Ends this serve and begins another in its place. */
  const handOver = async (next: Partial<Served>) => {
    await server?.close()
    await serve(next)
  }

  it('follows logs with the serve that comes next: no line is lost, and none comes twice', async () => {
    const asked: LogsRequest[] = []
    await serve({
      async *logs(request) {
        asked.push(request)
        yield* [at(5, 'shop-web-2'), at(6), at(7)]
        setImmediate(() => void handOver({ logs: later }))
        await new Promise(() => undefined)
      },
    })
    async function* later(request: LogsRequest): AsyncGenerator<LogEntry> {
      asked.push(request)
      yield* [at(5, 'shop-web-2'), at(6), at(6, 'shop-web-2'), at(7), at(6, 'shop-web-3'), at(8), at(8, 'shop-web-2')]
    }
    const exit = await logs(context(), ['service/web'], { stack: 'shop', follow: true, tail: '3', logPrefix: false })
    equal(exit, 0)
    const [gone = ''] = told.splice(3, 1)
    match(gone, /^warning: asking the serve behind .*: aborted; whoever answers in its place is asked on$/)
    deepEqual(told, ['line 5', 'line 6', 'line 7', 'line 6', 'line 6', 'line 8', 'line 8'])
    deepEqual(
      asked.map(({ tail, since }) => ({ tail, since })),
      [
        { tail: 3, since: undefined },
        { tail: undefined, since: Date.parse(`${AT}0Z`) },
      ],
    )
  }).timeout(10_000)

  it('watches with the serve that comes next, which tells what changed meanwhile', async () => {
    const watch = (version: string, ...names: readonly string[]) =>
      async function* (): AsyncGenerator<WatchEvent> {
        for (const name of names) yield { type: 'ADDED', object: service(name, version) }
        yield { type: 'BOOKMARK', resourceVersion: '1', initialEnd: true }
        await new Promise(() => undefined)
      }
    await serve({ watch: watch('1', 'web') })
    onTold = (line) => {
      if (line === 'web') void handOver({ watch: watch('9', 'web', 'api') })
      if (line === 'api') aborting.abort()
    }
    const output = 'jsonpath={.metadata.name}'
    equal(await get(context(), ['services'], { stack: 'shop', watch: true, output, headers: true }), 130)
    match(told.join(' '), /^web warning: .* is asked on api$/)
  }).timeout(10_000)

  for (const [verb, ask] of [
    ['logs -f', () => logs(context(), ['service/web'], { stack: 'shop', follow: true })],
    ['get -w', () => get(context(), ['services'], { stack: 'shop', watch: true, output: 'name', headers: true })],
  ] as const)
    it(`ends at once where nobody ever answered: ${verb}`, async () => {
      await rejects(ask(), /no serve listens|ENOENT|nothing listens/)
      deepEqual(told, [])
    })

  it('ends with what the serve refuses', async () => {
    await serve({
      async *logs() {
        yield at(1)
        throw new Error('it is broken')
      },
    })
    await rejects(logs(context(), ['service/web'], { stack: 'shop', follow: true }), /it is broken/)
  })
})
