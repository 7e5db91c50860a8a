import { concat, defer, from, type Observable, Subject } from 'rxjs'
import type { ObjectEvent } from '../../api/v1/installation/answers.ts'
import type { Clock } from '../../clock/clock.ts'

/** What is recorded: an event without its times. */
export type Said = Pick<ObjectEvent, 'object' | 'type' | 'reason' | 'message'>

/** Keeps what happened: the same event again raises its count. */
export interface Recorder {
  record(said: Said): void
  events(): readonly ObjectEvent[]
  /** What is kept, and then what comes. */
  watch(): Observable<ObjectEvent>
}

/** Events kept per process; older ones go first (client-go's recorder keeps as many). */
const KEPT = 4096

/** So many go at a time: finding the oldest of a Map costs a walk over all that went before. */
const BATCH = 512

/** A recorder in memory, bounded. */
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
