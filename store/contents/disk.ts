import { createHmac, randomBytes } from 'node:crypto'
import { constants, existsSync, renameSync, rmSync } from 'node:fs'
import { chmod, link, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { errorCode } from '../storage/files.ts'
import type { Contents } from './contents.ts'

/** Where contents are kept, and what may be asked for. */
export interface DiskContentsOptions {
  /** RECONCILE_HOME/secrets. */
  readonly dir: string
  /** The key of the hashes; see `contentKey`. */
  readonly key: Uint8Array
  /** A variable of this process, for what was declared by `environment` and never saved. */
  readonly variable: (name: string) => string | undefined
}

/** Most bytes of one content. */
export const MOST_CONTENT_BYTES = 1024 * 1024

/** Contents on this machine: files where the manifests name them, and RECONCILE_HOME/secrets. Read anew each time. */
export function diskContents({ dir, key, variable }: DiskContentsOptions): Contents {
  return {
    async read(object) {
      const found = await bytesOf(object, { dir, variable })
      if (!(found instanceof Uint8Array)) return { found: false, because: found.because }
      return { found: true, bytes: found, hash: contentHash(key, found) }
    },
  }
}

/** The keyed hash of bytes: it says nothing of them to who lacks the key (S9). */
export function contentHash(key: Uint8Array, bytes: Uint8Array): string {
  return createHmac('sha256', key).update(bytes).digest('hex').slice(0, 32)
}

/** Whether the key of an installation's hashes was made. */
export function hasContentKey(dir: string): boolean {
  return existsSync(join(dir, KEY))
}

const KEY = '.key'

/** The key of an installation's hashes; made (0600) where it is missing, if `make` says so, else forgotten with the process. */
export async function contentKey(dir: string, make: boolean): Promise<Uint8Array> {
  const path = join(dir, KEY)
  const known = await readIfThere(path)
  if (known) return known
  const key = randomBytes(32)
  if (!make) return key
  const staged = await writeBeside(path, key)
  try {
    // Unlike a rename this fails when another one was faster: there is one key, and both take it.
    await link(staged, path)
    return key
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    return (await readIfThere(path)) ?? key
  } finally {
    await rm(staged, { force: true })
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    return undefined
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
  return { commit: () => renameSync(staged, path), drop: () => rmSync(staged, { force: true }) }
}

/** Forgets what was kept of a Secret or Config. */
export async function dropContent(dir: string, object: V1Secret | V1Config): Promise<void> {
  await rm(keptPath(dir, object), { force: true })
}

interface Missing {
  readonly because: string
}

async function bytesOf(
  object: V1Secret | V1Config,
  { dir, variable }: Pick<DiskContentsOptions, 'dir' | 'variable'>,
): Promise<Uint8Array | Missing> {
  const { spec } = object
  if (spec.file !== undefined) return await readBounded(spec.file)
  if (object.kind === 'Config' && object.spec.content !== undefined) return Buffer.from(object.spec.content)
  const kept = await readBounded(keptPath(dir, object))
  if (kept instanceof Uint8Array) return kept
  const { environment } = spec
  const value = environment === undefined ? undefined : variable(environment)
  if (value !== undefined) return Buffer.from(value)
  if (environment !== undefined)
    return { because: `the variable ${environment} was not set when it was applied: set it and apply again` }
  return { because: `${keptPath(dir, object)} is not there: put its bytes into that file (mode 0600)` }
}

function keptPath(dir: string, object: V1Secret | V1Config): string {
  const { name } = object.metadata
  return join(dir, stackOf(object), object.kind === 'Secret' ? name : `${name}.config`)
}

async function readBounded(path: string): Promise<Uint8Array | Missing> {
  try {
    // Without O_NONBLOCK the open of a pipe would wait for a writer.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const found = await handle.stat()
      if (!found.isFile()) return { because: `${path} is no regular file` }
      if (found.size > MOST_CONTENT_BYTES)
        return { because: `${path} is larger than 1 MiB: mount it as a file instead` }
      const bytes = await handle.readFile()
      return bytes.length > MOST_CONTENT_BYTES ? { because: `${path} is larger than 1 MiB` } : bytes
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return { because: `${path} is not there` }
    return { because: `${path} can't be read: ${error instanceof Error ? error.message : code}` }
  }
}

/** Writes a file beside its place, under a name that nobody else uses; putting it there makes it whole or not at all. */
async function writeBeside(path: string, bytes: Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.unfinished`
  await writeFile(unfinished, bytes, { mode: 0o600, flush: true })
  await chmod(unfinished, 0o600)
  return unfinished
}
