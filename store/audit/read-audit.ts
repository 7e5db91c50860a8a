import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { AuditEntry, AuditRecord } from '../../api/v1/installation/audit-record.ts'
import { unlessMissing } from '../../api/v1/language/caught-error.ts'
import { AUDIT_PARTS, auditPart } from './audit-files.ts'

interface Part {
  readonly path: string
  readonly file: FileHandle
}

/**
 * All records of an audit log, the oldest first. What is not shown is told with its file: lines that are no records, as where the power was
 * cut, and what is no file. A writer may go on meanwhile.
 */
export async function* readAudit(dir: string, tell: (words: string) => void): AsyncGenerator<AuditRecord> {
  const parts = await openParts(dir, tell)
  try {
    for (const part of parts) yield* recordsIn(part, tell)
  } finally {
    await Promise.all(parts.map(({ file }) => file.close()))
  }
}

async function* recordsIn({ path, file }: Part, tell: (words: string) => void): AsyncGenerator<AuditRecord> {
  const odd: number[] = []
  let line = 0
  for await (const text of file.readLines({ autoClose: false })) {
    line += 1
    const record = text === '' ? undefined : recordOf(text)
    if (record) yield record
    else if (text !== '') odd.push(line)
  }
  if (odd.length === 0) return
  const others = odd.length === 1 ? '' : `, with ${odd.length - 1} more after it,`
  tell(`${path}:${odd[0]}: this line${others} is no record, as where the power was cut, and not shown`)
}

/** The newest is opened first: one that gets its next number meanwhile is met twice, and none is missed. */
async function openParts(dir: string, tell: (words: string) => void): Promise<readonly Part[]> {
  const found = new Map<number, Part>()
  for (let index = 0; index < AUDIT_PARTS; index++) {
    const path = auditPart(dir, index)
    // Does not wait for somebody who writes into a pipe.
    const file = await unlessMissing(open(path, constants.O_RDONLY | constants.O_NONBLOCK))
    if (!file) continue
    const stats = await file.stat()
    if (!stats.isFile()) tell(`${path} is no file, and not shown`)
    if (!stats.isFile() || found.has(stats.ino)) await file.close()
    else found.set(stats.ino, { path, file })
  }
  return [...found.values()].reverse()
}

function recordOf(line: string): AuditRecord | undefined {
  try {
    const record = JSON.parse(line) as Readonly<Record<string, unknown>> | null
    return record && isRecord(record) ? (record as unknown as AuditRecord) : undefined
  } catch {
    return undefined
  }
}

/** Those of each type who say by whom. */
const types = { change: true, refused: true, call: false, lost: false } satisfies Record<AuditEntry['type'], boolean>

/** Whether it has all that a reader goes into; the rest is shown as it is. */
function isRecord({ time, type, by, object, details }: Readonly<Record<string, unknown>>): boolean {
  if (typeof time !== 'string' || typeof type !== 'string' || !Object.hasOwn(types, type)) return false
  const isBySomebody = typeof by === 'object' && by !== null && 'kind' in by
  if (types[type as AuditEntry['type']] && !isBySomebody) return false
  return (object === undefined || typeof object === 'string') && (details === undefined || Array.isArray(details))
}
