import { deepEqual, equal } from 'node:assert/strict'
import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import { follower } from '../../../cli/commands/logs.ts'
import type { Connection } from '../../../cli/connect.ts'
import type { Context } from '../../../cli/context.ts'

const AT = '2026-11-20T10:00:0'
const line = (second: number): LogEntry => ({
  ...{ source: 'shop-web-1', stream: 'stdout', text: `line ${second}`, timestamp: `${AT}${second}.000000000Z` },
})

/** Follows over connections that each end after these lines. Answers the lines shown, and after which ones another was asked for. */
async function followed(connections: readonly (readonly LogEntry[])[], how: { served?: boolean; until?: number }) {
  const { served = false, ...asked } = how
  const { signal } = new AbortController()
  const context = { signal, terminal: {}, now: () => Date.parse(`${AT}0Z`) } as unknown as Context
  const shown: string[] = []
  const request = { refs: [], follow: true, timestamps: false, signal, ...asked }
  const look = follower(context, request, ({ text }) => shown.push(text))
  const again: boolean[] = []
  for (const lines of connections) {
    const logs = async function* () {
      yield* lines
    }
    const list = async () => ({ metadata: {}, items: [] })
    again.push(await look({ served, logs, list } as unknown as Connection))
  }
  return { shown, again }
}

describe('logs that are followed without serve', () => {
  it('end once another connection has nothing more of them, as what ended may go on by another command', async () => {
    const { shown, again } = await followed([[line(1)], [line(1), line(2)], [line(1), line(2)]], {})
    deepEqual(
      [shown, again],
      [
        ['line 1', 'line 2'],
        [true, true, false],
      ],
    )
  })

  it('end at the time that was asked for', async () => {
    equal((await followed([[line(1)]], { until: 1 })).again[0], false)
  })

  it('end as a serve says where one answers', async () => {
    equal((await followed([[line(1)]], { served: true })).again[0], false)
  })
})
