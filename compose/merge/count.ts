import { charactersOf } from '../../api/v1/language/characters.ts'
import type { Tree } from './tree.ts'

/** The number of values within a value, at any depth, without itself. */
export function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, each) => sum + 1 + countOf(each), 0)
}

/** The number of values within a tree, at any depth, without its root. */
export function countIn({ node, entries, items }: Tree): number {
  const parts = entries?.values() ?? items
  if (!parts) return countOf(node.value)
  let sum = 0
  for (const part of parts) sum += 1 + countIn(part)
  return sum
}

/** The number of characters of all texts within a tree, at any depth, with the keys. */
export function charactersIn({ node, entries, items }: Tree): number {
  if (!entries && !items) return charactersOf(node.value)
  let sum = 0
  for (const [key, part] of entries ?? []) sum += key.length + charactersIn(part)
  for (const part of items ?? []) sum += charactersIn(part)
  return sum
}
