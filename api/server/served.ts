import type { Caller } from '../v1/caller.ts'
import type { ServedInstallation } from '../v1/installation.ts'
import type { ObjectWrites } from '../v1/object-writes.ts'

/** All that is served. */
export interface Served extends ServedInstallation, ObjectWrites {
  /** The same for one who asks, whose name goes with what is changed; absent: nobody keeps it. */
  askedBy?(caller: Caller): Served
}
