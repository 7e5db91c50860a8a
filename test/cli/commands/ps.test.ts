import { equal, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handler } from '../../../api/server/handler.ts'
import type { Served } from '../../../api/server/served.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import { VERSION_HEADER } from '../../../api/v1/version-text.ts'
import { ps } from '../../../cli/commands/compose-words.ts'
import type { Context } from '../../../cli/context.ts'

const metadata = { name: 'web', namespace: 'shop' }
const WEB: ObjectOf<'Service'> = {
  apiVersion: API_VERSION,
  kind: 'Service',
  metadata,
  spec: { template: { image: 'nginx' } },
}

describe('ps', () => {
  const home = mkdtempSync(join(tmpdir(), 'ps-'))
  after(() => rmSync(home, { recursive: true }))

  it('looks for an installation once, whatever of it is shown', async () => {
    const warnings: string[] = []
    const asked = { connections: 0, requests: 0 }
    const served: Partial<Served> = {
      get: async ({ kind, name }) => (kind === 'Service' && name === 'web' ? WEB : undefined),
      list: async (kind) => ({ metadata: {}, items: kind === 'Service' ? [WEB] : [] }),
      oneOffs: async () => [],
    }
    const answer = handler(served as Served)
    const server = createServer((request, response) => {
      const set = response.setHeader.bind(response)
      response.setHeader = (name, value) => set(name, name === VERSION_HEADER ? '9.9.9' : value)
      answer(request, response)
    })
    server.on('connection', () => asked.connections++).on('request', () => asked.requests++)
    const socketPath = join(home, 'reconcile.sock')
    await once(server.listen(socketPath), 'listening')
    const { signal } = new AbortController()
    const terminal = { print() {}, complain: (line: string) => warnings.push(line), isTerminal: false }
    const context = { home, cwd: home, env: {}, terminal, now: () => 0, signal } as unknown as Context
    try {
      await ps(context, ['web'], { stack: 'shop', all: true })
      // Connections are accepted in their order: once this one has its answer, all before are counted.
      await once(get({ socketPath, agent: false }), 'response')
    } finally {
      server.close()
    }
    // Whoever looks for one says once that it is of another version.
    equal(warnings.filter((line) => line.includes('9.9.9')).length, 1)
    // Whoever looks for one and asks nothing leaves a connection without a request.
    equal(asked.connections, asked.requests)
    ok(asked.requests > 1)
  })
})
