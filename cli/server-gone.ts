import { errorCode, isConnectionLost } from '../api/v1/language/caught-error.ts'
import { type InstallationError, isInstallationError } from '../api/v1/installation/installation-error.ts'

/** Whether the server that was asked has gone away, in between or just before. */
export function isServerGone(error: unknown): error is InstallationError {
  return isInstallationError(error) && (isConnectionLost(error.cause) || listensNot.has(errorCode(error.cause)))
}

/** How long to wait for another serve, ms: one that takes over answers within seconds. */
export const SUCCESSOR_MS = 30_000

/** What a connection to a socket ends with behind which nobody listens: of a server that was killed, and of one that ended. */
const listensNot: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT'])
