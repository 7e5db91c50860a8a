import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service, V1ServiceStatus, V1Task, V1TaskTemplate } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION, type Kind, type ObjectOf } from '../../../../../api/v1/kinds.ts'
import type { Core } from '../../../../../cli/local/open/core.ts'
import { leftBy } from '../../../../../cli/local/waiting/view/left-updates.ts'
import { createRefusals } from '../../../../../cli/local/waiting/ends/refusals.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import { awaitedIn, type SettleOptions, viewOf } from '../../../../../cli/local/waiting/view/view-of.ts'
import { ago, aRollout, aService, aTask, NOW } from '../../../../support/builders.ts'
import { aCore, loopsAtRest } from '../../local-core.ts'

const template: V1TaskTemplate = {
  image: 'nginx',
  secrets: [{ secret: 'password' }],
  configs: [{ config: 'settings' }],
  networks: [{ network: 'front' }],
  mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
}
const web = { services: new Set(['shop/web']) }

describe('a wait for a single service', () => {
  for (const [kind, name, reason, exit] of [
    ['Secret', 'password', 'SourceMissing', 1],
    ['Config', 'settings', 'SourceMissing', 1],
    ['Network', 'front', 'ExternalMissing', 1],
    ['Network', 'front', 'RefusedByEngine', 1],
    ['Volume', 'data', 'ExternalMissing', 1],
    ['Volume', 'data', 'VolumeLost', 6],
  ] as const) {
    const wanting = aShop({ kind, name, reason }, notReady(`WaitingFor${kind}`))

    it(`ends as an apply where it waits for a ${kind} that is ${reason}, and names that`, () => {
      const [alone, whole] = [web, {}].map((of) => ended(wanting, of))
      deepEqual(alone, whole)
      equal(alone?.exit, exit)
      equal(alone?.message.startsWith(`${kind} shop/${name}`), true)
    })
  }

  const differs = { kind: 'Volume', name: 'data', reason: 'SpecDiffers' } as const
  const missing = { ...differs, reason: 'ExternalMissing' }
  const waiting = aTask(2, 'r2', { phase: 'Preparing', reason: 'WaitingForVolume' })

  it('ends so where the new task of an update waits, and those before it are ready', () => {
    const core = aShop(missing, { ...isReady(), rollout: aRollout('r2', { state: 'Progressing' }) }, waiting)
    equal(ended(core, web)?.exit, 1)
  })

  it('is open where it waits for another kind of thing than the one that is wrong', () =>
    equal(ended(aShop(missing, notReady('WaitingForNetwork')), web), undefined))

  it('ends where it waits for what is not declared any more, unless serve may read that yet', () => {
    const core = aShop({ kind: 'Network', name: 'front', reason: 'Present' }, notReady('WaitingForVolume'))
    for (const of of [web, {}]) {
      const end = ended(core, of)
      deepEqual(
        [end?.exit, end?.message, end?.remedy],
        [
          1,
          'Service shop/web names Volume/shop/data, which is not declared',
          'apply its file again, which declares it',
        ],
      )
    }
    equal(ended({ ...core, purpose: 'serve' }, web), undefined)
  })

  it('is over where the service has all it needs, whatever is wrong with what it uses', () => {
    equal(ended(aShop(differs, isReady()), web)?.exit, 0)
    equal(ended(aShop(differs, isReady()), {})?.exit, 1)
  })

  it('is over where only an update lacks it that had failed before', () => {
    const stalled = aRollout('r2', { state: 'Stalled', startedAt: ago(60_000) })
    const core = aShop(missing, { ...isReady(), rollout: stalled, stalledHash: 'r2', currentRevision: 'r1' }, waiting)
    equal(ended(core, { ...web, leftBefore: leftBy(core.store, ['shop']) })?.exit, 0)
  })
})

interface Wrong {
  readonly kind: Extract<Kind, 'Secret' | 'Config' | 'Network' | 'Volume'>
  readonly name: string
  readonly reason: string
}

/** A shop whose web stands so, with something that it uses and that is not as it should be. */
function aShop({ kind, name, reason }: Wrong, status: V1ServiceStatus, ...tasks: readonly V1Task[]): Core {
  const core = aCore('/nowhere')
  const service: V1Service = aService({ template }, status)
  core.store.create('Service', service)
  core.store.putStatus('Service', 'shop/web', status)
  for (const task of tasks) core.store.create('Task', task)
  const object = { apiVersion: API_VERSION, kind, metadata: { name, namespace: 'shop' }, spec: {} }
  core.store.create(kind, object as unknown as ObjectOf<typeof kind>)
  core.store.putStatus(kind, `shop/${name}`, { observedGeneration: 1, ...said(reason) })
  return core
}

function ended(core: Core, of: Pick<SettleOptions, 'services' | 'leftBefore'>) {
  const now = { ...core, clock: { ...core.clock, now: () => NOW } }
  const wait = { ...of, stacks: ['shop'], leaving: [], uids: new Map(), signal: AbortSignal.abort() }
  const awaited = awaitedIn(now, wait)
  const refusals = createRefusals()(awaited, NOW - 60_000)
  const found = { awaited, aside: new Set<string>(), refusals }
  const looked = { isFresh: true, isIdle: true, since: NOW, deadline: Number.POSITIVE_INFINITY }
  return verdictOf(viewOf(now, loopsAtRest(), { ...wait, ...found, ...looked }))
}

function isReady(): V1ServiceStatus {
  const conditions = [{ type: 'Ready', status: 'True' as const, reason: 'AllReady', lastTransitionTime: ago(60_000) }]
  return { observedGeneration: 1, readyReplicas: 1, desiredReplicas: 1, rollout: { state: 'Completed' }, conditions }
}

function notReady(reason: string): V1ServiceStatus {
  return { ...isReady(), readyReplicas: 0, ...said(reason) }
}

function said(reason: string): Pick<V1ServiceStatus, 'conditions'> {
  const lastTransitionTime = ago(60_000)
  return { conditions: [{ type: 'Ready', status: 'False', reason, message: 'it is so', lastTransitionTime }] }
}
