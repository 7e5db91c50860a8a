import { match } from 'node:assert/strict'
import type { AuditRecord } from '../../../api/v1/installation/audit-record.ts'
import { auditTable } from '../../../cli/output/audit-rows.ts'

describe('the table of the audit log', () => {
  for (const verb of [undefined, {}, 7])
    it(`has a row for a record whose verb is ${JSON.stringify(verb)}`, () => {
      const by = { kind: 'token', name: 'ci', role: 'view' }
      const record = { time: '2026-01-01T00:00:00Z', type: 'refused', by, verb, message: 'it may not' }
      match(auditTable([record as unknown as AuditRecord])[1] ?? '', /^2026-01-01T00:00:00Z .*refused: it may not$/)
    })
})
