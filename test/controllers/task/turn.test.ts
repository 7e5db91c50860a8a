import { deepEqual } from 'node:assert/strict'
import type { V1RolloutStatus, V1Task, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import type { TaskPlan, TaskStep } from '../../../controllers/task/step.ts'
import { inTurn } from '../../../controllers/task/turn.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { ago, aRollout, aService, aTask, ready } from '../../support/builders.ts'

const rename: TaskStep = { do: 'rename', id: 'c1', name: 'shop-web-1' }
const start: TaskStep = { do: 'start', id: 'c1' }
const create: TaskStep = { do: 'create', name: 'shop-web-1', starts: true }
const limit: TaskStep = { do: 'update', id: 'c1' }

interface Around {
  readonly rollout: V1RolloutStatus
  readonly others?: readonly V1Task[]
  readonly phase?: NonNullable<V1TaskStatus['phase']>
  readonly reason?: string
  /** Somebody paused the rollouts of its service. */
  readonly held?: true
}

/** The step that a task of `r1` takes of what it would, where its service is on its way to `r2`. */
function taken(step: TaskStep, { rollout, others = [], phase = 'Running', reason, held }: Around) {
  const task = aTask(1, 'r1', reason === undefined ? ready() : { phase, reason })
  const service = aService({}, { observedGeneration: 1, currentRevision: 'r1', updateRevision: 'r2', rollout })
  const store = {
    get: () => service,
    fact: (kind: string) => (held && kind === 'rolloutPause' ? { since: ago(0) } : undefined),
    facts: () => new Map(),
    by: () => new Map([task, ...others].map((each) => [each.metadata.name, each])),
  }
  const plan: TaskPlan = { step, phase, reason: 'Running', message: 'it runs' }
  return inTurn(plan, task, { store } as unknown as Ports).step.do
}

const halfMade = { rollout: aRollout('r2'), phase: 'Preparing' } as const
const begun = { rollout: aRollout('r2', { state: 'Paused' }), held: true, others: [aTask(1, 'r2')] } as const
const unplaced = aTask(1, 'r2', { phase: 'Pending', reason: 'NoNodeFits' })

describe('the turn of a task that a rollout is to replace', () => {
  const cases: readonly [string, TaskStep, Around, TaskStep['do']][] = [
    ['waits with its start for its successor', start, { rollout: aRollout('r2'), others: [aTask(1, 'r2')] }, 'wait'],
    ['is started while no node fits its successor', start, { rollout: aRollout('r2'), others: [unplaced] }, 'start'],
    ['is started while it has none', start, { rollout: aRollout('r2') }, 'start'],
    ['leaves its name to the successor that is still to be made', rename, { rollout: aRollout('r2') }, 'wait'],
    ['gets its name before its start', rename, { rollout: aRollout('r2'), phase: 'Preparing' }, 'rename'],
    ['leaves a limit that was changed by hand to the rollout', limit, { rollout: aRollout('r2') }, 'wait'],
    [
      'has its limit again where the rollout stands',
      limit,
      { rollout: aRollout('r2', { state: 'Stalled' }) },
      'update',
    ],
    ['is not made again while rollouts are paused, where it was begun to replace it', create, begun, 'wait'],
    ['is made again while rollouts are paused, where nothing was begun', create, { ...begun, others: [] }, 'create'],
    ['has its limit again while rollouts are paused', limit, { ...begun, others: [] }, 'update'],
    [
      'waits for its successor when what it waited for is gone',
      rename,
      { ...halfMade, reason: 'WaitingForPredecessor' },
      'wait',
    ],
    ['goes on a second later where none came', rename, { ...halfMade, reason: 'WaitingForSuccessor' }, 'rename'],
    ['gets its name where the rollout stands', rename, { rollout: aRollout('r2', { state: 'Stalled' }) }, 'rename'],
  ]
  for (const [sentence, step, around, wants] of cases)
    it(sentence, () => {
      deepEqual(taken(step, around), wants)
    })
})
