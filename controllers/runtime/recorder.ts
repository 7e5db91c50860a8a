import { concat, defer, from, type Observable, Subject } from 'rxjs'
import type { ObjectEvent } from '../../api/v1/installation/answers.ts'
import type { Clock } from '../../clock/clock.ts'

/** An event to record, without its times. */
export type Said = Pick<ObjectEvent, 'object' | 'type' | 'reason' | 'message'>

/** Keeps events. Recording the same event again raises its count. */
export interface Recorder {
  record(said: Said): void
  events(): readonly ObjectEvent[]
  /** Emits the kept events, then new ones. */
  watch(): Observable<ObjectEvent>
}

/** Events kept per process; the oldest are dropped first (client-go's recorder keeps as many). */
const KEPT = 4096

/** How many are dropped at a time: finding the oldest entry of a Map costs a walk over the slots of those deleted before. */
const BATCH = 512

/** Creates a bounded recorder in memory. */
export function createRecorder(clock: Clock): Recorder {
  const kept = new Map<string, ObjectEvent>()
  const stream = new Subject<ObjectEvent>()
  const events = () => [...kept.values()].slice(-KEPT)
  return {
    record({ object, type, reason, message }) {
      const key = `${object}\n${type}\n${reason}\n${message}`
      const before = kept.get(key)
      const now = clock.now()
      const event = {
        object,
        type,
        reason,
        message,
        firstAt: before?.firstAt ?? now,
        lastAt: now,
        count: (before?.count ?? 0) + 1,
      }
      kept.delete(key)
      kept.set(key, event)
      if (kept.size >= KEPT + BATCH) forgetOldest(kept, BATCH)
      stream.next(event)
    },
    events,
    watch: () =>
      concat(
        defer(() => from(events())),
        stream,
      ),
  }
}

function forgetOldest(kept: Map<string, ObjectEvent>, count: number): void {
  let left = count
  for (const key of kept.keys()) {
    if (left-- === 0) return
    kept.delete(key)
  }
}
