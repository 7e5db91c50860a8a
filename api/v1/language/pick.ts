/** The named members of an object, without those that are undefined. */
export function pick<T extends object, K extends keyof T>(from: T, fields: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {}
  for (const field of fields) {
    if (from[field] !== undefined) picked[field] = from[field]
  }
  return picked
}
