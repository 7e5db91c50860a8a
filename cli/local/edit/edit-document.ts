import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading/reading.ts'
import { documentSpan, withSpan } from '../../../store/writer/document-span.ts'
import { refusal } from '../objects/write-error.ts'
import type { EditedFile } from '../watched/edit.ts'
import { type Reading, readingOf, type WatchedFile } from '../watched/file.ts'
import { documentOf } from './editable.ts'

/** The new text of the document that declares an object. */
export interface DocumentEdit {
  readonly id: ResourceId
  readonly text: string
}

/** Replaces the document that declares an object in a file. Throws if the result is invalid, or declares other objects than before. */
export function editDocument(core: Reading, opened: WatchedFile, { id, text }: DocumentEdit): EditedFile {
  const span = documentSpan(opened.text, documentOf(opened, id) ?? 0)
  if (!span) throw new Error(`${opened.file} has no document with ${id}`)
  const whole = withSpan(opened.text, span, text)
  const reading = readingOf(core, { file: opened.file, text: whole })
  if (reading.errors.length > 0) throw wrong(reading.errors.map(formatManifestError))
  refuseOthers(opened.reading, reading)
  const before = new Map(opened.reading.manifests.map((each) => [each.id, each.hash]))
  const changed = reading.manifests.filter((each) => before.get(each.id) !== each.hash || each.id === id)
  const edits = changed.map((each) => ({ id: each.id, line: each.provenance.placeOf([]).line }))
  return { ...opened, text: whole, reading, edits }
}

/** Throws if objects were added or removed: a missing object would be deleted, which an edit should not do. */
function refuseOthers(before: FileReading, after: FileReading): void {
  const [old, fresh] = [before, after].map(({ manifests }) => new Set(manifests.map(({ id }) => id))) as [
    Set<ResourceId>,
    Set<ResourceId>,
  ]
  const gone = [...old].filter((id) => !fresh.has(id)).map((id) => `${id} is not in it any more`)
  const come = [...fresh].filter((id) => !old.has(id)).map((id) => `${id} was not in it before`)
  if (gone.length + come.length > 0)
    throw wrong([...gone, ...come].map((words) => `${words}: add, rename and remove objects in ${before.file} itself`))
}

function wrong(lines: readonly string[]): Error {
  return refusal('Invalid', lines.join('\n'), 'correct it; nothing was changed')
}
