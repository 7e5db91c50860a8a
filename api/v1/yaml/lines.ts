/** Converts offsets in a text to lines and columns, both from 1; columns count UTF-16 units. */
export interface Lines {
  at(offset: number): { readonly line: number; readonly column: number }
}

/** The lines are counted once, at the first call of `at`. */
export function linesOf(text: string): Lines {
  let starts: number[] | undefined
  return {
    at(offset) {
      starts ??= lineStarts(text)
      const line = lastAtOrBefore(starts, offset)
      return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
    },
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}

function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
