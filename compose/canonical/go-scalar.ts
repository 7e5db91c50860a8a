/** The style of a scalar in YAML. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal'

/** The style that Go's YAML library, which Compose prints with, chooses for a text as a value in a block, or as a key. */
export function scalarStyle(text: string, isKey = false): ScalarStyle {
  if (simple.test(text)) return words.test(text) || misread.test(text) ? 'double' : 'plain'
  const found = analyse(text)
  if (text.includes('\n')) return isKey || !found.mayBeLiteral ? 'double' : 'literal'
  if (isOtherThanText(text) || (isKey && text === '<<')) return 'double'
  if (found.mayBePlain && !(isKey && text === '')) return 'plain'
  return found.mayBeSingle ? 'single' : 'double'
}

/** Matches most texts: a fast path without a look at each character. */
const simple = /^[A-Za-z/][\w/.@+;()-]*$/

/** A text on one line in the given style. */
export function scalarLine(text: string, style: Exclude<ScalarStyle, 'literal'>): string {
  if (style === 'plain') return text
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`
  return `"${[...text].map(escaped).join('')}"`
}

/** The header of a literal block: `|` with an indentation indicator where the first line begins with a space, and how to end it. */
export function literalSign(text: string): string {
  const indent = /^[ \n]/.test(text) ? '2' : ''
  if (!text.endsWith('\n')) return `|${indent}-`
  return text === '\n' || text.endsWith('\n\n') ? `|${indent}+` : `|${indent}`
}

interface Analysis {
  readonly mayBePlain: boolean
  readonly mayBeSingle: boolean
  readonly mayBeLiteral: boolean
}

/** The styles that a text's characters allow. */
function analyse(text: string): Analysis {
  const isSpecial = [...text].some((sign) => sign !== '\t' && !isPrintable(sign))
  const isBroken = / [\n\u2028\u2029]/.test(text)
  const mayBeSingle = !isSpecial && !isBroken && !text.includes('\t') && !/[\n\u2028\u2029] /.test(text)
  return {
    mayBeSingle,
    mayBePlain: mayBeSingle && !/[\n\u2028\u2029]|^ | $/.test(text) && !indicators.test(text),
    mayBeLiteral: text !== '' && !isSpecial && !isBroken && !text.endsWith(' '),
  }
}

/** YAML's indicators, at the beginning of a text and within it. */
const indicators = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \n]|$))|:(?:[ \n]|$)|[ \n]#/

function isPrintable(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true
  // Go escapes characters beyond the basic plane.
  return code >= 0xa0 && code <= 0xfffd && code !== 0xfeff && !(code >= 0xd800 && code <= 0xdfff)
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '\0': '0', '\u0007': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '\u001b': 'e' },
  ...{ '"': '"', '\\': '\\', '\u0085': 'N', '\u2028': 'L', '\u2029': 'P' },
}

function escaped(sign: string): string {
  const short = escapes[sign]
  if (short !== undefined) return `\\${short}`
  if (isPrintable(sign)) return sign
  const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase()
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`
}

const words =
  /^(?:|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const integer = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9]\d*|0)$/
const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const sexagesimal = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/
const time = /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]| )\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/

/** Texts that Go reads as text but some other YAML readers take for numbers: a bare exponent, or too many digits. */
const misread = /^(?:[-+.]*e[-+]?\d+|\d{300,}|[-+]\.[\d_]*|\._[\d_]*)$/i

/** Whether some YAML reader would take the plain text for a number, a boolean, a time or null. */
function isOtherThanText(text: string): boolean {
  if (words.test(text) || sexagesimal.test(text) || time.test(text) || misread.test(text)) return true
  if (!/^[-+.\d]/.test(text)) return false
  const joined = text.startsWith('.') ? text : text.replaceAll('_', '')
  return integer.test(joined) || decimal.test(joined)
}
