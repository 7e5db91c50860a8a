import { equal, match } from 'node:assert/strict'
import type { V1Condition, V1ServiceStatus, V1Task } from '../../../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import { ago, aService, aTask, NOW, specified } from '../../../../support/builders.ts'

const message = 'it is not on the network default; connect shop-web-1 on local: refused'
const failing: V1Task = {
  ...aTask(1, 'r1'),
  status: {
    ...{ phase: 'Running', reason: 'Drift', message },
    conditions: [
      { type: 'Ready', status: 'True', reason: 'Drift', message, lastTransitionTime: ago(600_000) },
      {
        type: 'CallFailing',
        status: 'True',
        reason: 'CallFailed',
        message: 'refused',
        lastTransitionTime: ago(60_000),
      },
    ],
  },
}
const ready: V1Condition = {
  type: 'Ready',
  status: 'True',
  reason: 'AllReady',
  message: '',
  lastTransitionTime: ago(600_000),
}
const rollout = { state: 'Completed' as const }
const status: V1ServiceStatus = { observedGeneration: 1, conditions: [ready], rollout, desiredReplicas: 1 }

describe('a wait for tasks of which a call fails, while all run', () => {
  const verdict = (task: V1Task, forMs: number, more: object = {}) =>
    verdictOf({
      ...{ objects: [aService({}, status) as ObjectOf], tasks: [task], leaving: [], silent: [], holds: [] },
      ...{ since: NOW - forMs, now: NOW, isFresh: true, isIdle: true, ...more },
    })

  it('goes on while the call may pass yet in this wait', () => equal(verdict(failing, 29_000), undefined))

  it('ends with 1 once it has failed for half a minute, and names the call', () => {
    const end = verdict(failing, 31_000)
    equal(end?.exit, 1)
    match(end?.message ?? '', /^Task shop\/web-1\S*: it is not on the network default; connect .* refused$/)
    match(end?.remedy ?? '', /^mend what it says/)
  })

  it('is no end of what waits for approval', () => {
    const holds = [{ message: 'approve it', resources: ['Service/shop/web'] }]
    equal(verdict(failing, 3_600_000, { holds })?.exit, 6)
  })

  it('is as ever where the call did not fail', () => {
    equal(verdict(aTask(1, 'r1'), 31_000)?.exit, 0)
    equal(verdict(specified(aTask(1, 'r1'), { desiredState: 'Removed' }), 31_000), undefined)
  })

  const going = specified(failing, { desiredState: 'Removed', node: 'h1' })

  it('ends with 1 also where it is to stop or remove a task that is to go', () => {
    equal(verdict(going, 29_000), undefined)
    const end = verdict(going, 31_000)
    equal(end?.exit, 1)
    match(end?.message ?? '', /^Task shop\/web-1\S*: .* refused$/)
    equal(verdict(going, 31_000, { leaving: ['Service shop/web'] })?.exit, 1)
  })

  it('goes on where the task is to go on a host that does not answer', () => {
    const silent = [{ node: 'h1', because: 'it does not answer', forMs: 1_000 }]
    equal(verdict(going, 31_000, { silent }), undefined)
  })
})

describe('a wait for an update whose old container is not stopped', () => {
  const updating: V1ServiceStatus = {
    ...{ observedGeneration: 1, desiredReplicas: 2, rollout: { state: 'Progressing', revision: 'r2' } },
    conditions: [{ ...ready, status: 'False', reason: 'WaitingForPredecessor' }],
  }
  const old = specified(failing, { desiredState: 'Removed' })
  const next = (slot: number, reason: string) => aTask(slot, 'r2', { phase: 'Preparing', reason })
  const verdict = (tasks: readonly V1Task[], forMs: number) =>
    verdictOf({
      ...{ objects: [aService({}, updating) as ObjectOf], tasks, leaving: [], silent: [], holds: [] },
      ...{ since: NOW - forMs, now: NOW, isFresh: true, isIdle: true },
    })

  const rows: readonly [what: string, tasks: readonly V1Task[], forMs: number, exit: number | undefined][] = [
    ['goes on while that may pass yet', [old, next(1, 'WaitingForPredecessor')], 29_000, undefined],
    ['ends with 1 once it has failed for half a minute', [old, next(1, 'WaitingForPredecessor')], 31_000, 1],
    ['goes on while the new one is prepared', [old, next(1, 'Pulling')], 31_000, undefined],
    [
      'goes on while another one takes its turn',
      [old, next(1, 'WaitingForPredecessor'), next(2, 'WaitingForPredecessor')],
      31_000,
      undefined,
    ],
    ['ends with 1 where it is the last of its slot that is to go, and no other is begun', [old], 31_000, 1],
  ]
  for (const [what, tasks, forMs, exit] of rows)
    it(what, () => {
      const end = verdict(tasks, forMs)
      equal(end?.exit, exit)
      if (exit !== undefined) match(end?.message ?? '', /^Task shop\/web-1\S*: .* connect .* refused$/)
    })
})
