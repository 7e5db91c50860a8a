import { AssertionError } from 'node:assert/strict'

const RUNS = 3

/**
 * Returns the result of `work`, and asserts that one of three runs takes at most `mostMs` of CPU time. CPU time excludes other load on the
 * machine, and the repetition excludes garbage of earlier work. The bounds are to catch superlinear growth; npm run bench measures speed.
 */
export async function costsAtMost<T>(mostMs: number, work: () => T | Promise<T>): Promise<T> {
  const costs: number[] = []
  while (costs.length < RUNS) {
    const before = process.cpuUsage()
    const answer = await work()
    const { user, system } = process.cpuUsage(before)
    const ms = Math.round((user + system) / 1000)
    if (ms <= mostMs) return answer
    costs.push(ms)
  }
  throw new AssertionError({ message: `took ${costs.join(', ')} ms of the processor, of at most ${mostMs}` })
}
