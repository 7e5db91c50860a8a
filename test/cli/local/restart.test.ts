import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { restart } from '../../../cli/local/restart.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { retry } from '../../../cli/local/retry.ts'
import { setPause } from '../../../controllers/holds/pause.ts'
import { stopService } from '../../../controllers/holds/stop.ts'
import { askRestart, isRestartToCome, restartOf } from '../../../controllers/service/restart.ts'
import { aRollout, aService, aTask } from '../../support/builders.ts'
import { all, aCore } from './local-core.ts'

const { signal } = new AbortController()
const web: ObjectRef = { kind: 'Service', namespace: 'shop', name: 'web' }
const migrate: ObjectRef = { kind: 'Service', namespace: 'shop', name: 'migrate' }
const shop: ObjectRef = { kind: 'Stack', name: 'shop' }

/** A shop whose web runs, and whose migrations completed. */
function aShop(more: { readonly web?: Partial<V1Service>; readonly migrate?: V1Service['spec'] } = {}): Core {
  const core = aCore('/nowhere')
  core.store.create('Service', { ...aService(), ...more.web })
  const metadata = { ...aService().metadata, name: 'migrate', uid: 'uid-migrate' }
  core.store.create('Service', { ...aService(), metadata, ...(more.migrate ? { spec: more.migrate } : {}) })
  const task = aTask(1, 'r1', { phase: 'Completed' })
  const spec: V1Task['spec'] = { ...task.spec, service: 'migrate' }
  core.store.create('Task', { ...task, metadata: { ...task.metadata, name: 'migrate-1' }, spec })
  return core
}

async function asked(core: Core, ...refs: readonly ObjectRef[]): Promise<readonly string[]> {
  const events = await all(restart(core, { refs, wait: false, signal }))
  return events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : []))
}

const isAsked = ({ store }: Core, name: string) => restartOf(store, `shop/${name}`) !== undefined

describe('a restart that is asked for', () => {
  it('of a service is kept', async () => {
    const core = aShop()
    deepEqual(await asked(core, web), ['Service/shop/web restarted'])
    deepEqual([isAsked(core, 'web'), isAsked(core, 'migrate')], [true, false])
  })

  it('of a stack leaves what completed, and says how that runs once more', async () => {
    const core = aShop()
    const events = await all(restart(core, { refs: [shop], wait: false, signal }))
    const left = events.find((event) => event.type === 'resource' && event.change === 'unchanged')
    deepEqual(left, {
      type: 'resource',
      object: 'Service/shop/migrate',
      change: 'unchanged',
      details: ['it completed: `reconcile restart service/migrate -n shop` runs it once more'],
    })
    deepEqual([isAsked(core, 'web'), isAsked(core, 'migrate')], [true, false])
  })

  it('of a stack includes what ended while nobody watched: it may have been stopped', async () => {
    const core = aShop()
    core.store.update('Task', 'shop/migrate-1', ({ status }) => void (status && (status.reason = 'EndedUnseen')))
    await asked(core, shop)
    equal(isAsked(core, 'migrate'), true)
  })

  it('of a stack leaves what others wait for to complete, though it still works', async () => {
    const core = aShop({
      web: { spec: aService({ dependsOn: [{ service: 'migrate', condition: 'Completed' }] }).spec },
    })
    core.store.update('Task', 'shop/migrate-1', ({ status }) => void (status && (status.phase = 'Running')))
    deepEqual(await asked(core, shop), ['Service/shop/web restarted', 'Service/shop/migrate unchanged'])
    deepEqual(await asked(core, migrate), ['Service/shop/migrate restarted'])
  })

  it('of a stack leaves a job that still works', async () => {
    const core = aShop({ migrate: { mode: 'ReplicatedJob', template: { image: 'job:1' } } })
    core.store.update('Task', 'shop/migrate-1', (draft) => {
      draft.status = { phase: 'Running' }
    })
    equal((await asked(core, shop)).includes('Service/shop/migrate unchanged'), true)
  })

  it('of what completed, by its name, runs it once more', async () => {
    for (const refs of [[migrate], [migrate, shop], [shop, migrate]]) {
      const core = aShop()
      await asked(core, ...refs)
      equal(isAsked(core, 'migrate'), true)
    }
  })

  const failed = { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r2', { state: 'Stalled' }) }
  for (const { it: sentence, core, refs, wants } of [
    { it: 'what is not there', core: aShop(), refs: [{ ...web, name: 'wep' }], wants: /there is no Service shop\/wep/ },
    {
      it: 'a stack without services',
      core: aShop(),
      refs: [{ ...shop, name: 'blog' }],
      wants: /there is no Stack blog/,
    },
    { it: 'a task', core: aShop(), refs: [{ ...web, kind: 'Task' as const }], wants: /Task shop\/web is no service/ },
    {
      it: 'what failed',
      core: aShop({ web: { status: failed } }),
      refs: [shop],
      wants: /failed.*\n?.*`reconcile rollout retry web -n shop`/,
    },
  ])
    it(`of ${sentence} is refused, and nothing is restarted`, async () => {
      await rejects(asked(core, ...refs), (error) => {
        return isInstallationError(error) && wants.test(`${error.message}\n${error.remedy}`)
      })
      equal(isAsked(core, 'web'), false)
    })

  it('of what is stopped is refused, as is another attempt of its rollout', async () => {
    const core = aShop({ web: { status: failed } })
    stopService(core.store, 'shop/web', { now: core.clock.now() })
    for (const verb of [restart, retry])
      await rejects(all(verb(core, { refs: [web], wait: false, signal })), (error) => {
        return (
          isInstallationError(error) &&
          /^Service shop\/web: stopped by hand .*`reconcile start service\/web -n shop`/.test(error.message) &&
          error.remedy?.startsWith('start it first; ') === true
        )
      })
    equal(isAsked(core, 'web'), false)
  })

  it('of a stack leaves what is stopped, as does another attempt of what failed of it', async () => {
    const core = aShop({ web: { status: failed } })
    core.store.update('Service', 'shop/migrate', (service) => void (service.status = failed))
    stopService(core.store, 'shop/migrate', { now: core.clock.now() })
    const told = (await all(retry(core, { refs: [shop], wait: false, signal }))).flatMap((event) =>
      event.type === 'resource' ? [`${event.object} ${event.change}: ${event.details?.join() ?? ''}`] : [],
    )
    match(told[0] ?? '', /^Service\/shop\/migrate unchanged: it is stopped by hand/)
    deepEqual(told.slice(1), ['Service/shop/web retried: '])
    stopService(core.store, 'shop/web', { now: core.clock.now() })
    await rejects(all(retry(core, { refs: [shop], wait: false, signal })), /stopped by hand/)
  })

  it('is named by another attempt of the rollout of what gave up after that', async () => {
    const core = aShop({ web: { status: { rollout: aRollout('r1', { state: 'Completed' }) } } })
    core.store.create('Task', aTask(1, 'r1', { phase: 'Failed', reason: 'GaveUp' }))
    await rejects(all(retry(core, { refs: [web], wait: false, signal })), {
      message: 'no rollout of Service shop/web failed: there is nothing to retry',
      remedy: '`reconcile restart web -n shop` runs it again',
    })
  })

  it('of a stack leaves what is stopped, and says how that runs again', async () => {
    const core = aShop()
    stopService(core.store, 'shop/web', { now: core.clock.now() })
    const events = await all(restart(core, { refs: [shop], wait: false, signal }))
    const left = events.flatMap((event) =>
      event.type === 'resource' && event.object === 'Service/shop/web' ? [event] : [],
    )
    equal(left[0]?.change, 'unchanged')
    match(left[0]?.details?.join() ?? '', /^it is stopped by hand .*`reconcile start service\/web -n shop`/)
    equal(isAsked(core, 'web'), false)
  })

  it('is taken for taken up where nobody knows what a secret of the service holds', () => {
    const conditions = [{ type: 'Ready', status: 'False' as const, reason: 'WaitingForSecret' }]
    for (const [status, isToCome] of [
      [{}, true],
      [{ conditions }, false],
    ] as const) {
      const { store } = aShop({ web: { status } })
      askRestart(store, 'shop/web', Date.now())
      store.putStatus('Service', 'shop/web', status)
      equal(isRestartToCome(store, 'shop/web'), isToCome)
    }
  })

  it('of what is paused is refused', async () => {
    const core = aShop()
    setPause(core.store, 'shop', {})
    await rejects(asked(core, web), /Service shop\/web: paused/)
    equal(isAsked(core, 'web'), false)
  })
})
