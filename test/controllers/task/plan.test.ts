import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { getCondition } from '../../../api/v1/conditions.ts'
import { planTask } from '../../../controllers/task/plan.ts'
import { taskStatus } from '../../../controllers/task/status.ts'
import type { TaskStep } from '../../../controllers/task/step.ts'
import type { DriftView, TaskView } from '../../../controllers/task/view.ts'
import { aContainer, ago, anEnded, aTask, aTaskView, NOW, specified } from '../../support/builders.ts'

function brief(step: TaskStep): string {
  const { do: verb, ...rest } = step
  return [verb, ...Object.values(rest)].join(' ')
}

const policy = (restartPolicy: object, status = {}) => ({
  task: specified(aTask(1, 'r1', status), { template: { image: 'nginx', restartPolicy } }),
})
const removed = (status = {}) => ({ task: specified(aTask(1, 'r1', status), { desiredState: 'Removed' }) })
const gated = {
  task: {
    ...removed().task,
    metadata: { ...removed().task.metadata, finalizers: ['reconcile.dev/container', 'proxy'] },
  },
}
const ending = (more: object, status = {}) => ({
  task: specified(removed(status).task, { template: { image: 'nginx', stopGracePeriodSeconds: 0, ...more } }),
  containers: [aContainer()],
})
const need = { reason: 'WaitingForNetwork', message: 'the network default is not on a yet' }
const drift = (heal: DriftView['heal'], field = 'HostConfig.Memory'): DriftView => ({
  field,
  message: `${field} differs`,
  heal,
})
const predecessor = (order: 'StopFirst' | 'StartFirst') => ({
  by: 'predecessor' as const,
  task: 'web-1-r0',
  order,
  beside: 'shop-web-1.r1',
})
const made = aContainer({ state: 'created' })
const besides = aContainer({ state: 'created', name: 'shop-web-1.r1' })

describe('planTask', () => {
  it('says of a container that never started why, until it has tried itself', () => {
    const containers = [aContainer({ state: 'created', startError: 'no such program' })]
    const said = (status: V1TaskStatus) => {
      const { step, reason, message } = planTask(aTaskView({ containers, task: { ...aTask(1, 'r1'), status } }))
      return [step.do, reason, message]
    }
    deepEqual(said({}), ['start', 'StartFailed', 'its last start failed: no such program'])
    deepEqual(said({ reason: 'StartFailed' }), said({}))
    deepEqual(said({ reason: 'StartFailed', failures: 1 }), ['start', 'Starting', 'created'])
    deepEqual(said({ reason: 'EngineFailing' }), ['start', 'Starting', 'created'])
  })

  for (const { it: sentence, view, wants } of [
    { it: 'creates a container where there is none', view: {}, wants: 'create shop-web-1 true' },
    { it: 'waits for a node', view: { task: specified(aTask(1, 'r1'), { node: undefined as never }) }, wants: 'wait' },
    { it: 'looks for the image first', view: { image: 'unknown' }, wants: 'inspectImage' },
    { it: 'pulls an image that is not there', view: { image: 'absent' }, wants: 'pull' },
    { it: 'asks the registry anew under Always', view: { image: 'stale' }, wants: 'pull' },
    {
      it: 'never pulls under Never',
      view: { image: 'absent', task: specified(aTask(1, 'r1'), { template: { image: 'x', pullPolicy: 'Never' } }) },
      wants: 'wait',
    },
    {
      it: 'builds an image that it can build',
      view: { image: 'absent', task: specified(aTask(1, 'r1'), { template: { image: 'x', build: {} } }) },
      wants: 'build',
    },
    { it: 'pulls before it waits for what else it needs', view: { image: 'absent', needs: [need] }, wants: 'pull' },
    {
      it: 'waits after a failed pull',
      view: { image: 'absent', task: aTask(1, 'r1', { nextRetryAt: ago(-5_000), reason: 'PullFailed' }) },
      wants: 'wait 5000',
    },
    { it: 'waits for what it needs', view: { needs: [need] }, wants: 'wait' },
    {
      it: 'waits for its predecessor to go where there can be no container beside it',
      view: { nameHolder: { by: 'predecessor', task: 'web-1-r0', order: 'StopFirst' } },
      wants: 'wait',
    },
    {
      it: 'is created, and not started, beside a predecessor that is to stop first (S10)',
      view: { nameHolder: predecessor('StopFirst') },
      wants: 'create shop-web-1.r1 false',
    },
    {
      it: 'is created and started beside its predecessor when it starts first',
      view: { nameHolder: predecessor('StartFirst') },
      wants: 'create shop-web-1.r1 true',
    },
    {
      it: 'waits for the name of one that has stopped and is removed now, and for which nothing is to stop (S10)',
      view: { nameHolder: { ...predecessor('StartFirst'), isGoing: true } },
      wants: 'wait 250 true',
    },
    {
      it: 'is created, and not started, beside one that is to stop first and is removed now',
      view: { nameHolder: { ...predecessor('StopFirst'), isGoing: true } },
      wants: 'create shop-web-1.r1 false',
    },
    {
      it: 'does not start before its predecessor has gone',
      view: { containers: [besides], nameHolder: predecessor('StopFirst') },
      wants: 'wait',
    },
    {
      it: 'waits as well when the predecessor has another name',
      view: { containers: [made], nameHolder: predecessor('StopFirst') },
      wants: 'wait',
    },
    {
      it: 'gets its name before it starts, as log drivers keep the one of the start',
      view: { containers: [besides] },
      wants: 'rename c1 shop-web-1',
    },
    {
      it: 'starts beside a predecessor that is to be there until it runs',
      view: { containers: [besides], nameHolder: predecessor('StartFirst') },
      wants: 'start c1',
    },
    {
      it: 'says what it lacks before it says that it waits for its predecessor',
      view: { containers: [besides], nameHolder: predecessor('StopFirst'), lost: 'its network shop_default is gone' },
      wants: 'remove c1 true',
    },
    {
      it: 'never takes the name of a foreign container (S4)',
      view: { nameHolder: { by: 'foreign', id: 'f00' } },
      wants: 'wait',
    },
    {
      it: 'looks again for a name that another service of ours still has',
      view: { nameHolder: { by: 'service', service: 'shop/old', waitsForUs: false } },
      wants: 'wait 250 true',
    },
    {
      it: 'runs on under its old name while another service has the new one',
      view: {
        containers: [aContainer({ name: 'before' })],
        nameHolder: { by: 'service', service: 'shop/old', waitsForUs: false },
      },
      wants: 'wait 250 true',
    },
    {
      it: 'makes way by its temporary name for a service that waits for its name',
      view: {
        containers: [aContainer({ name: 'before' })],
        nameHolder: { by: 'service', service: 'shop/old', waitsForUs: true },
      },
      wants: 'rename c1 shop-web-1.r1',
    },
    {
      it: 'takes on another name',
      view: { containers: [aContainer({ name: 'before' })] },
      wants: 'rename c1 shop-web-1',
    },
    {
      it: 'runs on under its old name while a foreign container has the new one (S4)',
      view: { containers: [aContainer({ name: 'before' })], nameHolder: { by: 'foreign', id: 'f00' } },
      wants: 'wait',
    },
    {
      it: 'waits after a failed attempt',
      view: { task: aTask(1, 'r1', { nextRetryAt: ago(-5_000) }) },
      wants: 'wait 5000',
    },
    { it: 'starts what a crash left created', view: { containers: [made] }, wants: 'start c1' },
    {
      it: 'makes it anew where it is older than the life of its engine, before its predecessor stops',
      view: { containers: [{ ...besides, madeBeforeEngine: true }], nameHolder: predecessor('StopFirst') },
      wants: 'remove c1 true',
    },
    { it: 'leaves a running container alone', view: { containers: [aContainer()] }, wants: 'wait' },
    {
      it: 'waits for the first health check',
      view: { containers: [aContainer({ health: 'starting' })] },
      wants: 'wait',
    },
    {
      it: 'restarts an unhealthy container',
      view: { containers: [aContainer({ health: 'unhealthy' })] },
      wants: 'restart c1',
    },
    {
      it: 'does not restart an unhealthy one under Never',
      view: { ...policy({ condition: 'Never' }), containers: [aContainer({ health: 'unhealthy' })] },
      wants: 'wait',
    },
    {
      it: 'resumes what was paused by hand',
      view: { containers: [aContainer({ state: 'paused' })] },
      wants: 'unpause c1',
    },
    {
      it: 'keeps hands off while the engine restarts it',
      view: { containers: [aContainer({ state: 'restarting' })] },
      wants: 'wait',
    },
    {
      it: 'removes a second container of the task',
      view: { containers: [aContainer(), aContainer({ id: 'c2' })] },
      wants: 'remove c2',
    },
    {
      it: 'takes its own name when it is free',
      view: { containers: [aContainer({ name: 'shop-web-1.r1' })] },
      wants: 'rename c1 shop-web-1',
    },
    {
      it: 'starts again what its engine stopped, without a policy too',
      view: { containers: [anEnded(0, 0, { endedWithEngine: true })] },
      wants: 'start c1',
    },
    {
      it: 'leaves alone what its engine stopped under Never',
      view: { ...policy({ condition: 'Never' }), containers: [anEnded(0, 0, { endedWithEngine: true })] },
      wants: 'finish Completed 0',
    },
    { it: 'completes on exit 0 without a policy', view: { containers: [anEnded(0)] }, wants: 'finish Completed 0' },
    {
      it: 'starts again what was stopped by hand, whatever its exit code',
      view: { containers: [anEnded(0, 0, { stoppedByHand: true })] },
      wants: 'start c1',
    },
    { it: 'starts again at once after a first failure', view: { containers: [anEnded(1)] }, wants: 'start c1' },
    {
      it: 'waits longer after each failure in a row',
      view: { task: aTask(1, 'r1', { failures: 3 }), containers: [anEnded(1, 0, { startedAt: ago(1_000) })] },
      wants: 'wait 400',
    },
    {
      it: 'starts again under Always even on exit 0',
      view: { ...policy({ condition: 'Always' }), containers: [anEnded(0)] },
      wants: 'start c1',
    },
    {
      it: 'waits for the declared delay',
      view: { ...policy({ condition: 'Always', delaySeconds: 3 }), containers: [anEnded(0, 1_000)] },
      wants: 'wait 2000',
    },
    {
      it: 'never restarts under Never',
      view: { ...policy({ condition: 'Never' }), containers: [anEnded(1)] },
      wants: 'finish Failed 1',
    },
    {
      it: 'does not run a completed job again when its container was pruned',
      view: { task: aTask(1, 'r1', { phase: 'Completed' }) },
      wants: 'wait',
    },
    {
      it: 'changes in place what the engine can',
      view: { containers: [aContainer()], drift: [drift({ by: 'update' })] },
      wants: 'update c1',
    },
    {
      it: 'connects what was disconnected, before it changes anything in place',
      view: { containers: [aContainer()], drift: [drift({ by: 'update' }), drift({ by: 'connect', network: 'n1' })] },
      wants: 'connect c1 n1',
    },
    {
      it: 'recreates for what can not be changed',
      view: { containers: [aContainer()], drift: [drift({ by: 'recreate' }, 'Config.Env')] },
      wants: 'recreate c1 Config.Env',
    },
    {
      it: 'never recreates twice for one field',
      view: { containers: [aContainer()], drift: [drift({ by: 'recreate' }, 'Config.Env')], fused: ['Config.Env'] },
      wants: 'wait',
    },
    {
      it: 'never recreates twice for one field what did not start yet, either',
      view: {
        containers: [made],
        ...{ drift: [drift({ by: 'recreate' }, 'Config.Env')], fused: ['Config.Env'] },
      },
      wants: 'start c1',
    },
    {
      it: 'recreates nothing that runs before the next one has what it needs (S10)',
      view: { containers: [aContainer()], drift: [drift({ by: 'recreate' }, 'Config.Env')], needs: [need] },
      wants: 'wait',
    },
    {
      it: 'does nothing on a host that does not answer (S5)',
      view: { hostHold: { reason: 'HostUnreachable', message: 'a: refused' }, containers: [anEnded(1)] },
      wants: 'wait',
    },
    { it: 'stops what is not wanted any more', view: { ...removed(), containers: [aContainer()] }, wants: 'stop c1' },
    { it: 'removes at once what has no time to stop', view: ending({}), wants: 'remove c1' },
    { it: 'stops it first where it has a hook', view: ending({ hooks: { preStop: ['x'] } }), wants: 'stop c1' },
    { it: 'stops it first where it failed and is kept', view: ending({}, { phase: 'Failed' }), wants: 'stop c1' },
    {
      it: 'stops after those that depend on it',
      view: { ...removed(), containers: [aContainer()], endNeeds: [need] },
      wants: 'wait',
    },
    { it: 'lets nothing go that others hold', view: { ...gated, containers: [aContainer()] }, wants: 'wait' },
    { it: 'lets nothing go that others hold, without a container too', view: gated, wants: 'wait' },
    {
      it: 'removes what has ended',
      view: { ...removed({ phase: 'Running' }), containers: [anEnded(0)] },
      wants: 'remove c1',
    },
    {
      it: 'keeps the last failed container under another name',
      view: { ...removed({ phase: 'Failed' }), containers: [anEnded(1)] },
      wants: 'rename c1 shop-web-1.failed',
    },
    { it: 'leaves when nothing is left outside', view: removed(), wants: 'forget' },
    { it: 'leaves a node that is gone', view: { ...removed(), hostHold: need, nodeGone: true }, wants: 'forget' },
    { it: 'is let go of there, too', view: { ...gated, hostHold: need, nodeGone: true }, wants: 'wait' },
  ] as readonly { it: string; view: Partial<TaskView>; wants: string }[])
    it(sentence, () => deepEqual(brief(planTask(aTaskView(view)).step), wants))

  it('says why it waits, in words a person can act on', () => {
    const plan = planTask(aTaskView({ nameHolder: { by: 'foreign', id: '0123456789abcdef' } }))
    equal(plan.reason, 'NameTaken')
    match(
      plan.message,
      /\(0123456789ab\): `docker rm -f shop-web-1` if nobody needs it, else `docker rename shop-web-1 OTHER`$/,
    )
  })

  it('tells a name that somebody gave from one that it gave itself', () => {
    const reasons = ['mine', 'shop-web-1.r1'].map(
      (name) => planTask(aTaskView({ containers: [aContainer({ name })] })).reason,
    )
    deepEqual(reasons, ['Drift', 'Running'])
  })

  it('says what it leaves as it is, with the way to mend it', () => {
    const left = drift({ by: 'recreate' }, 'Config.Env')
    const view = aTaskView({ containers: [aContainer()], drift: [left], fused: ['Config.Env'] })
    const { conditions } = taskStatus({ view, containers: [], discarded: [] }, planTask(view))
    match(getCondition(conditions, 'DriftLeft')?.message ?? '', /`reconcile restart service\/web -n shop`/)
    const whole = taskStatus({ view: { ...view, drift: [] }, containers: [], discarded: [] }, planTask(view))
    equal(getCondition(whole.conditions, 'DriftLeft'), undefined)
  })

  it('is Unknown while its host is silent and it had a container (S5)', () => {
    const plan = planTask(
      aTaskView({ hostHold: { reason: 'HostUnreachable', message: 'a: refused' }, containers: [aContainer()] }),
    )
    equal(plan.phase, 'Unknown')
  })

  it('is Unknown on a host that can not be asked, where nobody knows whether it has a container (S5)', () => {
    const view = aTaskView({ hostHold: { reason: 'HostUnreachable', message: 'a: refused' } })
    const plan = planTask(view)
    equal(plan.phase, 'Unknown')
    equal(taskStatus({ view, containers: [], discarded: [] }, plan).healthy, 'Unknown')
    equal(planTask({ ...view, hostHold: { reason: 'Paused', message: 'by me' } }).phase, 'Assigned')
  })

  it('runs while its end is paused, and is Unknown while its host is silent', () => {
    const phases = ['Paused', 'HostUnreachable'].map((reason) => {
      const hostHold = { reason, message: 'by me' }
      return planTask(aTaskView({ ...removed(), hostHold, containers: [aContainer()] })).phase
    })
    deepEqual(phases, ['Running', 'Unknown'])
  })

  for (const { last, moves } of [
    { last: 'WaitingForAdoption', moves: true },
    { last: 'WaitingForVolume', moves: false },
  ])
    it(`${moves ? 'moves' : 'does not move'} on as it is not ${last} any more, though it waits for something else`, () => {
      const needs = [{ reason: 'WaitingForNetwork', message: 'shop_default is not there' }]
      const view = aTaskView({
        task: aTask(1, 'r1', { phase: 'Preparing', reason: last }),
        needs,
      })
      const { reason, progressedAt } = taskStatus({ view, containers: [], discarded: [] }, planTask(view))
      deepEqual([reason, progressedAt], ['WaitingForNetwork', moves ? ago(0) : undefined])
    })

  it('is up after a crash loop once its check passes, and without one after a while', () => {
    const again = { startedAt: ago(1_000), finishedAt: ago(2_000) }
    const task = aTask(1, 'r1', { failures: 5, startedAt: ago(1_000), finishedAt: ago(2_000) })
    const reasonOf = (health: 'healthy' | 'none') =>
      planTask(aTaskView({ task, containers: [aContainer({ ...again, health })] })).reason
    deepEqual([reasonOf('healthy'), reasonOf('none')], ['Healthy', 'CrashLoop'])
  })

  it('waits only for the rest of a backoff', () => {
    const plan = planTask(
      aTaskView({
        now: NOW + 300,
        task: aTask(1, 'r1', { failures: 3 }),
        containers: [anEnded(1, 0, { startedAt: ago(1_000) })],
      }),
    )
    deepEqual(plan.step, { do: 'wait', afterMs: 100 })
  })
})
