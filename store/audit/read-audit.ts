import { type FileHandle, open } from 'node:fs/promises'
import type { AuditRecord } from '../../api/v1/installation/audit-record.ts'
import { unlessMissing } from '../../api/v1/language/caught-error.ts'
import { AUDIT_PARTS, auditPart } from './audit-files.ts'

/** All records of an audit log, the oldest first; a line that is none is passed by. A writer may go on meanwhile. */
export async function* readAudit(dir: string): AsyncGenerator<AuditRecord> {
  const parts = await openParts(dir)
  try {
    for (const part of parts) yield* recordsIn(part)
  } finally {
    await Promise.all(parts.map((part) => part.close()))
  }
}

async function* recordsIn(part: FileHandle): AsyncGenerator<AuditRecord> {
  for await (const line of part.readLines({ autoClose: false })) {
    const record = recordOf(line)
    if (record) yield record
  }
}

/** The newest is opened first: one that gets its next number meanwhile is met twice, and none is missed. */
async function openParts(dir: string): Promise<readonly FileHandle[]> {
  const found = new Map<number, FileHandle>()
  for (let index = 0; index < AUDIT_PARTS; index++) {
    const part = await unlessMissing(open(auditPart(dir, index), 'r'))
    if (!part) continue
    const { ino } = await part.stat()
    if (found.has(ino)) await part.close()
    else found.set(ino, part)
  }
  return [...found.values()].reverse()
}

function recordOf(line: string): AuditRecord | undefined {
  if (line === '') return undefined
  try {
    const record = JSON.parse(line) as AuditRecord
    return typeof record.time === 'string' && typeof record.type === 'string' ? record : undefined
  } catch {
    return undefined
  }
}
