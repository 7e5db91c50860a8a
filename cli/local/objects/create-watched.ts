import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import { commitForNew } from '../../../store/git/commit-file.ts'
import { type Accepted, DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { acceptEdited } from '../../../store/source/apply.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { stackNameFor } from '../../../store/source/disk/file-names.ts'
import { gitStateOf } from '../../../store/source/disk/git-state.ts'
import { acceptedOf, objectOf } from '../../../store/source/acceptance/origins.ts'
import { type FileReading, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { createFile, NotWritten } from '../../../store/writer/replace-file.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import { copiedStore } from '../plan/copied-store.ts'
import type { Core } from '../open/core.ts'
import { causesOf, type ObjectWrite, readingOf } from './accept-object.ts'
import { invalidBecause, refusal } from './write-error.ts'

/**
 * A resource of the stack that a watched directory declares, beside which a new one belongs; the one nearest to the root. Undefined if
 * there is none.
 */
export function watchedOf({ store }: Pick<Core, 'store'>, stack: string | undefined): Accepted | undefined {
  if (stack === undefined) return undefined
  const all = [...acceptedOf(store).values()]
  const own = all.filter(({ root, object }) => root !== DESIRED && object.metadata.namespace === stack)
  return own.sort((a, b) => depthOf(a) - depthOf(b) || (a.file < b.file ? -1 : 1))[0]
}

function depthOf({ file }: Accepted): number {
  return file.split('/').length
}

/** The created object (undefined if `isStill` failed), and notes for people. */
export interface CreatedInFile {
  readonly object: ObjectOf | undefined
  readonly notes: readonly string[]
}

/**
 * Creates an object in a new file beside the others of its stack, so that people find it, and later edits affect nothing else. It is read
 * and validated as serve does before it is written.
 */
export async function createWatched(
  core: Core,
  near: Accepted,
  { object, dryRun, isStill, beside }: ObjectWrite,
): Promise<CreatedInFile> {
  const file = fileOf(object, near)
  await refuseUnfit(object, file)
  const { text, reading } = readingOf(core, object, { file })
  const files = await withBuildHashes([reading], { store: core.store })
  const tried = accepted(core, copiedStore(core).store, { object, files, root: near.root })
  if (dryRun) return { object: tried, notes: [] }
  const commit = await commitForNew(diskFiles, file, near.file)
  if (!isStill()) return { object: undefined, notes: [] }
  const done = () => {
    beside?.()
    accepted(core, core.store, { object, files, root: near.root })
  }
  await createFile({ file, root: near.root, text, like: near.file, done }).catch((error: unknown) => {
    if (!(error instanceof NotWritten)) throw error
    isStill()
    throw refusal(error.reason, `${describeRef(refOf(object))}: ${error.message}`, error.remedy)
  })
  await core.store.durable()
  const note = await commit(`Create ${object.metadata.name}`)
  return { object: objectOf(core.store, resourceIdOf(object)), notes: note === undefined ? [] : [note] }
}

/** The file's path. The stack is part of the name unless the directory is the stack's own, as it may hold several stacks. */
function fileOf(object: ObjectOf, { file: beside }: Accepted): string {
  const { name, namespace = '' } = object.metadata
  const own = `${object.kind.toLowerCase()}-${name}.yaml`
  return join(dirname(beside), stackNameFor(beside) === namespace ? own : `${namespace}-${own}`)
}

async function refuseUnfit(object: ObjectOf, file: string): Promise<void> {
  const what = describeRef(refOf(object))
  if (existsSync(file))
    throw refusal(
      'MethodNotAllowed',
      `${what} belongs into the watched directory, and ${file} is there already and does not declare it`,
      'mend or rename that file, or add the manifest to a file there; serve acts on it',
    )
  if (!existsSync(dirname(file)))
    throw refusal(
      'MethodNotAllowed',
      `${what} belongs into the watched directory, and ${dirname(file)} is not there`,
      'bring it back first; nothing was changed',
    )
  const busy = (await gitStateOf(diskFiles, dirname(file)))?.busy
  if (busy !== undefined)
    throw refusal('Conflict', `${what}: ${file} is not written while ${busy}`, 'try again when that is done')
}

interface Declaring {
  readonly object: ObjectOf
  readonly files: readonly FileReading[]
  readonly root: string
}

function accepted(
  { settings, clock }: Core,
  store: Core['store'],
  { object, files, root }: Declaring,
): ObjectOf | undefined {
  const { errors } = acceptEdited({ store, settings, now: clock.now(), files }, root)
  if (errors.length > 0) throw invalidBecause(refOf(object), causesOf(errors))
  return objectOf(store, resourceIdOf(object))
}
