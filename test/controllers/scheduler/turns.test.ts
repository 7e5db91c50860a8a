import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { setPause } from '../../../controllers/holds/pause.ts'
import { stopService } from '../../../controllers/holds/stop.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { turnsOf } from '../../../controllers/scheduler/turns.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { NOW } from '../../support/builders.ts'
import { aWorld } from '../../support/world.ts'

describe('the order in which services get their nodes', () => {
  function aStore() {
    const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]
    const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
    const key = (name: string) => `shop/${name}`
    return {
      ...{ store, clock },
      turns: (concerns?: Ports['concerns'], of = 'web') =>
        turnsOf(key(of), { store, clock, ...(concerns ? { concerns } : {}) } as unknown as Ports),
      service(name: string, template: Partial<V1ServiceSpec['template']> = {}) {
        const metadata = { namespace: 'shop', name }
        const spec = { template: { image: 'nginx', ...template } }
        store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec })
      },
      decided: (name: string) => store.putStatus('Service', key(name), { observedGeneration: 1 }),
      task(service: string, status: V1TaskStatus = {}) {
        const metadata = { namespace: 'shop', name: `${service}-1` }
        const spec = { service, slot: 1, revision: 'r', template: { image: 'nginx' }, desiredState: 'Running' as const }
        store.create('Task', { apiVersion: API_VERSION, kind: 'Task', metadata, spec, status })
      },
      secret(name: string) {
        const metadata = { namespace: 'shop', name }
        store.create('Secret', { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/x' } })
      },
      looked: (name: string, contentHash?: string) =>
        store.putStatus('Secret', key(name), { observedGeneration: 1, ...(contentHash ? { contentHash } : {}) }),
    }
  }

  it('is that of their names, whichever was ready first', () => {
    const { service, decided, task, turns } = aStore()
    for (const name of ['web', 'api', 'db']) service(name)
    for (const name of ['web', 'db', 'api']) decided(name)
    for (const name of ['web', 'db', 'api']) task(name)
    deepEqual(turns(), { now: ['shop/api', 'shop/db', 'shop/web'] })
  })

  it('waits for none that is paused: neither what it is to have nor its deletion is decided in a pause', () => {
    const { store, service, decided, task, turns } = aStore()
    for (const name of ['web', 'new', 'old']) service(name)
    decided('web')
    task('web')
    task('old')
    store.update('Task', 'shop/old-1', ({ spec }) => void (spec.node = 'a'))
    store.update('Service', 'shop/old', ({ metadata }) => void (metadata.finalizers = ['x']))
    store.delete('Service', 'shop/old')
    equal(turns().waitMs, 1_000)
    for (const name of ['new', 'old']) setPause(store, `shop/${name}`, {})
    deepEqual(turns(), { now: ['shop/web'] })
  })

  it('waits for one that has not decided yet, a second at most', async () => {
    const { service, decided, task, turns, clock } = aStore()
    for (const name of ['web', 'db', 'api']) service(name)
    for (const name of ['web', 'api']) decided(name)
    for (const name of ['web', 'api']) task(name)
    deepEqual(turns(), { now: [], waitMs: 1_000 })
    clock.after(1_000, () => {})
    await clock.runUntilQuiet({ until: NOW + 1_000, steps: 10 })
    deepEqual(turns(), { now: ['shop/api', 'shop/web'] })
  })

  it('waits for what mounts a secret that nobody has looked at, and for none that is missing', () => {
    const { service, decided, task, turns, secret, looked } = aStore()
    secret('password')
    service('db', { secrets: [{ secret: 'password' }] })
    service('web')
    for (const name of ['web', 'db']) decided(name)
    task('web')
    deepEqual(turns(), { now: [], waitMs: 1_000 })
    looked('password', 'h1')
    deepEqual(turns(), { now: [], waitMs: 1_000 }, 'its service is about to look')
    looked('password')
    deepEqual(turns(), { now: ['shop/web'] })
  })

  it('waits for none that is stopped, that goes, or that is of another concern', () => {
    const { service, decided, task, turns, store, secret } = aStore()
    secret('password')
    service('api', { secrets: [{ secret: 'password' }] })
    service('db')
    service('web')
    for (const name of ['web', 'api']) decided(name)
    task('web')
    stopService(store, 'shop/api', { now: NOW })
    deepEqual(
      turns((key) => key !== 'shop/db'),
      { now: ['shop/web'] },
    )
    store.update('Service', 'shop/db', (draft) => void (draft.metadata.finalizers = ['x']))
    store.delete('Service', 'shop/db')
    deepEqual(turns(), { now: ['shop/web'] })
  })

  it('is that of what no node fitted, too, once something wakes its service', async () => {
    const { service, decided, task, turns, clock } = aStore()
    for (const name of ['web', 'api', 'db']) service(name)
    for (const name of ['web', 'api']) decided(name)
    task('web', { reason: 'NoNodeFits' })
    task('api', { reason: 'NoNodeFits' })
    deepEqual(turns(), { now: [], waitMs: 1_000 })
    clock.after(500, () => {})
    await clock.runUntilQuiet({ until: NOW + 500, steps: 10 })
    deepEqual(turns(), { now: [], waitMs: 500 }, 'since it was woken first')
    decided('db')
    deepEqual(turns(undefined, 'db'), { now: ['shop/web'] }, 'by whichever service wakes the loop')
    deepEqual(turns(undefined, 'db'), { now: [] }, 'once')
  })

  it('brings the same services to the same hosts, in whichever order they are declared', async () => {
    const nodes = ['a', 'b', 'c']
    const contents = new Map([['Secret/shop/password', { found: true as const, hash: 'h', bytes: Buffer.from('x') }]])
    const placed = async (order: readonly string[]) => {
      const world = aWorld({ nodes, contents })
      for (const name of order)
        if (name === 'password') {
          const metadata = { namespace: 'shop', name }
          world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/x' } })
        } else
          world.service(name, {
            template: {
              image: 'nginx',
              networkMode: 'none',
              ...(name === 'api' ? { secrets: [{ secret: 'password' }] } : {}),
            },
          })
      equal(await world.settle(), 'quiet')
      const found = world.tasks().map(({ spec }) => `${spec.service} on ${spec.node}`)
      return found.sort()
    }
    const expected = ['api on a', 'db on b', 'web on c']
    deepEqual(await placed(['web', 'db', 'api', 'password']), expected)
    deepEqual(await placed(['password', 'api', 'db', 'web']), expected)
  })

  it('brings what no node fitted to the same host, whichever service is faster to decide', async () => {
    const placed = async (seed: number) => {
      const world = aWorld({ seed, nodes: ['a', 'b'] })
      world.service('web', { template: { image: 'nginx' }, placement: { constraints: ['node.name==c'] } })
      world.service('x', { template: { image: 'nginx' } })
      await world.pass(10_000)
      world.service('web', { template: { image: 'nginx' } })
      world.service('x', { replicas: 3, template: { image: 'nginx' } })
      equal(await world.settle(), 'quiet')
      return world.tasks().find(({ spec }) => spec.service === 'web')?.spec.node
    }
    const nodes = await Promise.all(Array.from({ length: 20 }, (_, seed) => placed(seed)))
    equal(new Set(nodes).size, 1)
  })
})
