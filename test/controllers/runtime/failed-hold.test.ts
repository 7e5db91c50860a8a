import { deepEqual, equal } from 'node:assert/strict'
import { failedHold, lastFailedAt, readyUnlessHeld } from '../../../controllers/runtime/conditions.ts'
import { failureOfStatus } from '../../../engine/docker/refusals.ts'
import { EngineError } from '../../../engine/errors.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'

/** Of a host that answered something last at this time, in seconds. */
function portsAt(seconds: number, lastAnswer = 0): Pick<Ports, 'inventory' | 'clock'> {
  const host = { lastAnswer: lastAnswer * 1000 }
  return { inventory: { host: () => host }, clock: { now: () => seconds * 1000 } } as unknown as Ports
}

/** What Docker 20.10 and 28 answer. */
const answers: readonly [verb: string, status: number, message: string, reason: string][] = [
  ['create', 403, 'Pool overlaps with other one on this address space', 'RefusedByEngine'],
  ['create', 403, 'invalid pool request: Pool overlaps with other one on this address space', 'RefusedByEngine'],
  ['create', 403, 'conflicts with network 1 (docker0): networks have same bridge name', 'RefusedByEngine'],
  [
    'create',
    400,
    'invalid network config:\ninvalid subnet 10.300.0.0/24: invalid CIDR block notation',
    'RefusedByEngine',
  ],
  ['create', 400, 'create shop_data: invalid option: "bogus"', 'RefusedByEngine'],
  ['create', 500, 'This node is not a swarm manager. Use "docker swarm init"', 'RefusedByEngine'],
  ['create', 500, 'Invalid subnet 10.300.0.0/24 : invalid CIDR address: 10.300.0.0/24', 'RefusedByEngine'],
  ['create', 500, 'failed to parse com.docker.network.driver.mtu value: abc', 'RefusedByEngine'],
  ['create', 404, 'create v: error looking up volume plugin p: plugin "p" not found', 'CallFailed'],
  ['create', 409, 'network with name shop_default already exists', 'CallFailed'],
  ['create', 500, 'could not find an available, non-overlapping IPv4 address pool', 'CallFailed'],
  ['create', 503, 'try again', 'CallFailed'],
  ['remove', 409, 'remove shop_data: volume is in use - [c1]', 'CallFailed'],
  ['remove', 400, 'it can not go now', 'CallFailed'],
  ['look', 400, 'it can not be seen now', 'CallFailed'],
]

describe('what an engine does not do', () => {
  for (const [verb, status, message, reason] of answers)
    it(`is ${reason}: ${verb}, ${status} ${message}`, () => {
      const { code, detail } = failureOfStatus(status, message)
      const hold = failedHold(
        { do: verb, node: 'a' },
        new EngineError(code, { node: 'a', tried: verb, detail }),
        portsAt(100),
      )
      const because = `a ${reason === 'RefusedByEngine' ? 'refuses it' : 'failed'}: ${detail}`
      deepEqual(hold, { do: 'hold', node: 'a', reason, because })
    })
})

describe('what an engine does not answer', () => {
  const about = { node: 'a', tried: 'create', detail: 'no answer within 60 s', waitedMs: 60_000 }
  for (const { it: sentence, error, lastAnswer, wants } of [
    {
      it: 'is no failure of it where it can’t be reached, as its host may be silent',
      error: new EngineError('Unreachable', { ...about, waitedMs: 0 }),
      lastAnswer: 100,
      wants: ['Unanswered', 'does not answer'],
    },
    {
      it: 'is none where it has answered nothing since',
      error: new EngineError('Timeout', about),
      lastAnswer: 40,
      wants: ['Unanswered', 'does not answer'],
    },
    {
      it: 'is one where it answered something else meanwhile, as with a volume plugin that hangs',
      error: new EngineError('Timeout', about),
      lastAnswer: 41,
      wants: ['CallFailed', 'failed'],
    },
  ])
    it(sentence, () => {
      const [reason, did] = wants
      const hold = failedHold({ do: 'create', node: 'a' }, error, portsAt(100, lastAnswer))
      deepEqual(hold, { do: 'hold', node: 'a', reason, because: `a ${did}: no answer within 60 s` })
    })
})

describe('what an engine failed at before', () => {
  const nodes = [
    { node: 'a', state: 'Held', reason: 'InUse', message: 'a task is in it' },
    { node: 'b', state: 'Held', reason: 'CallFailed', message: 'no room' },
    { node: 'c', state: 'Present', message: 'it is as declared' },
  ]

  it('is known of every node, however it is worded', () => {
    deepEqual(
      ['a', 'b', 'c', 'd'].map((node) => lastFailedAt({ status: { nodes } }, node)),
      [undefined, { node: 'b', reason: 'CallFailed', because: 'no room' }, undefined, undefined],
    )
  })
})

describe('an object that is held on several nodes', () => {
  const saidOf = (...holds: readonly (readonly [reason: string, node: string])[]) =>
    readyUnlessHeld(
      { metadata: {} },
      holds.map(([reason, node]) => ({ node, reason, because: `${node} failed: no room` })),
      { reason: 'Present', message: 'it is there', now: 0 },
    )[0]?.message

  for (const [sentence, nodes, said] of [
    ['names the one that fails', ['a'], ''],
    ['names the others that fail', ['a', 'b'], '; so it is on 1 more: b'],
    ['names a few of the others', ['a', 'b', 'c', 'd', 'e', 'f'], '; so it is on 5 more: b, c, d and 2 more'],
  ] as const)
    it(sentence, () => equal(saidOf(...nodes.map((node) => ['CallFailed', node] as const)), `a failed: no room${said}`))

  it('leaves out those that are held for another reason, and silent ones', () => {
    equal(saidOf(['CallFailed', 'a'], ['HostUnreachable', 'b']), 'a failed: no room')
    equal(saidOf(['HostUnreachable', 'a'], ['HostUnreachable', 'b']), 'a failed: no room')
  })
})
