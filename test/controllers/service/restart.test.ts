import { deepEqual, equal } from 'node:assert/strict'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { isRestarted } from '../../../controllers/service/restart.ts'
import { ago, aRollout, aService, aTask, ready, specified } from '../../support/builders.ts'
import { brief, plan, settled, three, waits, type Given } from '../../support/service-plan.ts'

const AT = '2029-12-31T23:00:00.000Z'
const EARLIER = '2029-12-31T22:00:00.000Z'

/** The task that replaces one of the same revision. */
function renewed(slot: number, status: V1Task['status'] = ready(), at = AT): V1Task {
  const task = specified(aTask(slot, 'r2', status), { attempt: 1 })
  const metadata = { ...task.metadata, name: `${task.metadata.name}-1`, annotations: { [annotations.restarted]: at } }
  return { ...task, metadata }
}

const going = {
  currentRevision: 'r2',
  rollout: aRollout('r2', { restartedAt: AT, startedAt: ago(60_000), progressedAt: ago(60_000) }),
}
const startFirst = { replicas: 3, updateStrategy: { order: 'StartFirst' as const, monitorSeconds: 5 } }
const view = { restart: AT }

describe('planService in a restart', () => {
  for (const { it: sentence, given, wants } of [
    {
      it: 'makes a new task of the same revision, one at a time',
      given: { status: settled('r2'), tasks: three('r2') },
      wants: ['create 1 r2 again'],
    },
    {
      it: 'waits for the one that is on its way',
      given: { status: going, tasks: [...three('r2'), renewed(1, { phase: 'Preparing' })] },
      wants: [],
    },
    {
      it: 'retires the old one when the new one is prepared',
      given: { status: going, tasks: [...three('r2'), renewed(1, waits)] },
      wants: ['retire web-1-r2'],
    },
    {
      it: 'leaves the old one of a start-first service until the new one was ready for as long as it is watched',
      given: { spec: startFirst, status: going, tasks: [...three('r2'), renewed(1, ready(1_000))] },
      wants: [],
    },
    {
      it: 'goes on with the next when the first is up',
      given: { status: going, tasks: [renewed(1), aTask(2, 'r2', ready()), aTask(3, 'r2', ready())] },
      wants: ['create 2 r2 again'],
    },
    {
      it: 'takes what an earlier restart made for old',
      given: { status: going, tasks: [renewed(1, ready(), EARLIER), renewed(2), renewed(3)] },
      wants: ['create 1 r2 again'],
    },
    {
      it: 'retires what an earlier restart made and has not taken over, and makes its successor when that is gone',
      given: {
        status: going,
        tasks: [aTask(1, 'r2', ready()), renewed(1, { phase: 'Preparing' }, EARLIER), renewed(2), renewed(3)],
      },
      wants: ['retire web-1-r2-1'],
    },
    {
      it: 'keeps what ran before an update that it came in between',
      given: {
        status: { currentRevision: 'r1', rollout: aRollout('r2') },
        tasks: [
          aTask(1, 'r1', ready()),
          aTask(1, 'r2', ready(1_000)),
          aTask(2, 'r1', ready()),
          aTask(3, 'r1', ready()),
        ],
      },
      wants: ['retire web-1-r2'],
    },
    {
      it: 'makes a new container also where the change would need none',
      given: { status: settled('r1'), tasks: three('r1'), view: { ...view, inPlace: () => true } },
      wants: ['create 1 r2'],
    },
    {
      it: 'does nothing while the service is paused',
      given: { status: settled('r2'), tasks: three('r2'), view: { ...view, paused: { message: 'paused' } } },
      wants: [],
    },
    {
      it: 'hands over to the task that takes our own place',
      given: {
        spec: { replicas: 1 },
        status: going,
        tasks: [aTask(1, 'r2', ready()), renewed(1)],
        view: { ...view, ourselves: { task: 'web-1-r2' } },
      },
      wants: ['handOver web-1-r2-1'],
    },
  ] satisfies { it: string; given: Given; wants: string[] }[])
    it(sentence, () => {
      const { actions } = plan({ spec: { replicas: 3 }, view, ...given })
      deepEqual(actions.map(brief), wants)
    })

  it('begins the rollout anew, with its time', () => {
    const stale = { startedAt: ago(900_000), progressedAt: ago(900_000), updated: 3 }
    const status = { currentRevision: 'r2', rollout: aRollout('r2', { ...stale, restartedAt: EARLIER }) }
    const { rollout } = plan({ spec: { replicas: 3 }, status, tasks: three('r2'), view })
    deepEqual(
      [rollout.state, rollout.restartedAt, rollout.startedAt, rollout.progressedAt, rollout.updated],
      ['Progressing', AT, ago(0), ago(0), 0],
    )
  })

  it('is complete when every slot has a new task that was ready for as long as it is watched', () => {
    const spec = { replicas: 1, updateStrategy: { monitorSeconds: 5 } }
    const stateAfter = (ms: number) => plan({ spec, status: going, tasks: [renewed(1, ready(ms))], view }).rollout.state
    deepEqual([stateAfter(4_000), stateAfter(6_000)], ['Progressing', 'Completed'])
  })

  it('stands still when a new task fails, and there is nothing to go back to', () => {
    const tasks = [...three('r2').slice(1), renewed(1, { phase: 'Failed', message: 'it exited with 3' })]
    const given = { spec: { replicas: 3, updateStrategy: { failureAction: 'Rollback' as const } }, tasks, view }
    const { rollout, actions, stalledHash } = plan({ ...given, status: going })
    deepEqual([rollout.state, rollout.message], ['Stalled', 'task web-1-r2-1: it exited with 3'])
    deepEqual([actions, stalledHash], [[], undefined])
  })
})

describe('a restart is over', () => {
  const isOver = (tasks: readonly V1Task[], state: 'Completed' | 'Progressing', actions: readonly never[] = []) => {
    const service = aService()
    const all = {
      service,
      tasks,
      revisions: [],
      nodes: [],
      adoptable: [],
      isClaimed: () => false,
      inPlace: () => false,
      noRoom: () => undefined,
    }
    return isRestarted({ ...all, retry: false, now: 0, restart: AT }, { rollout: { state, revision: 'r2' }, actions })
  }

  it('when nothing of before it is left but what goes', () => {
    const old = specified(aTask(1, 'r2', ready()), { desiredState: 'Removed' })
    equal(isOver([old, renewed(1)], 'Completed'), true)
  })
  it('not while its rollout goes on', () => equal(isOver([renewed(1)], 'Progressing'), false))
  it('not while a task of before is there', () =>
    equal(isOver([aTask(2, 'r2', ready()), renewed(1)], 'Completed'), false))
})
