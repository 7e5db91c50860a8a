import { equal, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handler } from '../../../api/server/handler.ts'
import type { Served } from '../../../api/server/served.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
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
    const asked = { connections: 0, requests: 0 }
    const served: Partial<Served> = {
      get: async ({ kind, name }) => (kind === 'Service' && name === 'web' ? WEB : undefined),
      list: async (kind) => ({ metadata: {}, items: kind === 'Service' ? [WEB] : [] }),
      oneOffs: async () => [],
    }
    const server = createServer(handler(served as Served))
      .on('connection', () => asked.connections++)
      .on('request', () => asked.requests++)
    await once(server.listen(join(home, 'reconcile.sock')), 'listening')
    const { signal } = new AbortController()
    const terminal = { print() {}, complain() {}, isTerminal: false }
    const context = { home, cwd: home, env: {}, terminal, now: () => 0, signal } as unknown as Context
    try {
      await ps(context, ['web'], { stack: 'shop', all: true })
    } finally {
      server.close()
    }
    // A request has a connection of its own; one more finds whether anybody listens.
    equal(asked.connections, asked.requests + 1)
    ok(asked.requests > 0)
  })
})
