import { equal } from 'node:assert/strict'
import { EngineError } from '../../../../engine/errors.ts'
import { blameOf, ENGINE_FAULT_MS, type FailedCall, isLost } from '../../../../controllers/task/act/blame.ts'

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
    it(`for want of what was there before after ${failingMs} ms: the ${whose}'s`, () => {
      equal(blameOf({ code: 'Invalid', step: 'create', failingMs, isLost: true }), whose)
    })

  const id = '0123456789abcdef'.repeat(4)
  for (const [code, detail, wants] of [
    ['NotFound', `No such container: ${id}`, true],
    ['NotFound', `network ${id} not found`, true],
    ['NotFound', `failed to set up container networking: network ${id} not found`, true],
    ['Invalid', 'invalid mount config: bind source path does not exist: /run/reconcile/shop/key', true],
    ['Invalid', 'invalid mount config: bind source path does not exist: /srv/reconcile/nginx.conf', false],
    ['NotFound', 'No such container: db', false],
    ['NotFound', 'network shop_default not found', true],
    ['NotFound', 'failed to set up container networking: network shop_default not found', true],
    ['NotFound', 'network shop_front not found', false],
    ['NotFound', 'No such image: app:1', false],
    ['Conflict', 'endpoint with name shop-web-1 already exists in network shop_default', true],
    ['Conflict', 'The container name "/shop-web-1" is already in use', false],
  ] as const)
    it(`${wants ? 'what was there before is lost, or left' : 'nothing is lost that was there'} where an engine says ${detail}`, () => {
      equal(isLost(new EngineError(code, { node: 'a', tried: 'start it', detail }), ['shop_default']), wants)
    })
})
