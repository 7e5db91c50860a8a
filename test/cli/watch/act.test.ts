import { deepEqual } from 'node:assert/strict'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import type { CopyInRequest } from '../../../api/v1/installation/requests.ts'
import type { Context } from '../../../cli/context.ts'
import { actOn, partDeleted } from '../../../cli/watch/act.ts'

describe('the services of a watch', () => {
  const rows = [
    ['are all kept while their services are there', ['web', 'api'], ['web', 'api'], ['web', 'api'], []],
    ['are none of what was deleted meanwhile', ['web', 'api'], ['api'], ['api'], ['web']],
    ['are none after `down`', ['web', 'api'], [], [], ['web', 'api']],
    ['are kept of what was never there: a rebuild makes it', [], [], ['web', 'api'], []],
  ] as const
  for (const [what, before, now, kept, deleted] of rows)
    it(what, () => deepEqual(partDeleted(['web', 'api'], new Set(before), new Set(now)), { kept, deleted }))
})

describe('a sync that is interrupted', () => {
  it('ends before the watch does, as half an archive is half a file', async () => {
    const interrupted = new AbortController()
    const metadata = { name: 'web-1-a', namespace: 'shop' }
    const task = { metadata, spec: { service: 'web' }, status: { phase: 'Running' } }
    const said: string[] = []
    let wasCut: boolean | undefined
    const installation = {
      list: async () => ({ items: [task] }),
      async copyIn({ signal }: CopyInRequest) {
        interrupted.abort(new Error('interrupted'))
        wasCut = signal.aborted
      },
    } as unknown as Installation
    const terminal = { print: (line: string) => said.push(line), complain: (line: string) => said.push(line) }
    const context = { signal: interrupted.signal, terminal } as unknown as Context
    const work = { service: 'web', rebuild: false, removals: [], restart: false, execs: [] }
    await actOn(
      { ...work, copies: [{ from: '/src/a', to: '/app/a' }] },
      { context, stack: 'shop', connected: (_, use) => use(installation), rebuild: async () => true },
    )
    deepEqual([wasCut, said], [false, ['web: synced /app/a']])
  })
})
