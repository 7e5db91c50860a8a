import { deepEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openState, type OpenState } from '../../../../cli/local/open/open-state.ts'
import { realClock } from '../../../../clock/real.ts'
import { realRandom } from '../../../../clock/random.ts'

describe('a state that is closed', () => {
  let home: string
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'reconcile-'))))
  afterEach(() => rmSync(home, { recursive: true }))

  const open = (): Promise<OpenState> => {
    const { signal } = new AbortController()
    const waiting = { command: 'test', waitMs: 0, onWait: () => undefined, signal }
    return openState({ home, clock: realClock, random: realRandom, ...waiting })
  }

  it('keeps what nobody waited for, and what was noted while that was written', async () => {
    const state = await open()
    state.store.putFact('meta', 'first', true)
    const closed = state.close()
    setImmediate(() => state.store.putFact('meta', 'second', true))
    await closed
    const again = await open()
    deepEqual([again.store.fact('meta', 'first'), again.store.fact('meta', 'second')], [true, true])
    await again.close()
  })
})
