/** The number of characters of all texts within a value, at any depth, with the keys. */
export function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersOf(item), 0)
  return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + charactersOf(inner), 0)
}
