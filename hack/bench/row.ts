/** What a row came to. */
export interface Outcome {
  /** In the row's unit. */
  readonly value: number
  /**
   * The same for what no command that runs in Node can do without: an empty start of Node, and the engine's calls, raw and at their
   * best, or the same calls through dockerode; in virtual time the calls and the store's writes.
   */
  readonly bare?: number
  /** The samples behind it, by what was measured; ms unless said. */
  readonly samples?: Readonly<Record<string, readonly number[]>>
  /** What else must hold and does not, such as writes in a no-op. */
  readonly broken?: string
}

/** One line of the table: a measure, and what it must reach. */
export interface Row {
  readonly name: string
  readonly what: string
  readonly unit: '×' | 'ms' | 's' | 'MB' | 'calls'
  readonly must: { readonly be: 'at most' | 'at least'; readonly value: number }
  measure(): Promise<Outcome>
}

/** Whether an outcome is what its row must reach. */
export function holds({ must }: Row, { value, broken }: Outcome): boolean {
  return broken === undefined && (must.be === 'at most' ? value <= must.value : value >= must.value)
}
