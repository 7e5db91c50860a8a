import { deepEqual } from 'node:assert/strict'
import type { V1RolloutStatus, V1Task, V1TaskStatus } from '../../../../api/v1/generated/types.ts'
import type { TaskPlan, TaskStep } from '../../../../controllers/task/step.ts'
import { inTurn } from '../../../../controllers/task/gates/turn.ts'
import type { Ports } from '../../../../controllers/runtime/ports.ts'
import { metadataOf } from '../../../../controllers/service/plan/turned-away.ts'
import { aContainer, ago, aRollout, aService, aTask, aTaskView, NOW, ready } from '../../../support/builders.ts'

const rename: TaskStep = { do: 'rename', id: 'c1', name: 'shop-web-1' }
const start: TaskStep = { do: 'start', id: 'c1' }
const create: TaskStep = { do: 'create', name: 'shop-web-1', starts: true }
const connect: TaskStep = { do: 'connect', id: 'c1', network: 'shop_back' }
const limit: TaskStep = { do: 'update', id: 'c1' }
const pull: TaskStep = { do: 'pull' }
const build: TaskStep = { do: 'build' }

interface Around {
  readonly rollout: V1RolloutStatus
  readonly others?: readonly V1Task[]
  readonly phase?: NonNullable<V1TaskStatus['phase']>
  readonly reason?: string
  readonly failures?: number
  readonly nextRetryAt?: string
  /** The reason of what is to be done. */
  readonly why?: string
  /** Somebody paused the rollouts of its service. */
  readonly held?: true
  /** How long ago these controllers began, ms. */
  readonly begunMs?: number
  /** The task was told to leave its node. */
  readonly leaves?: true
}

/** What a task of `r1` does of what it would, where its service is on its way to `r2`. */
function turnOf(
  step: TaskStep,
  { rollout, others = [], phase = 'Running', reason, failures = 0, held, why = 'Running', ...around }: Around,
) {
  const { begunMs = 60_000, nextRetryAt, leaves } = around
  const retry = nextRetryAt === undefined ? {} : { nextRetryAt }
  const made = aTask(1, 'r1', reason === undefined ? ready() : { phase, reason, failures, ...retry })
  const task = leaves ? { ...made, metadata: metadataOf(made, true) } : made
  const service = aService({}, { observedGeneration: 1, currentRevision: 'r1', updateRevision: 'r2', rollout })
  const store = {
    get: () => service,
    fact: (kind: string) => (held && kind === 'rolloutPause' ? { since: ago(0) } : undefined),
    facts: () => new Map(),
    by: () => new Map([task, ...others].map((each) => [each.metadata.name, each])),
  }
  const plan: TaskPlan = { step, phase, reason: why, message: 'it runs' }
  const inventory = { host: () => ({ askedSince: NOW - begunMs }) }
  return inTurn(plan, aTaskView({ task, containers: [aContainer()] }), {
    store,
    inventory,
    clock: { now: () => NOW },
  } as unknown as Ports)
}

/** A task of `r2` that last moved on `ms` ago. */
function aSuccessor(status: V1TaskStatus = {}, ms = 0): V1Task {
  return aTask(1, 'r2', { progressedAt: ago(ms), ...status })
}

const unplaced = aSuccessor({ phase: 'Pending', reason: 'NoNodeFits' })
const wanting = (ms: number) => aSuccessor({ phase: 'Preparing', reason: 'WaitingForSecret' }, ms)
const dependent = aSuccessor({ phase: 'Preparing', reason: 'WaitingForDependency' })
const longDependent = aSuccessor({ phase: 'Preparing', reason: 'WaitingForDependency' }, 10_000)
const checked = aSuccessor({ phase: 'Starting', reason: 'HealthStarting', startedAt: ago(60_000) }, 60_000)
const halfMade = { rollout: aRollout('r2'), phase: 'Preparing' } as const
const begun = { rollout: aRollout('r2', { state: 'Paused' }), held: true, others: [aSuccessor()] } as const

describe('the turn of a task that a rollout is to replace', () => {
  const cases: readonly [string, TaskStep, Around, TaskStep['do']][] = [
    ['waits with its start for its successor', start, { rollout: aRollout('r2'), others: [aSuccessor()] }, 'wait'],
    ['is started while no node fits its successor', start, { rollout: aRollout('r2'), others: [unplaced] }, 'start'],
    ['waits a while for one that waits', start, { rollout: aRollout('r2'), others: [wanting(9_999)] }, 'wait'],
    [
      'waits a while for that after a start of these controllers',
      start,
      { rollout: aRollout('r2'), others: [wanting(60_000)], begunMs: 9_999 },
      'wait',
    ],
    ['is started while that stands still', start, { rollout: aRollout('r2'), others: [wanting(10_000)] }, 'start'],
    ['is made anew while that stands still', create, { rollout: aRollout('r2'), others: [wanting(10_000)] }, 'create'],
    [
      'waits while another service holds its successor up',
      start,
      { rollout: aRollout('r2'), others: [dependent] },
      'wait',
    ],
    ['is healed while that goes on', start, { rollout: aRollout('r2'), others: [longDependent] }, 'start'],
    ['waits for one that runs, however long', start, { rollout: aRollout('r2'), others: [checked] }, 'wait'],
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
    [
      'asks no second time for an image that it never had',
      pull,
      { ...halfMade, reason: 'PullFailed', failures: 1 },
      'wait',
    ],
    ['has its image asked for once', pull, { ...halfMade, reason: 'Pulling' }, 'pull'],
    ['builds nothing that never ran: its sources are others', build, { ...halfMade, reason: 'Building' }, 'wait'],
    ['is not made again while rollouts are paused, where it was begun to replace it', create, begun, 'wait'],
    ['is made again while rollouts are paused, where nothing was begun', create, { ...begun, others: [] }, 'create'],
    ['has its limit again while rollouts are paused', limit, { ...begun, others: [] }, 'update'],
    [
      'waits for its successor when what it waited for is gone',
      rename,
      { ...halfMade, reason: 'WaitingForPredecessor' },
      'wait',
    ],
    [
      'is not made for the first time where its rollout may come to it',
      create,
      { ...halfMade, reason: 'Creating' },
      'wait',
    ],
    [
      'is not started for the first time where its rollout may come to it',
      start,
      { ...halfMade, reason: 'Creating' },
      'wait',
    ],
    ['nor gets its name for that, whatever it waited for', rename, { ...halfMade, reason: 'WaitingForSecret' }, 'wait'],
    ['is connected at once: it may run for long yet', connect, { rollout: aRollout('r2') }, 'connect'],
    [
      'is connected beside a successor that comes up',
      connect,
      { rollout: aRollout('r2'), others: [aSuccessor()] },
      'connect',
    ],
    [
      'is not started before that second is over, whatever wakes it',
      start,
      { ...halfMade, reason: 'WaitingForSuccessor', begunMs: 100 },
      'wait',
    ],
    [
      'nor where the rollout began that very moment',
      start,
      { ...halfMade, rollout: aRollout('r2', { startedAt: ago(100) }), reason: 'WaitingForSuccessor' },
      'wait',
    ],
    ['is started a second later', start, { ...halfMade, reason: 'WaitingForSuccessor' }, 'start'],
    ['is not made again where it leaves its node', create, { rollout: aRollout('r2'), leaves: true }, 'wait'],
    ['is made again where it has its turn later', create, { rollout: aRollout('r2') }, 'create'],
    ['is made a second later', create, { ...halfMade, reason: 'WaitingForSuccessor' }, 'create'],
    [
      'is tried again at its time where the engine refused it: its failure stays said',
      create,
      { ...halfMade, reason: 'CreateFailed', nextRetryAt: ago(0) },
      'create',
    ],
    ['goes on a second later where none came', rename, { ...halfMade, reason: 'WaitingForSuccessor' }, 'rename'],
    ['gets its name where the rollout stands', rename, { rollout: aRollout('r2', { state: 'Stalled' }) }, 'rename'],
  ]
  const untried = { phase: 'Preparing', reason: 'BuildFailed', message: 'no base', failures: 1 } as const
  const on = (node: string) => ({ ...aTask(1, 'r1', { phase: 'Unknown' }), spec: { ...aTask(1, 'r1').spec, node } })
  const lasting = { ...untried, containerName: 'shop-web-1' } // what a restart of these controllers leaves of one that ran
  for (const [sentence, status, others, wants] of [
    ['is not tried again where another runs', untried, [aTask(1, 'r1', ready())], 'wait RolloutFailed'],
    ['nor where that one is down', untried, [aTask(1, 'r1', { phase: 'Starting' })], 'wait RolloutFailed'],
    ['is tried on where it has its slot for itself', untried, [], 'build Building'],
    ['is tried on where the node of the other one is gone', untried, [on('gone')], 'build Building'],
    ['is tried on where a container was made of it', lasting, [aTask(1, 'r1', ready())], 'build Building'],
  ] as const)
    it(`whose revision failed ${sentence}`, () => {
      const task = aTask(1, 'r2', status)
      const rollout = aRollout('r2', { state: 'Stalled', message: 'task web-1-r2: no base' })
      const failed = { stalledHash: 'r2', updateRevision: 'r2', rollout }
      const service = aService({}, { observedGeneration: 1, currentRevision: 'r1', ...failed })
      const slot = new Map([task, ...others].map((each) => [each.metadata.name, each]))
      const get = (kind: string) => (kind === 'Service' ? service : undefined)
      const store = { get, fact: () => undefined, facts: () => new Map(), by: () => slot }
      const inventory = { host: (node: string) => (node === 'gone' ? undefined : {}) }
      const plan: TaskPlan = { step: build, phase: 'Preparing', reason: 'Building', message: 'it is not there yet' }
      const ports = { store, clock: { now: () => NOW }, inventory } as unknown as Ports
      const { step: taking, reason, message } = inTurn(plan, aTaskView({ task }), ports)
      deepEqual(`${taking.do} ${reason}`, wants)
      if (taking.do === 'wait') deepEqual(message, 'its revision failed: task web-1-r2: no base')
    })

  for (const [sentence, step, around, wants] of cases)
    it(sentence, () => {
      deepEqual(turnOf(step, around).step.do, wants)
    })

  const secret = { why: 'WaitingForSecret', rollout: aRollout('r2'), phase: 'Preparing', leaves: true } as const
  for (const [sentence, around, reason] of [
    ['asks for no bytes where it leaves its node', secret, 'WaitingForSuccessor'],
    ['asks for them a second later', { ...secret, reason: 'WaitingForSuccessor' }, 'WaitingForSecret'],
    ['asks for them at once where it runs', { ...secret, phase: 'Running' }, 'WaitingForSecret'],
    ['goes on to ask for them', { ...secret, reason: 'WaitingForSecret' }, 'WaitingForSecret'],
    [
      'asks for none while its successor comes',
      { ...secret, reason: 'WaitingForSecret', others: [wanting(9_999)] },
      'WaitingForSuccessor',
    ],
    [
      'asks for them while that stands still',
      { ...secret, reason: 'WaitingForSecret', others: [wanting(10_000)] },
      secret.why,
    ],
    [
      'asks for them where the rollout stands',
      { ...secret, rollout: aRollout('r2', { state: 'Stalled' }) },
      secret.why,
    ],
  ] as readonly (readonly [string, Around, string])[])
    it(sentence, () => {
      deepEqual(turnOf({ do: 'wait' }, around).reason, reason)
    })
})
