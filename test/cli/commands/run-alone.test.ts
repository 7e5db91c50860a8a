import { equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import type { Served } from '../../../api/server/served.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { run } from '../../../cli/commands/run.ts'
import type { Context } from '../../../cli/context.ts'

interface Speaking {
  /** The answer of the serve to the start, which may end the serve. */
  readonly start: (close: () => void) => Promise<number>
  readonly signal?: AbortSignal
  readonly complain?: (line: string) => void
}

/** Runs a command in a one-off container over a serve. */
async function runOver({ start, signal = new AbortController().signal, complain = said }: Speaking): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'run-alone-'))
  const path = join(directory, 's')
  const metadata = { name: 'web', namespace: 'shop' }
  const web = { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'a' } } }
  const served: Partial<Served> = {
    get: async () => web as never,
    async *makeOneOff() {
      yield { type: 'made', oneOff: { node: 'a', stack: 'shop', name: 'shop-web-run-1', id: 'c1' } as never }
    },
    startOneOff: async () => await start(() => void server.close()),
    endOneOff: async () => undefined,
  }
  const server: ApiServer = await serveApi({ ...served, close: async () => undefined } as unknown as Served, path)
  const terminal = { print: said, write: said, complain, live: false, stdin: () => Readable.from([]) }
  const context = { terminal, signal, now: () => 0, cwd: directory, env: {}, server: `unix://${path}` }
  try {
    return await run(context as unknown as Context, 'web', [], { stack: 'shop' })
  } finally {
    await server.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

const said = () => undefined
const forEver = () => new Promise<never>(() => undefined)

describe('a one-off container that is spoken with', () => {
  it('is named where its serve ends, with how to follow and end it', async () => {
    const ended = runOver({
      async start(close) {
        setImmediate(close)
        return await forEver()
      },
    })
    const error = await ended.catch((thrown: unknown) => thrown)
    const { message, remedy } = isInstallationError(error) ? error : { message: String(error), remedy: '' }
    match(message, /(aborted|hang up); the container shop-web-run-1 may go on without us$/)
    match(remedy ?? '', /^`reconcile logs -f shop-web-run-1 -n shop` .*`reconcile stop shop-web-run-1 -n shop`/)
  }).timeout(10_000)

  it('is named where it goes on after an interrupt, with how to end it', async () => {
    const interrupted = new AbortController()
    const lines: string[] = []
    let end = (_: number) => {}
    const ended = new Promise<number>((resolve) => (end = resolve))
    const exit = await runOver({
      async start() {
        interrupted.abort(new Error('interrupted by SIGINT'))
        return await ended
      },
      signal: interrupted.signal,
      complain(line) {
        lines.push(line)
        end(7)
      },
    })
    equal(exit, 7)
    match(lines.join(), /^shop-web-run-1 goes on after SIGINT; .*reconcile stop shop-web-run-1 -n shop ends it/)
  }).timeout(10_000)
})
