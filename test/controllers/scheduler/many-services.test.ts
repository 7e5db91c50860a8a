import { deepEqual, equal } from 'node:assert/strict'
import type { V1TaskSpec, V1TaskStatus, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { schedulerController } from '../../../controllers/scheduler/controller.ts'
import { outgoingBeside } from '../../../controllers/scheduler/newest.ts'
import { turnsOf } from '../../../controllers/scheduler/turns.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import type { Store } from '../../../store/objects/store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { NOW } from '../../support/builders.ts'
import { EMPTY } from 'rxjs'

const PORT: V1TaskTemplate = { image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080 }] }
const TRIED: V1TaskStatus = { phase: 'Pending', reason: 'NoNodeFits' }

describe('the scheduler, of many services', () => {
  const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]

  /** A store of services that have decided, with what each task has. */
  function aStore(tasks: Readonly<Record<string, { spec?: Partial<V1TaskSpec>; status?: V1TaskStatus }>>): Store {
    const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
    for (const name of ['a', 'b'])
      store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: { engine: {} } })
    for (const [name, { spec, status = {} }] of Object.entries(tasks)) {
      const metadata = { namespace: 'shop', name }
      const template = spec?.template ?? { image: 'nginx' }
      store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } })
      progress(store, name)
      const whole = { service: name, slot: 1, revision: 'r', template, desiredState: 'Running' as const, ...spec }
      store.create('Task', { apiVersion: API_VERSION, kind: 'Task', metadata, spec: whole, status })
    }
    return store
  }

  function progress(store: Store, name: string, state: 'Progressing' | 'Completed' = 'Progressing'): void {
    const status = { observedGeneration: 1, updateRevision: 'r', rollout: { state } }
    store.putStatus('Service', `shop/${name}`, status)
  }

  function portsOf(store: Store): Ports {
    return { store, clock, inventory: { watch: () => EMPTY } } as unknown as Ports
  }

  /** The services that a turn of web's rollout wakes, where `db` and `api` have tasks that no node fits. */
  function wokenByTurn(spec: Partial<V1TaskSpec>): readonly string[] {
    const store = aStore({ db: { status: TRIED }, api: { status: TRIED }, web: { spec } })
    const woken = new Set<string>()
    const subscription = schedulerController.wakes(portsOf(store)).subscribe((key) => woken.add(key))
    progress(store, 'web', 'Completed')
    subscription.unsubscribe()
    return [...woken].sort()
  }

  it('is woken by the turn of a rollout for the others only where its tasks may give up ports or addresses', () => {
    deepEqual(wokenByTurn({ node: 'a' }), ['shop/web'])
    deepEqual(wokenByTurn({ template: PORT }), ['shop/web'], 'it has no node, and so no port')
    deepEqual(wokenByTurn({ node: 'a', template: PORT }), ['shop/api', 'shop/db', 'shop/web'])
  })

  it('looks at none that has decided, is placed, and replaces nothing', () => {
    const looks = (services: number) => {
      const placed = Array.from({ length: services }, (_, index) => [`s${index}`, { spec: { node: 'a' } }] as const)
      const store = aStore({ ...Object.fromEntries(placed), web: {} })
      let count = 0
      const counted = <T>(objects: ReadonlyMap<string, T>) => {
        count += objects.size
        return objects
      }
      const counting = {
        ...store,
        list: (...of: Parameters<Store['list']>) => counted(store.list(...of)),
        by: (...of: Parameters<Store['by']>) => counted(store.by(...of)),
      } as unknown as Store
      deepEqual(turnsOf('shop/web', portsOf(counting)), { now: ['shop/web'] })
      equal(outgoingBeside('shop/web', counting).size, 0)
      return count
    }
    equal(looks(100), looks(10))
  })
})
