import { HIDDEN } from './secret-value.ts'

/**
 * What tells itself as a secret, whatever it is called: private keys, and tokens of services that mark theirs. No run of characters is
 * looked through from more than one place in it, so that a long text takes no longer than its length.
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
  // Not a name in words, as `sk-learn-pipeline`: who marks it no further has capital letters and digits in it.
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
  // The hash of a password, as crypt, htpasswd and Argon2 write it; in a Compose file each `$` stands twice.
  /(?:\${1,2}(?:apr1|[156y]|2[abxy]|argon2(?:id|i|d)))\${1,2}[\w.,=+/$-]{20,}/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{40,}/,
]

const TOKENS = new RegExp(FORMS.map(({ source }) => source).join('|'), 'g')
/** Tells most texts as without any in one go. */
const SIGN =
  /-----BEGIN |eyJ|gh[opsru]_|github_pat_|gl(?:pat|dt|rt|ptt)-|xox[abeoprs]-|[rs]k_|sk-|AIza|ya29|SG\.|npm_|hf_|pypi-|dckr_|dop_|hv[bs]\.|SWM|AGE-|\$(?:apr1|[156y]|2[abxy]|argon2)/

/** How an Authorization header is written, within JSON and as OpenTelemetry encodes it, too; what stands for a variable is no token. */
const AUTHORIZATION =
  /(authorization\\?["']?(?:[ \t]{0,9}[:=][ \t]{0,9}\\?["']?|[ \t]{1,9}["'])(?:bearer|basic|token|apikey)(?:[ \t]{1,9}|%20))(?!\$\(|\$\$?\{?\w+\}?(?![^\s"',\\]))[^\s"',\\]+/gi
/** Its value alone, where it is no pair of words, as `Basic auth`. */
const CREDENTIALS = /^([Bb]earer[ \t]{1,9}|[Bb]asic[ \t]{1,9})(?=\S*(?:\d|=|[a-z][A-Z]|\S{16}))(?!\$)\S+$/

/** A text with the keys and tokens in it hidden that tell themselves (S9), and those of Authorization headers. */
export function redactTokens(text: string): string {
  const shown = SIGN.test(text) ? text.replaceAll(TOKENS, HIDDEN) : text
  if (!/bearer|basic|authorization/i.test(shown)) return shown
  return shown.replaceAll(AUTHORIZATION, `$1${HIDDEN}`).replace(CREDENTIALS, `$1${HIDDEN}`)
}
