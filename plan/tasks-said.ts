import { serviceReasons, taskReasons } from '../api/v1/reasons.ts'
import type { Recorder } from '../controllers/runtime/recorder.ts'

/** What tasks tell on the way that no call shows. */
const TOLD: ReadonlySet<string> = new Set([serviceReasons.dataLeft, taskReasons.endedUnseen])

/** What a plan says of data that tasks leave on the node of those before them, and of those that ended while nobody watched. */
export function tasksSaid({ events }: Pick<Recorder, 'events'>): readonly string[] {
  return events()
    .filter(({ reason }) => TOLD.has(reason))
    .map(({ object, reason, message }) => (reason === serviceReasons.dataLeft ? message : `${object}: ${message}`))
}
