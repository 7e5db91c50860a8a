// Control characters: these must not reach a terminal.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** A text from outside on one line, without anything that a terminal would obey. */
export function plainText(text: string): string {
  return oneLine(text).replaceAll(CONTROL, '')
}

/** No pattern: one for the blanks around line breaks takes quadratic time (S12). */
function oneLine(text: string): string {
  const lines = text.split('\n')
  const last = lines.length - 1
  if (last === 0) return text
  const inner = lines.slice(1, -1).flatMap((line) => line.trim() || [])
  return [lines[0]?.trimEnd(), ...inner, lines[last]?.trimStart()].join(' ')
}

/** A text of ours, maybe of several lines, that quotes what comes from outside: without what a terminal would obey. */
export function withoutControls(text: string): string {
  return text.replaceAll(CONTROL, '')
}
