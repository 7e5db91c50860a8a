import { eastAsianWidth } from 'get-east-asian-width'

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of paint.ts
const CODES = /\u001b\[[0-9;]*m/g
/** Nearly all that is printed: as wide as it is long. */
const PLAIN = /^[\u0020-\u007e]*$/
/** All but what takes one column and joins nothing: Latin and the ellipsis, without the soft hyphen. */
const OTHER = /[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2026]/g
/** The segmenter takes time by the square of what it is given; hardly a character is as long as this. */
const PIECE = 64
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u
const WITHOUT_WIDTH = /^[\p{Mark}\p{Cc}\p{Cf}]*$/u

let known: Intl.Segmenter | undefined

/** What a person takes for characters: an accent or a joined emoji belongs to what it stands on. */
function* charactersOf(text: string): Generator<string> {
  let at = 0
  while (at < text.length) {
    for (const end = simpleUntil(text, at); at < end; at++) yield text.charAt(at)
    for (const character of segmentsAt(text, at)) {
      yield character
      at += character.length
    }
  }
}

/** How far simple ones go; the last before something else may bear that. */
function simpleUntil(text: string, from: number): number {
  OTHER.lastIndex = from
  const other = OTHER.exec(text)
  return other ? other.index - 1 : text.length
}

/** The next few; what a piece ends with may go on behind it, and is left to the next one. */
function segmentsAt(text: string, from: number): readonly string[] {
  known ??= new Intl.Segmenter()
  const end = from + PIECE
  const halves = (text.codePointAt(end - 1) ?? 0) > 0xffff
  const piece = text.slice(from, halves ? end + 1 : end)
  const found = Array.from(known.segment(piece), ({ segment }) => segment)
  return found.length > 1 && end < text.length ? found.slice(0, -1) : found
}

/** How many columns of a terminal a text takes, whatever its colours. */
export function textWidth(text: string): number {
  const shown = withoutCodes(text)
  if (PLAIN.test(shown)) return shown.length
  let width = 0
  for (const character of charactersOf(shown)) width += widthOf(character)
  return width
}

function withoutCodes(text: string): string {
  return text.includes('\u001b') ? text.replaceAll(CODES, '') : text
}

function widthOf(character: string): number {
  if (WITHOUT_WIDTH.test(character)) return 0
  return EMOJI.test(character) ? 2 : eastAsianWidth(character.codePointAt(0) ?? 0)
}

/** The text with blanks up to a width. */
export function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - textWidth(text)))}`
}

/** The text cut to a width, with an ellipsis and no colours where something is missing. Measures no more than is shown. */
export function cut(text: string, width: number): string {
  const shown = withoutCodes(text)
  if (PLAIN.test(shown)) return shown.length <= width ? text : `${shown.slice(0, Math.max(0, width - 1))}…`
  let [at, kept, used] = [0, 0, 0]
  for (const character of charactersOf(shown)) {
    used += widthOf(character)
    at += character.length
    if (used < width) kept = at
    if (used > width) return `${shown.slice(0, kept)}…`
  }
  return text
}
