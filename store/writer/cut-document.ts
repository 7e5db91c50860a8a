import { openDocument } from './open-document.ts'
import { type EditedYaml, isSaid } from './splice-yaml.ts'

/**
 * Takes one document out of a YAML text, with its mark and the comments in it, right above and behind it; every other byte stays. Comments
 * that a blank line or the margin sets apart from it may be about its neighbours, and stay. Refused where it is the only one. Pure.
 */
export function cutDocument(text: string, document: number): EditedYaml {
  const opened = openDocument(text, document)
  if ('refused' in opened) return opened
  const { bare, mark, tree, trees, lineAt } = opened
  const line = lineAt(tree.range[0])
  if (trees.length === 1) return { refused: 'it is the only document', line }
  const cut = withoutDocument(bare, { range: tree.range, after: trees[document - 1]?.range[1] ?? 0 })
  const others = trees.filter((each) => each !== tree).map(({ converted }) => converted.value)
  if (cut === undefined || !isSaid(cut, [others])) return { refused: NO_WAY, line }
  return { text: `${mark}${cut}` }
}

const NO_WAY = 'the file is written in a way in which this document can not be taken out alone'

interface Standing {
  readonly range: readonly [number, number]
  /** Where the document before it ends. */
  readonly after: number
}

/** A document stands from its mark to the next one; undefined where other words than `---` part documents. */
function withoutDocument(bare: string, { range: [start, end], after }: Standing): string | undefined {
  if (/^(?:\.\.\.(?=\s|$)|%)/m.test(bare)) return undefined
  const mark = [...bare.slice(after, start).matchAll(/^---(?=\s).*(?:\n|$)/gm)].at(-1)
  const from = after + (mark?.index ?? -after)
  const headFrom = mark ? Math.min(start, from + mark[0].length) : 0
  const next = /^---(?=\s|$)/m.exec(bare.slice(end))
  const to = next === null ? bare.length : end + next.index
  const apart = `${apartAbove(bare.slice(headFrom, start))}${apartBelow(bare.slice(end, to), bare[end - 1] === '\n')}`
  return `${bare.slice(0, from)}${apart}${bare.slice(to)}`
}

/** What of the lines above a document a blank line sets apart from it. */
function apartAbove(head: string): string {
  const lines = linesWithEnds(head)
  const last = lines.findLastIndex(isBlank)
  return last < 0 ? '' : withoutBlankEnds(lines.slice(0, last))
}

/** What of the lines below a document stands at the margin: indented comments are its own. */
function apartBelow(tail: string, atLineStart: boolean): string {
  const lines = linesWithEnds(tail).slice(atLineStart ? 0 : 1)
  const first = lines.findIndex((line) => line.startsWith('#'))
  return first < 0 ? '' : withoutBlankEnds(lines.slice(first))
}

function withoutBlankEnds(lines: readonly string[]): string {
  const first = lines.findIndex((line) => !isBlank(line))
  return first < 0 ? '' : lines.slice(first, lines.findLastIndex((line) => !isBlank(line)) + 1).join('')
}

function linesWithEnds(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function isBlank(line: string): boolean {
  return line.trim() === ''
}
