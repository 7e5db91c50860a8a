import { usageError } from '../../usage.ts'

/** A position in a JSONPath that is being parsed. */
export interface Scanner {
  readonly text: string
  at: number
}

/** The next character; empty at the end. */
export function peek({ text, at }: Scanner): string {
  return text[at] ?? ''
}

/** Consumes `word` if it is next; returns whether it was. */
export function take(scanner: Scanner, word: string): boolean {
  if (!scanner.text.startsWith(word, scanner.at)) return false
  scanner.at += word.length
  return true
}

/** Consumes and returns what a sticky pattern matches here. */
export function takeMatch(scanner: Scanner, pattern: RegExp): string | undefined {
  pattern.lastIndex = scanner.at
  const found = pattern.exec(scanner.text)?.[0]
  if (found === undefined) return undefined
  scanner.at += found.length
  return found
}

/** Consumes `word`; throws if it is not next. */
export function expect(scanner: Scanner, word: string): void {
  if (!take(scanner, word)) throw wrong(scanner, `${word} is missing`)
}

export function skipSpace(scanner: Scanner): void {
  takeMatch(scanner, /\s*/y)
}

/** A usage error with the position. */
export function wrong({ text, at }: Scanner, what: string): Error {
  return usageError(
    `the JSONPath ${text} is wrong at character ${at + 1}: ${what}`,
    `write it as kubectl has it, as {.items[*].metadata.name} or {range .items[*]}{.metadata.name}{"\\n"}{end}`,
  )
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** Consumes and returns text in single or double quotes; undefined if there is none here. */
export function takeQuoted(scanner: Scanner): string | undefined {
  const quote = peek(scanner)
  if (quote !== '"' && quote !== "'") return undefined
  const start = scanner.at++
  let read = ''
  for (;;) {
    const next = peek(scanner)
    if (next === '') throw wrong({ ...scanner, at: start }, `the quote ${quote} is not closed`)
    scanner.at++
    if (next === quote) return read
    if (next !== '\\') read += next
    else {
      const escaped = peek(scanner)
      scanner.at++
      read += escapes[escaped] ?? escaped
    }
  }
}
