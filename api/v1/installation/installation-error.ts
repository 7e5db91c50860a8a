import { errorCode } from '../language/caught-error.ts'

/** The meanings of the command line's exit codes. */
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

/** The exit code for an error: its own if it has one, 5 for an engine that does not answer, else 1. */
export function exitOf(error: unknown): number {
  if (isInstallationError(error)) return error.exit
  const isEngines = error instanceof Error && error.name === 'EngineError'
  return isEngines && UNANSWERED.has(errorCode(error)) ? exits.unreachable : exits.failed
}

/** Codes of an EngineError that mean no answer: nobody is reached, or whoever is hangs. */
const UNANSWERED: ReadonlySet<string> = new Set(['Unreachable', 'Timeout'])

/** Compares the name and not the class: each bundle of the command line has its own copy of the class. */
export function isInstallationError(error: unknown): error is InstallationError {
  return error instanceof Error && error.name === 'InstallationError'
}

/** An error with an exit code and a remedy. */
export class InstallationError extends Error {
  readonly exit: number
  readonly remedy: string | undefined
  /** Kubernetes' reason for such a failure, such as NotFound. */
  readonly reason: string

  constructor(exit: number, message: string, options: { remedy?: string; reason?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'InstallationError'
    this.exit = exit
    this.remedy = options.remedy
    this.reason = options.reason ?? (exit === exits.usage ? 'Invalid' : 'InternalError')
  }
}
