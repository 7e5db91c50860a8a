import { deepEqual } from 'node:assert/strict'
import type { V1Condition } from '../../../../api/v1/generated/types.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { endingWithNodes } from '../../../../cli/local/waiting/ending-with-nodes.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { aNode, aService, aTask } from '../../../support/builders.ts'
import { eachHome } from '../local-core.ts'

const ready: V1Condition = { type: 'Ready', status: 'True', reason: 'EngineAnswers', lastTransitionTime: '' }
const silent: V1Condition = { ...ready, status: 'False', reason: 'NodeLost', message: 'no answer for 50 s: refused' }
const converged: ProgressEvent = { type: 'outcome', exit: 0, message: 'converged: 0 services' }
const leave =
  'leave b, which is drained: `reconcile serve`, or their next apply, does that, and a plan of their files shows it'

describe('a wait for nodes alone', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  for (const [
    what,
    { drain = false, said = ready, tasks = 0, end = converged, name = 'b', constraint, purpose = 'act' },
    wants,
  ] of [
    ['says that it answers', {}, 'converged: node b answers, and no service was to be worked on'],
    ['says that it does not', { said: silent }, 'converged: node b: no answer for 50 s: refused'],
    [
      'says whose tasks leave it, and what moves them',
      { drain: true, tasks: 2 },
      `converged: node b answers, and no service was to be worked on; tasks of shop ${leave}`,
    ],
    [
      'says that a serve that runs moves them',
      { drain: true, tasks: 2, purpose: 'serve' },
      `converged: node b answers, and no service was to be worked on; tasks of shop ${leave.replace('`reconcile serve`, or their next apply,', 'the running serve')}`,
    ],
    [
      'says it of those whose placement does not allow it',
      { tasks: 1, constraint: 'node.labels.zone==east' },
      `converged: node b answers, and no service was to be worked on; tasks of shop ${leave.replace('is drained', 'does not meet node.labels.zone==east')}`,
    ],
    ['says nothing of tasks that stay', { tasks: 2 }, 'converged: node b answers, and no service was to be worked on'],
    ['leaves an end that failed as it is', { end: { ...converged, exit: 5, message: 'off' } }, 'off'],
    ['leaves the words where its node is gone', { name: 'gone' }, 'converged: 0 services'],
  ] as readonly [string, Given, string][])
    it(what, async () => {
      const { store } = core
      store.create('Node', aNode('b', { drain }, { conditions: [said] }))
      if (constraint) store.create('Service', aService({ placement: { constraints: [constraint] } }))
      for (let slot = 1; slot <= tasks; slot++) {
        const task = aTask(slot, 'r1')
        store.create('Task', { ...task, spec: { ...task.spec, node: 'b' } })
      }
      const events = (async function* () {
        yield end
      })()
      const told: ProgressEvent[] = []
      for await (const event of endingWithNodes(events, [name], { store, purpose })) told.push(event)
      deepEqual(told, [{ ...end, message: wants }])
    })
})

interface Given {
  readonly purpose?: Core['purpose']
  readonly drain?: boolean
  readonly said?: V1Condition
  readonly tasks?: number
  readonly constraint?: string
  readonly end?: ProgressEvent
  readonly name?: string
}
