/** Marks the lines that we add; other comments are part of the text. */
const MARK = '#:'

/** Adds lines above the text that describe it, and what was wrong with it. */
export function withHead(
  text: string,
  { about, wrong }: { readonly about: readonly string[]; readonly wrong: string },
): string {
  const errors = wrong === '' ? [] : ['', ...wrong.split('\n').map((line) => `error: ${line}`)]
  const head = [...about, 'Lines that begin with #: are left out. An empty file ends the edit.', ...errors]
  return `${head.map((line) => `${MARK} ${line}`.trimEnd()).join('\n')}\n${text}`
}

/** Removes those lines. */
export function withoutHead(text: string): string {
  return text.replace(/^(?:#:.*(?:\r?\n|$))+/, '')
}

/** Whether only blanks and comments are left. */
export function isEmptied(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*|---)?\s*$/.test(line))
}
