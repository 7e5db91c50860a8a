import type { Clock } from '../../clock/clock.ts'
import type { EngineEvent } from '../types/engine.ts'

/** An object to read, with the events that ask for it. */
export interface Hint {
  readonly type: 'container' | 'composed' | 'network' | 'volume'
  readonly id: string
  readonly events: readonly EngineEvent[]
  /** Whether to read it whatever the cache shows. */
  readonly forced: boolean
}

/** Delays hints, so that many on one object cost one read, and none after a loop's own put. */
export interface Hints {
  add(hint: Omit<Hint, 'events' | 'forced'>, when: keyof typeof delays, event?: EngineEvent): void
  drop(type: Hint['type'], id: string): void
  clear(): void
}

/**
 * Delays in ms. People wait for an exit (`soon`). A new container is mostly ours, and its loop puts the inspect; the engine answers no
 * inspect of it before it has started, so a read would only block others. It may be queued behind other creates (`last`).
 */
const delays = { soon: 10, later: 50, last: 3_000 }
/** The longest delay of a new container's hint while others are being created, ms. */
const PATIENCE_MS = 30_000
/** Due times are rounded up to multiples of this, so that a burst of hints takes few timers. */
const gridsMs = { soon: 10, later: 10, last: 100 }
const eventLimit = 8

interface Pending {
  readonly hint: Hint & { events: EngineEvent[]; forced: boolean }
  due: number
  /** Until when it may be postponed. */
  patience: number
}

/** Calls `look` with every hint when it is due. */
export function createHints(clock: Clock, look: (hint: Hint) => void): Hints {
  const pending = new Map<string, Pending>()
  let armed = Number.POSITIVE_INFINITY
  let cancel = () => {}
  let newest = Number.NEGATIVE_INFINITY
  const fire = () => {
    armed = Number.POSITIVE_INFINITY
    const now = clock.now()
    for (const one of pending.values())
      if (one.due <= now) one.due = Math.max(one.due, Math.min(one.patience, onGrid(newest + delays.last, 'last')))
    const due = [...pending].filter(([, one]) => one.due <= now)
    for (const [key] of due) pending.delete(key)
    let next = Number.POSITIVE_INFINITY
    for (const one of pending.values()) next = Math.min(next, one.due)
    arm(next)
    for (const [, one] of due) look(one.hint)
  }
  const arm = (due: number) => {
    if (due >= armed) return
    cancel()
    armed = due
    cancel = clock.after(due - clock.now(), fire)
  }
  return {
    add({ type, id }, when, event) {
      const key = `${type}/${id}`
      const now = clock.now()
      const due = onGrid(now + delays[when], when)
      const patience = when === 'last' ? now + PATIENCE_MS : 0
      if (when === 'last') newest = now
      const one = pending.get(key) ?? { due, patience, hint: { type, id, events: [], forced: false } }
      one.due = Math.min(one.due, due)
      one.patience = Math.min(one.patience, patience)
      one.hint.forced ||= event === undefined || one.hint.events.length >= eventLimit
      if (event && one.hint.events.length < eventLimit) one.hint.events.push(event)
      pending.set(key, one)
      arm(one.due)
    },
    drop: (type, id) => void pending.delete(`${type}/${id}`),
    clear() {
      pending.clear()
      cancel()
      armed = Number.POSITIVE_INFINITY
    },
  }
}

function onGrid(time: number, when: keyof typeof delays): number {
  return Math.ceil(time / gridsMs[when]) * gridsMs[when]
}
