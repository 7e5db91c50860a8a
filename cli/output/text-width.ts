import { eastAsianWidth } from 'get-east-asian-width'

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of paint.ts
const CODES = /\u001b\[[0-9;]*m/g
/** Almost all printed text is of this kind: its width is its length. */
const PLAIN = /^[\u0020-\u007e]*$/
/** Characters that may have another width than one column, or combine with others: all but Latin and the ellipsis. */
const OTHER = /[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2026]/g
/** The segmenter takes quadratic time in its input; few characters are longer than this. */
const PIECE = 64
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u
const WITHOUT_WIDTH = /^[\p{Mark}\p{Cc}\p{Cf}]*$/u

let known: Intl.Segmenter | undefined

/** Splits text into what people see as characters: accents and joined emoji belong to their base. */
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

/** The end of the run of simple characters. Excludes the last one, as a combining character may follow it. */
function simpleUntil(text: string, from: number): number {
  OTHER.lastIndex = from
  const other = OTHER.exec(text)
  return other ? other.index - 1 : text.length
}

/** The next few segments. The last one of a piece is dropped unless it is the only one, as it may continue behind the piece. */
function segmentsAt(text: string, from: number): readonly string[] {
  known ??= new Intl.Segmenter()
  const end = from + PIECE
  const halves = (text.codePointAt(end - 1) ?? 0) > 0xffff
  const piece = text.slice(from, halves ? end + 1 : end)
  const found = Array.from(known.segment(piece), ({ segment }) => segment)
  return found.length > 1 && end < text.length ? found.slice(0, -1) : found
}

/** The width of a text in terminal columns, ignoring colour codes. */
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

/** Pads the text with blanks to a width. */
export function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - textWidth(text)))}`
}

/** Cuts the text to a width, with an ellipsis and without colours if anything is cut. Measures only as much as is shown. */
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
