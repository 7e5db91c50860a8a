import type { Cancel, Clock, TimerKind } from '../../clock/clock.ts'

/** Whether the simulated machine runs, hangs (nothing happens until it thaws) or is off (what was under way is lost). */
export type PowerState = 'on' | 'hung' | 'off'

/** A host's own time: what it does later happens only while it has power, and waits while it hangs. */
export interface Power {
  state(): PowerState
  /** Rises with each loss of power: what began before is gone. */
  epoch(): number
  after(ms: number, run: () => void, kind?: TimerKind): Cancel
  hang(): void
  thaw(): void
  off(): void
  on(): void
}

export function createPower(clock: Clock): Power {
  let state: PowerState = 'on'
  let epoch = 0
  let parked: (() => void)[] = []

  const release = () => {
    const waiting = parked
    parked = []
    for (const run of waiting) clock.after(0, run)
  }

  return {
    state: () => state,
    epoch: () => epoch,
    after(ms, run, kind) {
      const born = epoch
      let live = true
      const fire = () => {
        if (!live || born !== epoch) return
        if (state === 'hung') parked.push(fire)
        else run()
      }
      const cancel = clock.after(ms, fire, kind)
      return () => {
        live = false
        cancel()
      }
    },
    hang() {
      if (state === 'on') state = 'hung'
    },
    thaw() {
      if (state === 'hung') state = 'on'
      release()
    },
    off() {
      state = 'off'
      epoch++
      parked = []
    },
    on() {
      state = 'on'
    },
  }
}
