import { deepEqual } from 'node:assert/strict'
import type { V1Condition, V1NodeStatus, V1ServiceSpec, V1TaskSpec } from '../../../../api/v1/generated/types.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { endingWithNodes } from '../../../../cli/local/waiting/ending-with-nodes.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import type { Inventory } from '../../../../engine/inventory.ts'
import { aNode, aService, aTask, specified } from '../../../support/builders.ts'
import { eachHome } from '../local-core.ts'

const ready: V1Condition = { type: 'Ready', status: 'True', reason: 'EngineAnswers', lastTransitionTime: '' }
const silent: V1Condition = { ...ready, status: 'False', reason: 'NodeLost', message: 'no answer for 50 s: refused' }
const converged: ProgressEvent = { type: 'outcome', exit: 0, message: 'converged: 0 services' }
const ANSWERS = 'converged: node b answers, and no service was to be worked on; '
const leave =
  'leave b, which is drained: `reconcile serve`, or their next apply, does that, and a plan of their files shows it'

describe('a wait for nodes alone', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  for (const [
    what,
    { drain = false, said = ready, tasks = 0, end = converged, name = 'b', constraint, purpose = 'act', ...more },
    wants,
  ] of [
    ['says that it answers', {}, 'converged: node b answers, and no service was to be worked on'],
    ['says that it does not', { said: silent }, 'converged: node b: no answer for 50 s: refused'],
    ['says whose tasks leave it, and what moves them', { drain: true, tasks: 2 }, `${ANSWERS}tasks of shop ${leave}`],
    [
      'says that a serve that runs moves them',
      { drain: true, tasks: 2, purpose: 'serve' },
      `${ANSWERS}tasks of shop ${leave.replace('`reconcile serve`, or their next apply,', 'the running serve')}`,
    ],
    [
      'says it of those whose placement does not allow it',
      { tasks: 1, constraint: 'node.name==c' },
      `${ANSWERS}tasks of shop ${leave.replace('is drained', 'does not meet node.name==c')}`,
    ],
    ['says nothing of tasks that stay', { tasks: 2 }, 'converged: node b answers, and no service was to be worked on'],
    [
      'says of tasks that no other node may run that they stay, and why',
      { drain: true, tasks: 3, constraint: 'node.name==b' },
      `${ANSWERS}task web-1-r1 of shop stays on b, which is drained: no other node may run it: c: it does not meet node.name==b; so do 2 more`,
    ],
    [
      'says of tasks for which there is no room on another that they stay, and why',
      { drain: true, tasks: 1, other: { conditions: [silent], observedGeneration: 1 } },
      `${ANSWERS}task web-1-r1 of shop stays on b, which is drained: no other node fits: c: no answer for 50 s: refused`,
    ],
    [
      'says it where there is no other node',
      { drain: true, tasks: 1, other: null },
      `${ANSWERS}task web-1-r1 of shop stays on b, which is drained: there is no other node`,
    ],
    [
      'says that they leave where a node may take them that was not looked at yet',
      { drain: true, tasks: 1, other: {} },
      `${ANSWERS}tasks of shop ${leave}`,
    ],
    [
      'says that one of each node leaves',
      { drain: true, tasks: 1, other: null, mode: 'Global' },
      `${ANSWERS}tasks of shop ${leave}`,
    ],
    ['says nothing of what goes anyway', { drain: true, tasks: 1, desiredState: 'Removed' }, ANSWERS.slice(0, -2)],
    ['leaves an end that failed as it is', { end: { ...converged, exit: 5, message: 'off' } }, 'off'],
    ['leaves the words where its node is gone', { name: 'gone' }, 'converged: 0 services'],
  ] as readonly [string, Given, string][])
    it(what, async () => {
      const { store } = core
      store.create('Node', aNode('b', { drain }, { conditions: [said], observedGeneration: 1 }))
      const {
        other = { conditions: [ready], observedGeneration: 1 },
        mode = 'Replicated',
        desiredState = 'Running',
      } = more
      if (other) store.create('Node', aNode('c', {}, other))
      store.create('Service', aService({ mode, ...(constraint ? { placement: { constraints: [constraint] } } : {}) }))
      for (let slot = 1; slot <= tasks; slot++) {
        const task = aTask(slot, 'r1')
        store.create('Task', specified(task, { node: 'b', desiredState }))
      }
      const events = (async function* () {
        yield end
      })()
      const told: ProgressEvent[] = []
      for await (const event of endingWithNodes(events, [name], { ...core, purpose, inventory })) told.push(event)
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
  /** What is known of the other node; null: there is none. */
  readonly other?: V1NodeStatus | null
  readonly mode?: V1ServiceSpec['mode']
  readonly desiredState?: V1TaskSpec['desiredState']
}

const hosts = { host: () => undefined, containersOf: () => [] }
const inventory = async () => hosts as unknown as Inventory
