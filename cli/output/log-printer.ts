import type { LogEntry } from '../../api/v1/installation/answers.ts'
import type { Terminal } from '../terminal.ts'

export interface LogPrinting {
  /** Whether to prefix each line with its container's name. */
  readonly prefix: boolean
  /** Whether to write when each line was written. */
  readonly timestamps: boolean
}

const ESC = '\u001b['

/** docker compose's colours in its order: cyan, yellow, green, magenta, blue, and the bright ones. */
const COLORS = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94]

/** Returns a printer of log entries, with names in a column and a colour each. Lines from standard error go to standard error. */
export function logPrinter(terminal: Terminal, { prefix, timestamps }: LogPrinting): (entry: LogEntry) => void {
  const colors = new Map<string, number>()
  let width = 0
  const prefixOf = (source: string, isColored: boolean) => {
    const color = colors.get(source) ?? COLORS[colors.size % COLORS.length] ?? 0
    colors.set(source, color)
    width = Math.max(width, source.length)
    const padded = `${source.padEnd(width)} |`
    return isColored ? `${ESC}${color}m${padded}${ESC}39m` : padded
  }
  return ({ source, stream, text, timestamp, notice }) => {
    if (notice) return terminal.complain(`warning: ${text}`)
    const isError = stream === 'stderr'
    const before = prefix ? [prefixOf(source, isError ? terminal.errorColor : terminal.color)] : []
    const line = [...before, ...(timestamps && timestamp !== undefined ? [timestamp] : []), text].join(' ')
    if (isError) terminal.complain(line)
    else terminal.print(line)
  }
}
