/** One printer column of a kind. */
export interface Column {
  readonly name: string
  /** `string`, `integer`, `date`: a date is shown as an age. */
  readonly type: string
  /** Where its value stands: `.status.conditions[?(@.type=="Ready")].status`. */
  readonly jsonPath: string
  /** Only with `-o wide`. */
  readonly wide: boolean
}
