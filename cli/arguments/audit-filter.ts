import { actorWords, type AuditRecord } from '../../api/v1/installation/audit-record.ts'
import { splitId } from '../../api/v1/names.ts'
import { parseSince } from './duration.ts'
import { type Named, parseName } from './references.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** Which records of the audit log to show. */
export interface AuditQuery {
  readonly since?: string
  readonly stack?: string
  readonly for?: string
  readonly by?: string
  readonly type?: string
}

type Filter = (record: AuditRecord) => boolean

/** Returns a filter for audit records; `now` is in ms since the epoch. */
export function auditFilter({ since, stack, by, type, for: name }: AuditQuery, now: number): Filter {
  const wanted: Filter[] = []
  if (since !== undefined) {
    const from = timestamp(parseSince(since, now))
    wanted.push(({ time }) => time >= from)
  }
  if (type !== undefined) wanted.push((record) => record.type === type)
  if (stack !== undefined) wanted.push((record) => stackOf(objectOf(record)) === stack)
  if (name !== undefined) {
    const named = parseName(name)
    wanted.push((record) => isOf(objectOf(record), named))
  }
  if (by !== undefined) wanted.push((record) => isBy(record, by))
  return (record) => wanted.every((isWanted) => isWanted(record))
}

type Parts = ReturnType<typeof splitId>

/** `Kind/stack/name` or `Kind/name`; the id of a hold is neither. */
function objectOf(record: AuditRecord): Parts {
  return splitId('object' in record ? (record.object ?? '') : '')
}

function stackOf({ kind, namespace, name }: Parts): string | undefined {
  return kind === 'Stack' ? name : namespace
}

/** Whether a record is about the named object. A service matches its tasks, too, which are named `web-1-6f2c9a1b`. */
function isOf(object: Parts, { kind, stack, name }: Named): boolean {
  if (stack !== undefined && object.namespace !== stack) return false
  const isSame = object.name === name && (kind === undefined || object.kind === kind)
  if (isSame || (kind !== undefined && kind !== 'Service') || object.kind !== 'Task') return isSame
  return object.name.startsWith(`${name}-`) && /^[^-]+-[0-9a-f]+$/.test(object.name.slice(name.length + 1))
}

/** Matches the actor by a part of its description, such as a name or a file, or by a commit prefix. */
function isBy(record: AuditRecord, by: string): boolean {
  return (
    'by' in record && (actorWords(record.by).includes(by) || ('commit' in record.by && isCommit(record.by.commit, by)))
  )
}

function isCommit(commit: string | undefined, by: string): boolean {
  return commit !== undefined && by.length >= 4 && commit.startsWith(by)
}
