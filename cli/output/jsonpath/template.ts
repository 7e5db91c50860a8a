/** A parsed template of kubectl's JSONPath dialect: literal text, paths, and ranges with a repeated body. */
export type Template = readonly Piece[]

export type Piece =
  | { readonly text: string }
  | { readonly path: Path }
  | { readonly range: Path; readonly body: Template }

/** Steps from the current value or, with `root`, from the document. */
export interface Path {
  readonly root: boolean
  readonly steps: readonly Step[]
}

export type Step =
  | { readonly do: 'field'; readonly name: string }
  | { readonly do: 'slice'; readonly from?: number; readonly to?: number; readonly by: number }
  | { readonly do: 'index'; readonly at: number }
  | { readonly do: 'all' }
  | { readonly do: 'descend' }
  | { readonly do: 'filter'; readonly left: Operand; readonly test?: Comparison }
  | { readonly do: 'either'; readonly steps: readonly Step[] }

/** An operand of a comparison: a literal, or the values of a path. */
export type Operand = { readonly value: string | number | boolean | null } | { readonly path: Path }

export const operators = ['==', '!=', '<=', '>=', '<', '>'] as const

export interface Comparison {
  readonly operator: (typeof operators)[number]
  readonly right: Operand
}
