import type { YamlValue } from './to-value.ts'

/** Whether a value is a map. */
export function isMap(value: YamlValue | undefined): value is { [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
