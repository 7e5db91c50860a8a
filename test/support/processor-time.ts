import { AssertionError } from 'node:assert/strict'

const RUNS = 3
// What `reference` takes on the machine that the bounds were chosen on, and how much slower one may be at most.
const REFERENCE_MS = 300
const MOST_SLOWNESS = 6

/**
 * Returns the result of `work`, and asserts that one of three runs takes at most `mostMs` of CPU time. CPU time excludes other load on the
 * machine, and the repetition excludes garbage of earlier work. A slower machine has as much more. The bounds are to catch superlinear
 * growth; npm run bench measures speed.
 */
export async function costsAtMost<T>(mostMs: number, work: () => T | Promise<T>): Promise<T> {
  const costs: string[] = []
  while (costs.length < RUNS) {
    const { ms, answer } = await timed(work)
    if (ms <= mostMs) return answer
    const most = Math.round(mostMs * (await slowness()))
    if (ms <= most) return answer
    costs.push(`${ms} of at most ${most}`)
  }
  throw new AssertionError({ message: `took ${costs.join(', ')} ms of the processor` })
}

async function timed<T>(work: () => T | Promise<T>) {
  const before = process.cpuUsage()
  const answer = await work()
  const { user, system } = process.cpuUsage(before)
  return { answer, ms: Math.round((user + system) / 1000) }
}

// Measured each time anew: a machine that is shared may be three times as slow for some minutes.
async function slowness(): Promise<number> {
  const { ms } = await timed(reference)
  return Math.min(Math.max(ms / REFERENCE_MS, 1), MOST_SLOWNESS)
}

// Strings, objects and a map, mostly new memory, as in what is measured.
function reference(): number {
  const entries = new Map(Array.from({ length: 100_000 }, (_, at) => [`key-${at}`, { name: `value ${at}`, at }]))
  return (JSON.parse(JSON.stringify([...entries])) as unknown[]).length
}
