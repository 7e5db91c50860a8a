import { deepEqual, equal } from 'node:assert/strict'
import type { Context } from '../../../cli/context.ts'
import { sayingEvents } from '../../../cli/output/event-terminal.ts'

function aContext() {
  const printed: string[] = []
  const print = (...lines: readonly string[]) => void printed.push(...lines)
  const complain = () => void printed.push('on standard error')
  const context = { terminal: { print, complain }, now: () => 0 } as unknown as Context
  return { context, printed }
}

describe('what a command says between the events of others', () => {
  it('is events, as JSON', () => {
    const { context, printed } = aContext()
    const { terminal } = sayingEvents(context, 'json')
    terminal.print('web: synced /src/a')
    terminal.complain('warning: web: nothing was synced', 'error: web: no such file')
    const time = '1970-01-01T00:00:00.000Z'
    deepEqual(
      printed.map((line) => JSON.parse(line) as unknown),
      [
        { time, type: 'note', message: 'web: synced /src/a' },
        { time, type: 'warning', message: 'web: nothing was synced' },
        { time, type: 'warning', message: 'web: no such file' },
      ],
    )
  })

  it('is lines, as text', () => {
    const { context } = aContext()
    equal(sayingEvents(context, 'text'), context)
  })
})
