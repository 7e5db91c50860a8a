import { Subject, type Observable } from 'rxjs'
import type { Clock } from '../../clock/clock.ts'

/** Something that happened to an object, in words for people; the shape of core/v1 Event is made of it. */
export interface RecordedEvent {
  /** `Kind/stack/name`. */
  readonly object: string
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** Milliseconds since the epoch. */
  readonly firstAt: number
  readonly lastAt: number
  readonly count: number
}

/** What is recorded: an event without its times. */
export type Said = Pick<RecordedEvent, 'object' | 'type' | 'reason' | 'message'>

/** Keeps what happened: the same event again raises its count. */
export interface Recorder {
  record(said: Said): void
  events(): readonly RecordedEvent[]
  watch(): Observable<RecordedEvent>
}

/** Events kept per process; older ones go first (client-go's recorder keeps as many). */
const KEPT = 4096

/** A recorder in memory, bounded. */
export function createRecorder(clock: Clock): Recorder {
  const kept = new Map<string, RecordedEvent>()
  const stream = new Subject<RecordedEvent>()
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
      if (kept.size > KEPT) kept.delete(kept.keys().next().value as string)
      stream.next(event)
    },
    events: () => [...kept.values()],
    watch: () => stream.asObservable(),
  }
}
