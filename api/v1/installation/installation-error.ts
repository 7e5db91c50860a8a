import { errorCode } from '../language/caught-error.ts'

/** What an exit code of the command line means. */
export const exits = {
  converged: 0,
  failed: 1,
  usage: 2,
  changes: 3,
  deadline: 4,
  unreachable: 5,
  approval: 6,
  interrupted: 130,
} as const

/** The exit code of any error: its own, 5 for an engine that does not answer, else 1. */
export function exitOf(error: unknown): number {
  if (isInstallationError(error)) return error.exit
  const isEngines = error instanceof Error && error.name === 'EngineError'
  return isEngines && errorCode(error) === 'Unreachable' ? exits.unreachable : exits.failed
}

/** Told by its name: the bundles of the command line have a class each. */
export function isInstallationError(error: unknown): error is InstallationError {
  return error instanceof Error && error.name === 'InstallationError'
}

/** A failure that knows its exit code and what to do next. */
export class InstallationError extends Error {
  readonly exit: number
  readonly remedy: string | undefined
  /** Kubernetes' word for it, as NotFound. */
  readonly reason: string

  constructor(exit: number, message: string, options: { remedy?: string; reason?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'InstallationError'
    this.exit = exit
    this.remedy = options.remedy
    this.reason = options.reason ?? (exit === exits.usage ? 'Invalid' : 'InternalError')
  }
}
