import { AssertionError } from 'node:assert/strict'

const RUNS = 3

/**
 * What work answers. Asserts that it costs this process at most so many ms of the processor in one of three runs: what else the
 * machine does is not counted, nor what earlier work left to be collected. Bounds are for what grows too fast; speed is measured by
 * npm run bench.
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
