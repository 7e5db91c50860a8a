import { heredocEnds, heredocsOf, looksOpen } from './heredoc.ts'

/** One instruction of a Dockerfile, with its continuation lines joined. */
export interface Instruction {
  /** The number of its first line, from 1. */
  readonly line: number
  readonly text: string
  /** Whether it has heredocs, whose lines follow; `open` where no line ends one, which builders reject. */
  readonly heredoc?: 'closed' | 'open'
}

/**
 * Yields the instructions of a Dockerfile, without heredoc lines. Comments are left out, except directives at the head, which end with the
 * first other line.
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
    // A continuation keeps its leading spaces, as they are part of the text.
    const part = begun ? raw.trimEnd() : text
    begun ??= { line: index + 1, parts: [] }
    // A doubled escape is a literal character.
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
  /** The index of the first line after it, from 0. */
  readonly behind: number
}

/** Returns a function that gives an instruction with its heredocs marked, and the index of the line after them. */
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
