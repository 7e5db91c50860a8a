import { by } from '../../api/v1/language/by.ts'

/** How a form is printed. */
export type Style = 'yaml' | 'json'

/** The order of keys as Go prints them: in YAML numbers count as such, in JSON all is text. */
export function keyOrder(style: Style | undefined): (one: string, other: string) => number {
  return style === 'json' ? byText : byParts
}

const byText = by((key: string) => key)

/** Letters come after what is none, except behind a number; the digits of a number count together. */
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

/** The number that goes on there, with what stands before of it. */
function numberAt(text: string, at: number): number {
  const digits = digitsAt(text, at)
  return digits === '' ? 0 : Number((/\d*$/.exec(text.slice(0, at))?.[0] ?? '') + digits)
}

function digitsAt(text: string, at: number): string {
  return /^\d*/.exec(text.slice(at))?.[0] ?? ''
}
