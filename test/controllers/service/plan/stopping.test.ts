import { equal } from 'node:assert/strict'
import { stoppingMs } from '../../../../controllers/service/plan/stopping.ts'
import { aTask, ready } from '../../../support/builders.ts'

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
    it(what, () => equal(stoppingMs({ inWork, dirty }), wants))
})
