import type { Random } from '../../clock/random.ts'

/** A random integer from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + below(random, most - least + 1)
}

/** A random integer from 0 to below `bound`. */
export function below(random: Random, bound: number): number {
  return Math.floor(random.next() * bound)
}

/** A random item of a non-empty list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[below(random, list.length)] as T
}

/** True with this probability. */
export function chance(random: Random, probability: number): boolean {
  return random.next() < probability
}

/** A random item of a non-empty list, by weight. */
export function pickWeighted<T extends { readonly weight: number }>(random: Random, list: readonly T[]): T {
  let left = random.next() * list.reduce((sum, { weight }) => sum + weight, 0)
  for (const item of list) {
    left -= item.weight
    if (left < 0) return item
  }
  return list.at(-1) as T
}
