import { deepEqual } from 'node:assert/strict'
import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import { logPrinter } from '../../../cli/output/log-printer.ts'
import type { Terminal } from '../../../cli/terminal.ts'

const ESC = '\u001b['

/** What is printed of entries, errors behind `!`. */
function printed(entries: readonly LogEntry[], prefix: boolean, color: boolean): readonly string[] {
  const lines: string[] = []
  const terminal = {
    ...{ color, errorColor: false },
    print: (line: string) => void lines.push(line),
    complain: (line: string) => void lines.push(`!${line}`),
  } as unknown as Terminal
  const print = logPrinter(terminal, { prefix, timestamps: true })
  for (const entry of entries) print(entry)
  return lines
}

const web: LogEntry = { source: 'shop-web-1', stream: 'stdout', text: 'hello' }
const worker: LogEntry = { source: 'shop-worker-1', stream: 'stderr', text: 'oh' }

describe('lines of logs', () => {
  it('stand behind their containers, in a column', () => {
    deepEqual(printed([web, worker, web], true, false), [
      'shop-web-1 | hello',
      '!shop-worker-1 | oh',
      'shop-web-1    | hello',
    ])
  })

  it('have a colour for each container where there are colours', () => {
    deepEqual(printed([web, { ...worker, stream: 'stdout' }, worker], true, true), [
      `${ESC}36mshop-web-1 |${ESC}39m hello`,
      `${ESC}33mshop-worker-1 |${ESC}39m oh`,
      '!shop-worker-1 | oh',
    ])
  })

  it('stand alone where that is wanted, with their time if it is there', () => {
    deepEqual(printed([{ ...web, timestamp: 'T' }], false, true), ['T hello'])
  })
})
