import type { Context } from '../context.ts'
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

/** The short name of a ref: `main` for `refs/heads/main`. */
export function shortName(ref: string | undefined): string {
  return ref?.replace(/^refs\/(heads|tags)\//, '') ?? 'no branch'
}
