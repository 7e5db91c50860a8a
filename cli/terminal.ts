import { drained } from '../api/v1/language/drained.ts'
import type { SizedTerminal } from '../api/v1/installation/terminal.ts'
import { onLostOutput } from './lost-output.ts'

/** Where a command reads and writes; the real one is made in main.ts alone. */
export interface Terminal extends SizedTerminal {
  /** To standard output, one line each. */
  print(...lines: readonly string[]): void
  /** To standard error, one line each. */
  complain(...lines: readonly string[]): void
  /** To standard output as it is. */
  write(bytes: string | Uint8Array): void
  /** Resolves when so much of it is taken that more may come; absent where all is taken at once. */
  readonly taken?: () => Promise<void> | undefined
  /** To standard error as it is. */
  writeError(bytes: Uint8Array): void
  /** Goes on though nobody takes what is printed; absent where somebody always does. */
  readonly goOnUnread?: () => void
  /** Fails where a reader leaves before the end; absent where none can. */
  readonly needsReader?: () => void
  /** Whether lines that are out can be drawn anew. */
  readonly live: boolean
  /** Whether what is printed may have colours; that they are never the only sign is up to who prints. */
  readonly color: boolean
  /** The same of what is complained. */
  readonly errorColor: boolean
  /** How wide what is drawn may be. */
  width(): number
  stdin(): AsyncIterable<Uint8Array>
  /** Whether standard input is a keyboard. */
  readonly keyboard: boolean
}

/** What `--color` may say. */
export const colorChoices = ['auto', 'always', 'never'] as const
export type ColorChoice = (typeof colorChoices)[number]

type Env = Readonly<Record<string, string | undefined>>

/** Standard input, output and error of this process. */
export function realTerminal(env: Env): Terminal {
  const { stdout, stderr } = process
  const lost = onLostOutput({ stdout, stderr })
  return {
    print: (...lines) => void (lines.length > 0 && stdout.write(`${lines.join('\n')}\n`)),
    complain: (...lines) => void (lines.length > 0 && stderr.write(`${lines.join('\n')}\n`)),
    write: (bytes) => void stdout.write(bytes),
    taken: () => allDrained([stdout, stderr]),
    writeError: (bytes) => void stderr.write(bytes),
    goOnUnread: lost.goOn,
    needsReader: lost.needsReader,
    live: stdout.isTTY === true && env['TERM'] !== 'dumb',
    color: isColored(stdout.isTTY, env),
    errorColor: isColored(stderr.isTTY, env),
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    width: () => widthOf(stdout.columns, env),
    onResize(told) {
      stdout.on('resize', told)
      return () => stdout.off('resize', told)
    },
    stdin: () => process.stdin,
    // Opened where it is asked for: few commands read it, and opening takes milliseconds.
    get keyboard() {
      return process.stdin.isTTY === true
    },
  }
}

/** Of streams that hold back more than they may: whoever prints without an end waits for them. */
function allDrained(streams: readonly NodeJS.WriteStream[]): Promise<void> | undefined {
  const full = streams.filter(({ writableNeedDrain, errored }) => writableNeedDrain && !errored)
  if (full.length === 0) return undefined
  return Promise.all(full.map(drained)).then(() => undefined)
}

/** Takes what a command in a container writes, no faster than it is read here. */
export function outputOn(terminal: Terminal): (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void> {
  return (stream, bytes) => {
    if (stream === 'stdout') terminal.write(bytes)
    else terminal.writeError(bytes)
    return terminal.taken?.()
  }
}

/** The terminal with the colours that `--color` asks for, which counts before the environment. */
export function withColor(terminal: Terminal, choice: ColorChoice = 'auto'): Terminal {
  if (choice === 'auto') return terminal
  const color = choice === 'always'
  return { ...terminal, color, errorColor: color }
}

/**
 * Whether a stream gets colours where `--color` does not say: not with NO_COLOR (no-color.org); with FORCE_COLOR or CLICOLOR_FORCE,
 * as node and bixense.com/clicolors have them; else on a terminal that knows them.
 */
export function isColored(isTerminal: boolean | undefined, env: Env): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR'] || env['CLICOLOR_FORCE']
  if (forced) return forced !== '0' && forced !== 'false'
  return isTerminal === true && env['TERM'] !== 'dumb' && env['CLICOLOR'] !== '0'
}

/** COLUMNS narrows a terminal, and stands for its width where there is none. */
export function widthOf(columns: number | undefined, env: Env): number {
  const wanted = Number(env['COLUMNS'])
  if (!Number.isInteger(wanted) || wanted < 1) return columns || 80
  return columns ? Math.min(wanted, columns) : wanted
}
