import type { FieldPath } from '../provenance.ts'
import { SIZE_TEXT } from '../size-text.ts'
import { nearest } from './nearest.ts'
import { type ValidationError, withSuggestion } from './validation-error.ts'

const KNOWN = ['type', 'device', 'o', 'size']

/** Errors for options with which the volume driver `local` fails to create a volume; `at` is their path. */
export function localVolumeRules(driver: string | undefined, options: Readonly<Record<string, string>>, at: FieldPath) {
  if (driver && driver !== 'local') return []
  const names = Object.keys(options)
  const errors: ValidationError[] = names
    .filter((name) => !KNOWN.includes(name))
    .map((name) => unknown(name, [...at, name]))
  const { size } = options
  if (size !== undefined && !SIZE_TEXT.test(size))
    errors.push({ path: [...at, 'size'], message: 'must be a size, as 10g', value: size })
  const missing = ['device', 'type'].filter((name) => !names.includes(name))
  const isMount = names.some((name) => name === 'type' || name === 'device' || name === 'o')
  if (isMount && missing.length > 0)
    errors.push({ path: at, message: `needs ${missing.join(' and ')}, as with type: none, o: bind, device: /srv/data` })
  return errors
}

function unknown(name: string, path: FieldPath): ValidationError {
  const message = `is no option of the driver local, which has ${KNOWN.join(', ')}`
  return withSuggestion({ path, message }, nearest(name, KNOWN))
}
