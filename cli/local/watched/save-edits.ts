import { exits, InstallationError } from '../../../api/v1/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { ProgressEvent } from '../../../api/v1/progress.ts'
import { commitFor } from '../../../store/git/commit-file.ts'
import { acceptEdited } from '../../../store/source/apply.ts'
import { diskFiles } from '../../../store/source/disk-files.ts'
import { objectOf } from '../../../store/source/origins.ts'
import { NotWritten, replaceFile } from '../../../store/writer/replace-file.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import { changesBetween } from '../request/changes.ts'
import type { Core } from '../open/core.ts'
import type { EditedFile } from './edit.ts'

/** What a command's edits are called. */
export interface EditWords {
  readonly change: Extract<ProgressEvent, { type: 'resource' }>['change']
  /** Of the commit, in a work tree whose edits are committed. */
  readonly message: string
}

/** Writes edited files, each whole, and accepts what they say at once: what is answered is in the file and in the state. */
export async function* saveEdits(
  core: Core,
  files: readonly EditedFile[],
  words: EditWords,
): AsyncGenerator<ProgressEvent> {
  for (const edited of files) {
    const commit = await commitFor(diskFiles, edited.file)
    await write(edited)
    const events = await accepted(core, edited, words)
    const note = await commit(words.message)
    yield* events
    if (note !== undefined) yield { type: 'warning', message: note }
  }
}

async function write(edited: EditedFile): Promise<void> {
  try {
    await replaceFile(edited)
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error
    const [{ id, line, words }] = edited.edits as [EditedFile['edits'][number]]
    throw new InstallationError(exits.usage, `${id}: ${edited.file}:${line}: ${error.message}`, {
      ...{ reason: error.reason, remedy: words === undefined ? error.remedy : `${error.remedy} (${words})` },
      cause: error,
    })
  }
}

async function accepted(
  core: Core,
  { root, file, reading, edits }: EditedFile,
  { change }: EditWords,
): Promise<ProgressEvent[]> {
  const { store, settings, clock } = core
  const before = new Map(edits.map(({ id }): [string, ObjectOf | undefined] => [id, objectOf(store, id)]))
  const files = await withBuildHashes([reading], { store, again: false })
  acceptEdited({ store, settings, now: clock.now(), files }, root)
  return edits.map(({ id, line }) => {
    const [old, fresh] = [before.get(id), objectOf(store, id)]
    const changes = old && fresh ? changesBetween(old, fresh) : []
    return { type: 'resource', object: id, change, details: [...changes, `in ${file}:${line}`] }
  })
}
