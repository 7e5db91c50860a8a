import { deepEqual, doesNotThrow, rejects, throws } from 'node:assert/strict'
import type { V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { remove } from '../../../cli/local/deletion/delete.ts'
import { refuseInUse } from '../../../cli/local/refuse-invalid.ts'
import { aService, aTask } from '../../support/builders.ts'
import { aCore, withEngine } from './local-core.ts'

describe('what is deleted by its name though services use it', () => {
  const using = (more: Partial<V1TaskTemplate>) => {
    const core = aCore('/nowhere')
    core.store.create('Service', aService({ template: { image: 'nginx', ...more } }, {}))
    return core
  }
  const mounting = { secrets: [{ secret: 'pw' }], configs: [{ config: 'site', target: '/site' }] }
  const taskMounting = (task: V1Task): V1Task => ({
    ...task,
    spec: { ...task.spec, template: { ...task.spec.template, ...mounting } },
  })
  const going = ['Secret/shop/pw', 'Config/shop/site', 'Secret/shop/other']

  it('is refused where it would not go before they do, though it be tasks of before an update', () => {
    throws(() => refuseInUse(using({ networks: [{ network: 'back' }] }), ['Network/shop/back']), {
      ...{ exit: 2, message: 'Service/shop/web is in Network/shop/back' },
      remedy: 'delete the services first, or take it out of them and let their rollouts end; nothing was changed',
    })
    for (const service of [mounting, {}]) {
      const core = using(service)
      core.store.create('Task', taskMounting(aTask(1, 'r1')))
      throws(() => refuseInUse(core, going), {
        message: 'Service/shop/web mounts Secret/shop/pw; Service/shop/web mounts Config/shop/site',
      })
      doesNotThrow(() => refuseInUse(core, [...going, 'Service/shop/web']))
    }
  })

  it('is refused before a word of what it would bring', async () => {
    const core = withEngine(using(mounting), {})
    core.store.create('Task', taskMounting(aTask(1, 'r1')))
    core.store.create('Secret', {
      ...{ apiVersion: API_VERSION, kind: 'Secret', spec: {} },
      metadata: { name: 'pw', namespace: 'shop' },
    })
    const refs = [{ kind: 'Secret', namespace: 'shop', name: 'pw' } as const]
    const told: unknown[] = []
    const { signal } = new AbortController()
    await rejects(
      async () => {
        for await (const event of remove(core, { refs, volumes: false, wait: false, signal })) told.push(event)
      },
      { exit: 2 },
    )
    deepEqual(told, [])
  })

  it('is not refused where they go already', () => {
    const core = using(mounting)
    core.store.create('Task', taskMounting(aTask(1, 'r1')))
    core.store.update('Service', 'shop/web', ({ metadata }) => void (metadata.finalizers = [finalizers.tasks]))
    core.store.delete('Service', 'shop/web')
    doesNotThrow(() => refuseInUse(core, going))
  })

  it('is not refused where no task mounts it', () => {
    const core = using(mounting)
    core.store.create('Task', taskMounting(aTask(1, 'r1', { phase: 'Completed' })))
    doesNotThrow(() => refuseInUse(core, going))
  })
})
