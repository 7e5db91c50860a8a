import { exitOf, exits, type InstallationError, isInstallationError } from '../v1/installation.ts'
import type { V1Status } from '../v1/wire.ts'

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

/** The refusal of an object that is not there. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'NotFound', `${what} not found`)
}

/** The Status of whatever went wrong; an error that nobody foresaw is an InternalError with its message. */
export function statusOf(error: unknown): V1Status {
  const base = { apiVersion: 'v1', kind: 'Status', status: 'Failure' } as const
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Refusal) {
    const exit = error.code === 404 || error.code >= 500 ? exits.failed : exits.usage
    return { ...base, message, reason: error.reason, code: error.code, details: { exit } }
  }
  if (isInstallationError(error)) {
    const { exit, remedy, reason } = error
    return {
      ...base,
      message,
      reason,
      code: codeOf(error),
      details: remedy === undefined ? { exit } : { exit, remedy },
    }
  }
  const exit = exitOf(error)
  const code = exit === exits.unreachable ? 503 : 500
  return { ...base, message, reason: 'InternalError', code, details: { exit } }
}

function codeOf({ exit, reason }: InstallationError): number {
  if (reason === 'NotFound') return 404
  if (exit === exits.usage) return 422
  return exit === exits.unreachable ? 503 : 500
}
