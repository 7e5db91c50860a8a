import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { saveEdits } from '../watched/save-edits.ts'
import type { ValueChange } from '../../../store/writer/changed-value.ts'
import { editFiles, type EditedFile } from '../watched/edit.ts'
import { withoutOurs } from './declared-object.ts'
import { differences } from './differences.ts'
import { onlyInFile } from './writable.ts'
import { throwAs } from './write-error.ts'

/** A change of an object that a watched directory declares. */
export interface WatchedChange {
  readonly live: ObjectOf
  /** The desired object. */
  readonly object: ObjectOf
  readonly dryRun: boolean
}

/** The changed object, and notes for people. */
export interface ChangedInFile {
  readonly object: ObjectOf
  readonly notes: readonly string[]
}

/** Writes a change into the watched file, which is the source of truth. Throws with the place to edit if that is not possible. */
export async function changeWatched(core: Core, { live, object, dryRun }: WatchedChange): Promise<ChangedInFile> {
  const id = resourceIdOf(live)
  const next = { ...live, spec: withDefaults(object).spec } as ObjectOf
  const edits = [
    ...differences({ from: live.spec, to: next.spec }, { path: ['spec'], declared: object.spec }),
    ...(['labels', 'annotations'] as const).flatMap((field) => metadataChanges(live, object, field)),
  ]
  if (edits.length === 0) return { object: live, notes: [] }
  refuseInvalid(core, [next])
  const fields = edits.map((edit) => ({ id, ...edit }))
  const files = await editFiles(core, fields).catch((error: unknown) =>
    throwAs('MethodNotAllowed', error, 'edit the file; serve acts on it'),
  )
  refuseUnlike(core, { live, next, files })
  if (dryRun) return { object: next, notes: [] }
  const message = `Change ${live.metadata.name}: ${edits.map(({ path }) => formatPath(path)).join(', ')}`
  const notes: string[] = []
  for await (const event of saveEdits(core, files, { change: 'configured', message }))
    if (event.type === 'warning') notes.push(event.message)
  await core.store.durable()
  return { object: objectOf(core.store, id) ?? next, notes }
}

/** Changes to labels or annotations other than our own. */
function metadataChanges(live: ObjectOf, object: ObjectOf, field: 'labels' | 'annotations'): readonly ValueChange[] {
  const [from, to] = [live, object].map(({ metadata }) => withoutOurs({ ...metadata }, field)[field] ?? {})
  return differences({ from, to }, { path: ['metadata', field], declared: to })
}

interface Edited {
  readonly live: ObjectOf
  readonly next: ObjectOf
  readonly files: readonly EditedFile[]
}

/** Throws unless the edits together produce the requested spec. */
function refuseUnlike(core: Core, { live, next, files }: Edited): void {
  const said = files.flatMap(({ reading }) => reading.manifests.filter(({ id }) => id === resourceIdOf(live)))
  if (said.every(({ object }) => stableJson(withDefaults(object).spec) === stableJson(next.spec))) return
  throw onlyInFile(core, live, 'and can not be changed there piece by piece')
}
