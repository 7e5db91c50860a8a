import { deepEqual } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handler } from '../../../api/server/handler.ts'
import type { Served } from '../../../api/server/served.ts'
import type { WatchEvent } from '../../../api/v1/installation/answers.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { VERSION_HEADER, VERSION_TEXT } from '../../../api/v1/version-text.ts'
import type { Context } from '../../../cli/context.ts'
import { mainIn } from '../../../cli/main.ts'

describe('a command whose serve has another version', () => {
  it('says so once for each version that answers it, however often it connects', async () => {
    const home = mkdtempSync(join(tmpdir(), 'other-version-'))
    const versions = ['8.8.8', '9.9.9']
    const said: string[] = []
    let isCut = false
    async function* restart(): AsyncGenerator<ProgressEvent> {
      yield { type: 'resource', object: 'Service/shop/web', change: 'restarted' }
      yield { type: 'state', object: 'Service/shop/web', state: 'Progressing', at: 0 }
      isCut = true
      setImmediate(() => server.closeAllConnections())
      await new Promise(() => undefined)
    }
    // The service was deleted meanwhile, so that the second one has nothing to wait for.
    async function* watch(): AsyncGenerator<WatchEvent> {
      yield { type: 'BOOKMARK', resourceVersion: '1', initialEnd: true }
    }
    const items = [{ kind: 'Service', metadata: { name: 'web', namespace: 'shop' } }]
    const list = async () => ({ metadata: {}, items })
    const answer = handler({
      restart,
      watch,
      list,
      version: async () => ({}),
      get: async () => items[0],
    } as unknown as Served)
    const server = createServer((request, response) => {
      const set = response.setHeader.bind(response)
      const version = versions[isCut ? 1 : 0] ?? ''
      response.setHeader = (name, value) => set(name, name === VERSION_HEADER ? version : value)
      answer(request, response)
    })
    await once(server.listen(join(home, 'reconcile.sock')), 'listening')
    const complain = (...lines: readonly string[]) => void said.push(...lines)
    const terminal = { print: complain, complain, live: false, color: false, errorColor: false, width: () => 80 }
    const { signal } = new AbortController()
    const context = { home, cwd: home, env: {}, terminal, now: () => 0, signal } as unknown as Context
    try {
      await mainIn(context, ['restart', 'web', '-n', 'shop'])
    } finally {
      server.closeAllConnections()
      server.close()
      rmSync(home, { recursive: true })
    }
    const warned = (version: string) =>
      `warning: the running serve is reconcile ${version}, and this is ${VERSION_TEXT}: what only one of them knows is refused`
    deepEqual(
      said.filter((line) => line.includes('is reconcile')),
      versions.map(warned),
      said.join('\n'),
    )
  })
})
