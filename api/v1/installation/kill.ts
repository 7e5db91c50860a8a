import type { ObjectRef } from '../metadata.ts'

/** Sends a signal to the processes of what is named. */
export interface KillRequest {
  /** Services, tasks or stacks; a one-off container is told as a task of its name. */
  readonly refs: readonly ObjectRef[]
  /** As SIGHUP, HUP or 1; absent: SIGKILL. */
  readonly signalName?: string
  /** By its stop signal, and KILL after its grace, in place of a signal; whatever it exits with, it is to start again in the same container. */
  readonly gracefully?: boolean
  readonly signal: AbortSignal
}
