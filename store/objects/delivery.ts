import type { Observable } from 'rxjs'
import { Subject } from 'rxjs'

/** Streams of changes, one per topic; the order of changes is kept across topics. */
export interface Delivery<Topic, Change> {
  /** Queues a change for the next `drain`. */
  push(topic: Topic, change: Change): void
  /**
   * Delivers the queued changes. A subscriber that causes a change meanwhile is not re-entered: its change is delivered after every
   * subscriber has seen the current one.
   */
  drain(): void
  watch(topic: Topic): Observable<Change>
}

/** Creates the streams; they never complete and never error. */
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
