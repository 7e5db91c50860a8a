import { linesOf } from '../../api/v1/yaml/lines.ts'
import { plainText, type Tree, treesOf } from '../../api/v1/yaml/parse-documents.ts'

/** One document of a YAML text that is to be edited, and the others that are to stay. */
export interface OpenDocument {
  /** Without the mark at its beginning, to which the places of trees refer. */
  readonly bare: string
  /** The byte order mark, if it has one. */
  readonly mark: string
  readonly tree: Tree
  readonly trees: readonly Tree[]
  readonly lineAt: (offset: number) => number
}

/** Reads a YAML text for an edit of one document; refused where it can't be read whole, or has no such document. Pure. */
export function openDocument(
  text: string,
  document: number,
  how: Parameters<typeof treesOf>[1] = {},
): OpenDocument | { readonly refused: string; readonly line: number } {
  const plain = plainText(text)
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text
  const { trees, flaws } = treesOf(plain, how)
  const lineAt = (offset: number) => linesOf(plain).at(offset).line
  const [flaw] = [...flaws, ...trees.flatMap(({ converted }) => converted.flaws)]
  if (flaw) return { refused: `it can't be read: ${flaw.message}`, line: lineAt(flaw.offset) }
  const tree = trees[document]
  if (!tree) return { refused: 'there is no such document in it', line: 1 }
  return { bare, mark: text.slice(0, text.length - bare.length), tree, trees, lineAt }
}
