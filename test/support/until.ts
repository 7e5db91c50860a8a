import { realClock } from '../../clock/real.ts'
import { sleep } from '../../clock/sleep.ts'

/** Waits in real time until `reached` answers, at most `ms` (20 s); a failure says what was there `instead`. */
export async function until<T>(
  what: string,
  reached: () => T | undefined | false | Promise<T | undefined | false>,
  { ms = 20_000, instead = () => '' }: { ms?: number; instead?: () => unknown } = {},
): Promise<T> {
  const deadline = performance.now() + ms
  for (;;) {
    const found = await reached()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`waited ${ms / 1000} s in vain until ${what}; ${await instead()}`)
    await sleep(realClock, 10)
  }
}
