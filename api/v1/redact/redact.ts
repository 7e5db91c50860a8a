import type { V1EnvVar } from '../generated/types.ts'
import { redactPairs } from './pairs.ts'
import { givenIn, redactGiven } from './programs.ts'
import { namesSecret } from './secret-name.ts'
import { redactTokens } from './token.ts'
import { redactUrls } from './url.ts'
import { HIDDEN } from './secret-value.ts'

/**
 * Whether a variable's value looks secret: by its name, or because it is a URL with a password, a private key or a known token.
 * DB_PASSWORD_FILE is a path, and PASSWORD_MIN_LENGTH a number, so that these are not secret.
 */
export function looksSecret(name: string, value?: string): boolean {
  return (value !== undefined && redactValue(value) !== value) || namesSecret(name)
}

/** Redacts what its form alone shows to be secret: passwords of URLs, private keys and known tokens. */
export function redactValue(text: string): string {
  return redactUrls(redactTokens(text))
}

/** The fields that hold words of commands, variables, options and labels, in our manifests and in Compose's. */
const GIVEN_AWAY: ReadonlySet<string | number> = new Set([
  ...['command', 'entrypoint', 'args', 'test', 'env', 'environment', 'content'],
  ...['options', 'driverOpts', 'driver_opts', 'labels', 'annotations'],
  ...['cacheFrom', 'cacheTo', 'cache_from', 'cache_to', 'dockerfileInline', 'dockerfile_inline'],
])

/**
 * Whether messages never quote the value at a path. Any value there may be a password, whatever surrounds it, and the place says enough
 * (S9).
 */
export function isUnquoted(path: readonly (string | number)[]): boolean {
  return path.at(-1) !== 'name' && path.some((part) => GIVEN_AWAY.has(part))
}

/** Redacts secret-looking variables; the same list if there are none (S9). */
export function redactEnv<T extends readonly V1EnvVar[]>(env: T): T {
  const shown = env.map((entry) => {
    const value = entry.value === undefined ? undefined : redactVariable(entry.name, entry.value)
    return value === entry.value ? entry : { ...entry, value }
  })
  return shown.every((entry, index) => entry === env[index]) ? env : (shown as unknown as T)
}

/** Redacts a variable's value: completely if its name or form is secret, else the assignments in it, as in `Server=db;Password=…`. */
export function redactVariable(name: string, value: string): string {
  return looksSecret(name, value) ? HIDDEN : redactAssigned(value)
}

/**
 * Redacts assignments in a text: `password=…` among mount options, `TOKEN=…` and `--token …` in a shell command, `"token": "…"` in JSON,
 * and the passwords of URLs. A value ends at a space, at its quote, or before the next `,name=`.
 */
export function redactAssigned(given: string): string {
  const text = redactPairs(given)
  let shown = ''
  let at = 0
  // A name matches only from the beginning of a word: otherwise each position would be scanned to the end.
  for (const { 0: found, 1: name = '', 2: sign, index } of text.matchAll(SET)) {
    const start = index + found.length
    if (index < at || (sign !== '=' && (!OPTION.test(name) || text[start] === '-')) || !namesSecret(name)) continue
    VALUE.lastIndex = start
    const [value = ''] = VALUE.exec(text) ?? []
    if (value === '' || QUOTED_ALREADY.test(value)) continue
    shown += text.slice(at, start) + HIDDEN
    at = start + value.length
  }
  return redactValue(redactGiven(shown + text.slice(at)))
}

/** How many characters beyond the cut are looked at, as the part that shows a value to be secret may come after it. */
const BEYOND = 8_192

/** The redacted beginning of a text. It is redacted before it is cut, as half a URL does not show that it has a password. */
export function redactedStart(text: string, most: number): string {
  return redactAssigned(text.slice(0, most + BEYOND)).slice(0, most)
}

/** Matches a name that may be assigned to. The `key` attribute of a key and value pair is excluded, as redactPairs handles it. */
const SET = /(?<![\w.-])(?!key="[^"]*"\s{1,9}value=)([\w.-]+)(=|[ \t]+)/g
const OPTION = /^--?[A-Za-z][\w.-]*$/
/** A value redacted already, at the end of a quoted command. */
const QUOTED_ALREADY = /^\*{3}`$/
const VALUE = /"[^"]*"|'[^']*'|(?:(?!,[\w.-]+=)\S)+/y

/** Redacts the words of a command: `--password x`, `--password=x y`, and assignments within a word. */
export function redactWords(words: readonly string[]): string[] {
  const given = givenIn(words)
  return words.map((word, index) => {
    const [, name = ''] = /^-{0,2}([A-Za-z_][\w.-]*)=./s.exec(word) ?? []
    if (name !== '' && looksSecret(name)) return `${word.slice(0, word.indexOf('=') + 1)}${HIDDEN}`
    const before = words[index - 1] ?? ''
    const isValue = OPTION.test(before) && looksSecret(before) && !word.startsWith('-')
    return isValue ? HIDDEN : (given(word, before) ?? redactAssigned(word))
  })
}

/** Redacts options and labels, by their names or the assignments in their values. */
export function redactMap(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, looksSecret(name) ? HIDDEN : redactAssigned(value)]),
  )
}
