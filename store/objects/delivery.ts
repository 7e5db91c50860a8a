import type { Observable } from 'rxjs'
import { Subject } from 'rxjs'

/** Streams of changes, one per topic, delivered in the order of the changes over all topics. */
export interface Delivery<Topic, Change> {
  /** Notes a change; it goes out with the next `drain`. */
  push(topic: Topic, change: Change): void
  /**
   * Hands out what was noted. A subscriber that changes something during this is not called again inside itself: its change
   * waits until every subscriber has seen the one before.
   */
  drain(): void
  watch(topic: Topic): Observable<Change>
}

/** Makes the streams; they never end and never fail. */
export function createDelivery<Topic, Change>(): Delivery<Topic, Change> {
  const subjects = new Map<Topic, Subject<Change>>()
  let noted: { readonly subject: Subject<Change>; readonly change: Change }[] = []
  let draining = false
  return {
    push(topic, change) {
      const subject = subjects.get(topic)
      if (subject?.observed) noted.push({ subject, change })
    },
    drain() {
      if (draining) return
      draining = true
      try {
        while (noted.length > 0) {
          const now = noted
          noted = []
          for (const { subject, change } of now) subject.next(change)
        }
      } finally {
        draining = false
      }
    },
    watch(topic) {
      let subject = subjects.get(topic)
      if (subject === undefined) subjects.set(topic, (subject = new Subject()))
      return subject.asObservable()
    },
  }
}
