import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { ProgressEvent, ResourceEvent } from '../../../api/v1/installation/progress.ts'
import { commitFor } from '../../../store/git/commit-file.ts'
import { acceptEdited } from '../../../store/source/apply.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { NotWritten, replaceFile } from '../../../store/writer/replace-file.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import { changesBetween } from '../request/changes.ts'
import type { Core } from '../open/core.ts'
import type { EditedFile } from './edit.ts'

/** How to report a command's edits. */
export interface EditWords {
  readonly change: ResourceEvent['change']
  /** The message of the commit, in a work tree whose edits are committed. */
  readonly message: string
}

/**
 * Writes edited files atomically and accepts them at once: when it returns, file and state agree. A file whose text stays as it was is not
 * written.
 */
export async function* saveEdits(
  core: Core,
  files: readonly EditedFile[],
  words: EditWords,
): AsyncGenerator<ProgressEvent> {
  for (const edited of files) {
    if (edited.text === edited.before.toString('utf8')) {
      yield* unchanged(edited)
      continue
    }
    // Unreadable build contexts fail here, before anything is written.
    const readings = await withBuildHashes([edited.reading], { store: core.store })
    const commit = await commitFor(diskFiles, edited.file)
    const events = await write(edited, () => accepted(core, edited, { readings, ...words }))
    const note = await commit(words.message)
    yield* events
    if (note !== undefined) yield { type: 'warning', message: note }
  }
}

function unchanged({ file, edits }: EditedFile): readonly ProgressEvent[] {
  return edits.map(({ id, line }) => ({
    type: 'resource',
    object: id,
    change: 'unchanged',
    details: [`in ${file}:${line}`],
  }))
}

/** Writes a file, and accepts it in the same moment, so that an edit that someone makes right afterwards is not overridden. */
async function write(edited: EditedFile, accept: () => readonly ProgressEvent[]): Promise<readonly ProgressEvent[]> {
  let events: readonly ProgressEvent[] = []
  try {
    await replaceFile({ ...edited, done: () => void (events = accept()) })
    return events
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error
    const [{ id, line, lineBefore = line, words }] = edited.edits as [EditedFile['edits'][number]]
    throw new InstallationError(exits.usage, `${id}: ${edited.file}:${lineBefore}: ${error.message}`, {
      ...{ reason: error.reason, remedy: words === undefined ? error.remedy : `${error.remedy} (${words})` },
      cause: error,
    })
  }
}

interface Accepting extends EditWords {
  readonly readings: readonly FileReading[]
}

function accepted(
  { store, settings, clock }: Core,
  { root, file, edits }: EditedFile,
  { readings, change }: Accepting,
): readonly ProgressEvent[] {
  const before = new Map(edits.map(({ id }): [string, ObjectOf | undefined] => [id, objectOf(store, id)]))
  acceptEdited({ store, settings, now: clock.now(), files: readings }, root)
  return edits.map(({ id, line }) => {
    const [old, fresh] = [before.get(id), objectOf(store, id)]
    const changes = old && fresh ? changesBetween(old, fresh) : []
    return { type: 'resource', object: id, change, details: [...changes, `in ${file}:${line}`] }
  })
}
