import { by } from '../../api/v1/language/by.ts'

/** The output format. */
export type Style = 'yaml' | 'json'

/** The order in which Go prints map keys: natural order in YAML, where numbers compare by value; plain text order in JSON. */
export function keyOrder(style: Style | undefined): (one: string, other: string) => number {
  return style === 'json' ? byText : byParts
}

const byText = by((key: string) => key)

/** The order of Go's YAML library. Letters come after other characters, except right after a digit; runs of digits compare as numbers. */
function byParts(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const [left = '', right = ''] = [one[at], other[at]]
  if (left === '' || right === '') return one.length - other.length
  const [isLetter, isOtherLetter] = [/\p{L}/u.test(left), /\p{L}/u.test(right)]
  if (isLetter && isOtherLetter) return byText(left, right)
  if (isLetter || isOtherLetter) return isLetter === /\d/.test(one[at - 1] ?? '') ? -1 : 1
  return (
    numberAt(one, at) - numberAt(other, at) ||
    digitsAt(one, at).length - digitsAt(other, at).length ||
    byText(left, right)
  )
}

/** The number with a digit at this position, including its digits before it; 0 where there is no digit. */
function numberAt(text: string, at: number): number {
  const digits = digitsAt(text, at)
  return digits === '' ? 0 : Number((/\d*$/.exec(text.slice(0, at))?.[0] ?? '') + digits)
}

function digitsAt(text: string, at: number): string {
  return /^\d*/.exec(text.slice(at))?.[0] ?? ''
}
