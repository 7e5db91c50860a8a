import { isDeepStrictEqual } from 'node:util'
import type { FieldPath } from '../../api/v1/provenance.ts'
import { isUnquoted, looksSecret, redactAssigned } from '../../api/v1/redact/redact.ts'
import { HIDDEN } from '../../api/v1/redact/secret-value.ts'
import { formatPath } from '../../api/v1/validation/validation-error.ts'
import { parseDocuments, type ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { valueAt } from './changed-value.ts'
import { editYaml, type YamlEdit } from './edit-yaml.ts'
import { samePlace } from './same-place.ts'

/** Three states of one file. */
export interface ThreeTexts {
  readonly base: string
  /** With edits of commands. */
  readonly ours: string
  /** As it was changed elsewhere. */
  readonly theirs: string
}

/** An edit that has no place in the other text, and at which line of that. */
export interface DroppedEdit {
  readonly line: number
  readonly message: string
}

/** The other text with the edits in it; what they are, and which are not, for people. */
export interface MergedEdits {
  readonly text: string
  readonly kept: readonly string[]
  readonly dropped: readonly DroppedEdit[]
}

/**
 * Sets in `theirs` the values that `ours` has otherwise than `base`: wherever they stand now (`samePlace`), whatever is written next to
 * them. Of a value that both changed, theirs stays. Undefined where what ours changed is more than single values. Pure.
 */
export function mergeEdits({ base, ours, theirs }: ThreeTexts): MergedEdits | undefined {
  const [before, other] = [documentsOf(base), documentsOf(theirs)]
  const edits = valueEdits(base, ours)
  if (!edits || !before || !other) return undefined
  const [from, to] = [valuesOf(before), valuesOf(other)]
  let text = theirs
  const kept: string[] = []
  const dropped: DroppedEdit[] = []
  for (const edit of edits) {
    const place = samePlace(from, to, edit)
    const was = valueAt(from[edit.document], edit.path)
    const is = place && valueAt(to[place.document], place.path)
    if (isDeepStrictEqual(is, edit.value)) continue
    const result = place && isDeepStrictEqual(was, is) ? editYaml(text, { ...edit, ...place }) : undefined
    if (result && 'text' in result) {
      text = result.text
      kept.push(editWords(edit))
    } else dropped.push(droppedEdit({ edit, was, is, document: place && other[place.document] }))
  }
  return { text, kept, dropped }
}

/** The values that were set in a text, if setting them is all that was done to it. */
export function valueEdits(base: string, ours: string): readonly YamlEdit[] | undefined {
  const [before, after] = [documentsOf(base), documentsOf(ours)]
  const edits = before && after ? editsBetween(before, after) : undefined
  return edits && applied(base, edits) === ours ? edits : undefined
}

/** `services.web.scale: 5`. */
export function editWords({ path, value }: YamlEdit): string {
  return `${formatPath(path)}: ${shown(value, path)}`
}

function documentsOf(text: string): readonly ParsedDocument[] | undefined {
  const { documents, errors } = parseDocuments(text, '')
  return errors.length > 0 ? undefined : documents
}

function valuesOf(documents: readonly ParsedDocument[]): readonly YamlValue[] {
  return documents.map(({ value }) => value)
}

function editsBetween(before: readonly ParsedDocument[], after: readonly ParsedDocument[]): YamlEdit[] | undefined {
  if (before.length !== after.length) return undefined
  const found = before.map((each, document) => setsBetween(each.value, after[document]?.value, { document, path: [] }))
  return found.every((each) => each !== undefined) ? found.flat() : undefined
}

type At = Pick<YamlEdit, 'document' | 'path'>

function setsBetween(from: YamlValue | undefined, to: YamlValue | undefined, at: At): YamlEdit[] | undefined {
  if (isDeepStrictEqual(from, to)) return []
  if (to === undefined) return undefined
  if (to === null || typeof to !== 'object') return isScalar(from) ? [{ ...at, value: to }] : undefined
  const [keys, old] = [keysOf(to), isScalar(from) ? [] : keysOf(from)]
  const isGrown = Array.isArray(to) ? isSameLength(from, to) : !Array.isArray(from) && isBlankOrMap(from)
  if (!isGrown || old.some((key) => !keys.includes(key))) return undefined
  const inner = keys.map((key) =>
    setsBetween(valueAt(from, [key]), valueAt(to, [key]), { ...at, path: [...at.path, key] }),
  )
  return inner.every((each) => each !== undefined) ? inner.flat() : undefined
}

function isScalar(value: YamlValue | undefined): value is string | number | boolean | null | undefined {
  return typeof value !== 'object' || value === null
}

function isBlankOrMap(value: YamlValue | undefined): boolean {
  return value === undefined || typeof value === 'object'
}

function isSameLength(from: YamlValue | undefined, to: readonly YamlValue[]): boolean {
  return Array.isArray(from) && from.length === to.length
}

function keysOf(value: object): readonly (string | number)[] {
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value)
}

function applied(text: string, edits: readonly YamlEdit[]): string | undefined {
  return edits.reduce<string | undefined>((before, edit) => {
    const edited = before === undefined ? undefined : editYaml(before, edit)
    return edited && 'text' in edited ? edited.text : undefined
  }, text)
}

interface Clash {
  readonly edit: YamlEdit
  readonly was: YamlValue | undefined
  readonly is: YamlValue | undefined
  readonly document: ParsedDocument | undefined
}

function droppedEdit({ edit, was, is, document }: Clash): DroppedEdit {
  const show = (value: YamlValue) => shown(value, edit.path)
  const before = was === undefined ? 'unset' : show(was)
  const now =
    is === undefined ? 'nothing' : isDeepStrictEqual(was, is) ? `${show(is)}, shared with other places,` : show(is)
  return {
    line: document?.provenance.placeOf(edit.path).line ?? 1,
    message: `${formatPath(edit.path)}: ${now} of the push replaces ${show(edit.value)}, which was set in the work tree (${before} before)`,
  }
}

/** Whoever pushes is told, and whatever runs the push keeps it (S9). */
function shown(value: YamlValue, path: FieldPath): string {
  const last = path.at(-1) ?? ''
  // What a word or a value says is told by another.
  const isOfOther = isUnquoted(path) && (typeof last === 'number' || last === 'value' || last === 'content')
  if (isOfOther || (isScalar(value) && looksSecret(String(last), String(value)))) return HIDDEN
  return redactAssigned(JSON.stringify(value)).slice(0, 60)
}
