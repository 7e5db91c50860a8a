import type { Verb } from '../engine.ts'
import type { EngineErrorCode } from '../errors.ts'
import { Refusal } from './refusal.ts'

/** A planned failure: an HTTP status and message, or a failure of the connection. */
export type Fault =
  | { readonly status: number; readonly message: string }
  | { readonly code: EngineErrorCode; readonly message: string }

export interface PlannedFault {
  readonly verb: Verb
  readonly fault: Fault
  /** Whether the call still takes effect: the answer is lost, not the request. */
  readonly applied: boolean
}

/** Planned failures, each used once, in order. */
export interface Faults {
  plan(fault: PlannedFault): void
  take(verb: Verb): PlannedFault | undefined
}

export function createFaults(): Faults {
  const planned: PlannedFault[] = []
  return {
    plan: (fault) => void planned.push(fault),
    take(verb) {
      const index = planned.findIndex((fault) => fault.verb === verb)
      return index < 0 ? undefined : planned.splice(index, 1)[0]
    },
  }
}

/** A failure of the connection, without an HTTP status. */
export class Failure extends Error {
  readonly code: EngineErrorCode
  readonly waitedMs: number

  constructor(code: EngineErrorCode, message: string, waitedMs = 0) {
    super(message)
    this.name = 'Failure'
    this.code = code
    this.waitedMs = waitedMs
  }
}

export function errorOf(fault: Fault): Error {
  return 'status' in fault ? new Refusal(fault.status, fault.message) : new Failure(fault.code, fault.message)
}
