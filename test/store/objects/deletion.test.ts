import assert from 'node:assert/strict'
import { ownerReference } from '../../../api/v1/owner.ts'
import { StoreError } from '../../../store/objects/store.ts'
import { service, storeInVirtualTime, task } from './samples.ts'

describe('deleting an object', () => {
  it('removes one without finalizers at once, and is fine when there is none', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Service', service('web'))
    store.delete('Service', 'shop/web')
    store.delete('Service', 'shop/web')
    assert.equal(store.get('Service', 'shop/web'), undefined)
    assert.equal(store.resourceVersion, 2)
  })

  it('marks one with finalizers once, and removes it with the last of them', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Service', service('web', { finalizers: ['a', 'b'] }))
    store.delete('Service', 'shop/web')
    store.delete('Service', 'shop/web')
    const marked = store.get('Service', 'shop/web')
    assert.ok(marked?.metadata.deletionTimestamp)
    assert.equal(marked.metadata.generation, 2)
    assert.equal(store.resourceVersion, 2)
    const remaining = store.update('Service', 'shop/web', (draft) => void (draft.metadata.finalizers = ['b']))
    assert.deepEqual(remaining?.metadata.finalizers, ['b'])
    const gone: (string | undefined)[] = []
    store.watch('Service').subscribe(({ before, after }) => gone.push(before?.metadata.name, after?.metadata.name))
    assert.equal(
      store.update('Service', 'shop/web', (draft) => void (draft.metadata.finalizers = [])),
      undefined,
    )
    assert.deepEqual(gone, ['web', undefined])
  })

  it('lets finalizers go and none come', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Service', service('web', { finalizers: ['a'] }))
    store.delete('Service', 'shop/web')
    const add = () => store.update('Service', 'shop/web', (draft) => void draft.metadata.finalizers?.push('late'))
    assert.throws(
      add,
      (error: unknown) => error instanceof StoreError && /finalizer late comes too late/.test(error.message),
    )
  })

  it('can not be taken back by a recipe', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Service', service('web', { finalizers: ['a'] }))
    store.delete('Service', 'shop/web')
    const after = store.update('Service', 'shop/web', (draft) => {
      delete draft.metadata.deletionTimestamp
      draft.spec.replicas = 3
    })
    assert.ok(after?.metadata.deletionTimestamp)
  })

  it('deletes what the object alone owned after it, each by its own finalizers', async () => {
    const { store } = await storeInVirtualTime()
    const web = store.create('Service', service('web'))
    const db = store.create('Service', service('db'))
    const by = (...owners: (typeof web)[]) => ({ metadata: { ownerReferences: owners.map(ownerReference) } })
    store.create('Task', task('web-1', by(web)))
    const held = by(web)
    store.create('Task', task('web-2', { metadata: { ...held.metadata, finalizers: ['container'] } }))
    store.create('Task', task('web-3', by(web, db)))
    store.create('Task', task('web-4'))
    const order: string[] = []
    store.watch('Service').subscribe(({ key }) => order.push(key))
    store.watch('Task').subscribe(({ key }) => order.push(key))
    store.delete('Service', 'shop/web')
    assert.deepEqual(order, ['shop/web', 'shop/web-1', 'shop/web-2'])
    assert.ok(store.get('Task', 'shop/web-2')?.metadata.deletionTimestamp)
    assert.deepEqual([...store.list('Task').keys()], ['shop/web-2', 'shop/web-3', 'shop/web-4'])
    store.delete('Service', 'shop/db')
    assert.equal(store.get('Task', 'shop/web-3'), undefined)
  })

  it('leaves what an older owner of the same name had to that one', async () => {
    const { store } = await storeInVirtualTime()
    const old = store.create('Service', service('web'))
    store.create(
      'Task',
      task('web-1', { metadata: { ownerReferences: [ownerReference(old)], finalizers: ['container'] } }),
    )
    store.delete('Service', 'shop/web')
    store.create('Service', service('web'))
    store.create('Task', task('web-2', { metadata: { ownerReferences: [ownerReference(old)] } }))
    store.delete('Service', 'shop/web')
    assert.ok(store.get('Task', 'shop/web-2'))
  })

  it('knows the owners of what was loaded', async () => {
    const { store, reopen, settle } = await storeInVirtualTime()
    const web = store.create('Service', service('web'))
    store.create('Task', task('web-1', { metadata: { ownerReferences: [ownerReference(web)] } }))
    await settle()
    const next = await reopen()
    next.delete('Service', 'shop/web')
    assert.equal(next.list('Task').size, 0)
  })
})
