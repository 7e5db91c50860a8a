import { exits, InstallationError } from '../api/v1/installation-error.ts'

/** A command line that means nothing: exit 2, with what to write instead. */
export function usageError(message: string, remedy: string): InstallationError {
  return new InstallationError(exits.usage, message, { remedy })
}
