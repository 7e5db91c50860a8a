import type { AuditEntry } from '../../api/v1/installation/audit-record.ts'
import { realAuditFiles } from './audit-files.ts'
import { auditLine } from './audit-line.ts'

/**
 * Appends records without the state's lock, in one write, as another process may write meanwhile. Only the lock's holder renames files. Throws
 * what the disk says.
 */
export async function appendAudit(dir: string, at: number, entries: readonly AuditEntry[]): Promise<void> {
  const part = await realAuditFiles.open(dir)
  try {
    await part.append((part.isTorn ? '\n' : '') + entries.map((entry) => auditLine(at, entry)).join(''))
  } finally {
    await part.close()
  }
}
