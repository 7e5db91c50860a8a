import { isDeepStrictEqual } from 'node:util'
import type { FieldPath } from '../../api/v1/provenance.ts'
import { formatPath } from '../../api/v1/validation-error.ts'
import { parseDocuments, type ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { editYaml, type YamlEdit } from './edit-yaml.ts'

/** Three states of one file. */
export interface ThreeTexts {
  readonly base: string
  /** With edits of commands. */
  readonly ours: string
  /** As it was changed elsewhere. */
  readonly theirs: string
}

/** Why an edit has no place in the other text, and at which line of that. */
export interface EditConflict {
  readonly line: number
  readonly message: string
}

/** The other text with the edits in it, and what they are, for people; or what stands against them. */
export type MergedEdits =
  | { readonly text: string; readonly kept: readonly string[] }
  | { readonly conflicts: readonly EditConflict[] }

/**
 * Sets in `theirs` the values that `ours` has otherwise than `base`: wherever they stand now, whatever is written next to them.
 * A value that both changed is a conflict. Undefined where what ours changed is more than single values. Pure.
 */
export function mergeEdits({ base, ours, theirs }: ThreeTexts): MergedEdits | undefined {
  const [before, after, other] = [base, ours, theirs].map((text) => documentsOf(text))
  if (!before || !after || !other) return undefined
  const edits = editsBetween(before, after)
  if (!edits || applied(base, edits) !== ours || other.length !== before.length) return undefined
  let text = theirs
  const kept: string[] = []
  const conflicts: EditConflict[] = []
  for (const edit of edits) {
    const [was, is] = [before, other].map((documents) => valueAt(documents[edit.document]?.value, edit.path))
    if (isDeepStrictEqual(is, edit.value)) continue
    const result = isDeepStrictEqual(was, is) ? editYaml(text, edit) : undefined
    if (result && 'text' in result) {
      text = result.text
      kept.push(`${formatPath(edit.path)}: ${shown(edit.value)}`)
    } else conflicts.push(conflictOf({ edit, was, is, document: other[edit.document] }))
  }
  return conflicts.length > 0 ? { conflicts } : { text, kept }
}

function documentsOf(text: string): readonly ParsedDocument[] | undefined {
  const { documents, errors } = parseDocuments(text, '')
  return errors.length > 0 ? undefined : documents
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

function valueAt(value: YamlValue | undefined, path: FieldPath): YamlValue | undefined {
  return path.reduce<YamlValue | undefined>(
    (at, part) => (isScalar(at) ? undefined : (at as Record<string | number, YamlValue>)[part]),
    value,
  )
}

interface Clash {
  readonly edit: YamlEdit
  readonly was: YamlValue | undefined
  readonly is: YamlValue | undefined
  readonly document: ParsedDocument | undefined
}

function conflictOf({ edit, was, is, document }: Clash): EditConflict {
  const field = formatPath(edit.path)
  const before = was === undefined ? 'unset' : shown(was)
  const now =
    is === undefined ? 'takes it out' : isDeepStrictEqual(was, is) ? 'shares it with other places' : `has ${shown(is)}`
  return {
    line: document?.provenance.placeOf(edit.path).line ?? 1,
    message: `${field} is ${shown(edit.value)} in the work tree (${before} before, not committed), and the push ${now}`,
  }
}

function shown(value: YamlValue): string {
  return JSON.stringify(value).slice(0, 60)
}
