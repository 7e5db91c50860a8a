import type { PlannedCall } from './installation.ts'
import { looksSecret } from './redact.ts'
import { HIDDEN } from './secret-value.ts'

/** A call fit to be shown: in its body and query, values that look secret by their names are `***` (S9). */
export function redactCall(call: PlannedCall): PlannedCall {
  const { path, body } = call
  return { ...call, path: redactPath(path), ...(body === undefined ? {} : { body: redactValue(body) }) }
}

/** A list of `NAME=VALUE` is taken apart where the engine has variables; what a command is given stays as it is. */
function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactField(name, inner)]))
}

function redactField(name: string, value: unknown): unknown {
  if (name === 'Env' && Array.isArray(value)) return value.map(redactVariable)
  return typeof value === 'string' && looksSecret(name, value) ? HIDDEN : redactValue(value)
}

function redactVariable(entry: unknown): unknown {
  if (typeof entry !== 'string') return entry
  const at = entry.indexOf('=')
  if (at < 0) return entry
  const name = entry.slice(0, at)
  return looksSecret(name, entry.slice(at + 1)) ? `${name}=${HIDDEN}` : entry
}

/** A build's arguments and labels are JSON in its query. */
function redactPath(path: string): string {
  const at = path.indexOf('?')
  if (at < 0) return path
  const query = new URLSearchParams(path.slice(at + 1))
  const shown = [...query].map(([name, value]): [string, string] => [name, redactParameter(name, value)])
  return `${path.slice(0, at)}?${new URLSearchParams(shown)}`
}

function redactParameter(name: string, value: string): string {
  if (!value.startsWith('{')) return looksSecret(name, value) ? HIDDEN : value
  try {
    return JSON.stringify(redactValue(JSON.parse(value)))
  } catch {
    return HIDDEN
  }
}
