import { deepEqual, equal } from 'node:assert/strict'
import { annotations } from '../../api/v1/labels.ts'
import { stopService } from '../../controllers/holds/stop.ts'
import { isOneShot } from '../../controllers/service/to-end.ts'
import { aService } from '../support/builders.ts'
import { aWorld } from '../support/world.ts'

describe('a service applied with --no-deps', () => {
  it('starts whatever becomes of what it depends on, and still depends on it', async () => {
    const world = aWorld()
    const stop = (name: string) =>
      stopService(world.life().ports.store, `shop/${name}`, { now: world.world.clock.now() })
    for (const name of ['db', 'migrate']) world.service(name, {})
    stop('db')
    const dependsOn = [
      { service: 'db', condition: 'Healthy' },
      { service: 'migrate', condition: 'Completed' },
      { service: 'undeclared', condition: 'Started' },
    ] as const
    const { metadata, ...web } = aService({ template: { image: 'nginx' }, dependsOn: [...dependsOn] })
    const alone = { ...metadata, annotations: { [annotations.alone]: '--no-deps' } }
    world.declare({ ...web, kind: 'Service', metadata: alone })
    await world.settle(60_000)
    deepEqual(world.containers(), ['shop-migrate-1 running', 'shop-web-1 running'])
    const migrate = world.serviceNamed('migrate')
    equal(migrate && isOneShot(migrate, world.life().ports.store), true)
    // The one that depends on another still stops first.
    world.newCalls()
    stop('web')
    stop('migrate')
    await world.settle(60_000)
    deepEqual(
      world.newCalls().flatMap((call) => /POST .*\/(\S+)\/stop/.exec(call)?.[1] ?? []),
      ['shop-web-1', 'shop-migrate-1'],
    )
  })

  it('waits again once it was applied without', async () => {
    const world = aWorld()
    const dependsOn = [{ service: 'db', condition: 'Started' } as const]
    const { metadata, ...web } = aService({ template: { image: 'nginx' }, dependsOn })
    const alone = { ...metadata, annotations: { [annotations.alone]: '--no-deps' } }
    world.declare({ ...web, kind: 'Service', metadata: alone })
    await world.settle(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    world.life().ports.store.update('Service', 'shop/web', (draft) => {
      delete draft.metadata.annotations
      draft.spec.template.image = 'nginx:2'
    })
    await world.settle(60_000)
    deepEqual(
      world.tasks().flatMap(({ status }) => (status?.reason === 'WaitingForDependency' ? status.message : [])),
      ['it depends on db, which is not declared'],
    )
  })
})
