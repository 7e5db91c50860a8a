import { equal } from 'node:assert/strict'
import type {
  V1Condition,
  V1Service,
  V1ServiceStatus,
  V1Task,
  V1TaskSpec,
  V1TaskStatus,
} from '../../../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { aService, aTask, NOW, ready as readyFor, specified } from '../../../../support/builders.ts'

const toGo = specified(aTask(1, 'r1', { phase: 'Running' }), { desiredState: 'Removed' })

type State = NonNullable<V1ServiceStatus['rollout']>['state']

describe('a wait in which a service failed', () => {
  for (const { it: sentence, state = 'Progressing', ready = notReady('RollingOut'), ...rest } of [
    { it: 'goes on while another rolls out, as that would be left half done', isOver: false },
    { it: 'goes on while another one starts', ready: notReady('HealthStarting', 60_000), isOver: false },
    { it: 'goes on while another one is rolled back', state: 'RollingBack', isOver: false },
    { it: 'goes on while a loop is at something', state: 'Completed', ready: isReady(), view: { isIdle: false } },
    { it: 'is over once the others are ready', state: 'Completed', ready: isReady(), isOver: true },
    { it: 'is over once another has failed as well', state: 'Stalled', isOver: true },
    { it: 'is over when the other only waits for what failed', ready: notReady('DependencyFailed'), isOver: true },
    {
      it: 'is over when the update of the other waits for what failed',
      view: anUpdate('DependencyFailed'),
      isOver: true,
    },
    {
      it: 'goes on while a task of the other starts, beside one on a host that does not answer',
      ready: notReady('HostUnreachable', 20_000),
      view: besideSilent(aTaskOfOther({ reason: 'HealthStarting', conditions: [notReady('HealthStarting')] })),
    },
    {
      it: 'goes on while a new task of the other is watched, beside one on a host that does not answer',
      ready: notReady('HostUnreachable', 20_000),
      view: besideSilent(aTaskOfOther(readyFor(4_000))),
    },
    {
      it: 'is over when the new tasks of the other were watched, and the rest is on a host that does not answer',
      ready: notReady('HostUnreachable', 20_000),
      view: besideSilent(aTaskOfOther(readyFor(10_000))),
      isOver: true,
    },
    { it: 'goes on while the update of the other starts', view: anUpdate('Starting') },
    { it: 'goes on while the other, rolled out before, is scaled up', state: 'Completed', view: anUpdate('Starting') },
    {
      it: 'is over when the other, rolled out before, is unwell',
      state: 'Completed',
      view: anUpdate('Unhealthy'),
      isOver: true,
    },
    {
      it: 'goes on while a removal has failed and is tried again',
      state: 'Completed',
      ready: isReady(),
      view: aRemoval(5_000),
    },
    {
      it: 'is over when a removal has failed for half a minute',
      state: 'Completed',
      ready: isReady(),
      view: { ...aRemoval(30_000), since: NOW - 60_000 },
      isOver: true,
    },
    {
      it: 'is over when a task that is to go is not tried',
      state: 'Completed',
      ready: isReady(),
      view: { tasks: [toGo] },
      isOver: true,
    },
    { it: 'is over when the other waits for a network', ready: notReady('WaitingForNetwork', 5_000), isOver: true },
    { it: 'is over when the other fits on no node', ready: notReady('NoNodeFits', 5_000), isOver: true },
    { it: 'is over when the rollout of the other is paused', ready: notReady('RolloutPaused', 5_000), isOver: true },
    { it: 'is over when the other is in a crash loop for long', ready: notReady('CrashLoop', 20_000), isOver: true },
    { it: 'is over at its deadline, with the failure', view: { deadline: NOW }, isOver: true },
  ] as readonly Case[])
    it(sentence, () => {
      const view = { ...aView(serviceNamed('good', state, ready)), ...rest.view }
      equal(verdictOf(view)?.exit, rest.isOver ? 1 : undefined)
    })

  for (const [reason, exit] of [
    ['SpecDiffers', 1],
    ['VolumeLost', 6],
  ] as const)
    it(`goes on as well where not the rollout failed, but a person alone lifts a ${reason}`, () => {
      const volume: ObjectOf = {
        ...{ apiVersion: API_VERSION, kind: 'Volume', spec: {} },
        metadata: { name: 'd', namespace: 'shop', generation: 1 },
        status: { observedGeneration: 1, conditions: [notReady(reason, 5_000)] },
      }
      const good = serviceNamed('good', 'Progressing', notReady('RollingOut'))
      equal(verdictOf({ ...aView(good), objects: [volume, good] }), undefined)
      equal(verdictOf({ ...aView(good), objects: [volume] })?.exit, exit)
    })
})

describe('a wait for what is there to end, of which a task failed', () => {
  for (const { it: sentence, status = {}, revision = 'r1', desiredState = 'Running', toEnd = ['shop/web'], isOver } of [
    { it: 'goes on while another task of it works', status: { phase: 'Running' } },
    { it: 'goes on while another one starts', status: { phase: 'Preparing', reason: 'Creating' } },
    { it: 'is over once the others have ended', status: { phase: 'Completed' }, isOver: true },
    { it: 'is over once the others failed, too', status: { phase: 'Failed', reason: 'GaveUp' }, isOver: true },
    { it: 'is over when the other is to go', status: { phase: 'Running' }, desiredState: 'Shutdown', isOver: true },
    {
      it: 'is over when the other is of an older revision',
      status: { phase: 'Running' },
      revision: 'r0',
      isOver: true,
    },
    { it: 'is over when it is there to stay', status: { phase: 'Running' }, toEnd: [], isOver: true },
  ] as readonly EndingCase[])
    it(sentence, () => {
      const rollout = { state: 'Stalled', revision: 'r1' } as const
      const service = aService({}, { observedGeneration: 1, rollout, conditions: [notReady('RolloutFailed', 5_000)] })
      const gaveUp = aTask(1, 'r1', { phase: 'Failed', reason: 'GaveUp' })
      const tasks = [gaveUp, specified(aTask(2, revision, status), { desiredState })]
      const view = { ...aView(service), objects: [service], tasks, toEnd: new Set(toEnd) }
      equal(verdictOf(view)?.exit, isOver ? 1 : undefined)
    })
})

interface EndingCase {
  readonly it: string
  readonly status?: V1TaskStatus
  readonly revision?: string
  readonly desiredState?: V1TaskSpec['desiredState']
  readonly toEnd?: readonly string[]
  readonly isOver?: boolean
}

interface Case {
  readonly it: string
  readonly state?: State
  readonly ready?: V1Condition
  readonly view?: Partial<WaitView>
  readonly isOver?: boolean
}

function aView(other: V1Service): WaitView {
  const bad = serviceNamed('bad', 'Stalled', notReady('RolloutFailed', 5_000))
  const now = { since: NOW, now: NOW, isFresh: true, isIdle: true }
  return { objects: [bad, other], tasks: [], leaving: [], silent: [], holds: [], ...now }
}

/** A task of the other one's update; its old ones are ready. */
function anUpdate(reason: string): Partial<WaitView> {
  const task = {
    ...{ apiVersion: API_VERSION, kind: 'Task', metadata: { name: 'good-2', namespace: 'shop' } },
    ...{ spec: { service: 'good', slot: 1, template: {} }, status: { reason, conditions: [notReady(reason)] } },
  } as unknown as V1Task
  return { tasks: [task] }
}

function aTaskOfOther(status: V1TaskStatus): V1Task {
  return specified(aTask(1, 'r1', status), { service: 'good' })
}

/** The task beside another one on a host that does not answer. */
function besideSilent(task: V1Task): Partial<WaitView> {
  const silent = aTaskOfOther({ reason: 'HostUnreachable', conditions: [notReady('HostUnreachable', 20_000)] })
  return { tasks: [silent, task] }
}

/** A task that is to go, of which the engine refuses the removal. */
function aRemoval(forMs: number): Partial<WaitView> {
  const failing = { ...notReady('CallFailed', forMs), type: 'CallFailing', status: 'True' } as const
  return { tasks: [{ ...toGo, status: { ...toGo.status, conditions: [failing] } }] }
}

function serviceNamed(name: string, state: State = 'None', condition: V1Condition): V1Service {
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name, namespace: 'shop', generation: 1 },
    spec: { template: {}, updateStrategy: {} },
    status: { observedGeneration: 1, rollout: { state, revision: 'r1' }, conditions: [condition] },
  } as V1Service
}

function isReady(): V1Condition {
  return { type: 'Ready', status: 'True' }
}

function notReady(reason: string, forMs = 0): V1Condition {
  const lastTransitionTime = new Date(NOW - forMs).toISOString()
  return { type: 'Ready', status: 'False', reason, message: 'it is so', lastTransitionTime }
}
