import type { Cancel, Clock, TimerKind } from '../../clock/clock.ts'

/** Whether the simulated machine runs, hangs (nothing happens until it thaws) or is off (work under way is lost). */
export type PowerState = 'on' | 'hung' | 'off'

/** A host's timers: they fire only while it has power, and wait while it hangs. */
export interface Power {
  state(): PowerState
  /** Rises with each loss of power; timers of earlier epochs are lost. */
  epoch(): number
  /** As `run`, but cancellable. */
  after(ms: number, run: () => void, kind?: TimerKind): Cancel
  run(ms: number, run: () => void): void
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
    run(ms, run) {
      const born = epoch
      const fire = () => {
        if (born !== epoch) return
        if (state === 'hung') parked.push(fire)
        else run()
      }
      clock.after(ms, fire)
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
