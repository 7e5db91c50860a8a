import { equal, match } from 'node:assert/strict'
import { spareOurselves } from '../../../../controllers/task/gates/spare-ourselves.ts'
import type { TaskStep } from '../../../../controllers/task/step.ts'
import { aTask } from '../../../support/builders.ts'

const ports = { ourselves: { at: () => ({ node: 'a', id: 'c1' }), handOver: () => {} } }
const planned = (step: TaskStep, task = aTask(1, 'r1')) =>
  spareOurselves({ step, phase: 'Running', reason: 'Stopping', message: 'it is not wanted any more' }, task, ports)

describe('a step for the container that the controllers run in', () => {
  const ending: TaskStep[] = [
    { do: 'stop', id: 'c1' },
    { do: 'remove', id: 'c1' },
    { do: 'restart', id: 'c1' },
    { do: 'recreate', id: 'c1', field: 'Config.Env' },
  ]
  for (const step of ending)
    it(`is a wait in place of ${step.do}, and names the command for a person`, () => {
      const { step: done, reason, message } = planned(step)
      equal(`${done.do} ${reason}`, 'wait OwnContainer')
      match(message, /^it is not wanted any more; reconcile runs in it .*: `docker (rm -f|restart) c1`$/)
    })

  const others: [string, TaskStep][] = [
    ['is done when it ends nothing: a rename', { do: 'rename', id: 'c1', name: 'shop-web-1' }],
    ['is done when it ends nothing: an update', { do: 'update', id: 'c1' }],
    ['is done when it is another container', { do: 'stop', id: 'c2' }],
  ]
  for (const [sentence, step] of others) it(sentence, () => equal(planned(step).step, step))

  it('is done when an engine elsewhere has a container of that id', () => {
    const task = aTask(1, 'r1')
    const step: TaskStep = { do: 'stop', id: 'c1' }
    equal(planned(step, { ...task, spec: { ...task.spec, node: 'b' } }).step, step)
  })
})
