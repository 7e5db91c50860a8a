/** Deep equality of plain values; a property that is undefined counts as absent. Identical references are not descended into. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b)
  return !Array.isArray(b) && equalRecords(a as Fields, b as Fields)
}

type Fields = Readonly<Record<string, unknown>>

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => equal(item, b[index]))
}

function equalRecords(a: Fields, b: Fields): boolean {
  for (const key in a) {
    if (!equal(a[key], b[key])) return false
  }
  for (const key in b) {
    // `hasOwn`, as every object inherits names such as `constructor`.
    if (b[key] !== undefined && !Object.hasOwn(a, key)) return false
  }
  return true
}
