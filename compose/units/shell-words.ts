/** A command line split into words. */
export interface ShellWords {
  readonly words: readonly string[]
  /** Words with a meaning only to a shell, such as `&&`, `>` and `5;`. They are among `words` as plain arguments. */
  readonly shellOnly: readonly string[]
}

/**
 * Splits a command line into words without running a shell: only quotes and backslashes have a meaning. Returns undefined when a quote is
 * not closed. Command substitutions, $(…) or backticks, stay as written within one word, as in docker compose 2.
 */
export function shellWords(line: string): ShellWords | undefined {
  const words: string[] = []
  const shellOnly: string[] = []
  const pattern = new RegExp(token)
  let word: string | undefined
  let raw = ''
  const end = () => {
    if (word !== undefined) words.push(word)
    if (/^(&&|\|\|?|;|[0-9]?>>?|<|&)$|[^\\];$/.test(raw)) shellOnly.push(raw)
    word = undefined
    raw = ''
  }
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    if (match.groups?.['space']) end()
    else if (match.groups?.['broken'] !== undefined) return undefined
    else {
      word = (word ?? '') + literalOf(match.groups ?? {})
      raw += match[0]
    }
  }
  end()
  return { words, shellOnly }
}

const token =
  /(?<space>[ \t\r\n]+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[^])*)"|\\(?<escaped>[^])|(?<plain>\$\([^()\\]*\)|`[^`'"\\]*`|[^ \t\r\n'"\\`$]+|[`$])|(?<broken>[^])/g

function literalOf(groups: Readonly<Record<string, string | undefined>>): string {
  if (groups['double'] !== undefined) return groups['double'].replace(/\\([^])/g, '$1')
  return groups['single'] ?? groups['escaped'] ?? groups['plain'] ?? ''
}
