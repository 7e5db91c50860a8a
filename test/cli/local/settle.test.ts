import { deepEqual } from 'node:assert/strict'
import { NEVER } from 'rxjs'
import { settle } from '../../../cli/local/settle.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { aCore, all } from './local-core.ts'

describe('waiting for stacks', () => {
  it('ends at the deadline, however long a loop is at something', async () => {
    const inventory = { hosts: () => [], watch: () => NEVER }
    const running = { depth: () => 0, busy: () => 1, loops: [] }
    const core = { ...aCore('/nowhere'), begin: async () => ({ inventory, running }) as unknown as Loops }
    const { signal } = new AbortController()
    const events = await all(settle(core, { stacks: [], leaving: [], timeoutMs: 600, signal }))
    deepEqual(events, [{ type: 'outcome', exit: 0, message: 'converged: 0 services' }])
  }).timeout(5_000)
})
