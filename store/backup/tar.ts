import { type Extract, extract, pack } from 'tar-stream'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { type HomeFile, mostBackup } from './home-files.ts'
import {
  type BackupManifest,
  checkFiles,
  damaged,
  MANIFEST,
  MOST_MANIFEST_BYTES,
  notOurs,
  parseManifest,
} from './manifest.ts'

/** A backup, whole. */
export interface Backup {
  readonly manifest: BackupManifest
  readonly files: readonly HomeFile[]
}

type Entry = Extract extends AsyncIterable<infer E> ? E : never

/** A tar has a head and padding beside each file. */
const MOST_TAR_BYTES = mostBackup.bytes + mostBackup.files * 2048 + MOST_MANIFEST_BYTES

/** A backup as a tar, its manifest first. */
export function packBackup({ manifest, files }: Backup): AsyncIterable<Uint8Array> {
  const tar = pack()
  const mtime = new Date(manifest.createdAt)
  const add = ({ path, bytes }: HomeFile) => tar.entry({ name: path, mode: 0o600, mtime }, bytes)
  add({ path: MANIFEST, bytes: Buffer.from(`${JSON.stringify(manifest, undefined, 1)}\n`) })
  for (const file of files) add(file)
  tar.finalize()
  return tar as AsyncIterable<Uint8Array>
}

/**
 * Reads a backup, bounded, into memory, and checks its version and every byte. Only regular files that its manifest lists are
 * taken: no path leads out, and there are no links. Throws InstallationError.
 */
export async function readBackup(chunks: AsyncIterable<Uint8Array>): Promise<Backup> {
  const bytes = await readWhole(chunks)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw notOurs('it is compressed, so unpack it first: gunzip -c FILE | …')
  const tar = extract()
  tar.on('error', () => undefined) // the iteration throws it
  tar.end(bytes)
  let manifest: BackupManifest | undefined
  let listed: ReadonlySet<string> = new Set()
  const found = new Map<string, Uint8Array>()
  try {
    for await (const entry of tar) {
      if (manifest) await take(entry, listed, found)
      else {
        manifest = await takeManifest(entry)
        listed = new Set(manifest.files.map(({ path }) => path))
      }
    }
  } catch (error) {
    throw isInstallationError(error) ? error : asDamage(error, manifest)
  }
  if (!manifest) throw notOurs('it is empty, or no tar')
  checkFiles(manifest, found)
  return { manifest, files: [...found].map(([path, content]) => ({ path, bytes: content })) }
}

async function readWhole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    read.push(chunk)
    size += chunk.length
    if (size > MOST_TAR_BYTES) throw notOurs(`it is larger than any, ${MOST_TAR_BYTES} bytes`)
  }
  return Buffer.concat(read)
}

async function takeManifest(entry: Entry): Promise<BackupManifest> {
  const { name, type, size } = entry.header
  if (name !== MANIFEST || type !== 'file') throw notOurs(`its first file is not ${MANIFEST}`)
  if (size > MOST_MANIFEST_BYTES) throw notOurs(`its ${MANIFEST} has ${size} bytes`)
  return parseManifest(await contentOf(entry))
}

async function take(entry: Entry, listed: ReadonlySet<string>, found: Map<string, Uint8Array>): Promise<void> {
  const { name, type } = entry.header
  if (!listed.has(name) || found.has(name)) throw damaged(`${name} is in it, and not in its ${MANIFEST}`)
  if (type !== 'file') throw damaged(`${name} is a ${type}, no file`)
  found.set(name, await contentOf(entry))
}

async function contentOf(entry: Entry): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of entry as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function asDamage(error: unknown, manifest: BackupManifest | undefined): Error {
  const why = errorText(error)
  return manifest ? damaged(why, error) : notOurs(why, error)
}
