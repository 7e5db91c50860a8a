import type { Caller } from '../v1/installation/caller.ts'
import type { Attachable, ServedInstallation } from '../v1/installation/installation.ts'
import type { ObjectWrites } from '../v1/installation/object-writes.ts'
import type { RefusedRequest } from './asked-for.ts'

/** All that is served. */
export interface Served extends ServedInstallation, ObjectWrites, Attachable, Measured {
  /** The same for one who asks, whose name goes with what is changed; absent: nobody keeps it. */
  askedBy?(caller: Caller): Served
  /** Is told what a token may not; absent: nobody keeps it. */
  refused?(by: Caller, what: RefusedRequest): void
}

/** What is known of the process that serves. */
export interface Measured {
  /** Absent: nothing is measured, and /metrics is not found. */
  metrics?(): Promise<MetricsText>
}

/** Metrics in a text format, and its content type. */
export interface MetricsText {
  readonly type: string
  readonly text: string
}
