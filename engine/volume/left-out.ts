import { type EngineError, isEngineError } from '../errors.ts'

/**
 * The warning of a list that may have left out volumes of this driver; undefined where none does. Without a driver it may be
 * that of any plugin. An engine's own driver never fails to list.
 */
export function leftOutBy(warnings: readonly string[], driver?: string): string | undefined {
  if (driver === 'local') return undefined
  return warnings.find((warning) => {
    const failed = failedPlugin(warning)
    return failed === undefined || driver === undefined || failed === driver || failed === `${driver}:latest`
  })
}

/** The plugin that a warning of a list is about, with its tag where it has one; undefined where it names none. */
export function failedPlugin(warning: string): string | undefined {
  return /^list (\S+): /.exec(warning)?.[1]
}

/** Whether an engine could not tell of a volume that a plugin may have. That says nothing of its host, which the heartbeat judges. */
export function isUntold(error: unknown): error is EngineError {
  return isEngineError(error, 'Internal', 'Unavailable', 'Timeout')
}
