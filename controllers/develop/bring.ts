import type { WatchExec } from '../../api/v1/develop.ts'
import { shortened } from '../runtime/bounded-exec.ts'
import type { FileCopy, WatchWork } from './work.ts'

/** What of some work could not be done. */
export interface Undone {
  /** Paths that are still there; the next change tries them again. */
  readonly left: readonly string[]
  /** In words, with what to do. */
  readonly failures: readonly string[]
}

/** The container of a task, as what changes is brought to it: over an engine, or by asking a `serve`. */
export interface Bringing {
  /** All in one archive, as the user that it runs as. */
  copy(copies: readonly FileCopy[]): Promise<void>
  /** Answers the exit code. */
  run(exec: WatchExec): Promise<number>
  /** As `run`, and nothing of it is shown: what fails is tried otherwise. */
  tryTo(exec: WatchExec): Promise<number>
  isThere(path: string): Promise<boolean>
  /** What the last command printed at its end. */
  lastWords(): string
}

/** So many paths are removed by one command: arguments have an end. */
const MOST_PATHS = 500

/** Brings a task what has changed; a restart for it is its caller's. What is gone goes first: a directory that was replaced has its new files after that. */
export async function bring({ copies, removals, execs }: WatchWork, to: Bringing): Promise<Undone> {
  const left: string[] = []
  const failures: string[] = []
  for (let at = 0; at < removals.length; at += MOST_PATHS) {
    const { left: paths, failures: words } = await remove(removals.slice(at, at + MOST_PATHS), to)
    left.push(...paths)
    failures.push(...words)
  }
  if (copies.length > 0) await to.copy(copies)
  for (const exec of execs) {
    const exit = await to.run(exec)
    if (exit !== 0) failures.push(`${shortened(exec.command)} ended with ${exit}${quoted(to)}`)
  }
  return { left, failures }
}

/** As the user that it runs as, which a container without capabilities lets more than root; then as root, whose the image's directories are. */
async function remove(paths: readonly string[], to: Bringing): Promise<Undone> {
  const command = ['rm', '-rf', '--', ...paths]
  if ((await to.tryTo({ command, env: [] })) === 0) return { left: [], failures: [] }
  if ((await to.tryTo({ command, env: [], user: '0' })) === 0) return { left: [], failures: [] }
  const words = quoted(to)
  const left: string[] = []
  for (const path of paths) if (await to.isThere(path)) left.push(path)
  if (left.length === 0) return { left, failures: [] }
  const named = left.length > 4 ? `${left.length} paths` : left.join(', ')
  return { left, failures: [`${named} could not be removed${words}; remove it there, or have a new container made`] }
}

function quoted(to: Bringing): string {
  const words = to.lastWords()
  return words === '' ? '' : `: ${words}`
}

/** The work without what could not be done of it: what is told as done. */
export function withoutLeft(work: WatchWork, { left, leftOut }: NotDone): WatchWork {
  const copies = work.copies.filter(({ from }) => leftOut?.has(from) !== true)
  return { ...work, copies, removals: work.removals.filter((path) => !left.includes(path)) }
}

interface NotDone extends Pick<Undone, 'left'> {
  /** Files that are brought nowhere, by path. */
  readonly leftOut?: ReadonlyMap<string, string> | undefined
}
