import type { V1NodeStatus } from '../api/v1/generated/types.ts'
import { errorText } from '../api/v1/language/caught-error.ts'
import { redactAssigned } from '../api/v1/redact/redact.ts'

/** What a failed engine call means to a loop. */
export type EngineErrorCode =
  | 'NotFound'
  | 'Conflict'
  | 'Unreachable'
  | 'Invalid'
  /** A registry refuses the login, or that there is none. One that fails to look a login up says the same. */
  | 'Denied'
  /** A resource that it needs is taken: a port, a name, space. */
  | 'Busy'
  | 'Timeout'
  /** It failed for a reason that its words don't relate to the request. */
  | 'Internal'
  /** It answers, but can't serve requests for now. */
  | 'Unavailable'
  | 'Unsupported'
  | 'Cancelled'

/** What keeps an engine from answering, as far as it decides what a person can do. */
export type Obstacle = NonNullable<V1NodeStatus['obstacle']>

/** The only error that engines throw: what was tried, on which object and node, and why it failed. */
export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly node: string
  /** The engine's own words, without our context, as conditions quote them. */
  readonly detail: string
  /**
   * Whether the cause is a certificate, a permission, or a file of ours rather than the engine, so that its containers are still running.
   */
  readonly keepsOut: boolean
  readonly obstacle: Obstacle | undefined
  /** The other node that has the engine, if that is the cause. */
  readonly engineOf: string | undefined
  /** How long its answer was waited for, ms; 0 where it did not end for that. */
  readonly waitedMs: number

  constructor(code: EngineErrorCode, about: About) {
    // Engines quote commands and mount options, whose values must not get into conditions and logs (S9).
    const detail = redactAssigned(about.detail)
    super(`${about.tried} on ${about.node}: ${detail}`, { cause: about.cause })
    this.name = 'EngineError'
    this.code = code
    this.node = about.node
    this.detail = detail
    this.keepsOut = about.keepsOut ?? false
    this.obstacle = about.obstacle
    this.engineOf = about.engineOf
    this.waitedMs = about.waitedMs ?? 0
  }
}

interface About {
  readonly node: string
  readonly tried: string
  readonly detail: string
  readonly cause?: unknown
  readonly keepsOut?: boolean | undefined
  readonly obstacle?: Obstacle | undefined
  readonly engineOf?: string | undefined
  readonly waitedMs?: number
}

/** Whether `error` is an engine's error of one of these codes. */
export function isEngineError(error: unknown, ...codes: readonly EngineErrorCode[]): error is EngineError {
  return error instanceof EngineError && (codes.length === 0 || codes.includes(error.code))
}

/** Whether an error is the engine's answer; without one, whether the call took effect is open. */
export function isAnswer(error: unknown): error is EngineError {
  return isEngineError(error) && !isEngineError(error, 'Unreachable', 'Timeout', 'Cancelled')
}

/** Whether the engine's disk is full. */
export function isNoSpace({ detail }: EngineError): boolean {
  return /no space left on device|disk quota exceeded/i.test(detail)
}

/** Whether the container's log driver keeps no logs that can be read. */
export function keepsNoLogs(error: unknown): boolean {
  return isEngineError(error, 'Unsupported') && /does not support reading/i.test(error.detail)
}

/**
 * Whether retrying the same call is pointless until the request or the obstacle changes. A taken name, a missing plugin and an empty
 * address pool may be temporary, as after a restart, and don't count.
 */
export function isRefusal(error: unknown): boolean {
  if (isEngineError(error, 'Invalid', 'Denied', 'Unsupported')) return true
  return overlapsPool(error) || (isEngineError(error, 'Conflict') && /have same bridge name/i.test(error.detail))
}

/** Whether another network of the host has the subnet that was asked for. */
export function overlapsPool(error: unknown): boolean {
  return isEngineError(error, 'Conflict') && saysPoolOverlaps(error.detail)
}

/** Whether an engine's words say that a network's subnet overlaps that of another one. */
export function saysPoolOverlaps(detail: string): boolean {
  return /pool overlaps/i.test(detail)
}

/** Whether a network can't be removed as the engine counts containers in it. */
export function hasActiveEndpoints(error: unknown): error is EngineError {
  return isEngineError(error) && /has active endpoints/.test(error.detail)
}

/** The message of a caught error; for an engine's error its own words, without our context. */
export function engineWords(caught: unknown): string {
  return isEngineError(caught) ? caught.detail : errorText(caught)
}

/**
 * Awaits a call; undefined if its object does not exist. For a stop or removal that is the wanted state, for example when the answer to a
 * first call was lost.
 */
export function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch(ifGone)
}

/** Awaits a removal; an object that is in use is left alone. */
export async function unlessInUse(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (error) {
    if (!isEngineError(error, 'Busy', 'Conflict')) throw error
  }
}

function ifGone(error: unknown): undefined {
  if (!isEngineError(error, 'NotFound')) throw error
  return undefined
}
