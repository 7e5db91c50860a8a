import { equal, match } from 'node:assert/strict'
import { planTask } from '../../../../controllers/task/plan.ts'
import { aContainer, aTaskView, anEnded } from '../../../support/builders.ts'

const ID = 'abcdef0123456789'
const named = { id: ID, name: 'abcdef012345_shop_web_1' }

describe('a container that docker compose may be replacing', () => {
  for (const { it: sentence, container, isAdopted = true, wants } of [
    {
      it: 'is left stopped for a while where somebody stopped it',
      container: anEnded(0, 500, { stoppedByHand: true }),
      wants: 'wait 4500',
    },
    {
      it: 'is started again when nobody replaced it',
      container: anEnded(0, 5_000, { stoppedByHand: true }),
      wants: 'start',
    },
    {
      it: 'is started at once in a stack that was not adopted',
      container: anEnded(0, 500, { stoppedByHand: true }),
      isAdopted: false,
      wants: 'start',
    },
    {
      it: 'is left for longer once it has the name for that',
      container: anEnded(0, 20_000, named),
      wants: 'wait 40000',
    },
    { it: 'is started again when that came to nothing', container: anEnded(137, 60_000, named), wants: 'start' },
    { it: 'is none that ended by itself', container: anEnded(1, 500), wants: 'start' },
    { it: 'has its name given back where it runs', container: aContainer(named), wants: 'rename' },
  ])
    it(sentence, () => {
      const { step, message } = planTask(aTaskView({ containers: [container], isAdopted }))
      equal([step.do, 'afterMs' in step ? step.afterMs : ''].join(' ').trim(), wants)
      if (step.do === 'wait') match(message, /docker compose (may replace|replaces) it; else it starts again in \d+ s/)
    })
})
