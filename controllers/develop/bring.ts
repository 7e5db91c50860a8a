import type { WatchExec } from '../../api/v1/develop.ts'
import { shortened } from '../runtime/bounded-exec.ts'
import type { FileCopy, WatchWork } from './work.ts'

/** What could not be done of some work. */
export interface Undone {
  /** Paths in the container that could not be removed; the next change tries them again. */
  readonly left: readonly string[]
  /** In words, with the remedy. */
  readonly failures: readonly string[]
}

/** The container of a task as the target of a sync: through its engine, or through a `serve`. */
export interface Bringing {
  /** Copies all files in one archive, as the container's user. */
  copy(copies: readonly FileCopy[]): Promise<void>
  /** Runs a command and returns its exit code. */
  run(exec: WatchExec): Promise<number>
  /** As `run`, but nothing is shown: the caller has another way if it fails. */
  tryTo(exec: WatchExec): Promise<number>
  isThere(path: string): Promise<boolean>
  /** The last output of the last command. */
  lastWords(): string
}

/** The most paths that one command removes, as argument lists are limited. */
const MOST_PATHS = 500

/**
 * Syncs changes into a task's container; the caller does the restart. Removals come first, so that the new files of a replaced directory
 * stay.
 */
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

/**
 * Removes paths first as the container's user, who may do more than root without capabilities, then as root, who owns the image's
 * directories.
 */
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

/** The work without the parts that were not done, to report it as done. */
export function withoutLeft(work: WatchWork, { left, leftOut }: NotDone): WatchWork {
  const copies = work.copies.filter(({ from }) => leftOut?.has(from) !== true)
  return { ...work, copies, removals: work.removals.filter((path) => !left.includes(path)) }
}

interface NotDone extends Pick<Undone, 'left'> {
  /** Files that are not copied, with the reason, by path. */
  readonly leftOut?: ReadonlyMap<string, string> | undefined
}
