import { realClock } from '../../clock/real.ts'
import { sleep } from '../../clock/sleep.ts'

/** A look may be a command of 0.3 s: looks at what is waited for leave more of the processor to it than they take. */
const [LEAST_REST_MS, MOST_REST_MS, RESTS_PER_LOOK] = [10, 500, 2]

/** Waits in real time until `reached` answers, at most `ms` (20 s); a failure says what was there `instead`. */
export async function until<T>(
  what: string,
  reached: () => T | undefined | false | Promise<T | undefined | false>,
  { ms = 20_000, instead = () => '' }: { ms?: number; instead?: () => unknown } = {},
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

/** Waits until what is seen has been the same for so long, ms. */
export async function untilSame(what: string, ms: number, see: () => unknown): Promise<void> {
  let [seen, since]: [unknown, number] = [undefined, performance.now()]
  await until(what, async () => {
    const now = await see()
    if (now !== seen) [seen, since] = [now, performance.now()]
    return performance.now() - since > ms
  })
}
