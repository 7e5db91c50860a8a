/** One instruction of a Dockerfile, on one line. */
export interface Instruction {
  /** The first of its lines, from 1. */
  readonly line: number
  readonly text: string
}

/** Instructions with their continuations joined; of comments only the directives at the head, which any other line ends. */
export function* instructions(dockerfile: string): Generator<Instruction> {
  let begun: { readonly line: number; readonly parts: string[] } | undefined
  let [atHead, escape] = [true, '\\']
  for (const [index, raw] of dockerfile.split(/\r?\n/).entries()) {
    const text = raw.trim()
    atHead &&= DIRECTIVE.test(text)
    if (text.startsWith('#')) {
      if (atHead) escape = /^#\s*escape\s*=\s*(\S)$/i.exec(text)?.[1] ?? escape
      if (atHead) yield { line: index + 1, text }
      continue
    }
    if (text === '') continue
    // What goes on does so where it ended: a space between the two is one that is written.
    const part = begun ? raw.trimEnd() : text
    begun ??= { line: index + 1, parts: [] }
    // Of two, the first makes the second one a letter.
    const goesOn = text.endsWith(escape) && !text.endsWith(escape + escape)
    begun.parts.push(goesOn ? part.slice(0, -1) : part)
    if (goesOn) continue
    yield joined(begun)
    begun = undefined
  }
  if (begun) yield joined(begun)
}

function joined({ line, parts }: { readonly line: number; readonly parts: readonly string[] }): Instruction {
  return { line, text: parts.join('') }
}

const DIRECTIVE = /^#\s*(check|escape|syntax)\s*=/i

/** Whether lines follow an instruction that are a part of it, whatever stands in them. */
export function hasHeredoc(text: string): boolean {
  return /^(ONBUILD\s+)?(RUN|COPY|ADD)\s(.*\s)?\d*<<-?["']?[A-Za-z_]/i.test(text)
}
