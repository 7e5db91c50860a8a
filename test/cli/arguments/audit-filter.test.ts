import { deepEqual, throws } from 'node:assert/strict'
import type { AuditRecord } from '../../../api/v1/installation/audit-record.ts'
import { auditFilter, type AuditQuery } from '../../../cli/arguments/audit-filter.ts'
import { auditTable } from '../../../cli/output/audit-rows.ts'

const call = { type: 'call', node: 'local', method: 'POST', path: '/x?a=b', reason: 'r', answer: 'ok', ms: 3 } as const
const RECORDS: readonly AuditRecord[] = [
  {
    ...{ time: '2026-11-20T10:00:00.000Z', type: 'change', verb: 'apply', object: 'Service/shop/web' },
    ...{ change: 'configured', by: { kind: 'token', name: 'ci', role: 'edit' }, details: ['replicas 1 → 2'] },
  },
  { ...call, time: '2026-11-20T10:00:01.000Z', object: 'Task/shop/web-1-6f2c9a1b' },
  {
    ...call,
    time: '2026-11-20T10:00:02.000Z',
    object: 'Task/shop/web-api-1-6f2c9a1b',
    answer: 'Busy',
    message: 'full',
  },
  {
    ...{
      time: '2026-11-20T11:00:00.000Z',
      type: 'change',
      verb: 'sync',
      object: 'Service/blog/web',
      change: 'created',
    },
    by: { kind: 'file', file: '/srv/blog.yaml', commit: '9ba3eb5'.padEnd(40, '0') },
  },
  {
    ...{ time: '2026-11-20T11:30:00.000Z', type: 'refused', verb: 'scale', message: 'no such service' },
    by: { kind: 'user', uid: 0, name: 'root', sudo: 'anna' },
  },
  {
    time: '2026-11-20T11:40:00.000Z',
    type: 'change',
    verb: 'pause',
    object: 'Stack/shop',
    change: 'paused',
    by: { kind: 'socket' },
  },
  { time: '2026-11-20T11:50:00.000Z', type: 'lost', count: 3, message: 'the disk is full' },
]

describe('records of the audit log', () => {
  for (const [sentence, query, found] of [
    ['all', {}, [0, 1, 2, 3, 4, 5, 6]],
    ['of a stack', { stack: 'shop' }, [0, 1, 2, 5]],
    ['of a service, and its tasks', { for: 'service/web' }, [0, 1, 3]],
    ['of a service in one stack', { for: 'service/shop/web' }, [0, 1]],
    ['of a name', { for: 'web' }, [0, 1, 3]],
    ['of a task', { for: 'task/web-1-6f2c9a1b' }, [1]],
    ['by a token', { by: 'ci' }, [0]],
    ['by whoever became root', { by: 'anna' }, [4]],
    ['by a file', { by: '/srv/blog.yaml' }, [3]],
    ['by a commit', { by: '9ba3eb5000000000' }, [3]],
    ['since a time', { since: '2026-11-20T11:00:00Z' }, [3, 4, 5, 6]],
    ['of the last minutes', { since: '45m' }, [4, 5, 6]],
    ['of a type', { type: 'call' }, [1, 2]],
    ['of all that is asked', { stack: 'shop', type: 'change', by: 'ci' }, [0]],
  ] satisfies readonly [string, AuditQuery, readonly number[]][])
    it(`are found: ${sentence}`, () => {
      const isWanted = auditFilter(query, Date.parse('2026-11-20T12:00:00Z'))
      deepEqual(
        RECORDS.flatMap((record, index) => (isWanted(record) ? [index] : [])),
        found,
      )
    })

  it('are not asked for by what is no time', () => {
    throws(() => auditFilter({ since: 'yesterday' }, 0), /--since yesterday/)
  })

  it('are a table for people', () => {
    deepEqual(auditTable(RECORDS), [
      'TIME                       BY                               WHAT          OBJECT                         DETAILS',
      '2026-11-20T10:00:00.000Z   token ci                         apply         Service/shop/web               configured; replicas 1 → 2',
      '2026-11-20T10:00:01.000Z   reconcile                        POST /x?a=b   Task/shop/web-1-6f2c9a1b       on local: ok (r)',
      '2026-11-20T10:00:02.000Z   reconcile                        POST /x?a=b   Task/shop/web-api-1-6f2c9a1b   on local: Busy: full (r)',
      '2026-11-20T11:00:00.000Z   /srv/blog.yaml at 9ba3eb500000   sync          Service/blog/web               created',
      '2026-11-20T11:30:00.000Z   root (sudo by anna)              scale                                        refused: no such service',
      '2026-11-20T11:40:00.000Z   socket                           pause         Stack/shop                     paused',
      '2026-11-20T11:50:00.000Z                                                                                 3 records are missing: the disk is full',
    ])
  })
})
