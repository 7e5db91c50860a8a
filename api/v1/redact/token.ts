import { HIDDEN } from './secret-value.ts'

/**
 * Values that are recognisable as secrets whatever their name: private keys, and tokens with a service's prefix. Each pattern scans a run
 * of characters from one place only, so that the time is linear in the length.
 */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----|$)/,
  // JSON Web Tokens: a header, claims and a signature.
  /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/,
  /\bgh[opsru]_[A-Za-z0-9]{30,}/,
  /\bgithub_pat_\w{30,}/,
  /\bgl(?:pat|dt|rt|ptt)-[\w.-]{20,}/,
  /\bxox[abeoprs]-[\w-]{10,}/,
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/,
  // Excludes names such as `sk-learn-pipeline`: a token without a further prefix has capital letters and digits.
  /(?<![\w-])sk-(?:(?:proj|ant|svcacct|admin|or)-|(?=[\w-]*[A-Z])(?=[\w-]*\d))[\w-]{32,}/,
  /\bAIza[\w-]{35}/,
  /\bya29\.[\w-]{20,}/,
  /(?<![\w-])SG\.[\w-]{16,}\.[\w-]{16,}/,
  /\b(?:npm|hf)_[A-Za-z0-9]{30,}/,
  /\bpypi-[\w-]{40,}/,
  /\bdckr_(?:pat|oat)_[\w-]{20,}/,
  /\bdop_v1_[a-f0-9]{40,}/,
  /\bhv[bs]\.[\w-]{20,}/,
  /\bSWM(?:TKN|KEY)-1-[\w-]{20,}/,
  // Password hashes of crypt, htpasswd and Argon2; in a Compose file each `$` is doubled.
  /(?:\${1,2}(?:apr1|[156y]|2[abxy]|argon2(?:id|i|d)))\${1,2}[\w.,=+/$-]{20,}/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{40,}/,
]

const TOKENS = new RegExp(FORMS.map(({ source }) => source).join('|'), 'g')
/** A cheap test that rules out most texts. */
const SIGN =
  /-----BEGIN |eyJ|gh[opsru]_|github_pat_|gl(?:pat|dt|rt|ptt)-|xox[abeoprs]-|[rs]k_|sk-|AIza|ya29|SG\.|npm_|hf_|pypi-|dckr_|dop_|hv[bs]\.|SWM|AGE-|\$(?:apr1|[156y]|2[abxy]|argon2)/

/** An Authorization header, also within JSON or as OpenTelemetry encodes it. A placeholder for a variable is no token. */
const AUTHORIZATION =
  /(authorization\\?["']?(?:[ \t]{0,9}[:=][ \t]{0,9}\\?["']?|[ \t]{1,9}["'])(?:bearer|basic|token|apikey)(?:[ \t]{1,9}|%20))(?!\$\(|\$\$?\{?\w+\}?(?![^\s"',\\]))[^\s"',\\]+/gi
/** The value of an Authorization header alone, but not words such as `Basic auth`. */
const CREDENTIALS = /^([Bb]earer[ \t]{1,9}|[Bb]asic[ \t]{1,9})(?=\S*(?:\d|=|[a-z][A-Z]|\S{16}))(?!\$)\S+$/

/** Redacts keys and tokens that are recognisable by themselves (S9), and those in Authorization headers. */
export function redactTokens(text: string): string {
  const shown = SIGN.test(text) ? text.replaceAll(TOKENS, HIDDEN) : text
  if (!/bearer|basic|authorization/i.test(shown)) return shown
  return shown.replaceAll(AUTHORIZATION, `$1${HIDDEN}`).replace(CREDENTIALS, `$1${HIDDEN}`)
}
