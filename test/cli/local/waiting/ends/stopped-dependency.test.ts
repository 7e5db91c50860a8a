import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service, V1Task } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'

const NOW = Date.parse('2030-01-01T00:00:00Z')
const BY_HAND = 'stopped by hand since 2029-12-31T23:00:00Z; `reconcile start service/web -n shop` runs it again'

describe('a wait for what depends on what is stopped', () => {
  const dbg = aService('dbg', { on: 'web', reason: 'DependencyFailed' })
  const web = aService('web', { reason: 'Stopped', message: BY_HAND })

  it('ends with the command that starts both', () => {
    deepEqual(verdictOf(aView([dbg, web])), {
      type: 'outcome',
      exit: 1,
      message: 'Service shop/dbg: it depends on web, which is stopped',
      remedy: '`reconcile start web dbg -n shop`',
    })
  })

  it('ends so for what shares the namespace of what is stopped', () => {
    const sidecar = aService('sidecar', { reason: 'WaitingForNamespace', template: { networkMode: 'service:web' } })
    equal(verdictOf(aView([sidecar, web]))?.remedy, '`reconcile start web sidecar -n shop`')
  })

  it('names all that is stopped before it, and waits behind it, in their order', () => {
    const other = aService('web', { on: 'db', reason: 'Stopped', message: BY_HAND })
    const db = aService('db', { reason: 'Stopped', message: BY_HAND })
    const tail = aService('tail', { on: 'dbg', reason: 'WaitingForDependency' })
    equal(verdictOf(aView([tail, dbg, other, db]))?.remedy, '`reconcile start db web dbg tail -n shop`')
  })

  for (const { it: sentence, view } of [
    { it: 'that was just said', view: aView([aService('dbg', { ...refused(), forMs: 100 }), web]) },
    { it: 'while a loop is at work', view: { ...aView([dbg, web]), isIdle: false } },
    {
      it: 'where a service of a swarm is to be moved',
      view: aView([dbg, aService('web', { reason: 'Stopped', swarmService: 'shop_web' })]),
    },
    { it: 'where it is started by now', view: aView([dbg, aService('web', { reason: 'Creating' })]) },
  ])
    it(`is open ${sentence}`, () => equal(verdictOf(view), undefined))
})

describe('a wait for what depends on the health of what completed', () => {
  const setup = aService('setup', { reason: 'AllReady', completed: 1 })
  const es = aService('es', { on: 'setup', condition: 'Healthy', reason: 'DependencyFailed' })

  it('ends with the command that runs it again', () => {
    deepEqual(verdictOf(aView([es, setup])), {
      type: 'outcome',
      exit: 1,
      message: 'Service shop/es depends on the health of setup, which completed',
      remedy: '`reconcile restart setup -n shop` runs it again; then apply again',
    })
  })

  for (const { it: sentence, view } of [
    { it: 'while a loop is at work', view: { ...aView([es, setup]), isIdle: false } },
    { it: 'where it runs again', view: aView([es, aService('setup', { reason: 'HealthStarting' })]) },
    { it: 'where it is to be complete alone', view: aView([aService('es', refused('setup')), setup]) },
  ])
    it(`is open ${sentence}`, () => equal(verdictOf(view), undefined))
})

function refused(on = 'web') {
  return { on, reason: 'DependencyFailed' }
}

interface Said {
  readonly reason: string
  readonly on?: string
  readonly condition?: 'Healthy'
  readonly completed?: number
  readonly template?: V1Service['spec']['template']
  readonly message?: string
  readonly forMs?: number
  readonly swarmService?: string
}

function aService(name: string, said: Said): V1Service {
  const { reason, on, condition, completed, template = {}, message, forMs = 5_000, ...rest } = said
  const words = { reason, message: message ?? `it depends on ${on}, which is stopped` }
  const status = reason === 'Stopped' || reason === 'AllReady' ? 'True' : 'False'
  const dependency = { service: on ?? '', ...(condition ? { condition } : {}) }
  const lastTransitionTime = new Date(NOW - forMs).toISOString()
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name, namespace: 'shop', generation: 1 },
    spec: { template, ...(on === undefined ? {} : { dependsOn: [dependency] }) },
    status: {
      observedGeneration: 1,
      ...{ rollout: { state: 'Completed' }, ...rest },
      ...(completed === undefined ? {} : { completedReplicas: completed }),
      conditions: [{ type: 'Ready', status, lastTransitionTime, ...words }],
    },
  }
}

function aView(objects: readonly V1Service[]): WaitView {
  const tasks = objects.map((service): V1Task => {
    const { name, namespace = '' } = service.metadata
    const reason = service.status?.conditions?.[0]?.reason ?? ''
    return {
      apiVersion: API_VERSION,
      kind: 'Task',
      metadata: { name: `${name}-1`, namespace },
      spec: { service: name, slot: 1, template: {} },
      status: { phase: 'Preparing', reason },
    }
  })
  return { objects, tasks, leaving: [], silent: [], holds: [], isFresh: true, isIdle: true, since: NOW, now: NOW }
}
