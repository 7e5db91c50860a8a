import type { Context } from '../context.ts'
import { type LogFormat, logFormats } from '../output/log-lines.ts'
import { usageError } from '../usage.ts'

/** The format of serve's log: the option, else RECONCILE_LOG_FORMAT, else text. */
export function logFormatOf(env: Context['env'], option: string | undefined): LogFormat {
  const text = option ?? (env['RECONCILE_LOG_FORMAT'] || 'text')
  const format = logFormats.find((each) => each === text)
  if (format) return format
  throw usageError(`RECONCILE_LOG_FORMAT=${text}: no format of a log`, `write ${logFormats.join(' or ')}`)
}
