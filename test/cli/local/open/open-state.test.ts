import { deepEqual, match } from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openState, type OpenState } from '../../../../cli/local/open/open-state.ts'
import { realClock } from '../../../../clock/real.ts'
import { realRandom } from '../../../../clock/random.ts'

describe('a state that is closed', () => {
  let home: string
  const said: string[] = []
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'reconcile-'))))
  afterEach(() => rmSync(home, { recursive: true }))

  const open = (): Promise<OpenState> => {
    const { signal } = new AbortController()
    const onTorn = (words: string) => said.push(words)
    const waiting = { command: 'test', waitMs: 0, onWait: () => undefined, onTorn, signal }
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

  it('says what of it was cut off, when it is opened again', async () => {
    const state = await open()
    state.store.putFact('meta', 'first', true)
    await state.close()
    deepEqual(said, [])
    appendFileSync(join(home, 'state', 'log-0000000001'), '44 1234')
    await (await open()).close()
    match(String(said), /log-0000000001: the last 7 bytes, from byte \d+, are no whole record, and are left out/)
  })
})
