import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The golden ratio's fraction: its multiples fall far from each other. */
const GOLDEN = 0.618

let directory: string | undefined
let count = 0

/** The paths of one login's sockets. */
export interface Places {
  /** Where ssh takes orders for it. */
  readonly control: string
  /** What leads to the engine's. */
  readonly here: string
  /** From 0 to 1, far from those of the logins just before: what is done by it is not done by all at once. */
  readonly share: number
}

/** Returns unused paths, which no other user can open. The sockets go when this process ends. */
export function newPlaces(): Places {
  directory ??= makeDirectory()
  const name = String(++count)
  return {
    control: join(directory, `${name}.login`),
    here: join(directory, `${name}.sock`),
    share: (count * GOLDEN) % 1,
  }
}

/** The path of a unix socket has at most 107 bytes, to which ssh adds 17; and ssh reads some characters otherwise than as they are. */
function makeDirectory(): string {
  const parent = /^\/[\w/.-]{0,50}$/.test(tmpdir()) ? tmpdir() : '/tmp'
  const made = mkdtempSync(join(parent, 'reconcile-ssh-'))
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  return made
}
