import { serviceReasons, taskReasons } from '../api/v1/reasons.ts'
import type { Recorder } from '../controllers/runtime/recorder.ts'

/** Reasons of task events that no call shows. */
const TOLD: ReadonlySet<string> = new Set([serviceReasons.dataLeft, taskReasons.endedUnseen])

/** The notes on data that tasks leave on their predecessor's node, and on tasks that ended while nobody watched. */
export function tasksSaid({ events }: Pick<Recorder, 'events'>): readonly string[] {
  return events()
    .filter(({ reason }) => TOLD.has(reason))
    .map(({ object, reason, message }) => (reason === serviceReasons.dataLeft ? message : `${object}: ${message}`))
}
