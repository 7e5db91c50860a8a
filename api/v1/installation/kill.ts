import type { ObjectRef } from '../metadata.ts'

/** Sends a signal to the processes of services, tasks or stacks. */
export interface KillRequest {
  /** Services, tasks or stacks. A one-off container is referred to as a task of its name. */
  readonly refs: readonly ObjectRef[]
  /** Such as SIGHUP, HUP or 1; absent: SIGKILL. */
  readonly signalName?: string
  /**
   * Stops the container by its stop signal, with KILL after its grace period, in place of a signal. Whatever its exit code, the same
   * container is then started again.
   */
  readonly gracefully?: boolean
  readonly signal: AbortSignal
}
