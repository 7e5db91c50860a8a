import { deepEqual, equal } from 'node:assert/strict'
import { finalizers } from '../../../api/v1/labels.ts'
import { noteOwnHome } from '../../../store/source/facts/own-home.ts'
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

describe('the volume of a stack that leaves the watched files', () => {
  const rest = 'docker volume rm reconcile_home` there deletes it'
  for (const [what, home, node, stays] of [
    ['that is the home of serve', 'reconcile_home', 'local', 'it is the home of this serve, with all its state'],
    ['of that name on another node', 'reconcile_home', 'far', rest],
    ['beside another home of serve', 'other_home', 'local', rest],
    ['of a serve that is in no container', undefined, 'local', rest],
  ] as const)
    it(`${what} is told with ${stays === rest ? 'what deletes it' : 'no command that deletes it'}`, async () => {
      const { store, files, start, pass, lines } = createWorld()
      noteOwnHome(store, 'of_an_earlier_one')
      noteOwnHome(store, home)
      files.write('/srv/web.yaml', service('web'))
      const volume = 'apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: home, namespace: reconcile }\n'
      files.write('/srv/self.yaml', volume)
      start()
      await pass(1_000)
      const status = { nodes: [{ node, seen: true }] }
      store.putStatus('Volume', 'reconcile/home', status)
      files.remove('/srv/self.yaml')
      await pass(45_000)
      const told = lines.find((line) => line.startsWith('Volume/reconcile/home forgotten')) ?? ''
      equal(told.includes(stays), true, told)
      equal(told.includes('docker volume rm'), stays === rest, told)
    })
})
