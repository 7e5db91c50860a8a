import { type EngineErrorCode, isEngineError } from '../../../engine/errors.ts'
import { lacksDelivery } from './redeliver.ts'

/** How long an engine may fail for reasons of its own, ms, before that counts as a failure of the task after all. */
export const ENGINE_FAULT_MS = 30_000

/** A create or start that failed. */
export interface FailedCall {
  readonly step: 'create' | 'start'
  readonly code: EngineErrorCode
  /** How long the engine has failed in a row for reasons of its own, ms; 0 the first time. */
  readonly failingMs: number
  /** Whether what was there at the last look is not there any more. */
  readonly isLost?: boolean
  /** Whether its host's disk is full, which passes when somebody makes room. */
  readonly isFull?: boolean
}

/**
 * Whose failure it is. `task`: the spec was refused, or what it asks for can't be had; it counts against its restarts and its
 * rollout. `engine`: an answer of 5xx whose words name nothing of the spec is tried again and counts for nothing, for as long
 * as engines need to come back; an engine that has failed for longer won't do it. So is what was lost since the last look, as by a hand.
 * `loop`: no answer, or a name that is free in a moment.
 */
export function blameOf({ step, code, failingMs, isLost, isFull }: FailedCall): 'task' | 'engine' | 'loop' {
  switch (isLost ? 'Unavailable' : code) {
    case 'Invalid':
    case 'NotFound':
    case 'Conflict':
    case 'Unsupported':
      return 'task'
    case 'Busy':
      return step === 'start' || isFull ? 'task' : 'loop'
    case 'Internal':
    case 'Unavailable':
      return failingMs < ENGINE_FAULT_MS ? 'engine' : 'task'
    case 'Unreachable':
    case 'Timeout':
    case 'Cancelled':
      return 'loop'
  }
}

/** Whether an error is the engine's own, for which it may be failing; whatever else goes wrong ends a row of such. */
export function isEngineFault(error: unknown, networks: readonly string[] = []): boolean {
  return isEngineError(error, 'Internal', 'Unavailable') || isLost(error, networks)
}

/** What is asked for by its id was there at the last look: a container or a network that was removed since, as by a hand. */
const GONE = /(No such container:|network) [0-9a-f]{64}\b/

/** A network is named where its container has not started in it yet. */
const GONE_BY_NAME = /network (\S+) not found/

/** What an engine that was ended amid a start keeps of it: it clears that away when it comes up. */
const LEFT = /endpoint with name \S+ already exists in network/

/**
 * Whether a call failed for want of what was there at the last look, the networks of these names among it: a reboot takes bytes that were
 * delivered. Or for what the engine itself has left.
 */
export function isLost(error: unknown, networks: readonly string[] = []): boolean {
  if (lacksDelivery(error)) return true
  if (isEngineError(error, 'Conflict')) return LEFT.test(error.detail)
  if (!isEngineError(error, 'NotFound')) return false
  return GONE.test(error.detail) || networks.includes(GONE_BY_NAME.exec(error.detail)?.[1] ?? '')
}
