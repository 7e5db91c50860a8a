import type { TaskStep } from '../step.ts'
import { type EngineErrorCode, isEngineError } from '../../../engine/errors.ts'
import { lacksDelivery } from './redeliver.ts'

/** How long an engine may fail by its own fault, ms, before that counts as the task's failure after all. */
export const ENGINE_FAULT_MS = 30_000

/** A failed create or start. */
export interface FailedCall {
  readonly step: 'create' | 'start'
  readonly code: EngineErrorCode
  /** For how long the engine has failed in a row by its own fault, ms; 0 the first time. */
  readonly failingMs: number
  /** Whether the call failed for an object that existed at the last look. */
  readonly isLost?: boolean
  /** Whether its host's disk is full, which passes when somebody makes room. */
  readonly isFull?: boolean
}

/**
 * Whose failure it is. `task`: the spec was refused, or what it needs can't be had; it counts against restarts and the rollout. `engine`: a
 * 5xx answer, or an object that was lost since the last look, as by hand. It is tried again and counts for nothing, for as long as engines
 * need to come back; after that it is the task's. `loop`: no answer, or a name that will soon be free; the loop retries.
 */
export function blameOf({ step, code, failingMs, isLost, isFull }: FailedCall): 'task' | 'engine' | 'loop' {
  const known = isLost ? 'Unavailable' : code
  if (known === 'Busy' && (step === 'start' || isFull)) return 'task'
  return WHOSE[known] === 'engine' && failingMs >= ENGINE_FAULT_MS ? 'task' : WHOSE[known]
}

/** Whose failure each code is, in a first answer to a create. */
const WHOSE: Readonly<Record<EngineErrorCode, 'task' | 'engine' | 'loop'>> = {
  Invalid: 'task',
  Denied: 'task',
  NotFound: 'task',
  Conflict: 'task',
  Unsupported: 'task',
  Internal: 'engine',
  Unavailable: 'engine',
  Busy: 'loop',
  Unreachable: 'loop',
  Timeout: 'loop',
  Cancelled: 'loop',
}

/** Whether a failed step is the engine's own fault; any other outcome ends a row of such. Of what brings an image only a build may be. */
export function isEngineFault(step: TaskStep['do'], error: unknown, networks: readonly string[] = []): boolean {
  if (step === 'pull' || step === 'inspectImage') return false
  if (step === 'build') return isEngineError(error, 'Internal', 'Unavailable', 'Timeout')
  return isEngineError(error, 'Internal', 'Unavailable') || isLost(error, networks)
}

/** A container or network that is referred to by id existed at the last look, and was removed since, as by hand. */
const GONE = /(No such container:|network) [0-9a-f]{64}\b/

/** An engine names the network where the container has not started in it yet. */
const GONE_BY_NAME = /network (\S+) not found/

/** What an engine that ended during a start leaves behind. It clears that away when it comes up. */
const LEFT = /endpoint with name \S+ already exists in network/

/**
 * Whether a call failed for an object that existed at the last look: a container, one of the networks of these names, or delivered bytes,
 * which a reboot clears. Or for something that the engine itself left behind.
 */
export function isLost(error: unknown, networks: readonly string[] = []): boolean {
  if (lacksDelivery(error)) return true
  if (isEngineError(error, 'Conflict')) return LEFT.test(error.detail)
  if (!isEngineError(error, 'NotFound')) return false
  return GONE.test(error.detail) || networks.includes(GONE_BY_NAME.exec(error.detail)?.[1] ?? '')
}
