import { deepEqual } from 'node:assert/strict'
import type { V1Revision } from '../../../api/v1/generated/types.ts'
import type { Forsaken } from '../../../controllers/service/plan/forsaken.ts'
import { ago, aRevision, aRollout, aTarget, aTask, ready, specified } from '../../support/builders.ts'
import { brief, type Given, plan, settled, three, update, waits } from '../../support/service-plan.ts'

/** The revision, whose image was resolved. */
function pinned(hash: string, digest: string): V1Revision {
  const revision = aRevision(hash)
  return { ...revision, spec: { ...revision.spec, imageDigests: { [revision.spec.template.image ?? '']: digest } } }
}

/** Two revisions of an image without a digest; `on` has its ids on nodes, by revision. */
function builtOn(on: Readonly<Record<'r1' | 'r2', Readonly<Record<string, string>>>>): Given {
  const revision = (hash: 'r1' | 'r2'): V1Revision => {
    const { spec, ...revision } = aRevision(hash)
    return { ...revision, spec: { ...spec, imageDigests: { 'nginx:r1': 'sha256:1' }, imageIDs: { ...on[hash] } } }
  }
  const view = { inPlace: () => true, revisions: [revision('r1'), revision('r2')] }
  return { spec: { replicas: 1 }, ...update, tasks: [aTask(1, 'r1', ready())], view }
}

/** Two containers of which one was wanted when they were taken. */
const surplus = [1, 2].map((slot) => ({
  ...{ task: `web-${slot}-abc`, slot, revision: 'r2', node: 'a', id: `c${slot}` },
  ...(slot === 2 ? { surplus: true as const } : {}),
}))

const pulling = { phase: 'Preparing' as const, reason: 'Pulling' }

/** That the node of slot 2 is gone. */
const gone = (as: Forsaken): ReadonlyMap<string, Forsaken> => new Map([['web-2-r2', as]])

describe('planService', () => {
  for (const { it: sentence, given, wants } of [
    {
      it: 'makes every task of a new service at once',
      given: { spec: { replicas: 3 } },
      wants: ['create 1 r2', 'create 2 r2', 'create 3 r2'],
    },
    {
      it: 'makes what ended at once anew in a retry, also while it is rolled back',
      given: {
        spec: { replicas: 2 },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RollingBack' }) },
        tasks: [
          aTask(1, 'r2', { phase: 'Completed', finishedAt: ago(1_000), ranSeconds: 0.1 }),
          aTask(2, 'r1', ready()),
        ],
        view: { retry: true },
      },
      wants: ['retire web-1-r2'],
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
      it: 'fills the slot of a task whose node is gone, in the step that ends that',
      given: { spec: { replicas: 3 }, status: settled('r2'), tasks: three('r2'), view: { forsaken: gone('replaced') } },
      wants: ['retire web-2-r2', 'create 2 r2 again'],
    },
    {
      it: 'ends one that is not wanted any more',
      given: { spec: { replicas: 2 }, status: settled('r2'), tasks: three('r2'), view: { forsaken: gone('replaced') } },
      wants: ['retire web-2-r2'],
    },
    {
      it: 'ends none whose slot can not be filled yet: its name would be given again',
      given: {
        spec: { replicas: 3 },
        status: settled('r2'),
        tasks: three('r2'),
        view: { forsaken: gone('replaced'), target: undefined },
      },
      wants: [],
    },
    {
      it: 'moves none in a pause',
      given: {
        spec: { replicas: 3 },
        status: settled('r2'),
        tasks: three('r2'),
        view: { forsaken: gone('replaced'), paused: { message: 'by hand' } },
      },
      wants: [],
    },
    {
      it: 'makes nothing beside a container whose host has another name, before that is adopted',
      given: { spec: { replicas: 4 }, status: settled('r2'), tasks: three('r2'), view: { forsaken: gone('renamed') } },
      wants: ['retire web-2-r2'],
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
          target: { ...aTarget('r2'), template: { image: 'nginx:r1' }, image: 'nginx@b' },
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
          target: { ...aTarget('r2'), template: { image: 'nginx:r1' }, image: 'nginx@a' },
        },
      },
      wants: ['revise web-1-r1'],
    },
    {
      it: 'revises in place what has ended in a first deployment, which is not through yet',
      given: {
        spec: { replicas: 1, template: { image: 'nginx:r2', restartPolicy: { condition: 'OnFailure' } } },
        status: { rollout: aRollout('r2') },
        tasks: [aTask(1, 'r1', { phase: 'Completed', finishedAt: ago(1_000), ranSeconds: 0.1 })],
        view: { inPlace: () => true, revisions: [pinned('r1', 'nginx@a')] },
      },
      wants: ['revise web-1-r1'],
    },
    {
      it: 'takes a new container where another task of the new revision was made of another image on its node',
      given: builtOn({ r1: { a: 'sha256:2', b: 'sha256:1' }, r2: { a: 'sha256:3' } }),
      wants: ['create 1 r2'],
    },
    {
      it: 'revises in place where both revisions have the same image on its node',
      given: builtOn({ r1: { a: 'sha256:2', b: 'sha256:1' }, r2: { a: 'sha256:2', b: 'sha256:3' } }),
      wants: ['revise web-1-r1'],
    },
    {
      it: 'renames the container when its name alone changes',
      given: { spec: { containerName: 'front' }, status: settled('r2'), tasks: [aTask(1, 'r2', ready())] },
      wants: ['rename web-1-r2 to front'],
    },
    {
      it: 'renames what it revises in place at once: its task may be about to make its container',
      given: {
        spec: { containerName: 'front' },
        ...update,
        tasks: [aTask(1, 'r1', ready())],
        view: { inPlace: () => true, revisions: [aRevision('r1')] },
      },
      wants: ['revise web-1-r1', 'rename web-1-r1 to front'],
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
      it: 'takes the name away from what is replaced where another service is to have it',
      given: {
        spec: { containerName: 'front' },
        ...update,
        tasks: [
          specified(aTask(1, 'r1', ready()), { containerName: 'back' }),
          specified(aTask(1, 'r2', waits), { containerName: 'front' }),
        ],
        view: { isClaimed: (name: string) => name === 'back' },
      },
      wants: ['retire web-1-r1', 'rename web-1-r1 to back.r1'],
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
      it: 'replaces at once what leaves its node and never ran, beside one that runs',
      given: {
        spec: { replicas: 4 },
        status: settled('r2'),
        tasks: [aTask(1, 'r2', ready()), aTask(2, 'r2', ready()), ...[3, 4].map((slot) => aTask(slot, 'r2', pulling))],
        view: { moving: new Map([1, 2, 3, 4].map((slot) => [`web-${slot}-r2`, 'it is drained'])) },
      },
      wants: [
        ...[1, 2, 3, 4].map((slot) => `leave web-${slot}-r2`),
        ...[3, 4, 1].map((slot) => `create ${slot} r2 again`),
      ],
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
      it: 'adopts what was taken to be stopped as one that goes',
      given: { spec: { replicas: 1 }, view: { adoptable: surplus } },
      wants: ['adopt web-1-abc', 'adopt web-2-abc to go'],
    },
    {
      it: 'adopts it as any other where more are wanted by then',
      given: { spec: { replicas: 2 }, view: { adoptable: surplus } },
      wants: ['adopt web-1-abc', 'adopt web-2-abc'],
    },
    ...(['Pause', 'Rollback'] as const).map((failureAction) => ({
      it: `ends nothing more that runs, and makes nothing more, from the look on that sees its update fail (${failureAction})`,
      given: {
        ...update,
        spec: { replicas: 4, updateStrategy: { parallelism: 2, failureAction } },
        tasks: [
          aTask(1, 'r2', { phase: 'Failed' }),
          aTask(2, 'r1', ready()),
          aTask(2, 'r2', waits),
          aTask(3, 'r1', ready()),
        ],
      },
      wants: ['create 4 r1'],
    })),
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
})
