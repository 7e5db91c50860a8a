// Control characters: these must not reach a terminal.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Makes text from outside safe for a terminal: one line, without control characters. */
export function plainText(text: string): string {
  return oneLine(text).replaceAll(CONTROL, '')
}

/** Without a regular expression, as one for blanks around line breaks takes quadratic time (S12). */
function oneLine(text: string): string {
  const lines = text.split('\n')
  const last = lines.length - 1
  if (last === 0) return text
  const inner = lines.slice(1, -1).flatMap((line) => line.trim() || [])
  return [lines[0]?.trimEnd(), ...inner, lines[last]?.trimStart()].join(' ')
}

/** Removes control characters from a text of ours that may quote text from outside; keeps line breaks. */
export function withoutControls(text: string): string {
  return text.replaceAll(CONTROL, '')
}
