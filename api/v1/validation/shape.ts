/** One field of a named type, as far as defaults and suggestions need it. */
export interface Field {
  /** The named type of its value, or of each item when `many` is set. */
  readonly of?: string
  readonly many?: 'list' | 'map'
  readonly enum?: readonly string[]
  readonly default?: unknown
}

/** The fields of a named type. */
export type Shape = Readonly<Record<string, Field>>
