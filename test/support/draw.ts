import type { Random } from '../../clock/random.ts'

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + below(random, most - least + 1)
}

/** A whole number below another one, 0 included. */
export function below(random: Random, bound: number): number {
  return Math.floor(random.next() * bound)
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[below(random, list.length)] as T
}

/** Whether something of this probability happens. */
export function chance(random: Random, probability: number): boolean {
  return random.next() < probability
}

/** One of a list, by weight. */
export function pickWeighted<T extends { readonly weight: number }>(random: Random, list: readonly T[]): T {
  let left = random.next() * list.reduce((sum, { weight }) => sum + weight, 0)
  for (const item of list) {
    left -= item.weight
    if (left < 0) return item
  }
  return list.at(-1) as T
}
