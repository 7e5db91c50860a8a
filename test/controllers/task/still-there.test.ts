import { deepEqual } from 'node:assert/strict'
import { labels } from '../../../api/v1/labels.ts'
import { isStillThere } from '../../../controllers/task/still-there.ts'
import { aTask } from '../../support/builders.ts'
import { aWorld } from '../../support/world.ts'

describe('a container that is not known', () => {
  for (const [stack, isOf] of [
    ['shop', true],
    ['blog', false],
  ] as const)
    it(`is ${isOf ? '' : 'not '}of the task of shop that it names, as it is of ${stack}`, async () => {
      const a = aWorld()
      await a.settle()
      a.host.dropEvents(true)
      const task = aTask(1, 'r1')
      const own = { [labels.installation]: 'default', [labels.stack]: stack, [labels.task]: task.metadata.name }
      a.host.byHand.run(`${stack}-web-1`, { Image: 'nginx', Labels: own })
      const run = { signal: new AbortController().signal, object: 'Task/shop/web-1', reason: '' }
      const asked = isStillThere(task, a.life().ports, run)
      await a.settle()
      deepEqual(await asked, isOf)
    })
})
