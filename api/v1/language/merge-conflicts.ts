/** An unsettled merge conflict in a text. */
export interface MergeConflict {
  /** Where it begins. */
  readonly offset: number
  readonly message: string
}

/** The places where git left both sides of a merge conflict. Whatever else a parser says of such a text is but their consequence. */
export function mergeConflictsIn(text: string): readonly MergeConflict[] {
  return Array.from(text.matchAll(/^<{7} .*$/gm), ({ index }) => ({
    offset: index,
    message:
      'a merge conflict is not settled here: keep what is meant, and take out the lines <<<<<<<, ======= and >>>>>>>',
  }))
}
