import type { AuditEntry } from '../../api/v1/installation/audit-record.ts'
import { redactPath } from '../../api/v1/redact/call.ts'
import { redactAssigned } from '../../api/v1/redact/redact.ts'
import { shortened } from '../../api/v1/language/shortened.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

const LONGEST_TEXT = 1_000
const LONGEST_NAME = 100
const MOST_DETAILS = 20

/** A record as a line of the log: secrets hidden (S9), no text longer than its bound (S12). */
export function auditLine(at: number, entry: AuditEntry): string {
  return `${JSON.stringify({ time: timestamp(at), ...shown(entry) })}\n`
}

function shown(given: AuditEntry): AuditEntry {
  const entry = { ...given, ...namesOf(given) }
  switch (entry.type) {
    case 'call': {
      const { message } = entry
      const said = message === undefined ? {} : { message: text(message) }
      return { ...entry, path: shortened(redactPath(entry.path), LONGEST_TEXT), reason: text(entry.reason), ...said }
    }
    case 'change': {
      const { details } = entry
      return { ...entry, ...(details ? { details: details.slice(0, MOST_DETAILS).map(text) } : {}) }
    }
    default:
      return { ...entry, message: text(entry.message) }
  }
}

/** Whoever is refused chooses them. */
function namesOf(entry: AuditEntry) {
  const { verb, object } = entry as { readonly verb?: string; readonly object?: string }
  return {
    ...(verb === undefined ? {} : { verb: shortened(verb, LONGEST_NAME) }),
    ...(object === undefined ? {} : { object: shortened(object, LONGEST_TEXT) }),
  }
}

function text(words: string): string {
  return shortened(redactAssigned(words), LONGEST_TEXT)
}
