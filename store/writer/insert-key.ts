import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml'
import type { CST, ParsedNode, YAMLMap, YAMLSeq } from 'yaml'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import type { Scalar, Splice } from './edit-yaml.ts'
import type { MissingTarget } from './find-target.ts'
import { blockLines, flowText } from './render.ts'

interface Insertion {
  readonly target: MissingTarget
  readonly tree: Tree
  readonly value: Scalar
}

/** Writes keys that are not there yet: after the last one of their map, indented as its other keys are. */
export function insertKey(text: string, { target, tree, value }: Insertion): Splice {
  const { map, pair, keys, inFlow } = target
  const eol = lineEndAt(text, target.offset)
  if (pair) return intoPair(text, { target, tree, value })
  if (inFlow || map.items.length === 0) return intoFlow(text, map, { keys, value })
  const indent = ' '.repeat(columnAt(text, firstKeyOf(map)))
  const lines = blockLines(keys, value, { indent, step: stepOf(tree) })
  return afterLine(text, lastOffset(map), { lines, eol })
}

/** The line end that the text has around an offset. */
export function lineEndAt(text: string, offset: number): string {
  const next = text.indexOf('\n', offset)
  const end = next === -1 ? text.lastIndexOf('\n') : next
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n'
}

interface NewLines {
  readonly lines: readonly string[]
  readonly eol: string
}

/** Below the line that `offset` is in, with all that stands behind it there. */
function afterLine(text: string, offset: number, { lines, eol }: NewLines): Splice {
  const block = lines.join(eol)
  const isLineStart = offset > 0 && text[offset - 1] === '\n'
  const end = isLineStart ? offset - 1 : text.indexOf('\n', offset)
  if (end === -1) return { from: text.length, to: text.length, text: `${eol}${block}` }
  return { from: end + 1, to: end + 1, text: `${block}${eol}` }
}

/** A key without a value gets one behind its colon; a map below it stands on lines of its own. */
function intoPair(text: string, { target, tree, value }: Insertion): Splice {
  const { map, pair, keys, inFlow } = target
  const colon = colonOf(pair?.srcToken) ?? pair?.key.range[1] ?? target.offset
  if (keys.length === 0) return { from: colon, to: colon, text: ` ${flowText([], value)}` }
  if (inFlow) return { from: colon, to: colon, text: ` ${flowText(keys, value)}` }
  const step = stepOf(tree)
  const indent = ' '.repeat(columnAt(text, firstKeyOf(map)) + step)
  return afterLine(text, colon, { lines: blockLines(keys, value, { indent, step }), eol: lineEndAt(text, colon) })
}

function colonOf(item: CST.CollectionItem | undefined): number | undefined {
  const colon = item?.sep?.find(({ type }) => type === 'map-value-ind')
  return colon && 'offset' in colon ? colon.offset + colon.source.length : undefined
}

interface NewKeys {
  readonly keys: readonly string[]
  readonly value: Scalar
}

/** Behind the last key within the braces; on a line of its own where that one is. */
function intoFlow(text: string, map: YAMLMap.Parsed, { keys, value }: NewKeys): Splice {
  const last = map.items.at(-1)
  const [open, end] = [map.range[0], map.range[1]]
  const quote = text[(last?.key ?? map).range[0]] === '"'
  const entry = flowText(keys, value, { quote, braces: false })
  if (!last) return { from: open, to: end, text: `{ ${entry} }` }
  const at = (last.value ?? last.key).range[1]
  const key = last.key.range[0]
  const lead = text.slice(text.lastIndexOf('\n', key - 1) + 1, key)
  const between = lead.trim() === '' && lead !== text.slice(0, key) ? `${lineEndAt(text, at)}${lead}` : ' '
  const comma = commaAfter(text, at, end)
  if (comma === undefined) return { from: at, to: at, text: `,${between}${entry}` }
  return { from: comma, to: comma, text: `${between}${entry},` }
}

/** Where a comma behind the last entry ends: only blanks and comments stand between. */
function commaAfter(text: string, from: number, to: number): number | undefined {
  const found = /^(?:\s|#[^\n]*\n)*,/.exec(text.slice(from, to))
  return found ? from + found[0].length : undefined
}

function firstKeyOf(map: YAMLMap.Parsed): number {
  return map.items[0]?.key.range[0] ?? map.range[0]
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

/** Where the last thing in a node ends, comments behind it left out. */
function lastOffset(node: ParsedNode): number {
  if (isScalar(node) || isAlias(node) || (isCollection(node) && node.flow)) return node.range[1]
  const [value, key] = lastOf(node)
  return value && !(isScalar(value) && value.source === '' && !value.srcToken)
    ? lastOffset(value)
    : (key ?? node).range[1]
}

function lastOf(node: ParsedNode): readonly [ParsedNode | null | undefined, ParsedNode?] {
  if (isSeq(node)) return [(node as YAMLSeq.Parsed).items.at(-1) as ParsedNode | undefined]
  const pair = isMap(node) ? (node as YAMLMap.Parsed).items.at(-1) : undefined
  return pair ? [pair.value, pair.key] : [undefined]
}

const DEFAULT_STEP = 2

/** By how much this document indents what is below a key. */
function stepOf({ root }: Tree): number {
  return stepIn(root) ?? DEFAULT_STEP
}

function stepIn(node: ParsedNode | null): number | undefined {
  if (!isCollection(node) || node.flow) return undefined
  const indent = indentOf(node)
  for (const child of childrenOf(node)) {
    const inner = isMap(child) && !child.flow ? indentOf(child) : undefined
    if (isMap(node) && indent !== undefined && inner !== undefined && inner > indent) return inner - indent
    const deeper = stepIn(child)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

function childrenOf(node: ParsedNode): readonly (ParsedNode | null)[] {
  if (isSeq(node)) return (node as YAMLSeq.Parsed).items as ParsedNode[]
  return isMap(node) ? (node as YAMLMap.Parsed).items.map(({ value }) => value) : []
}

function indentOf(node: ParsedNode): number | undefined {
  const token = node.srcToken
  return token && 'indent' in token ? token.indent : undefined
}
