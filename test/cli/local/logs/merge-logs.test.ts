import { deepEqual, ok } from 'node:assert/strict'
import type { LogEntry } from '../../../../api/v1/installation/answers.ts'
import { mergeLogs } from '../../../../cli/local/logs/merge-logs.ts'
import type { Lane } from '../../../../cli/local/logs/merge-by-time.ts'
import { realClock } from '../../../../clock/real.ts'

const MB = 1_048_576
/** More than a source is ever to say before it is held up. */
const ENOUGH = 20_000

describe('lines of logs that nobody takes (S12)', () => {
  const entry = (text: string): LogEntry => ({ source: 'web-1', stream: 'stdout', text })
  /** How many lines are taken until their source is held up. */
  const fill = (lane: Lane<LogEntry>, text: string) => {
    for (let lines = 1; lines <= ENOUGH; lines++) if (lane.push(entry(text))) return lines
    return Infinity
  }

  it('hold about a megabyte of each container, however long they are', () => {
    const merged = mergeLogs(realClock, { follow: true })
    const longest = 'x'.repeat(256 * 1024)
    const lines = [0, 1, 2].map(() => fill(merged.open(), longest))
    deepEqual(lines, [2, 2, 2])
    ok(fill(merged.open(), 'x'.repeat(100)) * 200 <= MB)
    ok(fill(merged.open(), '') * 100 <= MB)
  })

  it('hold one at least', async () => {
    const merged = mergeLogs(realClock, { follow: false })
    const lane = merged.open()
    const room = lane.push(entry('x'.repeat(2 * MB)))
    ok(room)
    lane.end()
    merged.end()
    const seen: number[] = []
    for await (const { text } of merged) seen.push(text.length)
    await room
    deepEqual(seen, [2 * MB])
  })
})
