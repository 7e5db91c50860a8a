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
