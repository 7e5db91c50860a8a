const LONGEST = 64

/** The candidate nearest to a mistyped word; undefined if more than a third of its letters differ. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = wordsOf(word)
  let best: (Distance & { candidate: string }) | undefined
  for (const candidate of candidates) {
    const found = measure(wanted, wordsOf(candidate))
    if (!best || isLess(found, best)) best = { candidate, ...found }
  }
  return best && best.distance <= Math.max(1, Math.floor(wanted.join('').length / 3)) ? best.candidate : undefined
}

/** The end of a message that asks whether the nearest candidate was meant; empty if none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates)
  return near === undefined || near === word ? '' : `; did you mean ${near}?`
}

interface Distance {
  readonly distance: number
  /** Of names at one distance, those with fewer edits are nearer: volume means volumes, not volume_driver. */
  readonly edited: number
}

function isLess(a: Distance, b: Distance): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.edited < b.edited)
}

/**
 * The distance of two names. It is at most 1 if one begins the other or leaves a part out: rep means replicas, stopSeconds
 * stopGraceSeconds.
 */
function measure(wanted: readonly string[], candidate: readonly string[]): Distance {
  const [word, other] = [wanted.join(''), candidate.join('')]
  const edited = edits(word, other)
  const isBegun = word.length >= 3 && other.startsWith(word)
  return { distance: isBegun || leavesOut(wanted, candidate) ? Math.min(1, edited) : edited, edited }
}

/** Whether the candidate contains all of several words in their order. */
function leavesOut(wanted: readonly string[], candidate: readonly string[]): boolean {
  let found = 0
  for (const word of candidate) if (word === wanted[found]) found++
  return found > 1 && found === wanted.length
}

/** Splits a name into words: cpu_shares, cpu-shares and cpuShares give the same ones. */
function wordsOf(word: string): readonly string[] {
  const parts = word.slice(0, LONGEST).split(/[_\s-]+|(?<=[a-z\d])(?=[A-Z])/)
  return parts.map((part) => part.toLowerCase())
}

/** The Damerau-Levenshtein distance: insertions, deletions, replacements and swaps of neighbours. */
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
