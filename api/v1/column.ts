/** One printer column of a kind. */
export interface Column {
  readonly name: string
  /** `string`, `integer` or `date`; a date is shown as an age. */
  readonly type: string
  /** JSONPath of the column's value, such as `.status.conditions[?(@.type=="Ready")].status`. */
  readonly jsonPath: string
  /** Whether the column is shown only with `-o wide`. */
  readonly wide: boolean
}
