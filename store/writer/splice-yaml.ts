import { isDeepStrictEqual } from 'node:util'
import { plainText, type Tree, treesOf } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { commentsOf } from './comments.ts'
import type { Refused } from './find-target.ts'
import { openDocument } from './open-document.ts'

/** The text with the edit, or why it can't have it, and at which line. */
export type EditedYaml = { readonly text: string } | { readonly refused: string; readonly line: number }

/** A place of a text and what is to stand there instead. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** How an edit may be made. */
export interface Splicing {
  /** The ways to write it, the best one first. */
  readonly splices: readonly Splice[]
  /** What the document may say then. */
  readonly wanted: readonly YamlValue[]
  /** Where it is refused at, and why, when no way leads to that. */
  readonly offset: number
  readonly otherwise?: string | undefined
  /** Whether a way that takes a comment away is none. */
  readonly keepsComments?: boolean
}

/**
 * Puts an edit of one document into a text. Every other byte stays. What comes out is read again, and refused when it says anything
 * else than was wanted, or than it said in other documents. Pure.
 */
export function spliceYaml(
  text: string,
  document: number,
  plan: (bare: string, tree: Tree) => Splicing | Refused,
): EditedYaml {
  const opened = openDocument(text, document, { keepSourceTokens: true })
  if ('refused' in opened) return opened
  const { bare, mark, tree, trees, lineAt } = opened
  const planned = plan(bare, tree)
  if ('refused' in planned) return { refused: planned.refused, line: lineAt(planned.offset) }
  const { splices, wanted, offset, otherwise = NO_WAY, keepsComments = false } = planned
  const all = wanted.map((value) => trees.map(({ converted }, index) => (index === document ? value : converted.value)))
  const taken = { refused: 'a comment stands there, which would go with it', line: lineAt(offset) }
  let answer: EditedYaml = { refused: otherwise, line: lineAt(offset) }
  for (const splice of splices) {
    const edited = spliced(bare, splice)
    if (!isSaid(edited, all)) continue
    if (!keepsComments || isDeepStrictEqual(commentsOf(edited), commentsOf(bare))) return { text: `${mark}${edited}` }
    answer = taken
  }
  return answer
}

const NO_WAY = 'the file is written in a way in which this one value can not be set alone'

function spliced(bare: string, { from, to, text }: Splice): string {
  return `${bare.slice(0, from)}${text}${bare.slice(to)}`
}

/** Whether a text says one of these, document by document. */
export function isSaid(text: string, wanted: readonly (readonly YamlValue[])[]): boolean {
  const { trees, flaws } = treesOf(plainText(text))
  if (flaws.length > 0 || trees.some(({ converted }) => converted.flaws.length > 0)) return false
  const said = trees.map(({ converted }) => converted.value)
  return wanted.some((values) => isDeepStrictEqual(said, values))
}
