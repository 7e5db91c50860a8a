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
import { editStructure } from '../../../store/writer/edit-structure.ts'
import { editYaml } from '../../../store/writer/edit-yaml.ts'
import { differences } from '../objects/differences.ts'

/** Two texts of a file, and the service in it: as it is, and with the text of a revision in the place of the service's. */
export interface TwoTexts {
  readonly id: ResourceId
  readonly position: FilePosition
  readonly now: string
  readonly then: string
  /** What the file says with a text. */
  readonly read: (text: string) => FileReading
}

/** A field that can't go back alone, in which line of the text, and why. */
export interface CannotAlone {
  readonly field: string
  readonly line: number
  readonly refused: string
}

/**
 * The present text with what makes the template another one as the other text has it. What a person wrote beside it stays, and so
 * does every comment.
 */
export function withTemplateOf(texts: TwoTexts): { readonly text: string } | CannotAlone {
  const { position, now } = texts
  let text = now
  for (const change of templateChanges(texts)) {
    const { value = null } = change
    const isOne = change.how === undefined && (value === null || typeof value !== 'object')
    const edited = isOne
      ? editYaml(text, { ...position, path: change.path, value })
      : editStructure(text, { ...change, document: position.document })
    if ('refused' in edited) return { ...edited, field: formatPath(change.path) }
    text = edited.text
  }
  return { text }
}

/** What runs by what a file says; undefined where it does not declare the service. */
export function templateIn({ manifests }: FileReading, id: ResourceId): V1TaskTemplate | undefined {
  const service = serviceIn(manifests, id)
  return service && targetOf(service, () => '')?.template
}

/** The fields beside the template that two readings have otherwise. */
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

/** Those of the changes from one text to the other without which the template would not be another one. */
function templateChanges({ id, position, now, then, read }: TwoTexts): readonly ValueChange[] {
  const documents = parseDocuments(now, '').documents.map(({ value }) => value)
  const { document, path } = position
  // As plain values, so that it may be read with any change: how the file is written matters only to those that are made.
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

/** A map that comes or goes as a whole, key by key. */
function partsOf({ path, how, value }: ValueChange, old: YamlValue | undefined): readonly ValueChange[] {
  if (how === 'remove') return isMap(old) ? Object.keys(old).map((key) => ({ path: [...path, key], how })) : []
  if (how !== undefined || old !== undefined || !isMap(value)) return []
  return Object.entries(value).map(([key, each]) => ({ path: [...path, key], value: each }))
}
