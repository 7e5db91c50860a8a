import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { aWorld } from '../../support/world.ts'

describe('a stack', () => {
  const ready = (world: ReturnType<typeof aWorld>) =>
    world.life().ports.store.get('Stack', 'shop')?.status?.conditions?.[0]
  const message = (world: ReturnType<typeof aWorld>) => ready(world)?.message ?? ''

  it('counts its services when all are ready', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    equal(message(world), '1 service is ready')
    world.service('db', {})
    await world.settle()
    equal(message(world), '2 services are ready')
  })

  it('names the services that are not ready, and says of the first why', async () => {
    const world = aWorld()
    world.service('web', {})
    world.service('db', { template: { image: 'nowhere' } })
    world.service('queue', { template: { image: 'nowhere' } })
    await world.settle(5_000)
    match(message(world), /^not ready: db, queue; db: task db-1-\w+: pull access denied for nowhere/)
  })

  it('is not ready after an update that failed, and says what did', async () => {
    for (const failureAction of ['Pause', 'Rollback'] as const) {
      const world = aWorld()
      world.service('web', { updateStrategy: { failureAction }, progressDeadlineSeconds: 10 })
      await world.settle()
      const template = { image: 'nowhere' }
      world.service('web', { template, updateStrategy: { failureAction }, progressDeadlineSeconds: 10 })
      await world.settle(60_000)
      const { status, reason } = ready(world) ?? {}
      deepEqual([status, reason], ['False', failureAction === 'Pause' ? 'RolloutFailed' : 'RolledBack'])
      match(message(world), /^not ready: web; web: .*pull access denied for nowhere/)
    }
  })

  it('names a volume that is lost before the services that wait for it', async () => {
    const world = aWorld()
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Volume',
      metadata: { name: 'data', namespace: 'shop' },
      spec: {},
    })
    world.service('web', {
      template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
    })
    await world.settle()
    world.host.byHand.remove('shop-web-1')
    world.host.byHand.removeVolume('shop_data')
    await world.settle(60_000)
    equal(ready(world)?.reason, 'VolumeLost')
    match(message(world), /^not ready: volume\/data, web; volume\/data: /)
  })
})
