import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { entriesOf, itemsOf, withValue } from '../node.ts'
import type { Reader } from './reader.ts'
import { refuse } from './reader.ts'
import { anyText, text } from './scalars.ts'

/** One entry of what may be written as a map or as a list of `NAME=value`. */
export interface KeyValue {
  readonly key: string
  /** Undefined where the key is written without a value. */
  readonly value: string | undefined
  readonly node: Node
}

/** The entries of a map or a list of `NAME=value`. The last of several with one key wins, at the position of the first. */
export function keyValues(node: Node, context: Context): KeyValue[] | undefined {
  const { value } = node
  const read = Array.isArray(value)
    ? listed(node, context)
    : typeof value === 'object' && value !== null
      ? mapped(node, context)
      : undefined
  if (!read) return refuse(node, context, 'a map, or a list of NAME=value')
  return [...new Map(read.map((entry) => [entry.key, entry])).values()]
}

/** A map of texts, or a list of `NAME=value`. A key without a value gets `alone`; where that is absent, it is an error. */
export function textMap(alone?: string): Reader<Record<string, string>> {
  return (node, context) => {
    const record: Record<string, string> = {}
    for (const { key, value = alone, node: at } of keyValues(node, context) ?? []) {
      if (value === undefined) context.error(at, `${key} needs a value, and stands alone`)
      else if (safeKey(at, key, context)) context.ledger.pen(at).set(record, key, value)
    }
    return record
  }
}

/** A map of texts, numbers and booleans, not a list. */
export function plainMap(node: Node, context: Context): Record<string, string> | undefined {
  return Array.isArray(node.value) ? refuse(node, context, 'a map') : textMap('')(node, context)
}

function listed(node: Node, context: Context): KeyValue[] {
  return itemsOf(node).flatMap((item) => {
    if (isMap(item.value)) {
      context.error(item, 'must be NAME=value, not a map: write = in the place of the colon, or leave all dashes out')
      return []
    }
    const written = text(item, context)
    if (written === undefined) return []
    const [, key = '', value] = /^([^=]*)(?:=([^]*))?$/.exec(written) ?? []
    // A colon with a space after it, or with no = in the text, is meant to part name and value, as it does in a map.
    if (/:\s/.test(key) || (value === undefined && key.includes(':')))
      context.warn(item, 'is read as NAME=value, and its colon is part of the name: write = in the place of the colon')
    if (key !== '') return [{ key, value, node: withValue(item, value ?? null) }]
    refuse(item, context, 'NAME=value')
    return []
  })
}

function mapped(node: Node, context: Context): KeyValue[] {
  return entriesOf(node).flatMap(([key, child]): KeyValue[] => {
    const value = child.value === null ? undefined : anyText(child, context)
    return value === undefined && child.value !== null ? [] : [{ key, value, node: child }]
  })
}

/** Refuses the key `__proto__`, which in a list bypasses the YAML reader's check of map keys. */
function safeKey(node: Node, key: string, context: Context): boolean {
  if (key !== '__proto__') return true
  context.error(node, 'the key __proto__ is not allowed')
  return false
}
