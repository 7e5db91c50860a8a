import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { until } from './until.ts'

/** A shell command line that runs in its own terminal. */
export interface Typing {
  readonly child: ChildProcess
  /** Everything that the terminal has shown so far. */
  output(): string
  type(text: string): void
  /** Resolves when the output since the last match contains a match. */
  shows(pattern: RegExp): Promise<void>
  resize(columns: number, rows: number): Promise<void>
  /** Kills the terminal and whatever runs in it. */
  end(): Promise<void>
}

/** Runs a line of sh in a terminal, by `script` of util-linux. The output begins with the terminal's name. */
export async function startTyping(
  line: string,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Typing> {
  const child = spawn('script', ['-qec', `tty; ${line}`, '/dev/null'], {
    ...options,
    env: { SHELL: '/bin/sh', ...options.env },
  })
  const ended = once(child, 'close')
  let shown = ''
  let seen = 0
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (shown += bytes.toString()))
  const shows = async (pattern: RegExp) => {
    const rest = () => shown.slice(seen)
    const found = await until(`the terminal shows ${pattern}`, () => pattern.exec(rest()) ?? false, { instead: rest })
    seen += found.index + found[0].length
  }
  const device = await until('the name of the terminal', () => /^(\/dev\/pts\/\d+)\r?\n/.exec(shown)?.[1])
  seen = device.length
  return {
    child,
    output: () => shown,
    type: (text) => void child.stdin.write(text),
    shows,
    async resize(columns, rows) {
      await promisify(execFile)('stty', ['-F', device, 'columns', String(columns), 'rows', String(rows)])
    },
    async end() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
