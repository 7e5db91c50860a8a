import { namesSecret } from './secret-name.ts'
import { HIDDEN } from './secret-value.ts'

/** What stands before a value that is secret, where a name says what it is by that; `sign` tells most texts as without any. */
const HEADS: readonly { readonly sign: RegExp; readonly head: RegExp }[] = [
  {
    // As JSON, PHP and Ruby have it, also where that is a text within JSON: `"password": "`, `\"password\":\"`, `$a['password'] = '`.
    sign: /["']\]?\s{0,9}[:=]/,
    head: /(?<!\\)(\\{0,7}["'])(?<name>[\w.-]{1,200})\1\]?\s{0,9}(?:=>|[:=])\s{0,9}(?<quote>\\{0,7}["'])/g,
  },
  {
    // What sets one in code: `define('PASSWORD', '`.
    sign: /\(\s?["']/,
    head: /\b(?:define|env|(?:set|put)\w{0,30})\(\s?(["'])(?<name>[\w.-]{1,200})\1,\s{0,9}(?<quote>["'])/g,
  },
  {
    // Both are values: `"name": "PASSWORD", "value": "`, `key="Password" value="`.
    sign: /value\\{0,7}["']?\s{0,9}[:=]/,
    head: /\b(?:name|key)\\{0,7}["']?\s{0,9}[:=]\s{0,9}(\\{0,7}["'])(?<name>[\w.:-]{1,200})\1,?\s{0,9}\\{0,7}["']?value\\{0,7}["']?\s{0,9}[:=]\s{0,9}(?<quote>\\{0,7}["'])/g,
  },
  {
    // SQL: `PASSWORD '`, `IDENTIFIED BY '`.
    sign: /password|identified/i,
    head: /\b(?:password|identified\s{1,9}(?:with\s{1,9}\w{1,40}\s{1,9})?by)\s{1,9}(?<quote>["'])/gi,
  },
  {
    // A header is told by how its name is written: those of objects, which stand before a colon, too, have no capital letters.
    sign: /-\w{1,60}:/,
    head: /(?<![\w./-])(?<name>(?:[Xx]|[A-Z]\w{0,60})(?:-\w{1,60}){1,9}):[ \t]{0,9}(?![[{&*])/g,
  },
]

/** What is to be replaced yet: by a variable, or by a program. */
const REFERENCE = /^(?:%s|\{\{.*|\${1,2}(?:[A-Z_][A-Z\d_]*|\{\w+\}|\(.*))$/s

/** A text with the values hidden that stand beside the name of a secret: in quotes, or in a header (S9). */
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

/** What is cut off ends with its line. */
function endOfQuoted(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start)
  while (end > start && text[end - 1] === '\\') end = text.indexOf(quote, end + 1)
  const most = end < 0 ? text.length : end
  const line = text.slice(start, most).indexOf('\n')
  return line < 0 ? most : start + line
}
