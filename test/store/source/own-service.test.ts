import { deepEqual, equal } from 'node:assert/strict'
import { finalizers } from '../../../api/v1/labels.ts'
import { createWorld, service } from './world.ts'

describe('the service that serve runs in, whose deletion no loop ends', () => {
  for (const [when, isTold] of [
    ['after', true],
    ['before', false],
  ] as const)
    it(`is there again once its file is back, ${when} it is known that only a person ends it`, async () => {
      const { store, files, start, pass } = createWorld()
      files.write('/srv/web.yaml', service('web'))
      files.write('/srv/self.yaml', service('serve', { namespace: 'reconcile' }))
      start()
      await pass(1_000)
      const key = 'reconcile/serve'
      const metadata = () => store.get('Service', key)?.metadata
      const old = metadata()?.uid
      store.update('Service', key, (draft) => void (draft.metadata.finalizers = [finalizers.tasks]))
      files.remove('/srv/self.yaml')
      await pass(45_000)
      equal(metadata()?.deletionTimestamp !== undefined, true)
      const left = () => {
        const lastTransitionTime = '2026-01-01T00:00:00Z'
        const said = {
          type: 'Ready',
          status: 'False' as const,
          reason: 'OwnContainer',
          message: '',
          lastTransitionTime,
        }
        store.putStatus('Service', key, { conditions: [said] })
      }
      if (isTold) left()
      files.write('/srv/self.yaml', service('serve', { namespace: 'reconcile' }))
      await pass(1_000)
      equal(metadata()?.deletionTimestamp === undefined, isTold)
      if (!isTold) left()
      await pass(1_000)
      deepEqual([metadata()?.deletionTimestamp, metadata()?.finalizers], [undefined, [finalizers.tasks]])
      equal(metadata()?.uid === old, false)
    })

  it('as any other, waits until the old one is gone where its tasks are still stopped', async () => {
    const { store, files, start, pass } = createWorld()
    files.write('/srv/web.yaml', service('web'))
    files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
    start()
    await pass(1_000)
    store.update('Service', 'blog/wiki', (draft) => void (draft.metadata.finalizers = [finalizers.tasks]))
    files.remove('/srv/blog.yaml')
    await pass(45_000)
    files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
    await pass(5_000)
    equal(store.get('Service', 'blog/wiki')?.metadata.deletionTimestamp !== undefined, true)
  })
})
