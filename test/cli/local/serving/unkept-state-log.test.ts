import { deepEqual } from 'node:assert/strict'
import { virtualClock } from '../../../../clock/virtual.ts'
import { unkeptStateLog } from '../../../../cli/local/serving/unkept-state-log.ts'
import { StorageError } from '../../../../store/storage/storage.ts'

describe('the log of serve while its state can not be written', () => {
  const full = new StorageError('Full', 'writing the state in /home/state: no space left; free some space')
  const AGAIN = 'the state can be written again: what waited for that goes on'

  it('says so once for all that fails for it, and once that it can be again', async () => {
    const clock = virtualClock()
    const store: { refusal: StorageError | undefined } = { refusal: full }
    const lines: string[] = []
    const said = unkeptStateLog(store, clock, (line) => lines.push(line))
    const took = () => [said.takes({ reason: 'StorageFull' }), said.takes({ reason: 'StorageFull' })]
    const pass = async () => void (await clock.runUntilQuiet({ until: clock.now() + 2_000, steps: 100 }))
    deepEqual([took(), lines], [[true, true], [full.message]])
    clock.after(1_900, () => {})
    await pass()
    deepEqual(lines, [full.message])
    store.refusal = undefined
    clock.after(1_900, () => {})
    await pass()
    deepEqual(lines, [full.message, AGAIN])
    store.refusal = full
    deepEqual(
      [took(), lines],
      [
        [true, true],
        [full.message, AGAIN, full.message],
      ],
    )
    said.close()
  })

  it('has all else as ever', () => {
    const lines: string[] = []
    const log = (line: string) => lines.push(line)
    deepEqual(unkeptStateLog({ refusal: full }, virtualClock(), log).takes({ reason: 'PullFailed' }), false)
    deepEqual(unkeptStateLog({ refusal: undefined }, virtualClock(), log).takes({ reason: 'StorageTooLarge' }), false)
    deepEqual(lines, [])
  })
})
