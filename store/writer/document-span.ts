import { plainText, treesOf } from '../../api/v1/yaml/parse-documents.ts'

/** A part of a text. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * Where one document of a YAML text stands with its comments, between its `---` lines; blank ones are not counted. Undefined where
 * there is none of that number, or where the text can't be read. Pure.
 */
export function documentSpan(text: string, document: number): Span | undefined {
  const plain = plainText(text)
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const { trees, flaws } = treesOf(plain)
  const tree = trees[document]
  if (!tree || flaws.length > 0) return undefined
  const [start, end] = tree.range
  const before = [...plain.slice(0, start).matchAll(/^---.*(?:\n|$)/gm)].at(-1)
  // On the line of its mark, a document begins with its first value.
  const from = before === undefined ? 0 : Math.min(start, before.index + before[0].length)
  const after = /^(?:---|\.\.\.)(?=\s|$)/m.exec(plain.slice(end))
  const to = after === null ? plain.length : end + after.index
  return { from: from + mark, to: to + mark }
}

/** The text with another document in that place, which ends where its line does. */
export function withSpan(text: string, { from, to }: Span, document: string): string {
  const whole = document.endsWith('\n') || to === text.length ? document : `${document}\n`
  return `${text.slice(0, from)}${whole}${text.slice(to)}`
}
