import assert from 'node:assert/strict'
import fc from 'fast-check'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { keptEntries } from '../../../store/objects/kept.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { type Storage, type StorageChange, StorageError } from '../../../store/storage/storage.ts'
import { assertRefused } from '../storage/storage.suite.ts'
import { service, storeInVirtualTime, task } from './samples.ts'

describe('what of the store is durable', () => {
  it('is every write that was made when durable() was called', async () => {
    const { store, disk, settle } = await storeInVirtualTime()
    store.create('Service', service('web'))
    store.putFact('pause', 'shop/web', true)
    let found: readonly string[] = []
    void store.durable().then(() => {
      found = [...disk.contents().keys()]
    })
    assert.equal(disk.contents().size, 0)
    await settle()
    assert.deepEqual([...found].sort(), [
      '/facts/pause/shop/web',
      '/objects/Service/shop/web',
      '/store/resourceVersion',
    ])
  })

  it('is also what was written while the batch before was on its way', async () => {
    const { store, disk, settle } = await storeInVirtualTime()
    store.create('Service', service('a'))
    await Promise.resolve()
    store.create('Service', service('b'))
    const found = store.durable().then(() => disk.contents().has('/objects/Service/shop/b'))
    await settle()
    assert.equal(await found, true)
  })

  it('costs nothing when nothing waits', async () => {
    const { store, settle } = await storeInVirtualTime()
    assert.equal(store.durable(), store.durable())
    store.create('Service', service('web'))
    await settle()
    store.update('Service', 'shop/web', (draft) => void (draft.status = { replicas: 1, conditions: [] }))
    await store.durable()
  })

  it('goes in one batch for 40 that ask at once, and in one more for 40 that ask meanwhile', async () => {
    const { store, batches, settle } = await countedStore()
    const ask = (from: number) =>
      Promise.all(
        Array.from({ length: 40 }, (_, i) => {
          store.create('Task', task(`web-${from + i}`))
          return store.durable()
        }),
      )
    const first = ask(0)
    await Promise.resolve()
    await Promise.resolve()
    const second = ask(100)
    await settle()
    await Promise.all([first, second])
    assert.deepEqual(
      batches.map((batch) => batch.length),
      [41, 40],
    )
  })

  it('gathers for a moment what nobody waits for, and keeps it by itself', async () => {
    const { store, batches, disk, clock, settle } = await countedStore()
    store.create('Service', service('web'))
    for (let i = 0; i < 4; i += 1) {
      await clock.runUntilQuiet({ until: clock.now() + 10, steps: 1e6 })
      store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = i))
    }
    assert.equal(batches.length, 0)
    await settle()
    assert.equal(batches.length, 1)
    assert.deepEqual(disk.contents().has('/objects/Service/shop/web'), true)
    store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = 9))
    await settle()
    assert.equal(batches.length, 2)
  })

  it('goes at once where somebody waits, with all that was gathered, and does not go again', async () => {
    const { store, batches, clock, settle } = await countedStore()
    store.create('Service', service('web'))
    const begun = clock.now()
    let took: number | undefined
    void store.durable().then(() => {
      took = clock.now() - begun
    })
    await settle()
    assert.deepEqual([took, batches.length], [2, 1])
  })

  it('keeps by itself what changed while a batch was on its way', async () => {
    const { store, batches, disk, clock, settle } = await countedStore()
    store.create('Service', service('web'))
    void store.durable()
    await clock.runUntilQuiet({ until: clock.now() + 1, steps: 1e6 })
    store.create('Service', service('later'))
    await settle()
    assert.deepEqual([batches.length, disk.contents().has('/objects/Service/shop/later')], [2, true])
  })

  it('has the last value of what changed often', async () => {
    const { store, batches, disk, settle } = await countedStore()
    store.create('Service', service('web'))
    for (let i = 0; i < 10; i += 1) store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = i))
    store.create('Service', service('gone'))
    store.delete('Service', 'shop/gone')
    await settle()
    assert.equal(batches.length, 1)
    assert.deepEqual([...disk.contents().keys()].sort(), ['/objects/Service/shop/web', '/store/resourceVersion'])
  })

  it('is refused while the disk is full, said in refusal, and made good by itself when there is space', async () => {
    const { store, disk, clock } = await storeInVirtualTime()
    disk.refuse('Full')
    store.create('Service', service('web'))
    const refused = assertRefused(store.durable(), 'Full')
    await clock.runUntilQuiet({ until: clock.now() + 20_000, steps: 1e5 })
    await refused
    assert.equal(store.refusal?.code, 'Full')
    store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = 7))
    disk.refuse(undefined)
    await clock.runUntilQuiet({ until: clock.now() + 20_000, steps: 1e5 })
    assert.equal(store.refusal, undefined)
    await store.durable()
    const kept = disk.contents().get('/objects/Service/shop/web') as unknown as { spec: { replicas: number } }
    assert.equal(kept.spec.replicas, 7)
  })

  it('is not tried again where somebody who waited has made it good', async () => {
    const { store, batches, disk, clock, settle } = await countedStore()
    disk.refuse('Full')
    store.create('Service', service('web'))
    const refused = assertRefused(store.durable(), 'Full')
    await clock.runUntilQuiet({ until: clock.now() + 10, steps: 1e6 })
    await refused
    disk.refuse(undefined)
    const kept = store.durable()
    await settle()
    await kept
    assert.deepEqual(
      batches.map((batch) => batch.length),
      [2, 2],
    )
  })

  it('is gathered again for a moment only, once storage has taken a batch', async () => {
    const { store, disk, clock, settle } = await countedStore()
    const pass = (ms: number) => clock.runUntilQuiet({ until: clock.now() + ms, steps: 1e6 })
    disk.refuse('Full')
    store.create('Service', service('web'))
    await pass(25_000) // by itself it is tried again up to 10 s later
    disk.refuse(undefined)
    const good = store.durable()
    await pass(5)
    await good
    store.create('Service', service('later'))
    await pass(100)
    assert.equal(disk.contents().has('/objects/Service/shop/later'), true)
    await settle()
  })

  it('is the rest of a batch at once, where a value of it is too large', async () => {
    const { store, disk, clock, settle } = await countedStore(400)
    store.create('Service', service('huge', { annotations: { huge: 'x'.repeat(500) } }))
    store.create('Service', service('web'))
    const refused = assertRefused(store.durable(), 'TooLarge')
    await clock.runUntilQuiet({ until: clock.now() + 10, steps: 1e6 })
    await refused
    assert.equal(disk.contents().has('/objects/Service/shop/web'), true)
    await settle()
  })

  it('is all but a value that is too large, which is told to who waits then, and to who asks for its object', async () => {
    const { store, disk, settle } = await countedStore(400)
    const huge = 'x'.repeat(500)
    store.create('Service', service('huge', { annotations: { huge } }))
    store.create('Service', service('web'))
    const refused = assertRefused(store.durable(), 'TooLarge')
    await settle()
    await refused
    assert.equal(store.refusal, undefined)
    assert.deepEqual([...store.tooLarge.keys()], ['/objects/Service/shop/huge'])
    store.create('Service', service('later'))
    const later = store.durable()
    await settle()
    await later
    assert.deepEqual([...disk.contents().keys()].filter((key) => key.startsWith('/objects')).sort(), [
      '/objects/Service/shop/later',
      '/objects/Service/shop/web',
    ])
    await assertRefused(store.durable({ kind: 'Service', key: 'shop/huge' }), 'TooLarge')
    store.update('Service', 'shop/huge', (draft) => void (draft.metadata.annotations = {}))
    await settle()
    await store.durable({ kind: 'Service', key: 'shop/huge' })
    assert.equal(disk.contents().has('/objects/Service/shop/huge'), true)
    assert.equal(store.tooLarge.size, 0)
  })

  it('is no refusal of all where a value that is too large is the only one', async () => {
    const { store, settle } = await countedStore(400)
    store.create('Service', service('web'))
    await settle()
    store.update('Service', 'shop/web', (draft) => void (draft.metadata.annotations = { huge: 'x'.repeat(500) }))
    const refused = assertRefused(store.durable(), 'TooLarge')
    await settle()
    await refused
    assert.deepEqual([store.refusal, [...store.tooLarge.keys()]], [undefined, ['/objects/Service/shop/web']])
  })

  it('goes in several batches where storage takes none of that size, the reservation of versions first', async () => {
    const { store, kept, settle } = await countedStore(Number.POSITIVE_INFINITY, 2_000)
    const names = Array.from({ length: 20 }, (_, i) => `web-${i}`)
    store.putFact('pause', 'shop/web', true)
    for (const name of names) store.create('Service', service(name, { annotations: { long: 'x'.repeat(500) } }))
    const good = store.durable()
    await settle()
    await good
    assert.equal(store.refusal, undefined)
    assert.ok(kept.length > 5, `${kept.length}`)
    assert.equal(kept[0]?.[0]?.key, '/store/resourceVersion')
    const found = kept.flat().map(({ key }) => key)
    assert.deepEqual(
      found.filter((key) => key.startsWith('/objects')),
      names.map((name) => `/objects/Service/shop/${name}`),
    )
  })

  it('is all but a value that is too large, also in several batches', async () => {
    const { store, disk, settle } = await countedStore(1_000, 2_000)
    for (const [name, size] of Object.entries({ a: 500, huge: 1_500, b: 500, c: 500, d: 500 }))
      store.create('Service', service(name, { annotations: { long: 'x'.repeat(size) } }))
    const refused = assertRefused(store.durable(), 'TooLarge')
    await settle()
    await refused
    assert.deepEqual([store.refusal, [...store.tooLarge.keys()]], [undefined, ['/objects/Service/shop/huge']])
    const found = [...disk.contents().keys()].filter((key) => key.startsWith('/objects'))
    assert.deepEqual(
      found.sort(),
      ['a', 'b', 'c', 'd'].map((name) => `/objects/Service/shop/${name}`),
    )
  })

  it('gives up, and says so each time, once another writer took over', async () => {
    const { store, disk, settle } = await storeInVirtualTime()
    disk.open()
    store.create('Service', service('web'))
    for (let turn = 0; turn < 2; turn += 1) {
      const refused = assertRefused(store.durable(), 'Fenced')
      assert.equal(await settle(), 'quiet')
      await refused
    }
  })

  it('never lets the version go back, wherever the process ends', async () => {
    const { reopen, settle, clock } = await storeInVirtualTime()
    let highest = 0
    for (let life = 0; life < 5; life += 1) {
      const store = await reopen()
      assert.ok(store.resourceVersion >= highest)
      store.create('Service', service(`web-${life}`))
      await settle()
      for (let i = 0; i < 500; i += 1) {
        store.update('Service', `shop/web-${life}`, (draft) => void (draft.status = { replicas: i }))
      }
      highest = store.resourceVersion
      await clock.runUntilQuiet({ until: clock.now() + life, steps: life })
    }
  })

  it('is the store of one moment, whenever the process ends', async () => {
    const step = fc.record({
      name: fc.constantFrom('a', 'b'),
      what: fc.constantFrom('create', 'scale', 'delete', 'pause', 'wait'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat(), async (steps, seed) => {
        const { store, disk, clock } = await storeInVirtualTime({ seed })
        const without = (entries: ReadonlyMap<string, unknown>) =>
          JSON.stringify([...entries].filter(([key]) => !key.startsWith('/store')).sort())
        const moments = new Set([without(keptEntries(store))])
        for (const { name, what } of steps) {
          if (what === 'create' && store.get('Service', `shop/${name}`) === undefined)
            store.create('Service', service(name))
          if (what === 'scale')
            store.update(
              'Service',
              `shop/${name}`,
              (draft) => void (draft.spec.replicas = (draft.spec.replicas ?? 0) + 1),
            )
          if (what === 'delete') store.delete('Service', `shop/${name}`)
          if (what === 'pause') store.putFact('pause', name, store.resourceVersion)
          moments.add(without(keptEntries(store)))
          if (what === 'wait') await clock.runUntilQuiet({ until: clock.now() + 60, steps: 2 })
          assert.ok(moments.has(without(disk.contents())))
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** A store that counts its batches; a value may have so many letters, and a batch. */
async function countedStore(most = Number.POSITIVE_INFINITY, mostOfBatch = Number.POSITIVE_INFINITY) {
  const clock = virtualClock()
  const random = seededRandom(1)
  const disk = memoryStorage({ clock, random, latencyMs: { min: 2, max: 2 } })
  const batches: (readonly StorageChange[])[] = []
  const kept: (readonly StorageChange[])[] = []
  const storage: Storage = {
    ...disk,
    write(changes) {
      batches.push(changes)
      const large = changes.find(({ value }) => (JSON.stringify(value) ?? '').length > most)
      if (large) return Promise.reject(new StorageError('TooLarge', `${large.key} is too large`, { key: large.key }))
      if (JSON.stringify(changes).length > mostOfBatch)
        return Promise.reject(new StorageError('TooLarge', 'the batch is too large'))
      kept.push(changes)
      return disk.write(changes)
    },
  }
  const store = createStore({ clock, random, storage, state: new Map() })
  return {
    store,
    batches,
    kept,
    disk,
    clock,
    settle: () => clock.runUntilQuiet({ until: clock.now() + 60_000, steps: 1e6 }),
  }
}
