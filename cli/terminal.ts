import { drained } from '../api/v1/language/drained.ts'
import type { SizedTerminal } from '../api/v1/installation/terminal.ts'
import { onLostOutput } from './lost-output.ts'

/** Where a command reads and writes. Only main.ts creates the real one. */
export interface Terminal extends SizedTerminal {
  /** Prints lines to standard output. */
  print(...lines: readonly string[]): void
  /** Prints lines to standard error. */
  complain(...lines: readonly string[]): void
  /** Writes to standard output without a line end. */
  write(bytes: string | Uint8Array): void
  /** Resolves when buffered output has drained; absent where writes never block. */
  readonly taken?: () => Promise<void> | undefined
  /** Writes to standard error without a line end. */
  writeError(bytes: Uint8Array): void
  /** From now on continues even if the reader of the output goes away; absent where it can't. */
  readonly goOnUnread?: () => void
  /** From now on fails if the reader of the output goes away; absent where it can't. */
  readonly needsReader?: () => void
  /** Whether printed lines can be redrawn. */
  readonly live: boolean
  /** Whether standard output may have colours. Callers must not rely on colour alone. */
  readonly color: boolean
  /** Whether standard error may have colours. */
  readonly errorColor: boolean
  /** The width to draw in, in columns. */
  width(): number
  /** Calls `told` whenever this process continues after it was stopped, as by ctrl-z; returns how to end that. Absent where it never is. */
  readonly onContinue?: (told: () => void) => () => void
  stdin(): AsyncIterable<Uint8Array>
  /** Whether standard input is a keyboard. */
  readonly keyboard: boolean
}

/** The values of `--color`. */
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
    onContinue(told) {
      process.on('SIGCONT', told)
      return () => process.off('SIGCONT', told)
    },
    stdin: () => process.stdin,
    // A getter, as few commands need it and opening standard input takes milliseconds.
    get keyboard() {
      return process.stdin.isTTY === true
    },
  }
}

/** Resolves when all streams have drained; undefined if none is full. Commands that print without end wait for it. */
function allDrained(streams: readonly NodeJS.WriteStream[]): Promise<void> | undefined {
  const full = streams.filter(({ writableNeedDrain, errored }) => writableNeedDrain && !errored)
  if (full.length === 0) return undefined
  return Promise.all(full.map(drained)).then(() => undefined)
}

/** Returns a handler that writes a command's output to the terminal, with backpressure. */
export function outputOn(terminal: Terminal): (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void> {
  return (stream, bytes) => {
    if (stream === 'stdout') terminal.write(bytes)
    else terminal.writeError(bytes)
    return terminal.taken?.()
  }
}

/** The terminal with the colours of `--color`, which overrides the environment. */
export function withColor(terminal: Terminal, choice: ColorChoice = 'auto'): Terminal {
  if (choice === 'auto') return terminal
  const color = choice === 'always'
  return { ...terminal, color, errorColor: color }
}

/**
 * Whether a stream gets colours when `--color` is `auto`. NO_COLOR (no-color.org) disables them; FORCE_COLOR or CLICOLOR_FORCE enables them
 * as in Node and bixense.com/clicolors; else a terminal that supports them gets them.
 */
export function isColored(isTerminal: boolean | undefined, env: Env): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR'] || env['CLICOLOR_FORCE']
  if (forced) return forced !== '0' && forced !== 'false'
  return isTerminal === true && env['TERM'] !== 'dumb' && env['CLICOLOR'] !== '0'
}

/** COLUMNS can narrow a terminal's width; without a terminal it is the width. */
export function widthOf(columns: number | undefined, env: Env): number {
  const wanted = Number(env['COLUMNS'])
  if (!Number.isInteger(wanted) || wanted < 1) return columns || 80
  return columns ? Math.min(wanted, columns) : wanted
}
