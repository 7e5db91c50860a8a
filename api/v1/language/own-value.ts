/**
 * The value of a record under a key from elsewhere, such as a variable's name; undefined where there is none. What every object inherits,
 * such as `constructor`, is none (S12).
 */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
