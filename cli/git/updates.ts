import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import type { Repository } from './repository.ts'

/** A ref that a push moves. */
export interface Update {
  readonly old: string
  readonly next: string
  readonly ref: string
}

const MOST_BYTES = 1_000_000

/** Parses git's input for hooks: a line `OLD NEW REF` per ref. */
export async function readUpdates({ terminal }: Context): Promise<readonly Update[]> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of terminal.stdin()) {
    size += chunk.length
    if (size > MOST_BYTES) throw new Error('a push of more branches than a hook can look at: push them in parts')
    chunks.push(chunk)
  }
  const lines = Buffer.concat(chunks).toString('utf8').split('\n')
  return lines.flatMap((line) => {
    const [old, next, ref] = line.split(' ')
    return old === undefined || next === undefined || ref === undefined ? [] : [{ old, next, ref }]
  })
}

/** Whether the ref is deleted. */
export function isDeletion({ next }: Update): boolean {
  return /^0+$/.test(next)
}

/** The update of the checked-out branch, the only one that changes hosts. */
export function liveUpdate(updates: readonly Update[], { branch }: Repository): Update | undefined {
  return updates.find(({ ref }) => ref === branch)
}

/**
 * Throws unless the branch is where the pusher knows it. git refuses such a push as well, but only after its hooks have run: the work tree
 * would have it by then, in place of the push that came first.
 */
export function refuseOvertaken({ old }: Update, { head }: Pick<Repository, 'head'>): void {
  if (/^0+$/.test(old) ? head !== undefined : old !== head) throw overtaken()
}

/** The error of a push that another one was faster than. */
export function overtaken(): Error {
  return usageError('another push came into the work tree first', 'fetch it, merge or rebase, and push again')
}

/** The short name of a ref: `main` for `refs/heads/main`. */
export function shortName(ref: string | undefined): string {
  return ref?.replace(/^refs\/(heads|tags)\//, '') ?? 'no branch'
}
