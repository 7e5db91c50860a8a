import { equal } from 'node:assert/strict'
import type { V1RolloutStatus, V1Task } from '../../../api/v1/generated/types.ts'
import { waitsForBytes } from '../../../controllers/delivery/observe.ts'
import { metadataOf } from '../../../controllers/service/plan/turned-away.ts'
import type { Store } from '../../../store/objects/store.ts'
import { aRollout, aService, aTask, ready, specified } from '../../support/builders.ts'

const preparing = { phase: 'Preparing' as const, reason: 'Preparing' }
const waiting = { phase: 'Preparing' as const, reason: 'WaitingForSecret' }
const toR2 = aRollout('r2')
const done = aRollout('r2', { state: 'Completed' })
const leaving = (task: V1Task): V1Task => ({ ...task, metadata: metadataOf(task, true) })

describe('waitsForBytes', () => {
  for (const { it: sentence, task, rollout = done, wants } of [
    { it: 'a task that has no container yet waits', task: aTask(1, 'r2', preparing), wants: true },
    { it: 'one that says so waits', task: aTask(1, 'r2', waiting), wants: true },
    { it: 'one of the revision that is rolled out waits', task: aTask(1, 'r2', preparing), rollout: toR2, wants: true },
    { it: 'one that is about to be replaced does not', task: aTask(1, 'r1', preparing), rollout: toR2, wants: false },
    { it: 'one that is not to be replaced after all waits', task: aTask(1, 'r1', waiting), rollout: toR2, wants: true },
    { it: 'one that leaves its node does not', task: leaving(aTask(1, 'r2', preparing)), wants: false },
    { it: 'one that runs has its bytes', task: aTask(1, 'r2', ready()), wants: false },
    { it: 'one that ended needs none', task: aTask(1, 'r2', { ...waiting, phase: 'Failed' }), wants: false },
    {
      it: 'one that is to go needs none',
      task: specified(aTask(1, 'r2', waiting), { desiredState: 'Removed' }),
      wants: false,
    },
    { it: 'one without a node needs none there', task: unbound(aTask(1, 'r2', waiting)), wants: false },
  ] as readonly { it: string; task: V1Task; rollout?: V1RolloutStatus; wants: boolean }[])
    it(sentence, () => {
      const service = aService({}, { currentRevision: 'r1', updateRevision: 'r2', rollout })
      const store = { get: () => service, fact: () => undefined, facts: () => new Map() } as unknown as Store
      equal(waitsForBytes(task, store), wants)
    })
})

function unbound({ spec: { node: _, ...spec }, ...task }: V1Task): V1Task {
  return { ...task, spec }
}
