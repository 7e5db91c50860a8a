import { equal } from 'node:assert/strict'
import type { V1TaskStatus } from '../../../../api/v1/generated/types.ts'
import { ago, aRollout, aTask, ready } from '../../../support/builders.ts'
import { type Given, plan, update } from '../../../support/service-plan.ts'

/** It ended with 0 in this rollout. */
const ended = (more: V1TaskStatus) => aTask(1, 'r2', { phase: 'Completed', finishedAt: ago(1_000), ...more })
const over = ended({ ranSeconds: 4.9 })

describe('a rollout whose task ends with 0', () => {
  for (const { it: sentence, given, wants } of [
    {
      it: 'stalls where that is at once while one of before runs on',
      given: { spec: { replicas: 2 }, ...update, tasks: [over, aTask(2, 'r1', ready())] },
      wants: 'Stalled',
    },
    {
      it: 'goes on where it ran for long enough',
      given: { spec: { replicas: 2 }, ...update, tasks: [ended({ ranSeconds: 5 }), aTask(2, 'r1', ready())] },
      wants: 'Progressing',
    },
    {
      it: 'goes on where nobody knows how long it ran',
      given: { spec: { replicas: 2 }, ...update, tasks: [ended({}), aTask(2, 'r1', ready())] },
      wants: 'Progressing',
    },
    {
      it: 'goes on where it had ended before the rollout began, and was changed in place',
      given: {
        spec: { replicas: 2 },
        ...update,
        tasks: [ended({ ranSeconds: 0.1, finishedAt: ago(70_000) }), aTask(2, 'r1', ready())],
      },
      wants: 'Progressing',
    },
    {
      it: 'goes on where nothing of before runs that could be spared',
      given: { spec: { replicas: 2 }, ...update, tasks: [over, aTask(2, 'r1', { phase: 'Completed' })] },
      wants: 'Progressing',
    },
    {
      it: 'goes on where it is one that others wait for to end',
      given: { spec: { replicas: 2 }, ...update, view: { toEnd: true }, tasks: [over, aTask(2, 'r1', ready())] },
      wants: 'Progressing',
    },
    {
      it: 'goes on where that was rolled out before',
      given: {
        spec: { replicas: 2, updateStrategy: { monitorSeconds: 5 } },
        status: { currentRevision: 'r2', rollout: aRollout('r2') },
        tasks: [over, aTask(2, 'r1', ready())],
      },
      wants: 'Progressing',
    },
  ] as readonly { it: string; given: Given; wants: string }[])
    it(sentence, () => equal(plan(given).rollout.state, wants))
})
