import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { bytesHash } from '../source/reading/reading.ts'
import { currentVersion } from '../storage/migrations.ts'
import { type HomeFile, isBackedUp, mostBackup } from './home-files.ts'

/** What a backup says of itself: the first file in its tar. */
export interface BackupManifest extends BackupAbout {
  readonly format: typeof FORMAT
  /** The version of the state's records. */
  readonly state: number
  readonly files: readonly FileSum[]
}

/** Whose backup it is. */
export interface BackupAbout {
  /** The reconcile that made it. */
  readonly version: string
  readonly installation: string
  /** RFC 3339. */
  readonly createdAt: string
}

interface FileSum {
  readonly path: string
  readonly bytes: number
  /** In hex. */
  readonly sha256: string
}

export const MANIFEST = 'manifest.json'
export const MOST_MANIFEST_BYTES = 64 * 1024 * 1024
const FORMAT = 1

/** The manifest of a backup of these files. */
export function manifestOf(files: readonly HomeFile[], about: BackupAbout): BackupManifest {
  const sums = files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: bytesHash(bytes) }))
  return { format: FORMAT, ...about, state: currentVersion, files: sums }
}

/** Reads a manifest. Throws InstallationError where it is none, or of a later version. */
export function parseManifest(bytes: Uint8Array): BackupManifest {
  const manifest = parsed(bytes)
  if (typeof manifest?.format !== 'number') throw notOurs(`its ${MANIFEST} is none`)
  const { format, version, state = 0 } = manifest
  if (format > FORMAT || state > currentVersion)
    throw new InstallationError(exits.failed, `the backup is of a later reconcile, ${String(version)}`, {
      remedy: 'restore it with that version; nothing was written',
    })
  const { files } = manifest
  if (!Array.isArray(files) || files.length > mostBackup.files || !files.every(isSum))
    throw notOurs(`its ${MANIFEST} lists no files that are of a backup`)
  if (new Set(files.map(({ path }) => path)).size < files.length) throw notOurs(`its ${MANIFEST} lists a file twice`)
  return manifest as BackupManifest
}

/** Refuses files that are not those of the manifest, byte for byte. */
export function checkFiles({ files }: BackupManifest, found: ReadonlyMap<string, Uint8Array>): void {
  for (const { path, bytes, sha256 } of files) {
    const there = found.get(path)
    if (!there) throw damaged(`${path} is not in it`)
    if (there.length !== bytes || bytesHash(there) !== sha256) throw damaged(`${path} is not what was backed up`)
  }
}

/** The refusal of what is no backup at all. */
export function notOurs(why: string, cause?: unknown): InstallationError {
  const remedy = 'name a file that `reconcile backup` wrote; nothing was written'
  return new InstallationError(exits.failed, `this is no backup of reconcile: ${why}`, { cause, remedy })
}

/** The refusal of a backup that lost something on its way. */
export function damaged(why: string, cause?: unknown): InstallationError {
  const remedy = 'copy it again from where it was made, or take another one; nothing was written'
  return new InstallationError(exits.failed, `the backup is damaged: ${why}`, { cause, remedy })
}

function parsed(bytes: Uint8Array): Partial<BackupManifest> | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<BackupManifest>
  } catch {
    return undefined
  }
}

function isSum(value: unknown): value is FileSum {
  const { path, bytes, sha256 } = (value ?? {}) as Partial<FileSum>
  return typeof path === 'string' && isBackedUp(path) && Number.isSafeInteger(bytes) && typeof sha256 === 'string'
}
