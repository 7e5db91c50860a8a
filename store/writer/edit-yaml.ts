import { isDeepStrictEqual } from 'node:util'
import type { FieldPath } from '../../api/v1/provenance.ts'
import { linesOf } from '../../api/v1/yaml/lines.ts'
import { plainText, type Tree, treesOf } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { findTarget, type Refused, type Target } from './find-target.ts'
import { insertKey } from './insert-key.ts'
import { scalarSources } from './scalar-source.ts'

/** A value that one line of YAML holds. */
export type Scalar = string | number | boolean | null

/** One value that is to stand at a path of a text; maps on the way that are not there are added. */
export interface YamlEdit {
  /** Which document of the text, blank ones not counted. */
  readonly document: number
  readonly path: FieldPath
  readonly value: Scalar
}

/** The text with the edit, or why it can't have it, and at which line. */
export type EditedYaml = { readonly text: string } | { readonly refused: string; readonly line: number }

/** A place of a text and what is to stand there instead. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * Sets one value in a YAML or JSON text. Every other byte stays: comments, order, quotes, anchors, line ends. What comes out is
 * read again, and refused when it says anything else than the text before with this one value, as when an anchor shares it. Pure.
 */
export function editYaml(text: string, edit: YamlEdit): EditedYaml {
  const plain = plainText(text)
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text
  const mark = text.slice(0, text.length - bare.length)
  const { trees, flaws } = treesOf(plain, { keepSourceTokens: true })
  const lineAt = (offset: number) => linesOf(plain).at(offset).line
  const [flaw] = [...flaws, ...trees.flatMap(({ converted }) => converted.flaws)]
  if (flaw) return { refused: `it can't be read: ${flaw.message}`, line: lineAt(flaw.offset) }
  const tree = trees[edit.document]
  if (!tree) return { refused: 'there is no such document in it', line: 1 }
  const target = findTarget(tree, edit.path)
  if ('refused' in target) return { refused: target.refused, line: lineAt(target.offset) }
  const wanted = readingsOf({ target, tree, edit }).map((value) =>
    trees.map(({ converted }, index) =>
      index === edit.document ? withValue(converted.value, edit.path, value) : converted.value,
    ),
  )
  for (const splice of splicesFor(bare, { target, tree, edit })) {
    const edited = `${bare.slice(0, splice.from)}${splice.text}${bare.slice(splice.to)}`
    if (isSaid(edited, wanted)) return { text: `${mark}${edited}` }
  }
  const refused = sharedBy(target) ?? 'the file is written in a way in which this one value can not be set alone'
  return { refused, line: lineAt(target.offset) }
}

interface Editing {
  readonly target: Exclude<Target, Refused>
  readonly tree: Tree
  readonly edit: YamlEdit
}

/** The ways to write it, the one nearest to how it stands there first. */
function splicesFor(text: string, { target, tree, edit }: Editing): readonly Splice[] {
  if (target.kind === 'scalar') return scalarSources(text, target, edit.value)
  return [insertKey(text, { target, tree, value: edit.value })]
}

/** What the value may read as: a number stays text where it stood in quotes. */
function readingsOf({ target, edit: { value } }: Editing): readonly Scalar[] {
  const isQuoted = target.kind === 'scalar' && /^QUOTE_/.test(target.node.type ?? '')
  return isQuoted && typeof value === 'number' ? [value, String(value)] : [value]
}

function isSaid(text: string, wanted: readonly (readonly YamlValue[])[]): boolean {
  const { trees, flaws } = treesOf(plainText(text))
  if (flaws.length > 0 || trees.some(({ converted }) => converted.flaws.length > 0)) return false
  const said = trees.map(({ converted }) => converted.value)
  return wanted.some((values) => isDeepStrictEqual(said, values))
}

function withValue(value: YamlValue, path: FieldPath, set: Scalar): YamlValue {
  const [part, ...rest] = path
  if (part === undefined) return set
  if (Array.isArray(value)) return value.map((item, index) => (index === part ? withValue(item, rest, set) : item))
  const map = typeof value === 'object' && value !== null ? value : {}
  return { ...map, [part]: withValue(map[part] ?? null, rest, set) }
}

function sharedBy({ anchors }: Exclude<Target, Refused>): string | undefined {
  const [anchor] = anchors
  return anchor === undefined
    ? undefined
    : `the value is shared: other places take it by the anchor &${anchor}, and would change too`
}
