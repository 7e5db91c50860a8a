import type { AuditRecord } from '../../api/v1/installation/audit-record.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { readAudit } from '../../store/audit/read-audit.ts'
import { type AuditQuery, auditFilter } from '../arguments/audit-filter.ts'
import type { Context } from '../context.ts'
import { auditDirectory } from '../local/open/core.ts'
import { auditTable } from '../output/audit-rows.ts'
import { usageError } from '../usage.ts'

export interface AuditOptions extends AuditQuery {
  readonly tail?: string
  readonly output: 'table' | 'json'
}

/** The most rows of a table without --tail. */
const MOST_ROWS = 1_000

/** Prints the audit log, latest last. Reads its files directly, whether a serve runs or not. */
export async function audit(context: Context, { tail, output, ...query }: AuditOptions): Promise<number> {
  const { home, terminal, now } = context
  const isWanted = auditFilter(query, now())
  const most = tail === undefined && output === 'table' ? MOST_ROWS : mostOf(tail)
  const shown: AuditRecord[] = []
  let passed = 0
  const tell = (words: string) => terminal.complain(`warning: ${words}`)
  for await (const record of readAudit(auditDirectory(home), tell)) {
    if (!isWanted(record)) continue
    if (output === 'json' && most === undefined) {
      terminal.print(JSON.stringify(record))
      await terminal.taken?.()
    } else shown.push(record)
    if (most !== undefined && shown.length > 2 * most) passed += shown.splice(0, shown.length - most).length
  }
  if (most !== undefined) passed += shown.splice(0, Math.max(0, shown.length - most)).length
  if (output === 'json') terminal.print(...shown.map((record) => JSON.stringify(record)))
  else if (shown.length > 0) terminal.print(...auditTable(shown))
  else terminal.complain(`No records found in ${auditDirectory(home)}.`)
  if (passed > 0 && tail === undefined) terminal.complain(`${passed} earlier ones are not shown: say --tail all.`)
  return exits.converged
}

/** How many of the last records to show; undefined for all. */
function mostOf(tail: string | undefined): number | undefined {
  if (tail === undefined || tail === 'all') return undefined
  if (/^[1-9]\d{0,8}$/.test(tail)) return Number(tail)
  throw usageError(`--tail ${tail}: not a number of records`, 'write one, or all')
}
