import { formatPath, type ValidationError } from '../../../api/v1/validation/validation-error.ts'

/** Formats an error as one line: `spec.mode = "replicated": must be Replicated or Global; did you mean Replicated?` */
export function formatError({ path, message, value, suggestion }: ValidationError): string {
  const shown = value === undefined ? '' : ` = ${JSON.stringify(value)}`
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`
  return `${formatPath(path)}${shown}: ${message}${hint}`
}
