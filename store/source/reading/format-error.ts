import type { ManifestError } from '../../../api/v1/provenance.ts'
import type { ValidationError } from '../../../api/v1/validation/validation-error.ts'

/** One line for people: `shop/web.yaml:6:3: spec.replicas: must be a whole number`. */
export function formatManifestError({ place, path, message }: ManifestError): string {
  const where = `${place.file.replaceAll(CONTROL, '')}:${place.line}:${place.column}`
  return path === '' ? `${where}: ${message}` : `${where}: ${path}: ${message}`
}

// A name of a file may have what a terminal would obey.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g

/** What is wrong, the value and the nearest valid name, without the path. */
export function errorWords({ message, value, suggestion }: ValidationError): string {
  const is = value === undefined ? '' : ` (is ${JSON.stringify(value)})`
  return suggestion === undefined ? `${message}${is}` : `${message}${is}; did you mean ${suggestion}?`
}
