import { realClock } from '../../clock/real.ts'
import { sleep } from '../../clock/sleep.ts'

/** Pauses between polls. They grow with the duration of a poll, so that polls, which may run commands, take less CPU than the work. */
const [LEAST_REST_MS, MOST_REST_MS, RESTS_PER_LOOK] = [10, 500, 2]

/** Polls in real time until `reached` returns a truthy value, and returns that. Throws after `ms` (45 s), showing `instead`. */
export async function until<T>(
  what: string,
  reached: () => T | undefined | false | Promise<T | undefined | false>,
  { ms = 45_000, instead = () => '' }: { ms?: number; instead?: () => unknown } = {},
): Promise<T> {
  const deadline = performance.now() + ms
  for (;;) {
    const began = performance.now()
    const found = await reached()
    if (found) return found
    const now = performance.now()
    if (now > deadline) throw new Error(`waited ${ms / 1000} s in vain until ${what}; ${await instead()}`)
    await sleep(realClock, Math.min(Math.max(RESTS_PER_LOOK * (now - began), LEAST_REST_MS), MOST_REST_MS))
  }
}

/** Polls `see` until its value has not changed for `ms`. */
export async function untilSame(what: string, ms: number, see: () => unknown): Promise<void> {
  let [seen, since]: [unknown, number] = [undefined, performance.now()]
  await until(what, async () => {
    const now = await see()
    if (now !== seen) [seen, since] = [now, performance.now()]
    return performance.now() - since > ms
  })
}
