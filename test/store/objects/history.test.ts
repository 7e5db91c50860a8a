import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createHistory } from '../../../store/objects/history.ts'
import type { HistoryLimits, Watch, WatchOptions } from '../../../store/objects/history.ts'
import { StoreError } from '../../../store/objects/store.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { WatchEvent } from '../../../store/objects/watch-queue.ts'
import { service, storeInVirtualTime } from './samples.ts'

type Event = WatchEvent<V1Service>

describe('a watch of the API', () => {
  it('begins with all objects and a bookmark, and goes on with every change', async () => {
    const { store, watch } = await setUp()
    store.create('Service', service('a'))
    const events = read(watch({}))
    store.create('Service', service('b'))
    store.update('Service', 'shop/a', (draft) => void (draft.spec.replicas = 2))
    store.delete('Service', 'shop/b')
    assert.deepEqual(await events(5), ['ADDED a 1', 'BOOKMARK 1 end', 'ADDED b 2', 'MODIFIED a 3', 'DELETED b 4'])
  })

  it('goes on after a version, with what happened since', async () => {
    const { store, watch } = await setUp()
    for (const name of ['a', 'b', 'c']) store.create('Service', service(name))
    const events = read(watch({ resourceVersion: 1 }))
    store.delete('Service', 'shop/a')
    assert.deepEqual(await events(3), ['ADDED b 2', 'ADDED c 3', 'DELETED a 4'])
  })

  it('shows of a selection what comes into it and leaves it', async () => {
    const { store, watch } = await setUp()
    const events = read(watch({ where: ({ spec }) => (spec.replicas ?? 0) > 1, namespace: 'shop' }))
    store.create('Service', service('a'))
    store.create('Service', service('b', { namespace: 'other' }))
    for (const replicas of [2, 3, 1, 0, 2])
      store.update('Service', 'shop/a', (draft) => void (draft.spec.replicas = replicas))
    store.update('Service', 'other/b', (draft) => void (draft.spec.replicas = 9))
    store.delete('Service', 'shop/a')
    const shown = ['BOOKMARK 0 end', 'ADDED a 3', 'MODIFIED a 4', 'DELETED a 5', 'ADDED a 7', 'DELETED a 9']
    assert.deepEqual(await events(6), shown)
  })

  it('sends a bookmark now and then, with the version of the whole store', async () => {
    const { store, watch, pass } = await setUp({ bookmarkMs: 1_000 })
    const events = read(watch({}))
    store.putFact('meta', 'x', 1)
    store.create('Node', { ...service('n'), kind: 'Node', metadata: { name: 'n' } } as never)
    await pass(3_500)
    assert.deepEqual(await events(2), ['BOOKMARK 0 end', 'BOOKMARK 1'])
  })

  it('is Expired for a version that is forgotten, that an earlier process gave out, or that nobody did', async () => {
    const { store, watch, reopen, settle, clock } = await setUp({ count: 3, keepMs: 75_000, most: 10 })
    for (let i = 0; i < 20; i += 1) store.create('Service', service(`a${i}`))
    expired(() => watch({ resourceVersion: 9 }))
    expired(() => watch({ resourceVersion: 21 }))
    assert.equal((await read(watch({ resourceVersion: 10 }))(10)).length, 10)
    await settle()
    const next = createHistory({ store: await reopen(), clock })
    expired(() => next.watchFrom('Service', { resourceVersion: 20 }))
    next.watchFrom('Service', { resourceVersion: 100_001 }).close()
  })

  it('remembers what is young, or among the last few', async () => {
    const { store, watch, pass } = await setUp({ count: 2, keepMs: 75_000 })
    for (let i = 0; i < 5; i += 1) store.create('Service', service(`a${i}`))
    await pass(74_000)
    store.create('Service', service('b'))
    assert.equal((await read(watch({ resourceVersion: 0 }))(6)).length, 6)
    await pass(2_000)
    store.create('Service', service('c'))
    expired(() => watch({ resourceVersion: 4 }))
    assert.deepEqual(await read(watch({ resourceVersion: 5 }))(2), ['ADDED b 6', 'ADDED c 7'])
  })

  it('remembers no more than so many bytes of specs that are no more, however young', async () => {
    const { store, watch } = await setUp({ bytes: 2_500 })
    for (const name of ['a', 'b']) store.create('Service', service(name))
    for (let i = 0; i < 10; i += 1)
      store.update('Service', 'shop/a', ({ spec }) => void (spec.template.command = ['x'.repeat(950), String(i)]))
    expired(() => watch({ resourceVersion: 9 }))
    assert.deepEqual(await read(watch({ resourceVersion: 10 }))(2), ['MODIFIED a 11', 'MODIFIED a 12'])
    for (let i = 0; i < 20; i += 1) store.putStatus('Service', 'shop/a', { replicas: i })
    assert.equal((await read(watch({ resourceVersion: 10 }))(22)).length, 22)
  })

  it('drops a consumer for which more bytes of them would wait', async () => {
    const { store, watch } = await setUp({ bytes: 2_500 })
    store.create('Service', service('a'))
    const events = read(watch({}))
    for (let i = 0; i < 10; i += 1)
      store.update('Service', 'shop/a', ({ spec }) => void (spec.template.command = ['x'.repeat(950), String(i)]))
    assert.deepEqual(await events(99), ['EXPIRED'])
  })

  it('goes on after a version that is known, however much happened since, and is none any more once it is closed', async () => {
    const { store, history, watch } = await setUp({ pending: 5 })
    for (let i = 0; i < 10; i += 1) store.create('Service', service(`a${i}`))
    const late = watch({ resourceVersion: 0 })
    store.create('Service', service('b'))
    const seen = await read(late)(11)
    assert.deepEqual([seen[0], seen[9], seen[10]], ['ADDED a0 1', 'ADDED a9 10', 'ADDED b 11'])
    late.close()
    assert.deepEqual([...history.watches()], [])
  })

  it('drops a consumer that is too slow, and tells it to list again', async () => {
    const { store, watch } = await setUp({ pending: 5 })
    const events = read(watch({}))
    for (let i = 0; i < 10; i += 1) store.create('Service', service(`a${i}`))
    assert.deepEqual(await events(99), ['EXPIRED'])
  })

  it('ends when it is closed, from either side', async () => {
    const { store, history, watch } = await setUp()
    const one = watch({})
    for await (const event of one) {
      if (event.type === 'BOOKMARK') break
    }
    const two = watch({})
    const end = read(two)(99)
    history.close()
    assert.deepEqual(await end, ['BOOKMARK 0 end'])
    store.create('Service', service('a'))
    assert.deepEqual(await read(one)(99), [])
  })

  it('rebuilds the same objects as the store has, from any version on, also when subscribers write', async () => {
    const step = fc.record({ name: fc.constantFrom('a', 'b', 'c'), replicas: fc.nat(3), from: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { store, watch } = await setUp()
        store.watch('Service').subscribe(({ key, after }) => {
          if (after?.spec.replicas === 1) store.update('Service', key, (draft) => void (draft.spec.replicas = 2))
        })
        const replicas: { watch: Watch<V1Service>; objects: Map<string, V1Service> }[] = []
        for (const { name, replicas: wanted, from } of steps) {
          const objects = new Map(store.list('Service'))
          if (from) replicas.push({ watch: watch({ resourceVersion: store.resourceVersion }), objects })
          if (wanted === 0) store.delete('Service', `shop/${name}`)
          else if (store.get('Service', `shop/${name}`) === undefined) store.create('Service', service(name))
          else store.update('Service', `shop/${name}`, (draft) => void (draft.spec.replicas = wanted))
        }
        for (const each of replicas) {
          each.watch.close()
          for await (const event of each.watch) apply(each.objects, event)
          assert.deepEqual(new Map([...each.objects].sort()), new Map([...store.list('Service')].sort()))
        }
      }),
      { numRuns: 200 },
    )
  })
})

async function setUp(limits: Partial<HistoryLimits> = {}) {
  const world = await storeInVirtualTime()
  const history = createHistory({ store: world.store, clock: world.clock, limits })
  const watch = (options: WatchOptions<V1Service>) => history.watchFrom('Service', options)
  const pass = async (ms: number) => {
    world.clock.after(ms, () => undefined)
    await world.clock.runUntilQuiet({ until: world.clock.now() + ms, steps: 1e5 })
  }
  return { ...world, history, watch, pass }
}

/** Reads so many events, or until the end, as text. */
function read(watch: Watch<V1Service>): (count: number) => Promise<readonly string[]> {
  const events = watch[Symbol.asyncIterator]()
  return async (count) => {
    const seen: string[] = []
    while (seen.length < count) {
      const { done, value } = await events.next()
      if (done) break
      seen.push(textOf(value))
    }
    return seen
  }
}

function textOf(event: Event): string {
  if (event.type === 'EXPIRED') return event.type
  if (event.type === 'BOOKMARK') return `BOOKMARK ${event.resourceVersion}${event.initialEnd ? ' end' : ''}`
  return `${event.type} ${event.object.metadata.name} ${event.object.metadata.resourceVersion}`
}

function apply(objects: Map<string, V1Service>, event: Event): void {
  if (event.type === 'EXPIRED' || event.type === 'BOOKMARK') return
  const key = `${event.object.metadata.namespace}/${event.object.metadata.name}`
  if (event.type === 'DELETED') objects.delete(key)
  else objects.set(key, event.object)
}

function expired(run: () => unknown): void {
  assert.throws(run, (error: unknown) => error instanceof StoreError && error.code === 'Expired')
}
