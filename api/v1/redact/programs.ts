import { HIDDEN } from './secret-value.ts'

/** Programs that take a password where no name says so: behind a letter, in one word with it, or behind a user's name. */
const PROGRAMS: readonly { readonly by: RegExp; readonly given: RegExp }[] = [
  { by: /\b(?:mysql|mariadb)/, given: /(?<!\S)(-p)(?![\s*])\S+/g },
  { by: /\b(?:redis|valkey|keydb)-cli\b/, given: /(?<!\S)(-a\s+)(?:"[^"]*"|'[^']*'|\S+)/g },
  { by: /\bmongo/, given: /(?<!\S)(-p\s+)(?:"[^"]*"|'[^']*'|[^\s-]\S*)/g },
  { by: /\bcurl\b/, given: /(?<!\S)((?:-\w{0,9}[uU]|--(?:proxy-)?user)(?:\s+|=)?[^\s:"']*:)[^\s"']+/g },
  { by: /\bcurl\b/, given: /(?<!\S)((?:-\w{0,9}[uU]|--(?:proxy-)?user)(?:\s+|=)?["'][^\s:"']*:)[^"']+/g },
]

/** Tells most texts as without any in one go. */
const SIGN = /mysql|mariadb|-cli|mongo|curl/

/** The passwords hidden that a text, as a line for a shell, gives programs in their own ways (S9). */
export function redactGiven(text: string): string {
  if (!SIGN.test(text)) return text
  return PROGRAMS.reduce(
    (shown, { by, given }) => (by.test(shown) ? shown.replaceAll(given, `$1${HIDDEN}`) : shown),
    text,
  )
}

/** The same of a command in words: what shows one of them, told the one before; undefined where nothing is given in it. */
export function givenIn(words: readonly string[]): (word: string, before: string) => string | undefined {
  if (!words.some((word) => SIGN.test(word))) return () => undefined
  const programs = PROGRAMS.filter(({ by }) => words.some((word) => by.test(word)))
  return (word, before) => {
    const starts = [...(word.startsWith('-') ? [''] : []), ...(before.startsWith('-') ? [`${before} `] : [])]
    // A word is one value, blanks and all.
    const whole = word.replaceAll(/\s/g, '_')
    for (const start of starts)
      for (const { given } of programs) {
        const shown = `${start}${whole}`.replaceAll(given, `$1${HIDDEN}`)
        if (shown.startsWith(start) && shown !== start + whole) return shown.slice(start.length)
      }
    return undefined
  }
}
