import { HIDDEN } from './secret-value.ts'

/** Programs that take a password that no name announces: after a one-letter option, in one word with it, or after a user's name. */
const PROGRAMS: readonly { readonly by: RegExp; readonly given: RegExp }[] = [
  { by: /\b(?:mysql|mariadb)/, given: /(?<!\S)(-p)(?![\s*])\S+/g },
  { by: /\b(?:redis|valkey|keydb)-cli\b/, given: /(?<!\S)(-a\s+)(?:"[^"]*"|'[^']*'|\S+)/g },
  { by: /\bmongo/, given: /(?<!\S)(-p\s+)(?:"[^"]*"|'[^']*'|[^\s-]\S*)/g },
  { by: /\bcurl\b/, given: /(?<!\S)((?:-\w{0,9}[uU]|--(?:proxy-)?user)(?:\s+|=)?[^\s:"']*:)[^\s"']+/g },
  { by: /\bcurl\b/, given: /(?<!\S)((?:-\w{0,9}[uU]|--(?:proxy-)?user)(?:\s+|=)?["'][^\s:"']*:)[^"']+/g },
]

/** A cheap test that rules out most texts. */
const SIGN = /mysql|mariadb|-cli|mongo|curl/

/** Redacts the passwords that a shell command line gives to such programs (S9). */
export function redactGiven(text: string): string {
  if (!SIGN.test(text)) return text
  return PROGRAMS.reduce(
    (shown, { by, given }) => (by.test(shown) ? shown.replaceAll(given, `$1${HIDDEN}`) : shown),
    text,
  )
}

/**
 * Like redactGiven, for a command in words. The result redacts one word, given the word before it; undefined if that word has no such
 * password.
 */
export function givenIn(words: readonly string[]): (word: string, before: string) => string | undefined {
  if (!words.some((word) => SIGN.test(word))) return () => undefined
  const programs = PROGRAMS.filter(({ by }) => words.some((word) => by.test(word)))
  return (word, before) => {
    const starts = [...(word.startsWith('-') ? [''] : []), ...(before.startsWith('-') ? [`${before} `] : [])]
    // A word is one value, with its blanks.
    const whole = word.replaceAll(/\s/g, '_')
    for (const start of starts)
      for (const { given } of programs) {
        const shown = `${start}${whole}`.replaceAll(given, `$1${HIDDEN}`)
        if (shown.startsWith(start) && shown !== start + whole) return shown.slice(start.length)
      }
    return undefined
  }
}
