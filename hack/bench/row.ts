/** The result of measuring a row. */
export interface Outcome {
  /** In the row's unit. */
  readonly value: number
  /**
   * The same measure for the unavoidable part of the work in Node: an empty start of Node with the engine's raw calls at their best, or the
   * calls through dockerode; in virtual time, the calls and the store's writes.
   */
  readonly bare?: number
  /** The samples behind it, by name; ms unless the name says otherwise. */
  readonly samples?: Readonly<Record<string, readonly number[]>>
  /** A violated condition that must hold as well, such as no writes in a no-op; absent: none. */
  readonly broken?: string
}

/** One row of the bench: a measurement, and the target that it must reach. */
export interface Row {
  readonly name: string
  readonly what: string
  readonly unit: '×' | 'ms' | 's' | 'MB' | 'calls'
  readonly must: { readonly be: 'at most' | 'at least'; readonly value: number }
  measure(): Promise<Outcome>
}

/** Whether an outcome reaches its row's target. */
export function holds({ must }: Row, { value, broken }: Outcome): boolean {
  return broken === undefined && (must.be === 'at most' ? value <= must.value : value >= must.value)
}
