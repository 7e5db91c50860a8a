import { link, lstat, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, errorText, unlessMissing } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import { sleep } from '../../clock/sleep.ts'
import { makeOwnedDirectory } from '../owned.ts'
import { type HeldLock, StorageError } from '../storage/storage.ts'
import type { Asked, Holder } from './holder.ts'
import { askHolder, describeHolder } from './holder.ts'
import type { Listening } from './listen.ts'
import { listenFor } from './listen.ts'

/** How a lock is asked for. */
export interface LockOptions {
  /** The state directory; the sockets are in its `lock/`. */
  readonly dir: string
  /** How long to wait for another holder, ms; 0 tries once. */
  readonly waitMs: number
  readonly signal?: AbortSignal
  /** What others are told of us. */
  readonly holder: Holder
  readonly clock: Clock
  /** Told once, when another has the lock and is waited for; what it throws ends the wait. Undefined: it does not say who it is. */
  readonly onWait?: (holder: Holder | undefined) => void
  /** Gives a socket its number; absent: `link` of the file system. */
  readonly link?: (path: string, number: string) => Promise<void>
}

/** The state directory is ours until release, until this process ends however it ends, or until somebody removes our socket. */
export type Lock = HeldLock

/**
 * Takes the lock of a state directory; StorageError `Locked` names who has it. The lock is a listening unix socket, so that a
 * dead holder is told from a live one by connecting: no pid is trusted, no file is left in the way.
 *
 * Sockets are numbered and only ever get higher. A starter that finds the highest one dead links its own under the next number,
 * which only one can; it has won when nothing higher is there after that, and only then removes the lower ones. So the highest
 * number never falls, a live holder's socket is never removed by a starter that looked too early, and that starter sees that
 * it is too late.
 */
export async function acquireLock(options: LockOptions): Promise<Lock> {
  let held = await acquire(options)
  return {
    async isHeld() {
      if (await held.isThere()) return true
      const again = await acquireFree(options)
      if (again === undefined) return false
      await held.close()
      held = again
      return true
    },
    release: () => held.close(),
  }
}

/** Takes the lock unless another has it: undefined then. */
async function acquireFree({ signal: _, onWait: __, ...options }: LockOptions): Promise<Held | undefined> {
  return await acquire({ ...options, waitMs: 0 }).catch((error: unknown) => {
    if (error instanceof StorageError && error.code === 'Locked') return undefined
    throw error
  })
}

async function acquire(options: LockOptions): Promise<Held> {
  const dir = join(options.dir, 'lock')
  refuseLongPath(options.dir, join(dir, `new-${options.holder.pid}-99`))
  makeOwnedDirectory(dir)
  const deadline = options.clock.now() + options.waitMs
  let isTold = false
  for (;;) {
    options.signal?.throwIfAborted()
    const { held, asked } = await attempt(dir, options)
    if (held !== undefined) return held
    const left = deadline - options.clock.now()
    if (left <= 0) asked?.hangUp()
    if (left <= 0) throw locked(options, asked)
    if (asked && !isTold) {
      isTold = true
      told(options, asked)
    }
    await waitFor(options, asked, left)
  }
}

function told({ onWait }: LockOptions, { holder, hangUp }: Asked): void {
  try {
    onWait?.(holder)
  } catch (error) {
    hangUp()
    throw error
  }
}

/** Who holds the lock now; undefined when nobody does. Takes and makes nothing. */
export async function lockHolder(dir: string, clock: Clock): Promise<Holder | undefined> {
  const highest = (await numbers(join(dir, 'lock'))).at(-1)
  if (highest === undefined) return undefined
  const asked = await askHolder(socketPath(join(dir, 'lock'), highest), clock)
  asked?.hangUp()
  return asked?.holder
}

/** A socket under a number. */
interface Held {
  /** Whether our socket is still what the number leads to. */
  isThere(): Promise<boolean>
  close(): Promise<void>
}

interface Attempt {
  readonly held?: Held
  /** The one that has it; absent when another starter was faster. */
  readonly asked?: Asked
}

async function attempt(dir: string, options: LockOptions): Promise<Attempt> {
  const highest = (await numbers(dir)).at(-1) ?? 0
  if (highest > 0) {
    const asked = await askHolder(socketPath(dir, highest), options.clock)
    if (asked !== undefined) return { asked }
  }
  const socket = await listenFor(dir, options.holder).catch((error: unknown) => {
    throw lockError(options.dir, error)
  })
  try {
    const number = highest + 1
    const isThere = await linkOf(socket.path, socketPath(dir, number))
    if (await takeNumber({ link, ...options, dir, number }, socket)) return { held: { isThere, close: socket.close } }
  } catch (error) {
    await socket.close()
    throw lockError(options.dir, error)
  }
  await socket.close()
  return {}
}

interface Place extends Required<Pick<LockOptions, 'dir' | 'clock' | 'link'>> {
  readonly number: number
}

/** Whether the number is ours: linked by us alone, and nothing higher there. */
async function takeNumber({ dir, number, clock, link: linked }: Place, { path }: Listening): Promise<boolean> {
  try {
    await linked(path, socketPath(dir, number))
  } catch (error) {
    // Another starter has the number, or the winner swept our socket away as one that nobody listened on yet.
    if (['EEXIST', 'ENOENT'].includes(errorCode(error))) return false
    throw error
  }
  const after = await numbers(dir)
  if (after.some((other) => other > number)) {
    await drop(socketPath(dir, number))
    return false
  }
  for (const lower of after.filter((other) => other < number)) await drop(socketPath(dir, lower))
  await drop(path)
  await sweep(dir, clock)
  return true
}

/** Removes what starters that were killed left behind. */
async function sweep(dir: string, clock: Clock): Promise<void> {
  for (const name of await readdir(dir)) {
    if (!name.startsWith('new-')) continue
    const asked = await askHolder(join(dir, name), clock)
    if (asked === undefined) await drop(join(dir, name))
    else asked.hangUp()
  }
}

/** Asks whether another path leads to our socket. No other file gets the number of its inode while it listens. */
async function linkOf(path: string, other: string): Promise<() => Promise<boolean>> {
  const inodeOf = (at: string) => unlessMissing(lstat(at, { bigint: true }))
  const own = await inodeOf(path)
  return async () => {
    const found = await inodeOf(other)
    return found !== undefined && found.dev === own?.dev && found.ino === own.ino
  }
}

async function drop(path: string): Promise<void> {
  await unlessMissing(unlink(path))
}

async function numbers(dir: string): Promise<readonly number[]> {
  const names = (await unlessMissing(readdir(dir))) ?? []
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}

function socketPath(dir: string, number: number): string {
  return join(dir, String(number))
}

function refuseLongPath(dir: string, path: string): void {
  const over = Buffer.byteLength(path) - 107
  if (over <= 0) return
  throw new StorageError(
    'PathTooLong',
    `locking ${dir}: its path is ${over} bytes too long for a unix socket; set RECONCILE_HOME to a shorter path`,
  )
}

function locked({ dir, waitMs }: LockOptions, asked: Asked | undefined): StorageError {
  const waited = waitMs > 0 ? ` after waiting ${waitMs / 1000} s` : ''
  const remedy = 'end it, let it finish, or wait longer with --wait'
  return new StorageError('Locked', `locking ${dir}: ${describeHolder(asked?.holder)} has it${waited}; ${remedy}`)
}

function lockError(dir: string, error: unknown): StorageError {
  const why = errorText(error)
  return new StorageError('Io', `locking ${dir}: ${why}; check the directory and its permissions`, { cause: error })
}

const retryMs = 20

/** Until the holder hangs up, or time is up; without a holder a moment, as another starter is at it. */
async function waitFor({ clock, signal }: LockOptions, asked: Asked | undefined, left: number): Promise<void> {
  const over = new AbortController()
  const onAbort = () => over.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const change = asked === undefined ? sleep(clock, retryMs, over.signal) : asked.closed
    await Promise.race([change, sleep(clock, left, over.signal)])
  } finally {
    signal?.removeEventListener('abort', onAbort)
    over.abort()
    asked?.hangUp()
  }
}
