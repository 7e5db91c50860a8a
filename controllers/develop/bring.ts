import type { WatchExec } from '../../api/v1/develop.ts'
import { redactWords } from '../../api/v1/redact.ts'
import type { FileCopy, WatchWork } from './work.ts'

/** The container of a task, as what changes is brought to it: over an engine, or by asking a `serve`. */
export interface Bringing {
  /** All in one archive, as the user that it runs as. */
  copy(copies: readonly FileCopy[]): Promise<void>
  /** Answers the exit code. */
  run(exec: WatchExec): Promise<number>
  /** Told of commands that fail: the next change tries again. */
  warn(message: string): void
}

/** So many paths are removed by one command: arguments have an end. */
const MOST_PATHS = 500

/** Brings a task what has changed; a restart for it is its caller's. What is gone goes first: a directory that was replaced has its new files after that. */
export async function bring({ copies, removals, execs }: WatchWork, to: Bringing): Promise<void> {
  for (let at = 0; at < removals.length; at += MOST_PATHS)
    await run({ command: ['rm', '-rf', '--', ...removals.slice(at, at + MOST_PATHS)], env: [] }, to)
  if (copies.length > 0) await to.copy(copies)
  for (const exec of execs) await run(exec, to)
}

async function run(exec: WatchExec, to: Bringing): Promise<void> {
  const exit = await to.run(exec)
  const words = redactWords(exec.command)
  if (exit !== 0) to.warn(`${words.slice(0, 4).join(' ')}${words.length > 4 ? ' …' : ''} ended with ${exit}`)
}
