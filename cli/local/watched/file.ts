import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { fileReason, MOST_FILE_BYTES } from '../../../api/v1/file-reason.ts'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { FilePosition } from '../../../api/v1/provenance.ts'
import { readBoundedFileSync } from '../../../store/bounded-file.ts'
import { acceptEdited } from '../../../store/source/apply.ts'
import { missingFromFiles } from '../../../store/source/facts/missing-facts.ts'
import { DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { gitStateOf } from '../../../store/source/disk/git-state.ts'
import { acceptedOf, originIn } from '../../../store/source/acceptance/origins.ts'
import type { ManifestText } from '../../../store/source/reading/manifest-reader.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import {
  bytesHash,
  type FileReading,
  type ReadManifest,
  type ResourceId,
} from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import { readers } from '../request/read-request.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'

/** A file of a watched directory, read for editing. */
export interface WatchedFile {
  readonly root: string
  readonly file: string
  readonly before: Buffer
  readonly text: string
  readonly reading: FileReading
  /** Set for a file that is part of a project declared in another file; `texts` are the edited texts by path. */
  readonly project?: { readonly main: string; readonly texts: ReadonlyMap<string, string> }
}

/** What reading a file needs. */
export type Reading = Pick<Core, 'store' | 'variable'>

/** Whether a resource is declared in a watched directory, so that commands edit its file. */
export function isWatched({ store }: Pick<Core, 'store'>, id: ResourceId): boolean {
  const origin = originIn(store, id)
  return origin !== undefined && origin.root !== DESIRED
}

/**
 * Whether a deletion has to edit a file. Not if the running serve found the resource in no file any more: its deletion is then already
 * pending.
 */
export function isInWatchedFile({ store, purpose }: Pick<Core, 'store' | 'purpose'>, id: ResourceId): boolean {
  return isWatched({ store }, id) && !(purpose === 'serve' && missingFromFiles(store).get(id) === '')
}

/** Opens the file that declares a resource. Throws if the file changed since it was accepted, or must not be edited. */
export async function openWatched(core: Reading, id: ResourceId): Promise<WatchedFile> {
  const { root, file, fileHash } = originOf(core, id)
  const before = bytesOf(file, id)
  await refuseUnfit({ id, file, before, fileHash })
  const text = before.toString('utf8')
  return { root, file, before, text, reading: readingOf(core, { file, text }) }
}

/** The accepted origin of a resource in a watched directory. */
export function originOf({ store }: Reading, id: ResourceId) {
  const origin = originIn(store, id)
  if (!origin || origin.root === DESIRED) throw new Error(`${id} is in no watched directory`)
  return origin
}

const MOVED =
  'put it back; a watched directory that has moved: end serve, then `reconcile serve --unwatch OLD --watch NEW`'

function bytesOf(file: string, id: ResourceId): Buffer {
  try {
    return readBoundedFileSync(file, MOST_FILE_BYTES)
  } catch (cause) {
    throw refused(
      `${id}: ${file} can't be read: ${fileReason(cause)}`,
      errorCode(cause) === 'ENOENT' ? MOVED : 'let this user read it',
    )
  }
}

/** Opens a file that the declaring one includes. Throws if other files include it as well. */
export async function openPart(core: Reading, main: WatchedFile, { id, part }: PartOf): Promise<WatchedFile> {
  if (!isWithin(part, main.root))
    throw refused(`${id}: ${part} is not in the watched directory ${main.root}`, 'edit it yourself')
  const others = [...acceptedOf(core.store).values()].filter(({ file }) => file !== main.file)
  const sharing = others.find(({ file, parts = [] }) => file === part || parts.includes(part))
  if (sharing)
    throw refused(`${id}: ${part} is also part of what ${sharing.file} declares`, 'edit it yourself, for all of them')
  const before = bytesOf(part, id)
  await refuseUnfit({ id, file: part, before, fileHash: bytesHash(before) })
  const text = before.toString('utf8')
  const project = { main: main.file, texts: new Map([[main.file, main.text]]) }
  return { root: main.root, file: part, before, text, reading: main.reading, project }
}

interface PartOf {
  readonly id: ResourceId
  /** Absolute path. */
  readonly part: string
}

/** Reads a file as if it had this text. */
export function readingWith(core: Reading, { file, project }: WatchedFile, text: string): FileReading {
  if (!project) return readingOf(core, { file, text })
  const texts = new Map(project.texts).set(file, text)
  const main = texts.get(project.main) ?? ''
  const readFile = (path: string) => texts.get(path) ?? readSideFile(path)
  return readText({ file: project.main, text: main }, { variable: core.variable, readFile }, readers)
}

interface Unfit {
  readonly id: ResourceId
  readonly file: string
  readonly before: Buffer
  readonly fileHash: string
}

async function refuseUnfit({ id, file, before, fileHash }: Unfit): Promise<void> {
  if (bytesHash(before) !== fileHash)
    throw refused(
      `${id}: ${file} was changed, and is not accepted as it is now`,
      'once a running serve has accepted it, run this again; `reconcile status` shows what it finds wrong with it',
    )
  const generated = generatedLine(before.toString('utf8'))
  if (generated !== undefined)
    throw refused(
      `${id}: ${file}:${generated}: says that the file is generated, so that an edit of it would be lost`,
      'edit what it is made from',
    )
  const busy = (await gitStateOf(diskFiles, dirname(file)))?.busy
  if (busy !== undefined)
    throw refused(`${id}: ${file} is not edited while ${busy}`, 'run this again when that is done')
}

/** The line of a comment at the top which says that the file is generated. */
function generatedLine(text: string): number | undefined {
  const lines = text.split(/\r?\n/)
  const end = lines.findIndex((line) => !/^(\ufeff?\s*(#.*)?|---\s*|%.*)$/.test(line))
  const found = lines
    .slice(0, end === -1 ? lines.length : end)
    .findIndex((line) => /\b(do not edit|auto-?generated|generated (by|from|with))\b/i.test(line))
  return found === -1 ? undefined : found + 1
}

/** Reads this text as the content of a file, with the files that are merged over it. */
export function readingOf({ variable }: Reading, source: ManifestText): FileReading {
  return readText(source, { variable, readFile: readSideFile }, readers)
}

/** The position of a manifest in its file. */
export function positionOf({ provenance }: ReadManifest): FilePosition {
  return provenance.positionOf?.([]) ?? { document: 0, path: [] }
}

/** Accepts a file as a command has written it. */
export async function acceptFile(core: Core, { root, file }: Pick<WatchedFile, 'root' | 'file'>): Promise<void> {
  const { store, settings, clock } = core
  const reading = readingOf(core, { file, text: readFileSync(file, 'utf8') })
  const files = await withBuildHashes([reading], { store })
  acceptEdited({ store, settings, now: clock.now(), files }, root)
}

/** The error of a refused edit. */
export function refused(message: string, remedy: string): InstallationError {
  return new InstallationError(exits.usage, message, { remedy })
}
