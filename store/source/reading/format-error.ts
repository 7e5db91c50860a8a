import type { ManifestError, Place } from '../../../api/v1/provenance.ts'
import type { ValidationError } from '../../../api/v1/validation/validation-error.ts'

/** One line for people: `shop/web.yaml:6:3: spec.replicas: must be a whole number`. */
export function formatManifestError({ place, path, message }: ManifestError): string {
  const where = `${place.file.replaceAll(CONTROL, '')}:${place.line}:${place.column}`
  const words = `${message}${unsetWords(place, message)}`
  return path === '' ? `${where}: ${words}` : `${where}: ${path}: ${words}`
}

/** Names the unset variables that a bad value was made from, unless the message is about one of them. */
function unsetWords({ unset = [] }: Place, message: string): string {
  if (message.includes(' is not set and stands for nothing')) return ''
  const untold = unset.filter((name) => !message.includes(`variable ${name} `))
  if (untold.length === 0) return ''
  const [subject, it] =
    untold.length === 1 ? [`variable ${untold[0]} is`, 'it'] : [`variables ${untold.join(', ')} are`, 'them']
  return `; the ${subject} not set: set ${it} in .env or in the environment`
}

// Control characters: a file name may contain some that a terminal would obey.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g

/** The message with the value and the nearest valid name, without the path. */
export function errorWords({ message, value, suggestion }: ValidationError): string {
  const is = value === undefined ? '' : ` (is ${JSON.stringify(value)})`
  return suggestion === undefined ? `${message}${is}` : `${message}${is}; did you mean ${suggestion}?`
}
