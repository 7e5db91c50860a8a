import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service, V1ServiceSpec } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { unmetDependencies } from '../../../controllers/service/dependencies.ts'
import { isAtRest, isOfNow } from '../../../controllers/service/of-now.ts'
import { askRestart } from '../../../controllers/service/restart.ts'
import { targetIn } from '../../../controllers/service/target.ts'
import type { Store } from '../../../store/objects/store.ts'
import { aRollout, NOW } from '../../support/builders.ts'
import { aCore } from '../../cli/local/local-core.ts'

const template: V1ServiceSpec['template'] = { image: 'db:1', configs: [{ config: 'sql', target: '/sql' }] }
const built: V1ServiceSpec['template'] = { build: { context: '/srv' } }
const annotate = (name: string) => (store: Store) =>
  store.update('Service', 'shop/migrate', ({ metadata }) => void (metadata.annotations = { [name]: 'sha256:b' }))

/** What changes what is to run, and raises no generation of the service. */
const changes: Readonly<Record<string, { change: (store: Store) => void; template?: V1ServiceSpec['template'] }>> = {
  'the sources of its build': { change: annotate(annotations.buildHash), template: built },
  'what its tag means': { change: annotate(annotations.image) },
  'the bytes of what it mounts': {
    change: (store) => store.putStatus('Config', 'shop/sql', { observedGeneration: 1, contentHash: 'b' }),
  },
  'what it mounts, not looked at yet': {
    change: (store) => store.update('Config', 'shop/sql', (draft) => void (draft.spec = { content: 'b' })),
  },
  'a restart': { change: (store) => askRestart(store, 'shop/migrate', NOW) },
}

describe('what waits for a service to complete', () => {
  it('does not wait for one that completed as it is wanted', () => deepEqual(needs(completed()), []))

  for (const [what, { change, template: own }] of Object.entries(changes))
    it(`waits where ${what} changed since: what completed was of before`, () => {
      const store = completed(own)
      change(store)
      deepEqual(needs(store), ['it waits for migrate, which was not looked at yet'])
    })

  it('does not wait on for that where it waits for its start alone', () => {
    const store = completed()
    askRestart(store, 'shop/migrate', NOW)
    deepEqual(needs(store, 'Started'), [])
  })

  it('counts one whose update failed as looked at', () => {
    const store = completed()
    const hash = targetIn(serviceIn(store), store)?.hash ?? ''
    const rollout = aRollout('old', { state: 'RolledBack', cause: 'it exited with 4' })
    store.putStatus('Service', 'shop/migrate', {
      ...serviceIn(store).status,
      updateRevision: 'old',
      stalledHash: hash,
      rollout,
    })
    equal(isOfNow(serviceIn(store), store), true)
    deepEqual(needs(store), ['it depends on migrate, which failed: it exited with 4'])
  })
})

describe('a service that mounts a config', () => {
  it('is at rest as its last rollout is over, and not once its spec is another one', () => {
    const store = completed()
    equal(isAtRest(serviceIn(store), store), true)
    store.update('Service', 'shop/migrate', ({ spec }) => void (spec.replicas = 2))
    equal(isAtRest(serviceIn(store), store), false)
  })
})

function completed(own = template): Store {
  const { store } = aCore('/nowhere')
  const metadata = (name: string) => ({ name, namespace: 'shop' })
  store.create('Config', { apiVersion: API_VERSION, kind: 'Config', metadata: metadata('sql'), spec: { content: 'a' } })
  store.putStatus('Config', 'shop/sql', { observedGeneration: 1, contentHash: 'a' })
  store.create('Service', {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: metadata('migrate'),
    spec: { template: own },
  })
  const updateRevision = targetIn(serviceIn(store), store)?.hash ?? ''
  const counts = { desiredReplicas: 1, runningReplicas: 1, completedReplicas: 1 }
  const rollout = aRollout(updateRevision, { state: 'Completed' })
  store.putStatus('Service', 'shop/migrate', { ...counts, observedGeneration: 1, updateRevision, rollout })
  return store
}

function serviceIn(store: Store): V1Service {
  const service = store.get('Service', 'shop/migrate')
  if (!service) throw new Error('it was not made')
  return service
}

function needs(store: Store, condition: 'Completed' | 'Started' = 'Completed'): readonly string[] {
  const isNow = (service: V1Service) => isOfNow(service, store)
  const others = { find: () => serviceIn(store), isOfNow: isNow, comesWithUpdate: false, isProven: false }
  return unmetDependencies([{ service: 'migrate', condition }], others).map(({ message }) => message)
}
