import type { SizedTerminal } from '../api/v1/terminal.ts'

/** Where a command reads and writes; the real one is made in main.ts alone. */
export interface Terminal extends SizedTerminal {
  /** To standard output, one line each. */
  print(...lines: readonly string[]): void
  /** To standard error, one line each. */
  complain(...lines: readonly string[]): void
  /** To standard output as it is. */
  write(bytes: string | Uint8Array): void
  /** To standard error as it is. */
  writeError(bytes: Uint8Array): void
  /** Whether lines that are out can be drawn anew. */
  readonly live: boolean
  readonly color: boolean
  stdin(): AsyncIterable<Uint8Array>
  /** Whether standard input is a keyboard. */
  readonly keyboard: boolean
}

/** Standard input, output and error of this process. NO_COLOR (set and not empty) takes the colours away. */
export function realTerminal(env: Readonly<Record<string, string | undefined>>): Terminal {
  const { stdout, stderr } = process
  const live = stdout.isTTY === true && env['TERM'] !== 'dumb'
  return {
    print: (...lines) => void (lines.length > 0 && stdout.write(`${lines.join('\n')}\n`)),
    complain: (...lines) => void (lines.length > 0 && stderr.write(`${lines.join('\n')}\n`)),
    write: (bytes) => void stdout.write(bytes),
    writeError: (bytes) => void stderr.write(bytes),
    live,
    color: live && !env['NO_COLOR'],
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    onResize(told) {
      stdout.on('resize', told)
      return () => stdout.off('resize', told)
    },
    stdin: () => process.stdin,
    keyboard: process.stdin.isTTY === true,
  }
}
