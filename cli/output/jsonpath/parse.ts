import { expect, peek, type Scanner, skipSpace, take, takeMatch, takeQuoted, wrong } from './scanner.ts'
import {
  type Comparison,
  type Operand,
  operators,
  type Path,
  type Piece,
  type Step,
  type Template,
} from './template.ts'

/**
 * Parses a template of kubectl's JSONPath dialect (https://kubernetes.io/docs/reference/kubectl/jsonpath/): literal text, and in braces
 * paths, quoted text, and `range` … `end`. Throws a usage error with the position.
 */
export function parseTemplate(text: string): Template {
  const scanner: Scanner = { text, at: 0 }
  const template = takePieces(scanner, false)
  if (scanner.at < text.length) throw wrong(scanner, 'nothing is to be ended here')
  return template
}

/** Parses a single path, as columns, sorting and waiting take it: `.spec.image`, `spec.image` or `{.spec.image}`. */
export function parsePath(text: string): Path {
  const inner = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? text.trim()
  const scanner: Scanner = { text: /^[.[$@]/.test(inner) ? inner : `.${inner}`, at: 0 }
  const path = takePath(scanner)
  skipSpace(scanner)
  if (inner === '' || scanner.at < scanner.text.length) throw wrong(scanner, 'a path ends before this')
  return path
}

/** Parses pieces to the end of the text, or in a range up to and including its `{end}`. */
function takePieces(scanner: Scanner, inRange: boolean): Template {
  const pieces: Piece[] = []
  for (;;) {
    const text = takeMatch(scanner, /[^{]+/y)
    if (text !== undefined) pieces.push({ text })
    const start = scanner.at
    if (!take(scanner, '{')) {
      if (inRange) throw wrong(scanner, '{end} is missing')
      return pieces
    }
    skipSpace(scanner)
    if (takeMatch(scanner, /end\s*\}/y) !== undefined) {
      if (!inRange) scanner.at = start
      return pieces
    }
    pieces.push(...takeAction(scanner))
  }
}

function takeAction(scanner: Scanner): readonly Piece[] {
  if (takeMatch(scanner, /range\s+/y) !== undefined) {
    const range = takePath(scanner)
    skipSpace(scanner)
    expect(scanner, '}')
    return [{ range, body: takePieces(scanner, true) }]
  }
  const pieces: Piece[] = []
  while (!take(scanner, '}')) {
    const text = takeQuoted(scanner)
    pieces.push(text === undefined ? { path: takePath(scanner) } : { text })
    skipSpace(scanner)
  }
  return pieces
}

function takePath(scanner: Scanner): Path {
  const start = scanner.at
  const root = take(scanner, '$')
  if (!root) take(scanner, '@')
  const steps: Step[] = []
  for (let step = takeStep(scanner); step; step = takeStep(scanner)) steps.push(...step)
  if (scanner.at === start) throw wrong(scanner, 'a path begins with . or [')
  return { root, steps }
}

function takeStep(scanner: Scanner): readonly Step[] | undefined {
  if (take(scanner, '..')) {
    const next = peek(scanner) === '[' ? [] : [takeField(scanner)]
    return [{ do: 'descend' }, ...next]
  }
  if (take(scanner, '.')) return /[\w*\\-]/.test(peek(scanner)) ? [takeField(scanner)] : []
  return take(scanner, '[') ? [takeBracket(scanner)] : undefined
}

function takeField(scanner: Scanner): Step {
  if (take(scanner, '*')) return { do: 'all' }
  const name = takeMatch(scanner, /(?:\\.|[^\s.[\]{}()=!<>,'"\\])+/y)
  if (name === undefined) throw wrong(scanner, 'the name of a field is missing')
  return { do: 'field', name: name.replaceAll(/\\(.)/g, '$1') }
}

function takeBracket(scanner: Scanner): Step {
  if (take(scanner, '?(')) return takeFilter(scanner)
  const steps: Step[] = []
  do {
    skipSpace(scanner)
    steps.push(takeSelector(scanner))
    skipSpace(scanner)
  } while (take(scanner, ','))
  expect(scanner, ']')
  const [only] = steps
  return only && steps.length === 1 ? only : { do: 'either', steps }
}

function takeSelector(scanner: Scanner): Step {
  if (take(scanner, '*')) return { do: 'all' }
  const name = takeQuoted(scanner)
  if (name !== undefined) return { do: 'field', name }
  const numbers = takeMatch(scanner, /-?\d*(?::-?\d*){0,2}/y) ?? ''
  const [from, to, by] = numbers.split(':').map((part) => (part === '' ? undefined : Number(part)))
  if (!numbers.includes(':')) {
    if (from === undefined || Number.isNaN(from))
      throw wrong(scanner, 'an index, a slice, *, ?( ) or a quoted name is to stand here')
    return { do: 'index', at: from }
  }
  if (by !== undefined && !(by > 0)) throw wrong(scanner, 'a slice goes on by 1 or more')
  return { do: 'slice', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), by: by ?? 1 }
}

function takeFilter(scanner: Scanner): Step {
  skipSpace(scanner)
  const left = takeOperand(scanner)
  skipSpace(scanner)
  const operator = operators.find((each) => take(scanner, each))
  const test = operator && takeComparison(scanner, operator)
  skipSpace(scanner)
  expect(scanner, ')')
  skipSpace(scanner)
  expect(scanner, ']')
  return { do: 'filter', left, ...(test ? { test } : {}) }
}

function takeComparison(scanner: Scanner, operator: Comparison['operator']): Comparison {
  skipSpace(scanner)
  return { operator, right: takeOperand(scanner) }
}

function takeOperand(scanner: Scanner): Operand {
  const text = takeQuoted(scanner)
  if (text !== undefined) return { value: text }
  if ('@$.['.includes(peek(scanner) || ' ')) return { path: takePath(scanner) }
  const word = takeMatch(scanner, /[^\s)\]=!<>]+/y)
  if (word === undefined) throw wrong(scanner, 'a path, a number or a quoted text is to stand here')
  return { value: valueOf(word) }
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

function valueOf(word: string): string | number | boolean | null {
  const known = words.get(word)
  if (known !== undefined) return known
  return Number.isNaN(Number(word)) ? word : Number(word)
}
