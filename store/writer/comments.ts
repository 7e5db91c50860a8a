import { Lexer } from 'yaml'

/** What the lexer marks a scalar with that has no quotes: it may begin as a comment does. */
const SCALAR = '\u001f'

/** A comment, and what stands before it in its line: nothing, or what it is about. */
interface Comment {
  readonly beside: string
  readonly comment: string
}

/** The comments of a YAML text, in their order. Pure. */
export function commentsOf(text: string): readonly string[] {
  return scan(text).comments.map(({ comment }) => comment)
}

/** The comments that another text has no more, though what they are about is there as it was. Pure. */
export function lostComments(before: string, after: string): readonly string[] {
  const now = scan(after)
  const kept = new Set(now.comments.map(keyOf))
  return scan(before)
    .comments.filter((each) => now.lines.has(each.beside) && !kept.has(keyOf(each)))
    .map(({ comment }) => comment)
}

function keyOf({ beside, comment }: Comment): string {
  return `${beside}\n${comment}`
}

interface Scanned {
  readonly comments: readonly Comment[]
  /** The lines without their comments. */
  readonly lines: ReadonlySet<string>
}

function scan(text: string): Scanned {
  const comments: Comment[] = []
  const lines = new Set([''])
  let [line, last] = ['', '']
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && last !== SCALAR) comments.push({ beside: line.trim(), comment: token })
    else if (token.includes('\n')) {
      lines.add(line.trim())
      line = token.slice(token.lastIndexOf('\n') + 1)
    } else line += token
    last = token
  }
  return { comments, lines: lines.add(line.trim()) }
}
