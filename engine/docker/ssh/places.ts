import { accessSync, constants, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { isAlive } from '../../../api/v1/language/is-alive.ts'

/** The paths of one login's sockets. */
export interface Places {
  /** Where ssh takes orders for it. */
  readonly control: string
  /** What leads to the engine's. */
  readonly here: string
  /** From 0 to 1, far from those of the logins just before: what is done by it is not done by all at once. */
  readonly share: number
}

/** The golden ratio's fraction: its multiples fall far from each other. */
const GOLDEN = 0.618

let directory: string | undefined
let count = 0

/**
 * Returns unused paths, which no other user can open. The sockets go when this process ends. Throws, with the remedy, where there is no
 * directory for them.
 */
export function newPlaces(): Places {
  if (directory === undefined || !isOurs(directory)) directory = makeDirectory()
  const name = String(++count)
  return {
    control: join(directory, `${name}.login`),
    here: join(directory, `${name}.sock`),
    share: (count * GOLDEN) % 1,
  }
}

/** Whether a directory is there, and was not made by another user: what is old is removed from /tmp. */
function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found !== undefined && found.isDirectory() && found.uid === process.geteuid?.()
}

/** The name of a process's directory; its id follows. */
const NAME = 'reconcile-ssh-'

/** The path of a unix socket has at most 107 bytes, to which ssh adds 17; and ssh reads some characters otherwise than as they are. */
function makeDirectory(): string {
  const parent = /^\/[\w/.-]{0,50}$/.test(tmpdir()) && isWritable(tmpdir()) ? tmpdir() : '/tmp'
  try {
    removeLeft(parent)
    const made = mkdtempSync(join(parent, `${NAME}${process.pid}-`))
    process.once('exit', () => rmSync(made, { recursive: true, force: true }))
    return made
  } catch (cause) {
    const remedy = 'set TMPDIR to a directory that can be written, of up to 50 plain characters'
    throw new Error(`no directory for the sockets of ssh; ${remedy} (${errorText(cause)})`, { cause })
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Removes what processes left that were killed. Where one lives after all, as in another container, it logs in anew. */
function removeLeft(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [pid] = name.startsWith(NAME) ? name.slice(NAME.length).split('-') : []
    if (pid === undefined || isAlive(Number(pid))) continue
    const left = join(parent, name)
    if (isOurs(left)) rmSync(left, { recursive: true, force: true })
  }
}
