import { deepEqual } from 'node:assert/strict'
import type { AuditEntry } from '../../../../api/v1/installation/audit-record.ts'
import type { Caller } from '../../../../api/v1/installation/caller.ts'
import { recordRefusals } from '../../../../cli/local/audit/record-refusals.ts'
import { virtualClock } from '../../../../clock/virtual.ts'
import { aCore } from '../local-core.ts'

const CI: Caller = { kind: 'token', name: 'ci', role: 'view' }
const ANNA: Caller = { kind: 'token', name: 'anna', role: 'view' }

describe('what the audit log has of what a token may not', () => {
  it('is each request, and of very many their number and the last one', async () => {
    const entries: AuditEntry[] = []
    const clock = virtualClock({ start: 0 })
    const audit = { record: (entry: AuditEntry) => void entries.push(entry) }
    const refused = recordRefusals({ ...aCore('/nowhere'), clock, audit })
    const minute = async (ends: number) => {
      clock.after(ends - clock.now(), () => {})
      await clock.runUntilQuiet({ until: ends, steps: 100 })
      return entries.splice(0).map((entry) => (entry.type === 'refused' ? entry.message : entry.type))
    }
    for (let index = 1; index <= 1_000; index++) refused(CI, { verb: 'apply', refused: `request ${index}` })
    refused(ANNA, { verb: 'apply', refused: 'a request of anna' })
    const single = Array.from({ length: 10 }, (_, index) => `request ${index + 1}`)
    deepEqual(await minute(60_001), [
      ...[...single, 'a request of anna'],
      'the last of 990 more within 60 s: request 1000',
    ])
    refused(CI, { verb: 'apply', refused: 'one more' })
    deepEqual(await minute(120_002), ['one more'])
  })
})
