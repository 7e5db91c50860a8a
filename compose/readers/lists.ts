import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { itemsOf } from '../node.ts'
import { containerPath } from '../paths.ts'
import { shellWords } from '../units/shell-words.ts'
import type { Reader } from './reader.ts'
import { readerOf, refuse } from './reader.ts'
import { text } from './scalars.ts'

/** A list. Duplicate scalars are dropped, as in Compose. */
export function listOf<T>(item: Reader<T>): Reader<T[]> {
  return readerOf(item.table, (node, context) =>
    Array.isArray(node.value) ? collect(itemsOf(node), item, context) : refuse(node, context, 'a list'),
  )
}

/** A list, or a single item written without a list. Duplicate scalars are dropped. */
export function oneOrMore<T>(item: Reader<T>): Reader<T[]> {
  return readerOf(item.table, (node, context) =>
    collect(Array.isArray(node.value) ? itemsOf(node) : [node], item, context),
  )
}

/** A list of items with a path in the container. Of several with one path the last wins, as in Compose, with a warning. */
export function onePerPath<T>(item: Reader<T>, pathOf: (value: T) => string): Reader<T[]> {
  return readerOf(item.table, (node, context) => {
    if (!Array.isArray(node.value)) return refuse(node, context, 'a list')
    const kept = new Map<string, { readonly value: T; readonly at: Node }>()
    for (const at of itemsOf(node)) {
      const value = item(at, context)
      if (value === undefined) continue
      const path = containerPath(pathOf(value))
      if (kept.has(path)) context.warn(at, `replaces what stands above it for the same path ${path}: keep one`)
      kept.set(path, { value, at })
    }
    const list: T[] = []
    for (const { value, at } of kept.values()) context.ledger.pen(at).push(list, value)
    return list
  })
}

/** A list of texts; duplicates are kept. */
export function texts(node: Node, context: Context): string[] | undefined {
  if (!Array.isArray(node.value)) return refuse(node, context, 'a list')
  const list: string[] = []
  for (const item of itemsOf(node)) {
    const value = text(item, context)
    if (value !== undefined) context.ledger.pen(item).push(list, value)
  }
  return list
}

/** A command: a list of words, or a line, which is split into words without running a shell. */
export function commandLine(node: Node, context: Context): string[] | undefined {
  const { value } = node
  if (Array.isArray(value)) return texts(node, context)
  if (typeof value !== 'string') return refuse(node, context, 'a command line or a list of words')
  const split = shellWords(value)
  if (!split) return refuse(node, context, 'a command line whose quotes are closed')
  if (split.shellOnly.length > 0) {
    const [word = ''] = split.shellOnly
    context.warn(
      node,
      `no shell runs this, so ${word} is an argument, where docker compose 2 ends the command: write ["sh", "-c", "…"] where a shell is meant`,
    )
  }
  return [...split.words]
}

function collect<T>(items: readonly Node[], read: Reader<T>, context: Context): T[] {
  const list: T[] = []
  const seen = new Set<unknown>()
  for (const item of items) {
    const value = read(item, context)
    if (value === undefined || (typeof value !== 'object' && seen.has(value))) continue
    seen.add(value)
    context.ledger.pen(item).push(list, value)
  }
  return list
}
