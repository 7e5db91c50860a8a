import type { PlannedCall } from '../installation/plan-answer.ts'
import { looksSecret, redactAssigned, redactVariable, redactWords } from './redact.ts'
import { HIDDEN } from './secret-value.ts'

/** Redacts a call: in its body and query, values with secret-looking names become `***` (S9). */
export function redactCall(call: PlannedCall): PlannedCall {
  const { path, body } = call
  return { ...call, path: redactPath(path), ...(body === undefined ? {} : { body: redactValue(body) }) }
}

/** Lists are words of a command, except lists of variables, which are recognised by their name. */
function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactAssigned(value)
  if (isTexts(value)) return redactWords(value)
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactField(name, inner)]))
}

function redactField(name: string, value: unknown): unknown {
  if (name === 'Env' && Array.isArray(value)) return value.map(redactEntry)
  return typeof value === 'string' && looksSecret(name, value) ? HIDDEN : redactValue(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function redactEntry(entry: unknown): unknown {
  if (typeof entry !== 'string') return entry
  const at = entry.indexOf('=')
  if (at < 0) return entry
  const name = entry.slice(0, at)
  return `${name}=${redactVariable(name, entry.slice(at + 1))}`
}

/** Redacts a path. Arguments and labels of a build are JSON in its query. */
export function redactPath(path: string): string {
  const at = path.indexOf('?')
  if (at < 0) return path
  const query = new URLSearchParams(path.slice(at + 1))
  const shown = [...query].map(([name, value]): [string, string] => [name, redactParameter(name, value)])
  return `${path.slice(0, at)}?${new URLSearchParams(shown)}`
}

function redactParameter(name: string, value: string): string {
  if (!/^[[{]/.test(value)) return looksSecret(name, value) ? HIDDEN : value
  try {
    return JSON.stringify(redactValue(JSON.parse(value)))
  } catch {
    return HIDDEN
  }
}
