import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { FilePosition } from '../../../api/v1/provenance.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { commitFor } from '../../../store/git/commit-file.ts'
import { acceptEdited } from '../../../store/source/apply.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import {
  bytesHash,
  type FileReading,
  type ReadManifest,
  type ResourceId,
} from '../../../store/source/reading/reading.ts'
import { cutDocument } from '../../../store/writer/cut-document.ts'
import { editStructure } from '../../../store/writer/edit-structure.ts'
import { NOTHING_ELSE } from '../../../store/writer/entry-splices.ts'
import { holdsOnly } from '../../../store/writer/holds-only.ts'
import { NotWritten, removeFile, replaceFile } from '../../../store/writer/replace-file.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import type { Core } from '../open/core.ts'
import { refusal, throwAs } from '../objects/write-error.ts'
import { beginOuttake, dropOuttake } from './begun-outtakes.ts'
import { openWatched, originOf, positionOf, type Reading, readingOf, type WatchedFile } from './file.ts'

/** A file of a watched directory and the resources to take out of it; not written yet. */
export interface Outtake {
  readonly opened: WatchedFile
  readonly ids: readonly ResourceId[]
  /** The remaining content; absent if the file is to be removed. */
  readonly left?: { readonly text: string; readonly reading: FileReading }
}

/**
 * Takes resources out of their files: a document with its comments, an item of a list, or a key of a Compose file. A file with nothing else
 * is to be removed. Throws with resource, file, line and remedy if anything else would change.
 */
export async function takenOut(core: Reading, ids: readonly ResourceId[]): Promise<readonly Outtake[]> {
  const files = groupBy(ids, (id) => originOf(core, id).file)
  const outtakes: Outtake[] = []
  for (const own of files.values()) outtakes.push(await outtakeOf(core, own))
  return outtakes
}

async function outtakeOf(core: Reading, ids: readonly ResourceId[]): Promise<Outtake> {
  const [first = ''] = ids
  const opened = await openWatched(core, first).catch((error: unknown) =>
    throwAs('MethodNotAllowed', error, 'take it out of the file yourself; serve acts on it'),
  )
  const { file, reading } = opened
  const isAll =
    reading.manifests.every(({ id }) => ids.includes(id)) && holdsOnly(opened.text, reading.manifests.map(positionOf))
  if (isAll && reading.parts === undefined) return { opened, ids }
  if (isAll)
    throw refusedHere(
      `${first}: ${file} is made of other files too, which would be left`,
      `take it out together with ${reading.parts?.join(', ')}`,
    )
  let left = { text: opened.text, reading }
  const declares = ({ manifests }: FileReading, id: ResourceId) => manifests.some((each) => each.id === id)
  for (const id of ids) {
    // A `pre_start` job is removed with its service's lines.
    if (declares(reading, id) && !declares(left.reading, id)) continue
    left = without(core, { ...opened, ...left }, { id, ids })
  }
  return { opened, ids, left }
}

function without(
  core: Reading,
  opened: WatchedFile,
  { id, ids }: { readonly id: ResourceId; readonly ids: readonly ResourceId[] },
): NonNullable<Outtake['left']> {
  const { file, text, reading } = opened
  const manifest = manifestIn(reading, id, file)
  const { line, file: standsIn } = manifest.provenance.placeOf([])
  const yourself = `take it out in ${standsIn}:${line} yourself; serve acts on it`
  if (standsIn !== file) throw refusedHere(`${id}: it stands in ${standsIn}, which ${file} takes in`, yourself)
  const { document, path } = positionOf(manifest)
  const edited =
    path.length === 0 ? cutDocument(text, document) : editStructure(text, { document, path, how: 'remove' })
  if ('refused' in edited)
    throw refusedHere(
      `${id}: ${file}:${edited.line}: ${edited.refused}`,
      edited.refused === NOTHING_ELSE ? lastIn(file, path) : yourself,
    )
  const after = readingOf(core, { file, text: edited.text })
  const [error] = after.errors
  if (error) throw refusal('Invalid', `without ${id}: ${formatManifestError(error)}`, 'change that first')
  const changed = differing(reading.manifests, after.manifests).filter((each) => !ids.includes(each))
  if (changed.length === 0) return { text: edited.text, reading: after }
  throw refusedHere(`${id}: ${file}:${line}: more than that would change: ${changed.join(', ')}`, yourself)
}

/** The remedy if a section would become empty: only people can tell whether the rest of the file is needed. */
function lastIn(file: string, path: FilePosition['path']): string {
  const [parent = ''] = path.slice(-2)
  return `it is the last of ${parent} in ${file}: write \`${parent}: {}\` there, or remove the file if nothing else in it is needed; serve acts on it`
}

function refusedHere(message: string, remedy: string): InstallationError {
  return refusal('MethodNotAllowed', message, remedy)
}

function manifestIn({ manifests }: FileReading, id: ResourceId, file: string): ReadManifest {
  const found = manifests.find((each) => each.id === id)
  if (!found) throw refusedHere(`${id}: ${file} does not declare it as it is now`, 'mend the file, and run this again')
  return found
}

/** The ids that differ between two readings. */
function differing(before: readonly ReadManifest[], after: readonly ReadManifest[]): readonly ResourceId[] {
  const [old, fresh] = [before, after].map((all) => new Map(all.map(({ id, hash }) => [id, hash])))
  return [...new Set([...before, ...after].map(({ id }) => id))].filter((id) => old?.get(id) !== fresh?.get(id))
}

/**
 * Writes a file without the taken-out resources and deletes them in the same moment. Otherwise serve would take their absence for a loss
 * (S3), or their presence for a new declaration. Returns a note for people.
 */
export async function takeOut(
  core: Core,
  { opened, ids, left }: Outtake,
  { volumes, go }: { readonly volumes: boolean; readonly go: () => void },
): Promise<string | undefined> {
  const { root, file, before } = opened
  const { store, settings, clock } = core
  const files = left ? await withBuildHashes([left.reading], { store }) : []
  const commit = await commitFor(diskFiles, file)
  const done = () => {
    if (left) acceptEdited({ store, settings, now: clock.now(), files }, root)
    go()
    dropOuttake(store, file)
  }
  const hash = left ? bytesHash(Buffer.from(left.text)) : null
  await beginOuttake(store, { root, file, ids, left: hash, volumes })
  try {
    await (left ? replaceFile({ file, root, before, text: left.text, done }) : removeFile({ file, root, before, done }))
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error
    dropOuttake(store, file)
    const { reason, remedy } = error
    throw new InstallationError(exits.usage, `${ids.join(', ')}: ${error.message}`, { reason, remedy, cause: error })
  }
  return await commit(`Delete ${ids.map((id) => id.slice(id.lastIndexOf('/') + 1)).join(', ')}`)
}
