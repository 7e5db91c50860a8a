import { serviceReasons } from '../api/v1/reasons.ts'
import type { Recorder } from '../controllers/runtime/recorder.ts'

/** What a plan says of data that tasks leave on the node of those before them. */
export function leftDataSaid({ events }: Pick<Recorder, 'events'>): readonly string[] {
  return events()
    .filter(({ reason }) => reason === serviceReasons.dataLeft)
    .map(({ message }) => message)
}
