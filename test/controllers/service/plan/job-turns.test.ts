import { deepEqual } from 'node:assert/strict'
import type { V1Task } from '../../../../api/v1/generated/types.ts'
import { ago, aTask } from '../../../support/builders.ts'
import { brief, plan, settled } from '../../../support/service-plan.ts'

const completed = (slot: number, revision: string): V1Task =>
  aTask(slot, revision, { phase: 'Completed', finishedAt: ago(60_000) })
const failed = (slot: number, revision: string): V1Task => aTask(slot, revision, { phase: 'Failed', message: 'no' })
const running = (slot: number, revision: string): V1Task => aTask(slot, revision, { phase: 'Running' })

describe('of a job no more tasks run at once than it says, as it is changed', () => {
  for (const { it: sentence, replicas, maxConcurrent, tasks, wants } of [
    {
      it: 'where it is to have more tasks and those that it has are to run again',
      ...{ replicas: 3, maxConcurrent: 1, tasks: [completed(1, 'r1'), completed(2, 'r1')], wants: ['create 3 r2'] },
    },
    {
      it: 'where what ran before stands beside its successor',
      ...{ replicas: 3, maxConcurrent: 1, tasks: [completed(1, 'r1'), running(1, 'r2')], wants: [] },
    },
    {
      it: 'where the one before is done, and both a new one and a next one come',
      ...{ replicas: 3, maxConcurrent: 1, tasks: [completed(1, 'r2'), completed(2, 'r1')], wants: ['create 3 r2'] },
    },
    {
      it: 'where those that run are replaced, and one that has ended waits for them',
      replicas: 3,
      maxConcurrent: 2,
      tasks: [completed(1, 'r1'), running(2, 'r1'), running(3, 'r1')],
      wants: ['create 2 r2', 'create 3 r2'],
    },
    {
      it: 'where one that failed is to run again, as any other',
      ...{ replicas: 2, maxConcurrent: 1, tasks: [failed(1, 'r1'), completed(2, 'r1')], wants: ['create 1 r2'] },
    },
    {
      it: 'and all of them where it says nothing of it',
      replicas: 3,
      maxConcurrent: 0,
      tasks: [completed(1, 'r1'), running(2, 'r1')],
      wants: ['create 3 r2', 'create 1 r2', 'create 2 r2'],
    },
  ])
    it(sentence, () =>
      deepEqual(
        plan({ spec: { mode: 'ReplicatedJob', replicas, maxConcurrent }, status: settled('r1'), tasks }).actions.map(
          brief,
        ),
        wants,
      ),
    )
})
