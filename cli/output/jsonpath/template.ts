/** A template of kubectl's dialect of JSONPath, read: literal text, paths, and ranges that repeat what is in them. */
export type Template = readonly Piece[]

export type Piece =
  | { readonly text: string }
  | { readonly path: Path }
  | { readonly range: Path; readonly body: Template }

/** Steps from the present value, or, with `root`, from the whole document. */
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

/** What a filter compares: a value as it stands, or what a path leads to. */
export type Operand = { readonly value: string | number | boolean | null } | { readonly path: Path }

export const operators = ['==', '!=', '<=', '>=', '<', '>'] as const

export interface Comparison {
  readonly operator: (typeof operators)[number]
  readonly right: Operand
}
