import { eastAsianWidth } from 'get-east-asian-width'

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of paint.ts
const CODES = /\u001b\[[0-9;]*m/g
/** Nearly all that is printed: as wide as it is long. */
const PLAIN = /^[\u0020-\u007e]*$/
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u
const WITHOUT_WIDTH = /^[\p{Mark}\p{Cc}\p{Cf}]*$/u

let known: Intl.Segmenter | undefined

/** What a person takes for characters: an accent or a joined emoji belongs to what it stands on. */
function* charactersOf(text: string): Generator<string> {
  known ??= new Intl.Segmenter()
  for (const { segment } of known.segment(text)) yield segment
}

/** How many columns of a terminal a text takes, whatever its colours. */
export function textWidth(text: string): number {
  const shown = text.includes('\u001b') ? text.replaceAll(CODES, '') : text
  if (PLAIN.test(shown)) return shown.length
  let width = 0
  for (const character of charactersOf(shown)) width += widthOf(character)
  return width
}

function widthOf(character: string): number {
  if (WITHOUT_WIDTH.test(character)) return 0
  return EMOJI.test(character) ? 2 : eastAsianWidth(character.codePointAt(0) ?? 0)
}

/** The text with blanks up to a width. */
export function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - textWidth(text)))}`
}

/** The text cut to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let shown = ''
  let left = width - 1
  for (const character of charactersOf(text)) {
    left -= widthOf(character)
    if (left < 0) break
    shown += character
  }
  return `${shown}…`
}
