import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { LOST_AND_FOUND, makeOwnedDirectory, RESTORING, writeOwned } from '../owned.ts'
import { readStorage } from '../storage/load.ts'
import { syncDirectory } from '../sync-directory.ts'
import { damaged } from './manifest.ts'
import type { Backup } from './tar.ts'

export interface PutOptions {
  /** RECONCILE_HOME, absolute. */
  readonly home: string
  /** Where what is there now goes; absent: nothing is there. */
  readonly aside?: string | undefined
}

/** Gives a directory another name. */
export type Move = (from: string, to: string) => Promise<void>

/** Whether there is nothing in a RECONCILE_HOME. */
export async function isEmptyHome(home: string): Promise<boolean> {
  try {
    return (await readdir(home)).every((name) => name === RESTORING || name === LOST_AND_FOUND)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true
    throw untold(`reading ${home}`, error)
  }
}

/**
 * Puts a backup in the place of RECONCILE_HOME: written beside it, read once as a start would, and renamed, so that it is there
 * whole or not at all. What was there is moved aside before, and back where the rename fails. An empty directory that can't be replaced, as
 * a volume of a container, has it put into it.
 */
export async function putHome({ files }: Backup, options: PutOptions, move: Move = rename): Promise<void> {
  const { home, aside } = options
  const isStuck = (error: unknown) => aside === undefined && existsSync(home) && STUCK.includes(errorCode(error))
  try {
    await putBeside(files, options, move).catch((error: unknown) => {
      if (!isStuck(error)) throw error
      return putWithin(files, home)
    })
  } catch (error) {
    throw error instanceof InstallationError ? error : untold(`restoring into ${home}`, error, existsSync(home))
  }
}

/** What a directory fails with that is mounted, or in one that is not ours. */
const STUCK = ['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS']

async function putBeside(files: Backup['files'], { home, aside }: PutOptions, move: Move): Promise<void> {
  const fresh = `${home}.${randomBytes(6).toString('hex')}.restoring`
  try {
    await writeAll(fresh, { home, files })
    await swap({ fresh, home, aside }, move)
    await syncDirectory(dirname(home))
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw error
  }
}

/** The state, which a start goes by, comes last; where that fails, the directory is empty again. No serve begins in it meanwhile. */
async function putWithin(files: Backup['files'], home: string): Promise<void> {
  const fresh = join(home, RESTORING)
  const made = [fresh]
  try {
    await rm(fresh, { recursive: true, force: true })
    await writeAll(fresh, { home, files })
    for (const name of (await readdir(fresh)).sort()) {
      await rename(join(fresh, name), join(home, name))
      made.push(join(home, name))
    }
    await rm(fresh, { recursive: true })
    await syncDirectory(home)
  } catch (error) {
    for (const each of made) await rm(each, { recursive: true, force: true })
    throw error
  }
}

/** It is of who has the home that it takes the place of, else the directory that it is in. Reads the state as a start would. */
async function writeAll(fresh: string, { home, files }: Pick<Backup, 'files'> & PutOptions): Promise<void> {
  const directories = new Set(files.flatMap(({ path }) => parentsOf(path)))
  makeOwnedDirectory(fresh, existsSync(home) ? home : undefined)
  for (const directory of directories) makeOwnedDirectory(join(fresh, directory))
  for (const { path, bytes } of files) await writeOwned(join(fresh, path), bytes)
  for (const directory of ['', ...directories]) await syncDirectory(join(fresh, directory))
  await readStorage({ dir: join(fresh, 'state') }).catch((error: unknown) => {
    throw damaged(errorText(error), error)
  })
}

/** The directories above a file, the outermost first. */
function parentsOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

async function swap({ fresh, home, aside }: PutOptions & { readonly fresh: string }, move: Move): Promise<void> {
  if (aside !== undefined) await move(home, aside)
  try {
    await move(fresh, home)
  } catch (error) {
    if (aside !== undefined) await move(aside, home).catch((back: unknown) => leftAside({ home, aside, back }, error))
    throw error
  }
}

function leftAside({ home, aside, back }: Required<PutOptions> & { readonly back: unknown }, cause: unknown): never {
  const words = `restoring into ${home}: ${errorText(cause)}; nor could what was there be moved back: ${errorText(back)}`
  throw new InstallationError(exits.failed, words, {
    cause,
    remedy: `what was there is in ${aside}: see what is in its way, and move it back`,
  })
}

function untold(tried: string, cause: unknown, isThere = false): InstallationError {
  const remedy =
    isThere && STUCK.includes(errorCode(cause))
      ? 'RECONCILE_HOME can not be replaced there, as where it is mounted: restore into an empty one, or set it to a directory below'
      : 'look at the directory and its permissions; what was there is as it was'
  return new InstallationError(exits.failed, `${tried}: ${errorText(cause)}`, { cause, remedy })
}
