import { deepEqual } from 'node:assert/strict'
import { planTask } from '../../../../controllers/task/plan.ts'
import { aContainer, aTaskView } from '../../../support/builders.ts'

const predecessor = { by: 'predecessor', task: 'web-1-r0', order: 'StopFirst', beside: 'shop-web-1.r1' } as const
const { beside: _, ...alone } = predecessor
const holder = (waitsForUs: boolean) => ({
  need: { reason: 'WaitingForPort', message: 'its port 80 is held by shop/api-1, which is being replaced' },
  movedAt: 0,
  waitsForUs,
})

describe('planTask, of a task whose port another service has', () => {
  for (const { it: sentence, view, wants } of [
    {
      it: 'makes it beside its predecessor: refused later, it would have others stop for nothing (S10)',
      view: { nameHolder: predecessor, portHolder: holder(false) },
      wants: ['create', 'Creating'],
    },
    {
      it: 'does not make it where it can’t stand beside its predecessor',
      view: { nameHolder: alone, portHolder: holder(false) },
      wants: ['wait', 'WaitingForPort'],
    },
    {
      it: 'waits with what it made, so that its predecessor runs on',
      view: { containers: [aContainer({ state: 'created' })], nameHolder: predecessor, portHolder: holder(false) },
      wants: ['wait', 'WaitingForPort'],
    },
    {
      it: 'does not start it in a ring, so that its predecessor stops',
      view: { containers: [aContainer({ state: 'created' })], nameHolder: predecessor, portHolder: holder(true) },
      wants: ['wait', 'WaitingForPredecessor'],
    },
    {
      it: 'does not start it once its predecessor has gone',
      view: { containers: [aContainer({ state: 'created' })], portHolder: holder(true) },
      wants: ['wait', 'WaitingForPort'],
    },
    {
      it: 'pulls its image meanwhile',
      view: { image: 'absent', portHolder: holder(false) },
      wants: ['pull', 'Pulling'],
    },
  ] as const)
    it(sentence, () => {
      const { step, reason } = planTask(aTaskView(view))
      deepEqual([step.do, reason], wants)
    })
})
