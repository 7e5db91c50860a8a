/** One instruction of a Dockerfile, on one line. */
export interface Instruction {
  /** The first of its lines, from 1. */
  readonly line: number
  readonly text: string
}

/** Instructions with their continuations joined; of comments only the directives at the head. */
export function* instructions(dockerfile: string): Generator<Instruction> {
  let begun: { line: number; text: string } | undefined
  let [atHead, escape] = [true, '\\']
  for (const [index, raw] of dockerfile.split(/\r?\n/).entries()) {
    const text = raw.trim()
    if (text.startsWith('#')) {
      if (atHead) escape = /^#\s*escape\s*=\s*(\S)$/i.exec(text)?.[1] ?? escape
      if (atHead) yield { line: index + 1, text }
      continue
    }
    atHead = false
    if (text === '') continue
    begun = begun ? { line: begun.line, text: `${begun.text} ${text}` } : { line: index + 1, text }
    if (text.endsWith(escape)) {
      begun.text = begun.text.slice(0, -1)
      continue
    }
    yield begun
    begun = undefined
  }
  if (begun) yield begun
}
