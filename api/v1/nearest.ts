const LONGEST = 64

/** The candidate nearest to a mistyped word, if one is near enough to be meant: at most a third of its letters differ. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word.slice(0, LONGEST))
  let best: { candidate: string; distance: number } | undefined
  for (const candidate of candidates) {
    const distance = measure(wanted, fold(candidate.slice(0, LONGEST)))
    if (!best || distance < best.distance) best = { candidate, distance }
  }
  return best && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.candidate : undefined
}

/** The end of a sentence that asks whether the nearest candidate was meant; nothing where none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates)
  return near === undefined || near === word ? '' : `; did you mean ${near}?`
}

/** A word that begins another one is near it: rep means replicas. */
function measure(wanted: string, candidate: string): number {
  const distance = edits(wanted, candidate)
  return wanted.length >= 3 && candidate.startsWith(wanted) ? Math.min(1, distance) : distance
}

/** cpu_shares, cpu-shares and cpuShares are one word. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[_\s-]/g, '')
}

/** How many letters are to be put in, left out or replaced, or pairs of neighbours swapped. */
function edits(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const replace = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const isSwapped = column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const swap = isSwapped ? (before[column - 2] ?? 0) + 1 : Infinity
      line.push(Math.min(replace, swap, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1))
    }
    before = above
    above = line
  }
  return above[b.length] ?? 0
}
