import { constants, closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { isUnfinished } from '../contents/kept-file.ts'
import { isLogName } from '../storage/layout.ts'

/** A file of an installation: its path below RECONCILE_HOME, and its bytes. */
export interface HomeFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Most bytes and files of one backup: it is held in memory (S12). */
export const mostBackup = { bytes: 512 * 1024 * 1024, files: 100_000 } as const

/** What of RECONCILE_HOME is backed up. */
const DIRECTORIES = ['state', 'desired', 'secrets'] as const
const DEEPEST = 8

/** Whether a path below RECONCILE_HOME may be of a backup: in one of its directories, and nowhere else. */
export function isBackedUp(path: string): boolean {
  const [directory, ...names] = path.split('/')
  if (!DIRECTORIES.some((each) => each === directory)) return false
  if (names.length === 0 || names.length > DEEPEST || (directory === 'state' && names[0] === 'lock')) return false
  return names.every(
    (name) => !['', '.', '..'].includes(name) && !name.includes('\0') && Buffer.byteLength(name) <= 255,
  )
}

/**
 * All files of RECONCILE_HOME but for the log itself, its lock, and what is not whole yet. At one moment: nothing else of this
 * process runs meanwhile. No link in its directories is followed. Refused where a restore would refuse a path.
 */
export function readHome(home: string): readonly HomeFile[] {
  const found: HomeFile[] = []
  let size = 0
  const visit = (path: string) => {
    for (const name of namesIn(join(home, path))) {
      const inner = `${path}/${name}`
      if (isPassedBy(path, name)) continue
      if (lstatSync(join(home, inner)).isDirectory()) {
        visit(inner)
        continue
      }
      if (!isBackedUp(inner)) throw unrestorable(join(home, inner))
      const bytes = readRegular(join(home, inner))
      size += bytes.length
      found.push({ path: inner, bytes })
      if (size > mostBackup.bytes || found.length > mostBackup.files) throw tooLarge(home)
    }
  }
  for (const directory of DIRECTORIES) visit(directory)
  return found
}

function isPassedBy(directory: string, name: string): boolean {
  if (directory === 'state') return name === 'lock' || isLogName(name)
  // The directory of a stack is made beside its place, under a name with a dot.
  return directory === 'desired' ? name.startsWith('.') : isUnfinished(name)
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path).sort()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

function readRegular(path: string): Uint8Array {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (cause) {
    if (['ELOOP', 'ENXIO'].includes(errorCode(cause))) throw irregular(path, cause)
    throw cause
  }
  try {
    const found = fstatSync(file)
    if (!found.isFile()) throw irregular(path)
    if (found.size > mostBackup.bytes) throw tooLarge(path)
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

function irregular(path: string, cause?: unknown): InstallationError {
  return new InstallationError(exits.failed, `backing up ${path}: it is no regular file, and a link is not followed`, {
    cause,
    remedy: 'put the file itself in its place, and back up again; nothing was written',
  })
}

function unrestorable(path: string): InstallationError {
  const why = `no restore would take more than ${DEEPEST} directories below each other`
  return new InstallationError(exits.failed, `backing up ${path}: ${why}`, {
    remedy: 'take it away from there, as reconcile made no such file, and back up again; nothing was written',
  })
}

function tooLarge(what: string): InstallationError {
  const { bytes, files } = mostBackup
  return new InstallationError(
    exits.failed,
    `backing up ${what}: a backup has at most ${bytes / 1024 / 1024} MiB in ${files} files`,
    { remedy: 'look what is so large there; what reconcile keeps itself is far less' },
  )
}
