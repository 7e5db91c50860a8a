import { deepEqual } from 'node:assert/strict'
import type { V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { planTask } from '../../../controllers/task/plan.ts'
import { taskStatus } from '../../../controllers/task/status.ts'
import type { ContainerView } from '../../../controllers/task/view.ts'
import { aContainer, ago, aTask, aTaskView } from '../../support/builders.ts'

/** A look at a container that started a second ago. */
interface Look {
  readonly it: string
  /** What the last look said; without `startedAt`, an earlier process has looked at it last. */
  readonly before?: V1TaskStatus
  readonly container?: Partial<ContainerView>
  readonly wants: readonly [restarts: number, excused: number]
}

const again = { startedAt: ago(9_000) }
const same = { startedAt: ago(1_000) }

const looks: readonly Look[] = [
  { it: 'a first start', wants: [0, 0] },
  { it: 'what has been seen before', before: { ...same, restarts: 2 }, container: { restartCount: 2 }, wants: [2, 0] },
  { it: 'a restart by us', before: { ...again, restarts: 2 }, wants: [3, 0] },
  { it: 'a restart by the engine', before: { ...again, restarts: 2 }, container: { restartCount: 3 }, wants: [3, 0] },
  { it: 'several by the engine since the last look', before: again, container: { restartCount: 4 }, wants: [4, 0] },
  {
    it: 'the engine’s since a restart of ours',
    before: { ...again, restarts: 5 },
    container: { restartCount: 1 },
    wants: [6, 0],
  },
  {
    it: 'what the engine waits to do not yet',
    before: { ...same, restarts: 2 },
    container: { state: 'restarting', restartCount: 3 },
    wants: [2, 0],
  },
  { it: 'those that nobody watched, excused', container: { restartCount: 6 }, wants: [6, 6] },
  {
    it: 'those between two processes, excused',
    before: { restarts: 2, excusedRestarts: 1 },
    container: { restartCount: 6 },
    wants: [6, 5],
  },
  {
    it: 'a restart by hand, excused, from which the engine counts anew',
    before: { ...again, restarts: 6 },
    container: { restartedByHand: true },
    wants: [7, 1],
  },
  {
    it: 'what was before a change in place, excused',
    before: { ...same, observedGeneration: 1, restarts: 6, excusedRestarts: 2 },
    container: { restartCount: 6 },
    wants: [6, 6],
  },
  {
    it: 'one since a change in place, not excused',
    before: { ...again, observedGeneration: 1, restarts: 6 },
    container: { restartCount: 7 },
    wants: [7, 6],
  },
]

describe('the restarts of a task', () => {
  for (const { it: what, before = {}, container, wants } of looks)
    it(`count ${what}`, () => {
      const task = aTask(1, 'r1', before)
      const view = aTaskView({
        task: { ...task, metadata: { ...task.metadata, generation: 2 } },
        containers: [aContainer({ ...same, ...container })],
      })
      const { restarts, excusedRestarts = 0 } = taskStatus({ view, containers: [], discarded: [] }, planTask(view))
      deepEqual([restarts, excusedRestarts], wants)
    })
})
