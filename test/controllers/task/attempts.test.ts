import { deepEqual } from 'node:assert/strict'
import type { V1RestartPolicy, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { planTask } from '../../../controllers/task/plan.ts'
import type { TaskView } from '../../../controllers/task/view.ts'
import { aContainer, anEnded, aTask, aTaskView, specified } from '../../support/builders.ts'

const policy = (restartPolicy: V1RestartPolicy, status: V1TaskStatus = {}) => ({
  task: specified(aTask(1, 'r1', status), { template: { image: 'nginx', restartPolicy } }),
})

describe('a task with a limit of attempts', () => {
  for (const { it: sentence, view, wants } of [
    {
      it: 'gives up after the declared attempts',
      view: { ...policy({ condition: 'Always', maxAttempts: 2 }, { countedRestarts: 2 }), containers: [anEnded(1)] },
      wants: 'finish Failed 1',
    },
    {
      it: 'gives up where its engine has',
      view: {
        ...policy({ condition: 'OnFailure', maxAttempts: 2 }),
        containers: [anEnded(1, 0, { restartCount: 2 })],
      },
      wants: 'finish Failed 1',
    },
    {
      it: 'starts again what its engine has not, with attempts left',
      view: {
        ...policy({ condition: 'OnFailure', maxAttempts: 2 }),
        containers: [anEnded(1, 0, { restartCount: 1 })],
      },
      wants: 'start c1',
    },
    {
      it: 'adds the attempts of its engine to its own',
      view: {
        ...policy({ condition: 'OnFailure', maxAttempts: 2 }, { countedRestarts: 1 }),
        containers: [anEnded(1, 0, { restartCount: 1 })],
      },
      wants: 'finish Failed 1',
    },
    {
      it: 'takes no restart of its engine for an attempt where that counts none',
      view: {
        ...policy({ condition: 'Always', maxAttempts: 2 }, { countedRestarts: 1 }),
        containers: [anEnded(1, 0, { restartCount: 5 })],
      },
      wants: 'start c1',
    },
    {
      it: 'gives up after those restarts alone that count',
      view: {
        ...policy({ condition: 'OnFailure', maxAttempts: 2 }, { restarts: 5, countedRestarts: 1 }),
        containers: [anEnded(1)],
      },
      wants: 'start c1',
    },
    {
      it: 'has no limit of 0 attempts, as where a swarm declares none',
      view: {
        ...policy({ condition: 'Always', maxAttempts: 0, delaySeconds: 2 }, { restarts: 5 }),
        containers: [anEnded(1, 1_000)],
      },
      wants: 'wait 1000',
    },
    {
      it: 'restarts an unhealthy one as often, too',
      view: { ...policy({ maxAttempts: 0 }, { restarts: 5 }), containers: [aContainer({ health: 'unhealthy' })] },
      wants: 'restart c1',
    },
    {
      it: 'forgets attempts after a run longer than the window',
      view: {
        ...policy({ condition: 'OnFailure', maxAttempts: 2, windowSeconds: 30 }, { countedRestarts: 2 }),
        containers: [anEnded(1)],
      },
      wants: 'start c1',
    },
    {
      it: 'counts no attempt for what its engine stopped',
      view: {
        ...policy({ condition: 'OnFailure', maxAttempts: 1 }, { countedRestarts: 1 }),
        containers: [anEnded(143, 0, { endedWithEngine: true })],
      },
      wants: 'start c1',
    },
  ] as readonly { it: string; view: Partial<TaskView>; wants: string }[])
    it(sentence, () => deepEqual(Object.values(planTask(aTaskView(view)).step).join(' '), wants))
})
