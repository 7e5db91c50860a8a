import assert from 'node:assert/strict'
import { service, storeInVirtualTime, task } from './samples.ts'

describe('watching the store', () => {
  it('delivers each change before the write returns', async () => {
    const { store } = await storeInVirtualTime()
    const seen: unknown[] = []
    store.watch('Service').subscribe(({ key, before, after, resourceVersion }) => {
      seen.push([key, before?.spec.replicas, after?.spec.replicas, resourceVersion])
    })
    store.create('Service', service('web'))
    assert.equal(seen.length, 1)
    store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = 2))
    store.delete('Service', 'shop/web')
    assert.deepEqual(seen, [
      ['shop/web', undefined, 1, 1],
      ['shop/web', 1, 2, 2],
      ['shop/web', 2, undefined, 3],
    ])
  })

  it('shows every subscriber 1 before 2, even where the first one writes', async () => {
    const { store } = await storeInVirtualTime()
    const seen: string[] = []
    store.watch('Service').subscribe(({ resourceVersion }) => {
      seen.push(`first ${resourceVersion}`)
      if (resourceVersion < 3)
        store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = resourceVersion + 1))
      if (resourceVersion === 3) store.create('Task', task('web-1'))
    })
    store.watch('Service').subscribe(({ resourceVersion }) => seen.push(`second ${resourceVersion}`))
    store.watch('Task').subscribe(({ resourceVersion }) => seen.push(`tasks ${resourceVersion}`))
    store.create('Service', service('web'))
    assert.deepEqual(seen, ['first 1', 'second 1', 'first 2', 'second 2', 'first 3', 'second 3', 'tasks 4'])
  })

  it('tells apart what changes the spec from what is only said of it', async () => {
    const { store } = await storeInVirtualTime()
    const seen: string[] = []
    store.watch('Service').subscribe(({ resourceVersion }) => seen.push(`change ${resourceVersion}`))
    store.watchSpecs('Service').subscribe(({ resourceVersion }) => seen.push(`spec ${resourceVersion}`))
    store.create('Service', service('web'))
    store.putStatus('Service', 'shop/web', { replicas: 1 })
    store.update('Service', 'shop/web', (draft) => void (draft.metadata.labels = { a: 'b' }))
    store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = 2))
    store.delete('Service', 'shop/web')
    const ofSpec = [1, 4, 5]
    assert.deepEqual(
      seen,
      [1, 2, 3, 4, 5].flatMap((version) => [
        `change ${version}`,
        ...(ofSpec.includes(version) ? [`spec ${version}`] : []),
      ]),
    )
  })

  it('goes on for others when one leaves', async () => {
    const { store } = await storeInVirtualTime()
    let seen = 0
    const first = store.watch('Service').subscribe(() => first.unsubscribe())
    store.watch('Service').subscribe(() => (seen += 1))
    store.create('Service', service('a'))
    store.create('Service', service('b'))
    assert.equal(seen, 2)
  })

  it('tells of facts by family and key, and not of those put again', async () => {
    const { store } = await storeInVirtualTime()
    const seen: string[] = []
    store.watchFacts().subscribe(({ family, key }) => seen.push(`${family}/${key}`))
    store.putFact('pause', 'shop/web', { since: 1 })
    store.putFact('pause', 'shop/web', { since: 1 })
    store.putFact('root', '/srv/a', true)
    store.putFact('root', '/srv/a', undefined)
    store.putFact('root', '/srv/a', undefined)
    assert.deepEqual(seen, ['pause/shop/web', 'root//srv/a', 'root//srv/a'])
    assert.ok(Object.isFrozen(store.fact('pause', 'shop/web')))
    assert.deepEqual([...store.facts('pause').keys()], ['shop/web'])
  })
})
