import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml'
import type { CST, ParsedNode, YAMLMap, YAMLSeq } from 'yaml'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import type { MissingTarget } from './find-target.ts'
import { styleOf } from './document-style.ts'
import { blockLines, flowText } from './render.ts'
import type { Splice } from './splice-yaml.ts'

interface Insertion {
  readonly target: MissingTarget
  readonly tree: Tree
  readonly value: YamlValue
}

/** Writes keys that are not there yet: after the last one of their map, indented as its other keys are. */
export function insertKey(text: string, { target, tree, value }: Insertion): Splice {
  const { map, pair, keys, inFlow } = target
  const eol = lineEndAt(text, target.offset)
  if (pair) return intoPair(text, { target, tree, value })
  if (inFlow || map.items.length === 0) return intoFlow(text, map, { keys, value })
  const indent = ' '.repeat(columnAt(text, firstKeyOf(map)))
  const lines = blockLines(keys, value, { indent, ...styleOf(tree) })
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
export function afterLine(text: string, offset: number, { lines, eol }: NewLines): Splice {
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
  const isShort = keys.length === 0 && !isFilled(value)
  if (inFlow || isShort) return { from: colon, to: colon, text: ` ${flowText(keys, value)}` }
  const style = styleOf(tree)
  const indent = ' '.repeat(columnAt(text, firstKeyOf(map)) + style.step)
  return afterLine(text, colon, { lines: blockLines(keys, value, { indent, ...style }), eol: lineEndAt(text, colon) })
}

/** Whether a value has lines of its own in block style. */
export function isFilled(value: YamlValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** Where a pair's colon ends. */
export function colonOf(item: CST.CollectionItem | undefined): number | undefined {
  const colon = item?.sep?.find(({ type }) => type === 'map-value-ind')
  return colon && 'offset' in colon ? colon.offset + colon.source.length : undefined
}

interface NewKeys {
  readonly keys: readonly string[]
  readonly value: YamlValue
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

/** How many characters stand before an offset in its line. */
export function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

/** Where the last thing in a node ends, comments behind it left out. */
export function lastOffset(node: ParsedNode): number {
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
