import type { Editable } from '../../../api/v1/installation/answers.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { bytesHash, declaredHash, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { yamlText } from '../../output/yaml-text.ts'
import type { Core } from '../open/core.ts'
import { declaredObject } from '../objects/declared-object.ts'
import { liveOf, onlyInFile, refuseDerived, refuseUndeclared } from '../objects/writable.ts'
import { isWatched, openWatched, positionOf, type WatchedFile } from '../watched/file.ts'

/** What to edit of an object: the document in its watched file, else its declaration with secrets redacted (S9). */
export async function editable(core: Core, ref: ObjectRef): Promise<Editable> {
  const live = editedObject(core, ref)
  const id = resourceIdOf(live)
  if (!isWatched(core, id)) return { text: `${yamlText(shownOf(live, ref))}\n`, version: declaredHash(live) }
  const opened = await openWatched(core, id)
  const document = documentOf(opened, id)
  if (document === undefined) throw onlyInFile(core, live, 'and in more than one file')
  return { file: opened.file, document, version: bytesHash(opened.before) }
}

/** The object. Throws if no manifest declares it. */
export function editedObject(core: Core, ref: ObjectRef): ObjectOf {
  refuseDerived(ref.kind)
  const live = liveOf(core, ref)
  refuseUndeclared(core, live)
  return live
}

/** The index of the document that declares it; undefined if that is in another file. */
export function documentOf({ file, reading }: WatchedFile, id: string): number | undefined {
  const manifest = reading.manifests.find((each) => each.id === id)
  if (manifest?.provenance.placeOf([]).file !== file) return undefined
  return positionOf(manifest).document
}

/** The declaration, without what the server sets. */
function shownOf(live: ObjectOf, ref: ObjectRef): object {
  const { apiVersion, kind, metadata: declared, ...rest } = declaredObject(live, ref, live)
  const { spec, metadata } = redactObject({ ...live, metadata: declared } as unknown as ObjectOf)
  return { apiVersion, kind, metadata: withoutEmpty({ ...metadata }), ...rest, spec }
}

function withoutEmpty(map: Readonly<Record<string, unknown>>): object {
  const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isEmpty(value)))
}
