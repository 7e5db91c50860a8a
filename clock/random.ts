/** Randomness as a port: jitter, ties and ids come from here, so that a seed reproduces a run. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
}

/** The machine's own randomness. */
export const realRandom: Random = { next: () => Math.random() }

/** A repeatable source (mulberry32): the same seed gives the same numbers. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
    },
  }
}

/** A version 4 UUID drawn from `random`. */
export function uuid(random: Random): string {
  let index = 0
  for (let place = 0; place < text.length; place++)
    if (text[place] !== DASH) text[place] = DIGITS.charCodeAt(nibble(random, index++))
  return text.toString('latin1')
}

/** Overwritten for each id: a string built by concatenation would keep all its parts in memory. */
const text = Buffer.from('00000000-0000-0000-0000-000000000000')
const DASH = 45
const DIGITS = '0123456789abcdef'

function nibble(random: Random, index: number): number {
  const value = Math.floor(random.next() * 16)
  if (index === 12) return 4
  return index === 16 ? 8 + (value & 3) : value
}
