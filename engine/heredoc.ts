/** What ends lines that follow an instruction of a Dockerfile and are a part of it, whatever stands in them. */
export interface Heredoc {
  readonly end: string
  /** Whether that line may begin with tabs. */
  readonly tabs: boolean
}

/** A word may have spaces behind its `<<`, and in quotes; of an open quote nothing is a word. As BuildKit's parser has it. */
const PIECE = /(?<space>\s+)|<<[ \t]*|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*"|[^\s<\\'"]+|<|(?<open>[^])/g
const WORD = /^\d*<<(-?)\s*([^<]+)$/
const QUOTED = /\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"/g

/** The heredocs that an instruction begins, in the order of their lines: `RUN <<EOF`, `COPY <<a <<-"b" /etc/`. */
export function heredocsOf(instruction: string): readonly Heredoc[] {
  if (!instruction.includes('<<') || !/^(ONBUILD\s+)?(RUN|COPY|ADD)\s/i.test(instruction)) return []
  return wordsIn(instruction).flatMap((word) => {
    const [, dash, end] = WORD.exec(word) ?? []
    return end === undefined ? [] : [{ end: unquoted(end), tabs: dash === '-' }]
  })
}

/** Whether an instruction begins one as people write it, though no line may end it: shells have other uses for `<<`, as `$((1 << 2))`. */
export function looksOpen(instruction: string): boolean {
  return /^(ONBUILD\s+)?(RUN|COPY|ADD)\s(.*\s)?\d*<<-?["']?[A-Za-z_]/i.test(instruction)
}

/** Finds the number of the line that ends a heredoc, from a line on; undefined where none does. In time, however many there are (S12). */
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

/** The first of rising numbers that is not below another. */
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
