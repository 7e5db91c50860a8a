import { equal } from 'node:assert/strict'
import { blameOf, ENGINE_FAULT_MS, type FailedCall } from '../../../controllers/task/blame.ts'

const LATE = ENGINE_FAULT_MS

describe('whose failure a failed create or start is', () => {
  const rows: readonly [FailedCall['code'], FailedCall['step'], number, ReturnType<typeof blameOf>][] = [
    ['Invalid', 'create', 0, 'task'],
    ['Invalid', 'start', 0, 'task'],
    ['NotFound', 'create', 0, 'task'],
    ['Conflict', 'create', 0, 'task'],
    ['Unsupported', 'create', 0, 'task'],
    ['Busy', 'create', 0, 'loop'],
    ['Busy', 'start', 0, 'task'],
    ['Internal', 'create', 0, 'engine'],
    ['Internal', 'start', LATE - 1, 'engine'],
    ['Internal', 'start', LATE, 'task'],
    ['Unavailable', 'create', 0, 'engine'],
    ['Unavailable', 'create', LATE, 'task'],
    ['Unreachable', 'create', LATE, 'loop'],
    ['Timeout', 'start', LATE, 'loop'],
    ['Cancelled', 'start', 0, 'loop'],
  ]
  for (const [code, step, failingMs, whose] of rows)
    it(`${code} at a ${step} after ${failingMs} ms: the ${whose}'s`, () => {
      equal(blameOf({ code, step, failingMs }), whose)
    })

  for (const [failingMs, whose] of [
    [0, 'engine'],
    [LATE, 'task'],
  ] as const)
    it(`for want of delivered bytes after ${failingMs} ms: the ${whose}'s`, () => {
      equal(blameOf({ code: 'Invalid', step: 'create', failingMs, lacksDelivery: true }), whose)
    })
})
