import type { Cancel, Clock } from './clock.ts'

/** The longest delay passed to setTimeout, ms: beyond 2^31-1 ms it would fire at once. */
const longest = 24 * 24 * 3600 * 1000

/** The machine's time. `after(0)` is setImmediate, as setTimeout(0) costs a millisecond a hop. */
export const realClock: Clock = createRealClock(Date.now, () => performance.now())

/**
 * Creates a clock over `read`, which a time server may set back, and `steady`, which never jumps. After a jump back the clock runs at half
 * speed until `read` has caught up. If it stood still instead, timeouts would wait for all the time that was lost, hours at worst.
 */
export function createRealClock(read: () => number, steady: () => number): Clock {
  let latest = 0
  let last = steady()
  return {
    now() {
      const at = steady()
      latest = Math.max(read(), latest + (at - last) / 2)
      last = at
      return Math.floor(latest)
    },
    steady: () => Math.floor(steady()),
    after(ms, run) {
      return ms > 0 ? afterDelay(Math.ceil(ms), run) : afterReady(run)
    },
  }
}

function afterReady(run: () => void): Cancel {
  const immediate = setImmediate(run)
  return () => clearImmediate(immediate)
}

function afterDelay(ms: number, run: () => void): Cancel {
  let timer: NodeJS.Timeout
  const arm = (left: number) => {
    timer = left > longest ? setTimeout(() => arm(left - longest), longest) : setTimeout(run, left)
  }
  arm(ms)
  return () => clearTimeout(timer)
}
