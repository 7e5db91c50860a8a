import { namesSecret } from './secret-name.ts'
import { HIDDEN } from './secret-value.ts'

/** Patterns of what precedes a secret value, with the name that tells so. `sign` is a cheap test that rules out most texts. */
const HEADS: readonly { readonly sign: RegExp; readonly head: RegExp }[] = [
  {
    // JSON, PHP and Ruby, also JSON quoted within JSON: `"password": "`, `\"password\":\"`, `$a['password'] = '`.
    sign: /["']\]?\s{0,9}[:=]/,
    head: /(?<!\\)(\\{0,7}["'])(?<name>[\w.-]{1,200})\1\]?\s{0,9}(?:=>|[:=])\s{0,9}(?<quote>\\{0,7}["'])/g,
  },
  {
    // Calls that set a value: `define('PASSWORD', '`.
    sign: /\(\s?["']/,
    head: /\b(?:define|env|(?:set|put)\w{0,30})\(\s?(["'])(?<name>[\w.-]{1,200})\1,\s{0,9}(?<quote>["'])/g,
  },
  {
    // Name and value as two fields: `"name": "PASSWORD", "value": "`, `key="Password" value="`.
    sign: /value\\{0,7}["']?\s{0,9}[:=]/,
    head: /\b(?:name|key)\\{0,7}["']?\s{0,9}[:=]\s{0,9}(\\{0,7}["'])(?<name>[\w.:-]{1,200})\1,?\s{0,9}\\{0,7}["']?value\\{0,7}["']?\s{0,9}[:=]\s{0,9}(?<quote>\\{0,7}["'])/g,
  },
  {
    // SQL: `PASSWORD '`, `IDENTIFIED BY '`.
    sign: /password|identified/i,
    head: /\b(?:password|identified\s{1,9}(?:with\s{1,9}\w{1,40}\s{1,9})?by)\s{1,9}(?<quote>["'])/gi,
  },
  {
    // HTTP headers, recognised by their capital letters: the field names of objects, which also precede a colon, have none there.
    sign: /-\w{1,60}:/,
    head: /(?<![\w./-])(?<name>(?:[Xx]|[A-Z]\w{0,60})(?:-\w{1,60}){1,9}):[ \t]{0,9}(?![[{&*])/g,
  },
]

/** A placeholder that a variable or a program fills in later; it is no secret. */
const REFERENCE = /^(?:%s|\{\{.*|\${1,2}(?:[A-Z_][A-Z\d_]*|\{\w+\}|\(.*))$/s

/** Redacts values that follow the name of a secret: in quotes, or in a header (S9). */
export function redactPairs(text: string): string {
  return HEADS.reduce((shown, { sign, head }) => (sign.test(shown) ? hideBehind(shown, head) : shown), text)
}

function hideBehind(text: string, head: RegExp): string {
  let shown = ''
  let at = 0
  for (const { 0: found, index, groups = {} } of text.matchAll(head)) {
    const { name, quote } = groups
    if (index < at || (name !== undefined && !namesSecret(name))) continue
    const start = index + found.length
    const end = quote === undefined ? endOfWord(text, start) : endOfQuoted(text, start, quote)
    if (end === start || REFERENCE.test(text.slice(start, end))) continue
    shown += text.slice(at, start) + HIDDEN
    at = end
  }
  return shown + text.slice(at)
}

function endOfWord(text: string, start: number): number {
  WORD.lastIndex = start
  return WORD.test(text) ? WORD.lastIndex : start
}

const WORD = /[^\s"',;\\]+/y

/** The end of a quoted value; the end of its line if the quote is not closed there. */
function endOfQuoted(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start)
  while (end > start && text[end - 1] === '\\') end = text.indexOf(quote, end + 1)
  const most = end < 0 ? text.length : end
  const line = text.slice(start, most).indexOf('\n')
  return line < 0 ? most : start + line
}
