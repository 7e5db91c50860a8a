import { deepEqual, equal } from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { annotations, finalizers } from '../../../api/v1/labels.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { aTask, specified } from '../../support/builders.ts'
import { all, aRequest, eachHome, loopsAtRest, serviceText } from './local-core.ts'

describe('an apply that waits for something to be gone before it goes on', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  it('has all tasks replaced once, and builds anew once', async () => {
    const { store, home } = core
    mkdirSync(join(home, 'web'))
    writeFileSync(join(home, 'web/Dockerfile'), 'FROM busybox\n')
    const text = `${serviceText('web').replace('image: nginx', `build: { context: ${home}/web }`)}---\n${serviceText('api')}`
    await all(apply(core, aRequest(home, text, {})))
    const task = { ...aTask(1, 'r1'), metadata: { name: 'web-1', namespace: 'shop' } }
    store.create('Task', specified(task, { node: 'b' }))
    store.update('Service', 'shop/api', (draft) => void (draft.metadata.finalizers = [finalizers.tasks]))
    store.delete('Service', 'shop/api')
    const [asked, builds]: [string[], string[]] = [[], []]
    store.watchFacts().subscribe(({ family, key }) => {
      const { at: restartedAt } = (store.fact('restart', key) ?? {}) as { readonly at?: string }
      if (family !== 'restart' || restartedAt === undefined) return
      asked.push(key)
      store.putStatus('Service', key, { rollout: { state: 'Completed', restartedAt } })
    })
    store
      .watch('Service')
      .subscribe(({ after }) => builds.push(after?.metadata.annotations?.[annotations.buildHash] ?? ''))
    const loops: Core = { ...core, begin: async () => loopsAtRest({ node: 'b', synced: true }) }
    const request = { ...aRequest(home, text, {}), wait: true, recreate: true, build: true }
    const told: string[] = []
    for await (const event of apply(loops, request)) {
      if (event.type === 'state' && event.state === 'Deleting')
        store.update('Service', 'shop/api', (draft) => void (draft.metadata.finalizers = []))
      if (event.type !== 'resource' || event.object !== 'Service/shop/api') continue
      told.push(event.details?.[0] ?? event.change)
      if (event.change === 'created' && !event.details) break
    }
    deepEqual(told, ['when the old one is gone', 'created'])
    deepEqual(asked, ['shop/web'])
    equal(new Set(builds.filter((hash) => hash !== '')).size, 1)
  })
})
