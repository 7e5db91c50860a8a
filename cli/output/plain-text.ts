// Control characters: these must not reach a terminal.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** A text from outside on one line, without anything that a terminal would obey. */
export function plainText(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll(CONTROL, '')
}

/** The text cut to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
