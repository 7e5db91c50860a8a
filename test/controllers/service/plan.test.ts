import { deepEqual, equal } from 'node:assert/strict'
import type { V1Revision, V1ServiceSpec, V1ServiceStatus, V1Task } from '../../../api/v1/generated/types.ts'
import { planService, type ServiceAction, type ServicePlan } from '../../../controllers/service/plan.ts'
import type { ServiceView } from '../../../controllers/service/view.ts'
import { ago, aRevision, aRollout, aService, aTarget, aTask, NOW, ready, specified } from '../../support/builders.ts'

interface Given {
  readonly spec?: Partial<V1ServiceSpec>
  readonly status?: V1ServiceStatus
  readonly tasks?: readonly V1Task[]
  readonly target?: string
  readonly view?: Partial<ServiceView>
}

function plan({ spec, status, tasks = [], target = 'r2', view = {} }: Given): ServicePlan {
  const service = aService(spec, status)
  return planService({
    service,
    tasks,
    revisions: [],
    nodes: ['a'],
    adoptable: [],
    inPlace: () => false,
    now: NOW,
    target: aTarget(target),
    ...view,
  })
}

function brief(action: ServiceAction): string {
  switch (action.do) {
    case 'createTask':
      return `create ${action.slot} ${action.revision}${action.attempt > 0 ? ` again` : ''}`
    case 'adopt':
      return `adopt ${action.container.task}`
    case 'rename':
      return `rename ${action.task.metadata.name} to ${action.name}`
    default:
      return `${action.do} ${action.task.metadata.name}`
  }
}

/** The revision, whose image was resolved. */
function pinned(hash: string, digest: string): V1Revision {
  const revision = aRevision(hash)
  return { ...revision, spec: { ...revision.spec, imageDigests: { [revision.spec.template.image ?? '']: digest } } }
}

const settled = (revision: string): V1ServiceStatus => ({
  currentRevision: revision,
  rollout: { state: 'Completed', revision },
})
const update = { status: { currentRevision: 'r1', rollout: aRollout('r2') } }
const waits = { phase: 'Preparing' as const, reason: 'WaitingForPredecessor' }
const three = (revision: string) => [1, 2, 3].map((slot) => aTask(slot, revision, ready()))

describe('planService', () => {
  for (const { it: sentence, given, wants } of [
    {
      it: 'makes every task of a new service at once',
      given: { spec: { replicas: 3 } },
      wants: ['create 1 r2', 'create 2 r2', 'create 3 r2'],
    },
    { it: 'makes none of zero replicas', given: { spec: { replicas: 0 } }, wants: [] },
    { it: 'makes nothing while a secret is not known', given: { view: { target: undefined } }, wants: [] },
    {
      it: 'fills the gap of a task that is gone',
      given: {
        spec: { replicas: 3 },
        status: settled('r2'),
        tasks: three('r2').filter((task) => task.spec.slot !== 2),
      },
      wants: ['create 2 r2'],
    },
    {
      it: 'does nothing when all is as declared',
      given: { spec: { replicas: 3 }, status: settled('r2'), tasks: three('r2') },
      wants: [],
    },
    {
      it: 'retires the highest slots first',
      given: { spec: { replicas: 1 }, status: settled('r2'), tasks: three('r2') },
      wants: ['retire web-2-r2', 'retire web-3-r2'],
    },
    {
      it: 'retires what does not run before what does',
      given: {
        spec: { replicas: 1 },
        status: settled('r2'),
        tasks: [aTask(1, 'r2', { phase: 'Starting' }), aTask(2, 'r2', ready())],
      },
      wants: ['retire web-1-r2'],
    },
    {
      it: 'keeps slot numbers that are not contiguous',
      given: {
        spec: { replicas: 2 },
        status: settled('r2'),
        tasks: [aTask(2, 'r2', ready()), aTask(5, 'r2', ready())],
      },
      wants: [],
    },
    {
      it: 'takes a new container for a tag that means another image, though nothing else differs',
      given: {
        spec: { replicas: 1 },
        ...update,
        tasks: [aTask(1, 'r1', ready())],
        view: {
          inPlace: () => true,
          revisions: [pinned('r1', 'nginx@a')],
          target: { ...aTarget('r2'), image: 'nginx@b' },
        },
      },
      wants: ['create 1 r2'],
    },
    {
      it: 'revises in place where the tag means what it did',
      given: {
        spec: { replicas: 1 },
        ...update,
        tasks: [aTask(1, 'r1', ready())],
        view: {
          inPlace: () => true,
          revisions: [pinned('r1', 'nginx@a')],
          target: { ...aTarget('r2'), image: 'nginx@a' },
        },
      },
      wants: ['revise web-1-r1'],
    },
    {
      it: 'renames the container when its name alone changes',
      given: { spec: { containerName: 'front' }, status: settled('r2'), tasks: [aTask(1, 'r2', ready())] },
      wants: ['rename web-1-r2 to front'],
    },
    {
      it: 'gives back the name of the slot when none is declared any more',
      given: {
        status: settled('r2'),
        tasks: [specified(aTask(1, 'r2', ready()), { containerName: 'front' })],
      },
      wants: ['rename web-1-r2 to shop-web-1'],
    },
    {
      it: 'renames nothing that is replaced anyway',
      given: { spec: { containerName: 'front' }, ...update, tasks: [aTask(1, 'r1', ready())] },
      wants: ['create 1 r2'],
    },
    {
      it: 'renames what stays because the rollout stands still',
      given: {
        spec: { containerName: 'front' },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r2', { state: 'Stalled' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: ['rename web-1-r1 to front'],
    },
    {
      it: 'replaces one slot at a time',
      given: { spec: { replicas: 3 }, ...update, tasks: three('r1') },
      wants: ['create 1 r2'],
    },
    {
      it: 'keeps the old task until its successor is prepared (S10)',
      given: {
        spec: { replicas: 1 },
        ...update,
        tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', { phase: 'Preparing', reason: 'Pulling' })],
      },
      wants: [],
    },
    {
      it: 'stops the old task when its successor waits only for the name',
      given: { spec: { replicas: 1 }, ...update, tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', waits)] },
      wants: ['retire web-1-r1'],
    },
    {
      it: 'waits out the monitor time before the next slot',
      given: {
        spec: { replicas: 2, updateStrategy: { monitorSeconds: 10 } },
        ...update,
        tasks: [aTask(1, 'r2', ready(2_000)), aTask(2, 'r1', ready())],
      },
      wants: [],
    },
    {
      it: 'goes on when the slot was ready for the monitor time',
      given: {
        spec: { replicas: 2, updateStrategy: { monitorSeconds: 10 } },
        ...update,
        tasks: [aTask(1, 'r2', ready(11_000)), aTask(2, 'r1', ready())],
      },
      wants: ['create 2 r2'],
    },
    {
      it: 'replaces all at once with parallelism 0',
      given: { spec: { replicas: 3, updateStrategy: { parallelism: 0 } }, ...update, tasks: three('r1') },
      wants: ['create 1 r2', 'create 2 r2', 'create 3 r2'],
    },
    {
      it: 'leaves the old tasks alone when the new one fails',
      given: {
        spec: { replicas: 2 },
        ...update,
        tasks: [aTask(1, 'r2', { phase: 'Starting', restarts: 1, failures: 1 }), aTask(2, 'r1', ready())],
      },
      wants: [],
    },
    {
      it: 'rolls a failed slot back',
      given: {
        spec: { replicas: 1, updateStrategy: { failureAction: 'Rollback' } },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RollingBack' }) },
        tasks: [aTask(1, 'r2', { phase: 'Failed' })],
      },
      wants: ['create 1 r1'],
    },
    {
      it: 'fills a gap with the good revision while an update is stalled',
      given: {
        spec: { replicas: 2 },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r2', { state: 'Stalled' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: ['create 2 r1'],
    },
    {
      it: 'revises in place where the engine can',
      given: {
        spec: { replicas: 1 },
        ...update,
        tasks: [aTask(1, 'r1', ready())],
        view: { inPlace: () => true, revisions: [aRevision('r1')] },
      },
      wants: ['revise web-1-r1'],
    },
    {
      it: 'adopts containers whose tasks nobody knows before anything else',
      given: { view: { adoptable: [{ task: 'web-1-abc', slot: 1, revision: 'r2', node: 'a', id: 'c1' }] } },
      wants: ['adopt web-1-abc'],
    },
    {
      it: 'counts a completed job task as done',
      given: {
        spec: { mode: 'ReplicatedJob', replicas: 1 },
        status: settled('r2'),
        tasks: [aTask(1, 'r2', { phase: 'Completed', finishedAt: ago(1) })],
      },
      wants: [],
    },
    {
      it: 'runs at most maxConcurrent tasks of a job',
      given: { spec: { mode: 'ReplicatedJob', replicas: 4, maxConcurrent: 2 } },
      wants: ['create 1 r2', 'create 2 r2'],
    },
    {
      it: 'runs a global service once on each node',
      given: { spec: { mode: 'Global' }, view: { nodes: ['a', 'b'] } },
      wants: ['create 1 r2', 'create 2 r2'],
    },
  ] as readonly { it: string; given: Given; wants: string[] }[])
    it(sentence, () => deepEqual(plan(given).actions.map(brief), wants))

  for (const { it: sentence, given, wants } of [
    { it: 'is under way while tasks start', given: { spec: { replicas: 1 } }, wants: 'Progressing' },
    {
      it: 'is complete when every slot is available',
      given: { spec: { replicas: 1 }, tasks: [aTask(1, 'r2', ready())] },
      wants: 'Completed',
    },
    {
      it: 'stays complete when a task fails later',
      given: {
        spec: { replicas: 1 },
        status: settled('r2'),
        tasks: [aTask(1, 'r2', { phase: 'Starting', failures: 5 })],
      },
      wants: 'Completed',
    },
    {
      it: 'stalls when an update fails',
      given: {
        spec: { replicas: 1 },
        ...update,
        tasks: [aTask(1, 'r2', { phase: 'Failed', message: 'it exited with 1' }), aTask(1, 'r1', ready())],
      },
      wants: 'Stalled',
    },
    {
      it: 'rolls back when told to',
      given: {
        spec: { replicas: 1, updateStrategy: { failureAction: 'Rollback' } },
        ...update,
        tasks: [aTask(1, 'r2', { phase: 'Failed' })],
      },
      wants: 'RollingBack',
    },
    {
      it: 'is rolled back when the old revision is available again',
      given: {
        spec: { replicas: 1 },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RollingBack' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: 'RolledBack',
    },
    {
      it: 'stays rolled back while the failed template is wanted',
      given: {
        spec: { replicas: 1 },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RolledBack' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: 'RolledBack',
    },
    {
      it: 'is complete when the template that it went back to is wanted again',
      given: {
        spec: { replicas: 1 },
        target: 'r1',
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RolledBack' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: 'Completed',
    },
    {
      it: 'fails without progress for the deadline',
      given: {
        spec: { replicas: 1, progressDeadlineSeconds: 60 },
        status: {
          currentRevision: 'r1',
          rollout: aRollout('r2', { progressedAt: ago(61_000), startedAt: ago(61_000) }),
        },
        tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', { phase: 'Preparing', reason: 'PullFailed' })],
      },
      wants: 'Stalled',
    },
    {
      it: 'does not count the wait for a dependency',
      given: {
        spec: { replicas: 1, progressDeadlineSeconds: 60 },
        status: { rollout: aRollout('r2', { progressedAt: ago(61_000), startedAt: ago(61_000) }) },
        tasks: [aTask(1, 'r2', { phase: 'Preparing', reason: 'WaitingForDependency' })],
      },
      wants: 'Progressing',
    },
    {
      it: 'goes on past failures that the ratio allows',
      given: {
        spec: { replicas: 2, updateStrategy: { maxFailureRatio: 0.5 } },
        ...update,
        tasks: [aTask(1, 'r2', { phase: 'Failed' }), aTask(2, 'r1', ready())],
      },
      wants: 'Progressing',
    },
    {
      it: 'gives a first deployment some restarts',
      given: { spec: { replicas: 1 }, tasks: [aTask(1, 'r2', { phase: 'Starting', restarts: 2, failures: 2 })] },
      wants: 'Progressing',
    },
    {
      it: 'names a first deployment that only crashes',
      given: { spec: { replicas: 1 }, tasks: [aTask(1, 'r2', { phase: 'Starting', failures: 3 })] },
      wants: 'Stalled',
    },
  ] as readonly { it: string; given: Given; wants: string }[])
    it(`a rollout ${sentence}`, () => equal(plan(given).rollout.state, wants))

  it('quotes the failed task and its last words', () => {
    const failed = aTask(1, 'r2', { phase: 'Failed', message: 'it exited with 1', lastLogLines: ['no such table'] })
    equal(
      plan({ spec: { replicas: 1 }, ...update, tasks: [failed] }).rollout.message,
      'task web-1-r2: it exited with 1; its last words: no such table',
    )
  })

  it('remembers the hash of a failed update until the template changes', () => {
    equal(plan({ spec: { replicas: 1 }, ...update, tasks: [aTask(1, 'r2', { phase: 'Failed' })] }).stalledHash, 'r2')
    const fresh = plan({
      spec: { replicas: 1 },
      target: 'r3',
      status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r2', { state: 'Stalled' }) },
      tasks: [aTask(1, 'r1', ready())],
    })
    deepEqual(fresh.actions.map(brief), ['create 1 r3'])
  })
})
