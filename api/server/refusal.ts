import type { Kind } from '../v1/kinds.ts'
import { errorCode, errorText } from '../v1/language/caught-error.ts'
import { exitOf, exits, type InstallationError, isInstallationError } from '../v1/installation/installation-error.ts'
import type { StatusCause } from '../v1/installation/object-writes.ts'
import type { V1Status } from '../v1/installation/wire.ts'

/** A request that is refused, with Kubernetes' reason and code. */
export class Refusal extends Error {
  readonly code: number
  readonly reason: string

  constructor(code: number, reason: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.reason = reason
  }
}

/** What a request that had begun was refused with; undefined where it was not. */
export function refusalIn({ reason }: AbortSignal): Refusal | undefined {
  return reason instanceof Refusal ? reason : undefined
}

/** The same values; where their request is refused meanwhile, that is how they end. */
export async function* untilRefused<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  try {
    yield* values
  } catch (error) {
    throw refusalIn(signal) ?? error
  }
  const refusal = refusalIn(signal)
  if (refusal) throw refusal
}

/** The refusal of an object that is not there. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'NotFound', `${what} not found`)
}

/** The object that a request was about: clients look for it in the details, and know no remedies but those in the message. */
export interface StatusAbout {
  readonly name?: string
  readonly group: string
  /** The plural, as Kubernetes has it. */
  readonly kind: string
  /** The kind itself, which Kubernetes names instead where the object is Invalid; absent: as above. */
  readonly isOf?: Kind
}

/** The Status of whatever went wrong; an error that nobody foresaw is an InternalError with its message. */
export function statusOf(error: unknown, about?: StatusAbout): V1Status {
  const { code, reason, exit, message: what, remedy, causes: named, retryAfterSeconds } = answerTo(error)
  const message = about && remedy !== undefined ? `${what}: ${remedy}` : what
  // Of an object that is Invalid kubectl prints the causes, and no message.
  const isUntold = about !== undefined && reason === 'Invalid' && named === undefined
  const causes = isUntold ? [{ reason: 'FieldValueInvalid', field: 'request', message }] : named
  return {
    ...{ apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure' },
    ...{ message, reason, code },
    details: {
      ...(about && detailsOf(about, reason)),
      ...(causes === undefined ? {} : { causes }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      exit,
      ...(remedy === undefined ? {} : { remedy }),
    },
  }
}

function detailsOf({ isOf, kind, ...about }: StatusAbout, reason: string): Omit<StatusAbout, 'isOf'> {
  return { ...about, kind: reason === 'Invalid' && isOf !== undefined ? isOf : kind }
}

interface Answer {
  readonly code: number
  readonly reason: string
  readonly exit: number
  readonly message: string
  readonly remedy?: string | undefined
  readonly causes?: readonly StatusCause[] | undefined
  readonly retryAfterSeconds?: number
}

/** Not of how something was asked, but of what there is, who asks, and how many others do. */
const FAILED: ReadonlySet<number> = new Set([401, 403, 404, 429])

function answerTo(error: unknown): Answer {
  const message = errorText(error)
  if (error instanceof Refusal) {
    const { code, reason } = error
    const exit = FAILED.has(code) || code >= 500 ? exits.failed : exits.usage
    return { code, reason, message, exit, ...(code === 429 ? { retryAfterSeconds: 1 } : {}) }
  }
  if (isInstallationError(error)) {
    const { exit, remedy, reason, causes } = error as InstallationError & { readonly causes?: readonly StatusCause[] }
    return { code: codeOf(error), reason, message, exit, remedy, causes }
  }
  if (isFenced(error)) {
    const remedy = 'run it again in some seconds: this serve ends, and another one answers'
    return { code: 503, reason: 'ServiceUnavailable', message, exit: exits.failed, remedy, retryAfterSeconds: 10 }
  }
  if (isRefusedByDisk(error)) {
    const remedy = 'make room on the disk of RECONCILE_HOME; what was not kept is tried again'
    return { code: 503, reason: 'ServiceUnavailable', message, exit: exits.failed, remedy, retryAfterSeconds: 10 }
  }
  const exit = exitOf(error)
  const isPassing = exit === exits.unreachable || errorCode(error) === 'Unavailable'
  return { code: isPassing ? 503 : 500, reason: 'InternalError', message, exit }
}

const CODES: Readonly<Record<string, number>> = {
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  MethodNotAllowed: 405,
  BadRequest: 400,
  RequestEntityTooLarge: 413,
}

function codeOf({ exit, reason }: InstallationError): number {
  const code = CODES[reason]
  if (code !== undefined) return code
  if (exit === exits.usage) return 422
  return exit === exits.unreachable ? 503 : 500
}

/** Another reconcile took the state over. */
function isFenced(error: unknown): boolean {
  return error instanceof Error && error.name === 'StorageError' && errorCode(error) === 'Fenced'
}

/** The state's log, or a file beside it, that can't be written. */
function isRefusedByDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as Error & { readonly code?: unknown }
  return error.name === 'StorageError' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS'
}
