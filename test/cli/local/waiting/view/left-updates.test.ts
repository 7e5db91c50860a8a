import { equal, match } from 'node:assert/strict'
import type { V1RolloutStatus, V1Service, V1ServiceStatus, V1Task } from '../../../../../api/v1/generated/types.ts'
import { leftBy, type LeftBefore } from '../../../../../cli/local/waiting/view/left-updates.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import { ago, aRollout, aService, aTask, NOW, ready } from '../../../../support/builders.ts'

const BEGAN = ago(60_000)
const held: LeftBefore = new Map([['shop/web', 'paused']])
const before: LeftBefore = new Map([['shop/web', { revision: 'bad', startedAt: BEGAN }]])

describe('a wait for what was asked beside an update that was left before', () => {
  for (const { it: sentence, service, tasks = [], leftBefore = before, wants } of [
    { it: 'is 0 when the tasks of before are ready', service: rolledBack(2), wants: 0 },
    { it: 'is 1 of an apply all the same', service: rolledBack(2), leftBefore: new Map(), wants: 1 },
    { it: 'is open while a task of before comes up', service: rolledBack(1), tasks: [coming()] },
    { it: 'is open until its rollback is over', service: failed(2, { state: 'RollingBack', revision: 'good' }) },
    { it: 'is 1 when one stays in a crash loop', service: rolledBack(1), tasks: [crashing()], wants: 1 },
    { it: 'is 0 where the update was left half done and every slot is ready', service: stalled(2), wants: 0 },
    { it: 'is open while a task of before comes up beside it', service: stalled(1), tasks: [coming()] },
    { it: 'is 1 where a slot has nothing but a task that failed', service: stalled(1), tasks: [crashing()], wants: 1 },
    { it: 'is 1 where the one that failed runs for a moment', service: stalled(2), tasks: [again(1)], wants: 1 },
    { it: 'is 0 where it has come up since', service: stalled(2), tasks: [again(0)], wants: 0 },
    { it: 'is 1 when a rollout failed that began since', service: stalled(2, ago(1_000)), wants: 1 },
    { it: 'is 1 when another revision failed since', service: stalled(2, BEGAN, 'worse'), wants: 1 },
    { it: 'is 0 where an update stays paused and all are ready', service: paused(2), leftBefore: held, wants: 0 },
    { it: 'is 1 of an apply of what is paused', service: paused(2), leftBefore: new Map(), wants: 1 },
    { it: 'is open while a task comes up beside it', service: paused(1), tasks: [coming()], leftBefore: held },
  ] as readonly Row[])
    it(sentence, () => equal(verdictOf(aView(service, tasks, leftBefore))?.exit, wants))

  it('says that the service runs an older revision, why, and what to do', () => {
    const said = verdictOf(aView(rolledBack(2), [], before))
    match(
      said?.message ?? '',
      /^converged: 1 service; Service shop\/web runs good, as its newest revision failed before: it broke$/,
    )
    match(said?.remedy ?? '', /correct the manifest and apply again, or `reconcile rollout retry web -n shop`/)
  })

  it('says that a service is not updated, and what lets it go on', () => {
    const { message = '' } = verdictOf(aView(paused(2), [], held)) ?? {}
    match(
      message,
      /^converged: 1 service; Service shop\/web is not updated: rollouts paused; `resume` lets them go on$/,
    )
  })

  it('gives an apply of what is paused the command for a remedy that its message names', () => {
    match(verdictOf(aView(paused(2), [], new Map()))?.remedy ?? '', /^give the command that it names once it may go on/)
  })

  it('says what to do of each of several', () => {
    const web = rolledBack(2)
    const api = { ...web, metadata: { ...web.metadata, name: 'api' } }
    const both = new Map([...before, ['shop/api', { revision: 'bad', startedAt: BEGAN }]])
    const view = aView(web, [], both)
    equal(
      verdictOf({ ...view, objects: [web, api] })?.remedy,
      'correct their manifests and apply again, or `reconcile rollout retry web api -n shop` once their causes are gone',
    )
  })

  it('knows as failed what is wanted now and failed, and what ran before it', () => {
    const of = (service: V1Service) => [
      ...leftBy({ by: () => new Map([['shop/web', service]]), fact: () => undefined } as never, ['shop']),
    ]
    equal(of(rolledBack(2)).length, 1)
    equal(of(failed(2, { state: 'Completed', revision: 'good' }, { updateRevision: 'good' })).length, 0)
    const first: V1ServiceStatus = { stalledHash: 'bad', updateRevision: 'bad' }
    equal(of(aService({}, { ...first, rollout: aRollout('bad', { state: 'Stalled' }) })).length, 0)
  })
})

describe('a wait that ends while a service is stopped by hand', () => {
  it('says so, and how to start it', () => {
    const message = 'stopped by hand since 10:00; `reconcile start service/web -n shop` runs it again'
    const stopped = aService(
      {},
      { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True', reason: 'Stopped', message }] },
    )
    const said = verdictOf(aView(stopped, [], new Map()))
    equal(said?.exit, 0)
    match(said?.message ?? '', /^converged: 1 service; Service shop\/web is stopped$/)
    equal(said?.remedy, 'start it with `reconcile start web -n shop`')
  })
})

interface Row {
  readonly it: string
  readonly service: V1Service
  readonly tasks?: readonly V1Task[]
  readonly leftBefore?: LeftBefore
  readonly wants?: number
}

function aView(service: V1Service, tasks: readonly V1Task[], leftBefore: LeftBefore): WaitView {
  const since = NOW - 20_000
  const none = { leaving: [], silent: [], holds: [] }
  return { objects: [service], tasks, leftBefore, since, now: NOW, isFresh: true, isIdle: true, ...none }
}

function failed(readyReplicas: number, rollout: Partial<V1RolloutStatus>, more: V1ServiceStatus = {}): V1Service {
  const reason = 'RolledBack'
  const since = { lastTransitionTime: ago(50_000) }
  return aService(
    { replicas: 2 },
    {
      ...{ observedGeneration: 1, readyReplicas, desiredReplicas: 2 },
      ...{ currentRevision: 'good', updateRevision: 'bad', stalledHash: 'bad' },
      conditions: [{ type: 'Ready', status: 'False', reason, message: 'it broke', ...since }],
      rollout: aRollout(rollout.revision ?? 'bad', { message: 'it broke', ...rollout }),
      ...more,
    },
  )
}

function paused(readyReplicas: number): V1Service {
  const message = 'rollouts paused; `resume` lets them go on'
  const condition = { type: 'Ready', status: 'False' as const, reason: 'RolloutPaused', message }
  const conditions = [{ ...condition, lastTransitionTime: ago(50_000) }]
  return failed(readyReplicas, { state: 'Paused', message }, { conditions })
}

function rolledBack(readyReplicas: number): V1Service {
  return failed(
    readyReplicas,
    { state: 'RolledBack', revision: 'good', startedAt: ago(1_000) },
    { updateRevision: 'good' },
  )
}

function stalled(readyReplicas: number, startedAt = BEGAN, hash = 'bad'): V1Service {
  return failed(readyReplicas, { state: 'Stalled', startedAt }, { stalledHash: hash, updateRevision: hash })
}

function coming(): V1Task {
  return aTask(2, 'good', { phase: 'Starting', reason: 'Starting' })
}

function crashing(): V1Task {
  return aTask(2, 'good', { phase: 'Starting', reason: 'CrashLoop', failures: 3 })
}

function again(failures: number): V1Task {
  return aTask(1, 'bad', { ...ready(), failures })
}
