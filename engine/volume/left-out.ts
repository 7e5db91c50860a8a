import { type EngineError, isEngineError } from '../errors.ts'

/**
 * Returns the warning that volumes of this driver may be missing from a list; undefined where there is none. Without a driver, a warning
 * about any plugin counts. The `local` driver never fails to list.
 */
export function leftOutBy(warnings: readonly string[], driver?: string): string | undefined {
  if (driver === 'local') return undefined
  return warnings.find((warning) => {
    const failed = failedPlugin(warning)
    return failed === undefined || driver === undefined || failed === driver || failed === `${driver}:latest`
  })
}

/** The plugin that a list's warning names, with its tag if it has one; undefined where it names none. */
export function failedPlugin(warning: string): string | undefined {
  return /^list (\S+): /.exec(warning)?.[1]
}

/** Whether an engine could not answer about a plugin's volume. That does not mean that the host is down, which the heartbeat decides. */
export function isUntold(error: unknown): error is EngineError {
  return isEngineError(error, 'Internal', 'Unavailable', 'Timeout')
}
