import { deepEqual, equal } from 'node:assert/strict'
import { slotsEnding, stoppingMs } from '../../../../controllers/service/plan/stopping.ts'
import { slotsOf } from '../../../../controllers/service/slots.ts'
import { strategyOf } from '../../../../controllers/service/strategy.ts'
import { aService, aTask, ready, specified } from '../../../support/builders.ts'

const old = aTask(1, 'r1', ready())
const waiting = aTask(1, 'r2', { phase: 'Pending', reason: 'WaitingForPredecessor' })
const stopping = { ...old, spec: { ...old.spec, template: { ...old.spec.template, stopGracePeriodSeconds: 60 } } }
const slot = (live: (typeof old)[], retiring: (typeof old)[] = []) => ({ number: 1, live, retiring })

describe('how long a rollout may wait for old tasks to stop', () => {
  for (const [what, inWork, dirty, wants] of [
    ['is no time where nothing is to be replaced', [], [], 0],
    ['is no time where a successor runs', [slot([aTask(1, 'r2', ready())], [stopping])], [], 0],
    ['is the grace of the task that a successor waits for', [slot([waiting], [stopping])], [], 60_000],
    ['has no end where it is gone: the successor goes on', [slot([waiting])], [], Number.POSITIVE_INFINITY],
    ['is the grace of the task whose name is wanted', [], [slot([old], [stopping])], 60_000],
    ['is no longer for others, whose turn is after it', [], [slot([old], [stopping]), slot([old])], 60_000],
    ['has no end where none stops: the next one is begun', [], [slot([old])], Number.POSITIVE_INFINITY],
  ] as const)
    it(what, () => equal(stoppingMs({ inWork, dirty }, []), wants))

  it('is the grace of a task of another slot whose port is wanted', () => {
    equal(stoppingMs({ inWork: [], dirty: [slot([old])] }, [stopping]), 60_000)
  })
})

describe('the slots that have to be done with before others are begun with', () => {
  const retired = specified(aTask(2, 'r1', ready()), { desiredState: 'Removed' })
  const unreached = { ...retired, status: { ...retired.status, reason: 'HostUnreachable' } }
  const surplus = aTask(3, 'r1', ready())
  for (const { it: sentence, tasks, wants, awaitsEnds = true } of [
    { it: 'are those with a task that stops', tasks: [old, retired], wants: [2] },
    { it: 'are none of a silent host', tasks: [old, unreached], wants: [] },
    { it: 'are those that are not wanted any more', tasks: [old, surplus], wants: [3] },
    { it: 'are those with a task too many', tasks: [old, aTask(1, 'r2')], wants: [1] },
    { it: 'are none where nobody waits for their ports', tasks: [old, retired, surplus], wants: [], awaitsEnds: false },
  ])
    it(sentence, () => {
      const service = aService({ replicas: 2 })
      const wanted = slotsOf(service, tasks, []).filter(({ number }) => number <= 2)
      const strategy = { ...strategyOf(service, false), awaitsEnds }
      deepEqual([...slotsEnding({ tasks }, wanted, strategy)], wants)
    })
})
