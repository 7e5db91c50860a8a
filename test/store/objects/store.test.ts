import assert from 'node:assert/strict'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { StoreErrorCode } from '../../../store/objects/store.ts'
import { StoreError } from '../../../store/objects/store.ts'
import { service, storeInVirtualTime, task } from './samples.ts'

describe('an object in the store', () => {
  it('gets uid, version, generation and time when it is created, whatever it brings', async () => {
    const { store, clock } = await storeInVirtualTime()
    const said = { uid: 'mine', resourceVersion: '77', generation: 9, deletionTimestamp: 'x', labels: { a: 'b' } }
    const { metadata } = store.create('Service', service('web', said))
    assert.match(metadata.uid ?? '', /^[0-9a-f-]{36}$/)
    assert.equal(metadata.resourceVersion, '1')
    assert.equal(metadata.generation, 1)
    assert.equal(metadata.creationTimestamp, new Date(clock.now()).toISOString())
    assert.equal(metadata.deletionTimestamp, undefined)
    assert.deepEqual(metadata.labels, { a: 'b' })
  })

  it('is frozen to the bottom, and so is what a recipe put into it', async () => {
    const { store } = await storeInVirtualTime()
    const first = store.create('Service', service('web'))
    const conditions = [{ type: 'Ready', status: 'True' as const }]
    const second = store.update('Service', 'shop/web', (draft) => {
      draft.status = { conditions }
      draft.metadata.labels = { a: 'b' }
    })
    for (const part of [first, first.spec.template, second, second?.metadata.labels, second?.status?.conditions?.[0]]) {
      assert.ok(Object.isFrozen(part))
    }
  })

  it('is put anew with spec and status, which moves it in the indexes and raises its generation once', async () => {
    const { store } = await storeInVirtualTime()
    const before = store.create('Task', task('web-1', { template: { image: 'busybox' } }))
    const seen: string[] = []
    store.watch('Task').subscribe(({ after }) => seen.push(`${after?.spec.node} ${after?.status?.phase}`))
    const next = { spec: { ...before.spec, node: 'local' }, status: { phase: 'Assigned' as const } }
    store.put('Task', 'shop/web-1', next)
    store.put('Task', 'shop/web-1', { spec: { ...next.spec }, status: { ...next.status } })
    store.put('Task', 'shop/none', next)
    const after = store.get('Task', 'shop/web-1')
    assert.deepEqual(seen, ['local Assigned'])
    assert.equal(after?.metadata.generation, 2)
    assert.equal(after.metadata.uid, before.metadata.uid)
    assert.ok(Object.isFrozen(after.spec) && Object.isFrozen(after.status) && Object.isFrozen(after.metadata))
    assert.deepEqual([...store.by('Task', 'node', 'local').keys()], ['shop/web-1'])
    assert.equal(store.by('Task', 'unbound', '*').size, 0)
  })

  it('shares the template it was given with its siblings', async () => {
    const { store } = await storeInVirtualTime()
    const template = { image: 'busybox' }
    const one = store.create('Task', task('web-1', { template }))
    store.create('Task', task('web-2', { template }))
    const bound = store.update('Task', 'shop/web-2', (draft) => {
      draft.spec.node = 'local'
    })
    assert.equal(one.spec.template, bound?.spec.template)
  })

  const changes: Readonly<Record<string, { recipe: (draft: V1Service) => void; generation: number }>> = {
    'raises the generation with its spec': { recipe: (draft) => void (draft.spec.replicas = 2), generation: 2 },
    'keeps the generation with its status': { recipe: (draft) => void (draft.status = { replicas: 2 }), generation: 1 },
    'keeps the generation with its labels': {
      recipe: (draft) => void (draft.metadata.labels = { a: 'b' }),
      generation: 1,
    },
    'keeps the generation when an equal spec is put': {
      recipe: (draft) => {
        draft.spec = { replicas: 1, template: { image: 'busybox' } } as V1Service['spec']
        draft.status = { replicas: 1 }
      },
      generation: 1,
    },
  }
  for (const [what, { recipe, generation }] of Object.entries(changes)) {
    it(what, async () => {
      const { store } = await storeInVirtualTime()
      store.create('Service', service('web'))
      const after = store.update('Service', 'shop/web', recipe as never)
      assert.equal(after?.metadata.generation, generation)
      assert.equal(after?.metadata.resourceVersion, '2')
      assert.equal(store.resourceVersion, 2)
    })
  }

  const noChanges: Readonly<Record<string, (draft: V1Service) => void>> = {
    'does nothing': () => undefined,
    'puts what is there': (draft) => void (draft.spec.replicas = 1),
    'puts an equal object': (draft) => void (draft.spec.template = { image: 'busybox' }),
    'puts undefined where nothing is': (draft) => Object.assign(draft, { status: undefined }),
    'puts back identity, version and times': (draft) =>
      Object.assign(draft.metadata, {
        uid: undefined,
        resourceVersion: 'x',
        generation: 7,
        creationTimestamp: 'never',
      }),
  }
  for (const [what, recipe] of Object.entries(noChanges)) {
    it(`makes no version and no event for a recipe that ${what}`, async () => {
      const { store } = await storeInVirtualTime()
      const before = store.create('Service', service('web'))
      let events = 0
      store.watch('Service').subscribe(() => (events += 1))
      assert.equal(store.update('Service', 'shop/web', recipe as never), before)
      assert.equal(store.resourceVersion, 1)
      assert.equal(events, 0)
    })
  }

  it('gets another status with a new version and nothing else', async () => {
    const { store } = await storeInVirtualTime()
    const before = store.create('Service', service('web'))
    const versions: number[] = []
    store.watch('Service').subscribe(({ resourceVersion }) => versions.push(resourceVersion))
    const status = { replicas: 2 }
    store.putStatus('Service', 'shop/web', status)
    const after = store.get('Service', 'shop/web')
    assert.deepEqual(after, { ...before, status, metadata: { ...before.metadata, resourceVersion: '2' } })
    assert.equal(after?.spec, before.spec)
    assert.ok(Object.isFrozen(after) && Object.isFrozen(after.status) && Object.isFrozen(after.metadata))
    store.putStatus('Service', 'shop/web', { replicas: 2 })
    store.putStatus('Service', 'shop/none', { replicas: 2 })
    assert.equal(store.get('Service', 'shop/web'), after)
    assert.deepEqual(versions, [2])
  })

  it('is changed only at the version that was asked for', async () => {
    const { store } = await storeInVirtualTime()
    const before = store.create('Service', service('web'))
    const scale = (draft: { spec: { replicas?: number } }) => void (draft.spec.replicas = 5)
    store.update('Service', 'shop/web', scale, before.metadata.resourceVersion)
    refuses('Conflict', () => store.update('Service', 'shop/web', scale, before.metadata.resourceVersion))
  })

  it('is refused with the reason', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Service', service('web'))
    refuses('AlreadyExists', () => store.create('Service', service('web')))
    refuses('Invalid', () => store.create('Service', service('')))
    const { namespace: _, ...nameless } = service('x').metadata
    refuses('Invalid', () => store.create('Service', { ...service('x'), metadata: nameless }))
    refuses('Invalid', () => store.update('Service', 'shop/web', (draft) => void (draft.metadata.name = 'other')))
    refuses('Invalid', () => store.update('Service', 'shop/web', (draft) => void (draft.metadata.uid = 'other')))
    assert.equal(
      store.update('Service', 'shop/absent', () => undefined),
      undefined,
    )
    assert.equal(store.resourceVersion, 1)
  })
})

function refuses(code: StoreErrorCode, run: () => unknown): void {
  assert.throws(run, (error: unknown) => error instanceof StoreError && error.code === code)
}
