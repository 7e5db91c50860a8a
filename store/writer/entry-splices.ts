import { isScalar } from 'yaml'
import type { YAMLSeq } from 'yaml'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { styleOf } from './document-style.ts'
import { type Entry, pairAt, valueOf } from './find-entry.ts'
import type { Refused } from './find-target.ts'
import { afterLine, colonOf, columnAt, isFilled, lastOffset, lineEndAt } from './insert-key.ts'
import { blockLines, flowText } from './render.ts'
import type { Splice } from './splice-yaml.ts'

interface Filling {
  readonly entry: Entry
  readonly value: YamlValue
}

/** Why the last entry of a collection stays. */
export const NOTHING_ELSE = 'nothing else stands there: what holds it would be empty'

/** Takes an entry out: its lines, or, within braces and behind a dash, as far as the next one. */
export function cutEntry(text: string, entry: Entry): Splice | Refused {
  const { collection, index } = entry
  const { length } = collection.items
  if (length === 1) return { refused: NOTHING_ELSE, offset: startOf(entry) }
  const next = index < length - 1 ? startOf({ collection, index: index + 1 }) : undefined
  if (collection.flow) {
    if (next !== undefined) return { from: startOf(entry), to: next, text: '' }
    return { from: endOf({ collection, index: index - 1 }), to: endOf(entry), text: '' }
  }
  return cutLines(text, startOf(entry), { end: endOf(entry), next })
}

interface Cut {
  readonly end: number
  readonly next: number | undefined
}

function cutLines(text: string, start: number, { end, next }: Cut): Splice | Refused {
  const from = lineStart(text, start)
  if (text.slice(from, start).trim() !== '')
    return next === undefined
      ? { refused: 'other things stand in its line', offset: start }
      : { from: start, to: next, text: '' }
  if (isBelowComment(text, from)) return { refused: 'the comment above it is about it', offset: start }
  const to = afterEnd(text, end)
  if (to < text.length || text[to - 1] === '\n' || from === 0) return { from, to, text: '' }
  // The last line has no end, and the one before it none then.
  return { from: from - lineEndAt(text, from - 1).length, to, text: '' }
}

/** Puts another value in the place of an entry's. */
export function replaceValue(text: string, tree: Tree, { entry, value }: Filling): Splice {
  const old = valueOf(entry)
  const to = trimmed(text, old ? lastOffset(old) : endOf(entry))
  const pair = pairAt(entry)
  const from = pair ? (colonOf(pair.srcToken) ?? pair.key.range[1]) : (old?.range[0] ?? to)
  const isBlock = !entry.collection.flow && isFilled(value)
  const lead = pair ? ' ' : ''
  if (!isBlock) return { from, to, text: `${lead}${flowText([], value)}` }
  const style = styleOf(tree)
  const eol = lineEndAt(text, from)
  const column = columnAt(text, pair ? pair.key.range[0] : from)
  const step = pair && (style.indentSeq || !Array.isArray(value)) ? style.step : 0
  const lines = blockLines([], value, { indent: ' '.repeat(column + step), ...style })
  return { from, to, text: pair ? `${eol}${lines.join(eol)}` : lines.join(eol).trimStart() }
}

/** Puts an item into a list: behind the one before it, on lines of its own. */
export function insertItem(text: string, tree: Tree, { entry, value }: Filling): Splice | Refused {
  const { collection, index } = entry
  const { length } = collection.items
  if (collection.flow) return insertFlow(entry, value)
  const [eol, first] = [lineEndAt(text, collection.range[0]), startOf({ collection, index: 0 })]
  const indent = ' '.repeat(columnAt(text, first))
  const lines = blockLines([], [value], { indent, ...styleOf(tree), step: 2 })
  if (index > 0) return afterLine(text, endOf({ collection, index: Math.min(index, length) - 1 }), { lines, eol })
  const from = lineStart(text, first)
  if (text.slice(from, first).trim() !== '') return { refused: 'other things stand in its line', offset: first }
  if (isBelowComment(text, from)) return { refused: 'the comment above the first one would be about it', offset: first }
  return { from, to: from, text: `${lines.join(eol)}${eol}` }
}

function insertFlow({ collection, index }: Entry, value: YamlValue): Splice {
  const { length } = collection.items
  const item = flowText([], value)
  if (length === 0) return { from: collection.range[0], to: collection.range[1], text: `[${item}]` }
  const at = index < length ? startOf({ collection, index }) : endOf({ collection, index: length - 1 })
  return { from: at, to: at, text: index < length ? `${item}, ` : `, ${item}` }
}

/** Where an entry begins: its key, or its dash. */
function startOf(entry: Entry): number {
  const pair = pairAt(entry)
  if (pair) return pair.key.range[0]
  const value = valueOf(entry)
  const token = (entry.collection as YAMLSeq.Parsed).srcToken
  const start = token && 'items' in token ? token.items[entry.index]?.start : undefined
  const dash = start?.find(({ type }) => type === 'seq-item-ind')
  return dash && 'offset' in dash ? dash.offset : (value ?? entry.collection).range[0]
}

function endOf(entry: Entry): number {
  const pair = pairAt(entry)
  const value = valueOf(entry)
  const isBlank = isScalar(value) && value.source === '' && !value.srcToken
  if (value && !isBlank) return lastOffset(value)
  return pair ? (colonOf(pair.srcToken) ?? pair.key.range[1]) : startOf(entry) + 1
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Behind the end of the line in which something ends; what ends with its line has no more of it. */
function afterEnd(text: string, end: number): number {
  if (text[end - 1] === '\n') return end
  const next = text.indexOf('\n', end)
  return next === -1 ? text.length : next + 1
}

/** Without the line end that a block of text has within. */
function trimmed(text: string, end: number): number {
  if (text[end - 1] !== '\n') return end
  return text[end - 2] === '\r' ? end - 2 : end - 1
}

function isBelowComment(text: string, lineBegin: number): boolean {
  return /^[ \t]*#/.test(text.slice(lineStart(text, lineBegin - 1), Math.max(0, lineBegin - 1)))
}
