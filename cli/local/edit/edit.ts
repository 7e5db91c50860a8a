import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import type { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, type ObjectRef } from '../../../api/v1/metadata.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { EditRequest } from '../../../api/v1/installation/requests.ts'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { bytesHash, declaredHash, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { leftToServe } from '../apply.ts'
import { changesBetween } from '../request/changes.ts'
import type { Core } from '../open/core.ts'
import { changeObject } from '../objects/change-object.ts'
import { refusal, throwAs } from '../objects/write-error.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { tellingChanges } from '../watched/changing-files.ts'
import { saveEdits } from '../watched/save-edits.ts'
import { endingWithNodes } from '../waiting/ending-with-nodes.ts'
import { askedByChange } from '../waiting/view/overridden.ts'
import { settle } from '../waiting/settle.ts'
import { isWatched, openWatched } from '../watched/file.ts'
import { editDocument } from './edit-document.ts'
import { editedObject } from './editable.ts'

/** Applies an edited manifest: in its file for a watched directory, where that is the source of truth, else as an apply would. */
export async function* edit(core: Core, request: EditRequest): AsyncGenerator<ProgressEvent> {
  const live = editedObject(core, request.ref)
  const isInFile = isWatched(core, resourceIdOf(live))
  if (isInFile) yield* tellingChanges(core, [resourceIdOf(live)], () => editFile(core, live, request))
  const done = isInFile ? [] : [await editApplied(core, live, request)]
  const asked = askedByChange(core.store, live)
  yield* done
  const { namespace, name } = request.ref
  await core.store.durable()
  if (!request.wait) return yield leftToServe(core)
  const told = settle(core, { ...request, stacks: namespace === undefined ? [] : [namespace], asked, leaving: [] })
  yield* namespace === undefined ? endingWithNodes(told, [name], core) : told
}

async function* editFile(core: Core, live: ObjectOf, { text, version }: EditRequest): AsyncGenerator<ProgressEvent> {
  const id = resourceIdOf(live)
  // Editing again would not help, so Conflict.
  const refuse = (error: unknown) => throwAs('Conflict', error, 'run this again')
  const opened = await openWatched(core, id).catch(refuse)
  if (bytesHash(opened.before) !== version) throw meanwhile(opened.file)
  const edited = editDocument(core, opened, { id, text })
  const declared = edited.reading.manifests.map(
    ({ object, id: own }) => ({ ...objectOf(core.store, own), ...object, spec: withDefaults(object).spec }) as ObjectOf,
  )
  refuseInvalid(core, declared)
  try {
    yield* saveEdits(core, [edited], { change: 'configured', message: `Edit ${live.metadata.name}` })
  } catch (error) {
    refuse(error)
  }
}

async function editApplied(core: Core, live: ObjectOf, request: EditRequest): Promise<ProgressEvent> {
  const { ref, text, version } = request
  const refuseOther = (now: ObjectOf) => {
    if (declaredHash(now) !== version) throw meanwhile(describeRef(ref))
  }
  refuseOther(live)
  await changeObject(core, { ref, change: { by: 'object', value: valueOf(text, ref) } }, refuseOther)
  const id = resourceIdOf(live)
  const fresh = objectOf(core.store, id)
  const details = fresh ? changesBetween(live, fresh) : []
  return { type: 'resource', object: id, change: details.length === 0 ? 'unchanged' : 'configured', details }
}

function valueOf(text: string, ref: ObjectRef): unknown {
  const { documents, errors } = parseDocuments(text, describeRef(ref))
  if (errors.length > 0) throw refusal('Invalid', errors.map(formatManifestError).join('\n'), 'correct it')
  const [only, ...more] = documents
  if (only && more.length === 0) return only.value
  throw refusal('Invalid', `it has ${documents.length} documents, and is to be one object`, 'leave one')
}

function meanwhile(what: string): InstallationError {
  return refusal('Conflict', `${what} was changed by somebody else meanwhile`, 'edit it anew')
}
