import { usageError } from '../usage.ts'

/** What to write instead of commands of another tool, by two words; under `''` of the first with anything else after it. */
export type ForeignWords = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A tool with commands of its own, and its aliases of second words. */
export interface Foreign {
  readonly tool: string
  readonly words: ForeignWords
  readonly aliases?: Readonly<Record<string, string>>
}

/** Refuses a command that only another tool has, naming ours. Unknown ones pass. */
export function refuseForeign(
  { tool, words, aliases = {} }: Foreign,
  [first = '', said = '']: readonly string[],
): void {
  if (!Object.hasOwn(words, first)) return
  const second = Object.hasOwn(aliases, said) ? (aliases[said] ?? '') : said
  const known = words[first] ?? {}
  const isKnown = second !== '' && Object.hasOwn(known, second)
  const remedy = isKnown ? known[second] : known['']
  if (remedy !== undefined)
    throw usageError(`there is no ${isKnown ? `${first} ${said}` : first}, unlike with ${tool}`, remedy)
}
