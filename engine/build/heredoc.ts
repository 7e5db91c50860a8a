/** A heredoc of a Dockerfile instruction. */
export interface Heredoc {
  readonly end: string
  /** Whether the end line may begin with tabs. */
  readonly tabs: boolean
}

/**
 * Splits an instruction into words as BuildKit's parser does: spaces may follow `<<` or be quoted; an open quote makes the whole text
 * invalid.
 */
const PIECE = /(?<space>\s+)|<<[ \t]*|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*"|[^\s<\\'"]+|<|(?<open>[^])/g
const WORD = /^\d*<<(-?)\s*([^<]+)$/
const QUOTED = /\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"/g

/** The heredocs that an instruction begins, in order: `RUN <<EOF`, `COPY <<a <<-"b" /etc/`. */
export function heredocsOf(instruction: string): readonly Heredoc[] {
  if (!instruction.includes('<<') || !/^(ONBUILD\s+)?(RUN|COPY|ADD)\s/i.test(instruction)) return []
  return wordsIn(instruction).flatMap((word) => {
    const [, dash, end] = WORD.exec(word) ?? []
    return end === undefined ? [] : [{ end: unquoted(end), tabs: dash === '-' }]
  })
}

/** Whether an instruction seems to begin a heredoc even if no line ends it: shells also use `<<` otherwise, as in `$((1 << 2))`. */
export function looksOpen(instruction: string): boolean {
  return /^(ONBUILD\s+)?(RUN|COPY|ADD)\s(.*\s)?\d*<<-?["']?[A-Za-z_]/i.test(instruction)
}

/**
 * Returns a function that finds the index of the line that ends a heredoc, searching from a line; undefined where none does. Lines are
 * indexed once, so that many heredocs take no quadratic time (S12).
 */
export function heredocEnds(lines: readonly string[]): (heredoc: Heredoc, from: number) => number | undefined {
  const whole = new Map<string, number[]>()
  const trimmed = new Map<string, number[]>()
  for (const [index, line] of lines.entries()) {
    note(whole, line, index)
    note(trimmed, line.replace(/^\t+/, ''), index)
  }
  return ({ end, tabs }, from) => firstFrom((tabs ? trimmed : whole).get(end) ?? [], from)
}

function note(numbers: Map<string, number[]>, line: string, index: number): void {
  const known = numbers.get(line)
  if (known) known.push(index)
  else numbers.set(line, [index])
}

/** The first of ascending numbers that is at least `from`. */
function firstFrom(numbers: readonly number[], from: number): number | undefined {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < from) low = middle + 1
    else high = middle
  }
  return numbers[low]
}

function wordsIn(text: string): readonly string[] {
  const words = ['']
  for (const { 0: piece, groups } of text.matchAll(PIECE)) {
    if (groups?.['open'] !== undefined) return []
    if (groups?.['space'] === undefined) words.push((words.pop() ?? '') + piece)
    else words.push('')
  }
  return words
}

function unquoted(word: string): string {
  return word.replace(QUOTED, (_, ...[escaped, single, double = '']: (string | undefined)[]) => {
    return escaped ?? single ?? double.replace(/\\(["$\\])/g, '$1')
  })
}
