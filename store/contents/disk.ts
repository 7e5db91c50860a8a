import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { link, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { NEVER } from 'rxjs'
import type { V1Config, V1ConfigSpec, V1Secret, V1SecretSpec } from '../../api/v1/generated/types.ts'
import { errorCode, unlessMissing } from '../../api/v1/language/caught-error.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { bytesOfVariable } from '../../api/v1/variable-bytes.ts'
import { makeOwnedDirectory, writeOwnedSync } from '../owned.ts'
import { resourceIdOf } from '../source/reading/reading.ts'
import { syncDirectorySync } from '../sync-directory.ts'
import type { Contents } from './contents.ts'
import { isUnfinished, type Kept, keptPath, unfinishedName, writeBeside } from './kept-file.ts'
import { copiesIn, dropCopies, readCopy } from './copies.ts'
import { type Missing, readSettled, readWhole, type Settling } from './settled-file.ts'
import { variableRemedy } from './variable-remedy.ts'
import type { WatchedFiles } from './watched-files.ts'

/** Where contents are kept, and what may be asked for. */
export interface DiskContentsOptions {
  /** RECONCILE_HOME/secrets. */
  readonly dir: string
  /** The key of the hashes; see `contentKey`. */
  readonly key: Uint8Array
  /** A variable of this process, for what was declared by `environment` and never saved. */
  readonly variable: (name: string) => string | undefined
  /** When the bytes of a file that a manifest names count. */
  readonly settling: Settling
  /** Absent: nobody waits for changes. */
  readonly watched?: WatchedFiles
}

/** Contents that also say what the hash of other bytes would be, for this Secret or Config. */
export interface DiskContents extends Contents {
  hashOf(bytes: Uint8Array, spec: Pick<V1SecretSpec | V1ConfigSpec, 'storage'>): string
}

/** Contents on this machine: files where the manifests name them, and RECONCILE_HOME/secrets. Read anew each time. */
export function diskContents({ key, watched, ...options }: DiskContentsOptions): DiskContents {
  return {
    hashOf: (bytes, spec) => contentHash(key, bytes, spec),
    changes: () => watched?.changes() ?? NEVER,
    ...copiesIn(options.dir),
    async read(object, copy) {
      if (copy !== undefined) return await readCopy(options.dir, object, copy)
      await watched?.note(resourceIdOf(object), object.spec.file ?? keptPath(options.dir, object))
      const found = await bytesOf(object, options)
      if (!(found instanceof Uint8Array)) return { found: false, because: found.because }
      return { found: true, bytes: found, hash: contentHash(key, found, object.spec) }
    },
  }
}

/**
 * The keyed hash of bytes, and of where a node is to have them, as another place is another mount: it says nothing of them to who lacks
 * the key (S9).
 */
function contentHash(
  key: Uint8Array,
  bytes: Uint8Array,
  { storage }: Pick<V1SecretSpec | V1ConfigSpec, 'storage'>,
): string {
  const hash = createHmac('sha256', key).update(bytes)
  if (storage === 'Disk') hash.update('\0Disk')
  return hash.digest('hex').slice(0, 32)
}

/** Whether the key of an installation's hashes is kept whole in any of these. */
export function hasContentKey(files: readonly string[]): boolean {
  return files.some((file) => statSync(file, { throwIfNoEntry: false })?.size === KEY_BYTES)
}

/**
 * The key of an installation's hashes, kept (0600) in each of these files, so that the loss of one changes no hash and recreates
 * nothing; the first that is there whole counts. With `make` it is made where there is none, and put where it is missing; else one
 * that is nowhere is forgotten with the process.
 */
export async function contentKey(files: readonly string[], make: boolean): Promise<Uint8Array> {
  const kept = await Promise.all(files.map(keyIn))
  const known = kept.find((key) => key !== undefined) ?? randomBytes(KEY_BYTES)
  if (!make) return known
  const [first = '', ...others] = files
  const key = kept[0] ?? (await claim(first, known))
  for (const [index, file] of others.entries())
    if (!kept[index + 1]?.equals(key)) {
      await rename(await writeBeside(file, key), file)
      syncDirectorySync(dirname(file))
    }
  return key
}

const KEY_BYTES = 32

/** The key in a file; undefined where there is none, or where it was cut: that is not taken for another key. */
async function keyIn(file: string): Promise<Buffer | undefined> {
  const key = await unlessMissing(readFile(file))
  return key?.length === KEY_BYTES ? key : undefined
}

/** Puts the key into its file. Unlike a rename this fails when another one was faster: there is one key, and both take it. */
async function claim(file: string, key: Buffer): Promise<Buffer> {
  const staged = await writeBeside(file, key)
  try {
    await link(staged, file)
    syncDirectorySync(dirname(file))
    return key
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    const theirs = await keyIn(file)
    if (theirs !== undefined) return theirs
    await rename(staged, file)
    syncDirectorySync(dirname(file))
    return key
  } finally {
    await rm(staged, { force: true })
  }
}

/** Bytes that are written and not yet in their place. */
export interface StagedContent {
  /** Puts them in their place, at once. */
  commit(): void
  /** Forgets them. */
  drop(): void
}

/** Writes the bytes of a Secret or Config that has no file, readable by us alone, for a moment when all else is accepted. */
export async function stageContent(
  dir: string,
  object: V1Secret | V1Config,
  bytes: Uint8Array,
): Promise<StagedContent> {
  const path = keptPath(dir, object)
  const staged = await writeBeside(path, bytes)
  const drop = () => rmSync(staged, { force: true })
  const commit = () => {
    try {
      renameSync(staged, path)
      syncDirectorySync(dirname(path))
    } finally {
      drop()
    }
  }
  return { commit, drop }
}

/** Keeps such bytes before anybody looks again; what has them already is left alone. */
export function keepContent(dir: string, object: V1Secret | V1Config, bytes: Uint8Array): void {
  const path = keptPath(dir, object)
  if (existsSync(path) && readFileSync(path).equals(bytes)) return
  makeOwnedDirectory(dirname(path))
  const unfinished = unfinishedName(path)
  try {
    writeOwnedSync(unfinished, bytes)
    renameSync(unfinished, path)
    syncDirectorySync(dirname(path))
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/** Forgets bytes of all stacks that are on their way to their place. For who knows that nobody is at it any more. */
export async function dropUnfinished(dir: string): Promise<void> {
  for (const path of await readdir(dir, { recursive: true }))
    if (path.includes('/') && isUnfinished(path)) await rm(join(dir, path), { force: true })
}

/** Forgets what was kept of a Secret or Config, at once: what is declared anew a moment later may have its bytes in that place. */
export function dropContent(dir: string, object: Kept): void {
  const path = keptPath(dir, object)
  rmSync(path, { force: true })
  dropCopies(dir, object)
  // Else a power cut would bring them back, also where a process before this one removed them and ended.
  if (existsSync(dirname(path))) syncDirectorySync(dirname(path))
}

async function bytesOf(
  object: V1Secret | V1Config,
  { dir, variable, settling }: Omit<DiskContentsOptions, 'key' | 'watched'>,
): Promise<Uint8Array | Missing> {
  const { spec } = object
  if (spec.file !== undefined) return await readSettled(spec.file, settling)
  if (object.kind === 'Config' && object.spec.content !== undefined) return Buffer.from(object.spec.content)
  const kept = await readWhole(keptPath(dir, object))
  if (kept instanceof Uint8Array) return kept
  const { environment } = spec
  const given = environment === undefined ? undefined : bytesOfVariable(object, variable(environment))
  if (given) return given
  if (environment !== undefined)
    return { because: `nothing gave the variable ${environment} a value yet: ${variableRemedy(object)}` }
  const { name } = object.metadata
  const remedy =
    object.kind === 'Secret'
      ? `give it bytes with \`reconcile secret create ${name} -n ${stackOf(object)} --from-file FILE\``
      : 'put its bytes into that file (mode 0600)'
  return { because: `${keptPath(dir, object)} is not there: ${remedy}` }
}
