import type { Editable } from '../../../api/v1/installation/answers.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { bytesHash, declaredHash, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { yamlText } from '../../output/yaml-text.ts'
import type { Core } from '../open/core.ts'
import { declaredObject } from '../objects/declared-object.ts'
import { onlyInFile, refuseDerived, refuseUndeclared } from '../objects/writable.ts'
import { notThere } from '../objects/write-error.ts'
import { isWatched, openWatched, positionOf, type WatchedFile } from '../watched/file.ts'

/** What an edit of an object shows: of a watched directory the document of its file, else what is declared, secrets hidden (S9). */
export async function editable(core: Core, ref: ObjectRef): Promise<Editable> {
  const live = editedObject(core, ref)
  const id = resourceIdOf(live)
  if (!isWatched(core, id)) return { text: `${yamlText(shownOf(live, ref))}\n`, version: declaredHash(live) }
  const opened = await openWatched(core, id)
  const document = documentOf(opened, id)
  if (document === undefined) throw onlyInFile(core, live, 'and in more than one file')
  return { file: opened.file, document, version: bytesHash(opened.before) }
}

/** The object, if a manifest of people's declares it. */
export function editedObject(core: Core, ref: ObjectRef): ObjectOf {
  refuseDerived(ref.kind)
  const live: ObjectOf | undefined = core.store.get(ref.kind, keyFor(ref.namespace, ref.name))
  if (!live) throw notThere(ref)
  refuseUndeclared(core, live)
  return live
}

/** Which document of its file declares it; undefined where it begins in another one. */
export function documentOf({ file, reading }: WatchedFile, id: string): number | undefined {
  const manifest = reading.manifests.find((each) => each.id === id)
  if (manifest?.provenance.placeOf([]).file !== file) return undefined
  return positionOf(manifest).document
}

/** Without what the store and the loops say of it. */
function shownOf(live: ObjectOf, ref: ObjectRef): object {
  const { apiVersion, kind, metadata: declared, ...rest } = declaredObject(live, ref, live)
  const { spec, metadata } = redactObject({ ...live, metadata: declared } as unknown as ObjectOf)
  return { apiVersion, kind, metadata: withoutEmpty({ ...metadata }), ...rest, spec }
}

function withoutEmpty(map: Readonly<Record<string, unknown>>): object {
  const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isEmpty(value)))
}
