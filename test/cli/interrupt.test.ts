import { deepEqual, equal } from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interruptOf } from '../../cli/interrupt.ts'
import { startTyping } from '../support/pty.ts'
import { until } from '../support/until.ts'

/** What a process did at each of the signals: `–` it went on, `end` it began to end, `now` it ended at once. */
function deeds(signals: readonly string[], hasTerminal = true): readonly string[] {
  const process = new EventEmitter()
  let ended = 0
  const signal = interruptOf({ process, hasTerminal, endNow: () => void (ended += 1) })
  return signals.map((name) => {
    const before = { aborted: signal.aborted, ended }
    if (!process.emit(name)) return 'killed by the system'
    if (ended > before.ended) return 'now'
    return signal.aborted && !before.aborted ? 'end' : '–'
  })
}

describe('the interruption of a process', () => {
  it('begins its end with the first signal, and ends it at once with the second', () => {
    deepEqual(deeds(['SIGINT', 'SIGTERM']), ['end', 'now'])
    deepEqual(deeds(['SIGTERM', 'SIGINT']), ['end', 'now'])
  })

  it('begins its end when its terminal is closed, of which two may tell', () => {
    deepEqual(deeds(['SIGHUP', 'SIGHUP', 'SIGTERM']), ['end', '–', 'now'])
  })

  it('is none where there is no terminal that could be closed, as under nohup', () => {
    deepEqual(deeds(['SIGHUP', 'SIGTERM'], false), ['–', 'end'])
  })

  it('lets it end in order when its terminal is gone, and then by SIGHUP', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'reconcile-hang-up-'))
    const path = join(directory, 'ended')
    const script = `
      import { realInterrupt } from './cli/interrupt.ts'
      realInterrupt(() => process.exit(9)).addEventListener('abort', () => process.exit(3))
      setTimeout(() => {}, 20_000)
      console.log('it works')`
    const line = `(trap "" HUP; "$NODE" --import tsx --input-type=module -e "$SCRIPT"; echo $? > ${path}); :`
    const env = { PATH: process.env['PATH'] ?? '', NODE: process.execPath, SCRIPT: script }
    try {
      const { shows, end } = await startTyping(line, { cwd: fileURLToPath(new URL('../..', import.meta.url)), env })
      await shows(/it works/)
      await end()
      const ended = () => existsSync(path) && readFileSync(path, 'utf8')
      equal(await until('its end', ended), '129\n')
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
