/** Begins each line that is ours: comments of the text are of its owner. */
const MARK = '#:'

/** The text below lines that say what it is, and what was wrong with it. */
export function withHead(
  text: string,
  { about, wrong }: { readonly about: readonly string[]; readonly wrong: string },
): string {
  const errors = wrong === '' ? [] : ['', ...wrong.split('\n').map((line) => `error: ${line}`)]
  const head = [...about, 'Lines that begin with #: are left out. An empty file ends the edit.', ...errors]
  return `${head.map((line) => `${MARK} ${line}`.trimEnd()).join('\n')}\n${text}`
}

/** The text without those lines. */
export function withoutHead(text: string): string {
  return text.replace(/^(?:#:.*(?:\r?\n|$))+/, '')
}

/** Whether nothing is left but blanks and comments. */
export function isEmptied(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*|---)?\s*$/.test(line))
}
