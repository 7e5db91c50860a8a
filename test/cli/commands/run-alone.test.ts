import { match } from 'node:assert/strict'
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

describe('a one-off container whose serve ends', () => {
  it('is named, with how to follow and end it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'run-alone-'))
    const path = join(directory, 's')
    const metadata = { name: 'web', namespace: 'shop' }
    const web = { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'a' } } }
    const served: Partial<Served> = {
      get: async () => web as never,
      async *makeOneOff() {
        yield { type: 'made', oneOff: { node: 'a', stack: 'shop', name: 'shop-web-run-1', id: 'c1' } as never }
      },
      startOneOff: async () => {
        setImmediate(() => void server.close())
        return await new Promise<never>(() => undefined)
      },
    }
    const server: ApiServer = await serveApi({ ...served, close: async () => undefined } as unknown as Served, path)
    const said = () => undefined
    const terminal = { print: said, write: said, complain: said, live: false, stdin: () => Readable.from([]) }
    const signals = { signal: new AbortController().signal, now: () => 0, cwd: directory }
    const context = { terminal, ...signals, env: {}, server: `unix://${path}` } as unknown as Context
    try {
      await run(context, 'web', [], { stack: 'shop' })
      throw new Error('it ended')
    } catch (error) {
      const { message, remedy } = isInstallationError(error) ? error : { message: String(error), remedy: '' }
      match(message, /(aborted|hang up); the container shop-web-run-1 may go on without us$/)
      match(remedy ?? '', /^`reconcile logs -f shop-web-run-1 -n shop` .*`reconcile stop shop-web-run-1 -n shop`/)
    } finally {
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    }
  }).timeout(10_000)
})
