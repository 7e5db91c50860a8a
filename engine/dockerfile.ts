import { heredocEnds, heredocsOf, looksOpen } from './heredoc.ts'

/** One instruction of a Dockerfile, on one line. */
export interface Instruction {
  /** The first of its lines, from 1. */
  readonly line: number
  readonly text: string
  /** Whether lines follow that are a part of it, whatever stands in them: `open` where none ends them, which no builder takes. */
  readonly heredoc?: 'closed' | 'open'
}

/**
 * Instructions with their continuations joined, without the lines of heredocs; of comments only the directives at the head, which any
 * other line ends.
 */
export function* instructions(dockerfile: string): Generator<Instruction> {
  let begun: { readonly line: number; readonly parts: string[] } | undefined
  let [atHead, escape, behindBody] = [true, '\\', 0]
  const lines = dockerfile.split(/\r?\n/)
  const withBody = bodies(lines)
  for (const [index, raw] of lines.entries()) {
    if (index < behindBody) continue
    const text = raw.trim()
    atHead &&= DIRECTIVE.test(text)
    if (text.startsWith('#')) {
      if (atHead) escape = escapeIn(text) ?? escape
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
    const whole = withBody(joined(begun), index + 1)
    yield whole.instruction
    behindBody = whole.behind
    begun = undefined
  }
  if (begun) yield joined(begun)
}

function joined({ line, parts }: { readonly line: number; readonly parts: readonly string[] }): Instruction {
  return { line, text: parts.join('') }
}

const DIRECTIVE = /^#\s*(check|escape|syntax)\s*=/i

function escapeIn(directive: string): string | undefined {
  return /^#\s*escape\s*=\s*(\S)$/i.exec(directive)?.[1]
}

interface Whole {
  readonly instruction: Instruction
  /** The number of the first line that is no part of it, from 0. */
  readonly behind: number
}

/** Tells of an instruction, and the number of the line behind it, where the lines of its heredocs end. */
function bodies(lines: readonly string[]): (instruction: Instruction, from: number) => Whole {
  let endOf: ReturnType<typeof heredocEnds> | undefined
  return (instruction, from) => {
    const heredocs = heredocsOf(instruction.text)
    if (heredocs.length === 0) return { instruction, behind: from }
    endOf ??= heredocEnds(lines)
    let behind = from
    for (const heredoc of heredocs) {
      const end = endOf(heredoc, behind)
      if (end === undefined)
        return {
          instruction: looksOpen(instruction.text) ? { ...instruction, heredoc: 'open' } : instruction,
          behind: from,
        }
      behind = end + 1
    }
    return { instruction: { ...instruction, heredoc: 'closed' }, behind }
  }
}
