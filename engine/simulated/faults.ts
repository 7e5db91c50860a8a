import type { Verb } from '../engine.ts'
import type { EngineErrorCode } from '../errors.ts'
import { Refusal } from './refusal.ts'

/** What a planned failure says: an HTTP status and its words, or how the connection fails. */
export type Fault =
  | { readonly status: number; readonly message: string }
  | { readonly code: EngineErrorCode; readonly message: string }

/** One failure to come. */
export interface PlannedFault {
  readonly verb: Verb
  readonly fault: Fault
  /** Whether the call takes effect although it fails: the answer was lost, not the request. */
  readonly applied: boolean
}

/** Failures that were asked for, each used once, in order. */
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

/** A connection's failure, which has no HTTP status. */
export class Failure extends Error {
  readonly code: EngineErrorCode

  constructor(code: EngineErrorCode, message: string) {
    super(message)
    this.name = 'Failure'
    this.code = code
  }
}

export function errorOf(fault: Fault): Error {
  return 'status' in fault ? new Refusal(fault.status, fault.message) : new Failure(fault.code, fault.message)
}
