import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import type { V1Service, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import type { FilePosition } from '../../../api/v1/provenance.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import { targetOf } from '../../../controllers/service/target.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading/reading.ts'
import { changedValue, valueAt, type ValueChange } from '../../../store/writer/changed-value.ts'
import { differences } from '../objects/differences.ts'
import { textWith } from '../watched/edit.ts'

/** A file's present text, and the text with a revision's version of the service. */
export interface TwoTexts {
  readonly id: ResourceId
  readonly position: FilePosition
  readonly now: string
  readonly then: string
  /** Reads a text as the content of the file. */
  readonly read: (text: string) => FileReading
}

/** A field that can't be changed alone, its line, and why. */
export interface CannotAlone {
  readonly field: string
  readonly line: number
  readonly refused: string
}

/** Edits the present text so that the service's template equals that of the other text. Other fields and all comments stay. */
export function withTemplateOf(texts: TwoTexts): { readonly text: string } | CannotAlone {
  const { position, now } = texts
  let text = now
  for (const change of templateChanges(texts)) {
    const edited = textWith(text, { ...position, path: change.path }, change)
    if ('refused' in edited) return { ...edited, field: formatPath(change.path) }
    text = edited.text
  }
  return { text }
}

/** The template of a service in a reading; undefined if it does not declare the service. */
export function templateIn({ manifests }: FileReading, id: ResourceId): V1TaskTemplate | undefined {
  const service = serviceIn(manifests, id)
  return service && targetOf(service, () => '')?.template
}

/** The fields outside the template that differ between two readings. */
export function besideTemplate(before: FileReading, after: FileReading, id: ResourceId): readonly string[] {
  const [old, fresh] = [before, after].map(({ manifests }) => fieldsBeside(serviceIn(manifests, id)))
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {})])
  return [...names].filter((name) => stableJson(old?.[name]) !== stableJson(fresh?.[name]))
}

function serviceIn(manifests: FileReading['manifests'], id: ResourceId): V1Service | undefined {
  const found = manifests.find((each) => each.id === id)?.object
  return found?.kind === 'Service' ? withDefaults(found) : undefined
}

function fieldsBeside(service: V1Service | undefined): Readonly<Record<string, unknown>> {
  if (!service) return {}
  const { labels, annotations } = service.metadata
  const { template: _, ...spec } = service.spec
  const own = Object.entries(spec).map(([field, value]) => [`spec.${field}`, value] as const)
  return { 'metadata.labels': labels, 'metadata.annotations': annotations, ...Object.fromEntries(own) }
}

/** The changes between the texts that affect the template. */
function templateChanges({ id, position, now, then, read }: TwoTexts): readonly ValueChange[] {
  const documents = parseDocuments(now, '').documents.map(({ value }) => value)
  const { document, path } = position
  // As plain values, so that the file can be read with any change, regardless of how it is formatted.
  const readWith = (change?: ValueChange) => {
    const changed = documents.map((value, index) =>
      change && index === document ? changedValue(value, change) : value,
    )
    return read(changed.map((value) => JSON.stringify(value)).join('\n---\n'))
  }
  const before = readWith()
  const template = stableJson(templateIn(before, id))
  const needed = (change: ValueChange): readonly ValueChange[] => {
    const after = readWith(change)
    if (stableJson(templateIn(after, id)) === template) return []
    const parts =
      besideTemplate(before, after, id).length === 0 ? [] : partsOf(change, valueAt(documents[document], change.path))
    return parts.length === 0 ? [change] : parts.flatMap(needed)
  }
  const from = valueAt(documents[document], path)
  const to = valueAt(parseDocuments(then, '').documents[document]?.value, path)
  return differences({ from, to }, { path, declared: to }).flatMap(needed)
}

/** Splits adding or removing a map into its keys. */
function partsOf({ path, how, value }: ValueChange, old: YamlValue | undefined): readonly ValueChange[] {
  if (how === 'remove') return isMap(old) ? Object.keys(old).map((key) => ({ path: [...path, key], how })) : []
  if (how !== undefined || old !== undefined || !isMap(value)) return []
  return Object.entries(value).map(([key, each]) => ({ path: [...path, key], value: each }))
}
