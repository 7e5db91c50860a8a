import { doesNotThrow, throws } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { refuseInUse } from '../../../cli/local/refuse-invalid.ts'
import { aService, aTask } from '../../support/builders.ts'
import { aCore } from './local-core.ts'

describe('what is deleted by its name though services use it', () => {
  const using = (more: Partial<V1TaskTemplate>) => {
    const core = aCore('/nowhere')
    core.store.create('Service', aService({ template: { image: 'nginx', ...more } }, {}))
    return core
  }
  const mounting = { secrets: [{ secret: 'pw' }], configs: [{ config: 'site', target: '/site' }] }
  const going = ['Secret/shop/pw', 'Config/shop/site', 'Secret/shop/other']

  it('is refused where it would not go before they do', () => {
    throws(() => refuseInUse(using({ networks: [{ network: 'back' }] }), ['Network/shop/back']), {
      ...{ exit: 2, message: 'Service/shop/web is in Network/shop/back' },
      remedy: 'delete the services first, or take it out of them; nothing was changed',
    })
    const core = using(mounting)
    core.store.create('Task', aTask(1, 'r1'))
    throws(() => refuseInUse(core, going), {
      message: 'Service/shop/web mounts Secret/shop/pw; Service/shop/web mounts Config/shop/site',
    })
    doesNotThrow(() => refuseInUse(core, [...going, 'Service/shop/web']))
  })

  it('is not refused where no task mounts it', () => {
    const core = using(mounting)
    core.store.create('Task', aTask(1, 'r1', { phase: 'Completed' }))
    doesNotThrow(() => refuseInUse(core, going))
  })
})
