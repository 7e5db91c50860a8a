import { errorText } from '../api/v1/language/caught-error.ts'
import { redactAssigned } from '../api/v1/redact/redact.ts'

/** What a failed engine call means to a loop. */
export type EngineErrorCode =
  | 'NotFound'
  | 'Conflict'
  | 'Unreachable'
  | 'Invalid'
  /** Something that it needs is taken: a port, a name, space. */
  | 'Busy'
  | 'Timeout'
  /** It failed, and its words say nothing of what was asked. */
  | 'Internal'
  /** It answers, and can do nothing for now. */
  | 'Unavailable'
  | 'Unsupported'
  | 'Cancelled'

/** The one error that engines throw: what was tried, on which object and node, and why it failed. */
export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly node: string
  /** The engine's own words, without our context; what conditions quote. */
  readonly detail: string
  /** Whether a certificate, a permission, or a file of ours is in the way, and not the engine: what runs there goes on. */
  readonly keepsOut: boolean

  constructor(
    code: EngineErrorCode,
    about: { node: string; tried: string; detail: string; cause?: unknown; keepsOut?: boolean },
  ) {
    // Engines quote commands and mount options; what these set is not for conditions and logs (S9).
    const detail = redactAssigned(about.detail)
    super(`${about.tried} on ${about.node}: ${detail}`, { cause: about.cause })
    this.name = 'EngineError'
    this.code = code
    this.node = about.node
    this.detail = detail
    this.keepsOut = about.keepsOut ?? false
  }
}

/** Whether `error` is an engine's error of one of these codes. */
export function isEngineError(error: unknown, ...codes: readonly EngineErrorCode[]): error is EngineError {
  return error instanceof EngineError && (codes.length === 0 || codes.includes(error.code))
}

/** Whether what was asked did not fit on the engine's disk. */
export function isNoSpace({ detail }: EngineError): boolean {
  return /no space left on device|disk quota exceeded/i.test(detail)
}

/** Whether what a container wrote went where its log driver sends it, and the engine keeps none of it. */
export function keepsNoLogs(error: unknown): boolean {
  return isEngineError(error, 'Unsupported') && /does not support reading/i.test(error.detail)
}

/**
 * Whether the engine will not do what it was asked to, however often: until it is asked for something else, or somebody changes what is in
 * the way. A name that is taken, a plugin that is not there and a pool that is empty may be of the moment, as after a restart.
 */
export function isRefusal(error: unknown): boolean {
  if (isEngineError(error, 'Invalid', 'Unsupported')) return true
  return isEngineError(error, 'Conflict') && /pool overlaps|have same bridge name/i.test(error.detail)
}

/** The words of what was caught: an engine's own, without our context. */
export function engineWords(caught: unknown): string {
  return isEngineError(caught) ? caught.detail : errorText(caught)
}

/**
 * What the engine answers of a thing; undefined where it has none. What ends or removes a thing may find it gone as well: that is as
 * wanted, as when the answer to a first call was lost.
 */
export function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch(ifGone)
}

/** Waits for a removal; what somebody uses stays. */
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
