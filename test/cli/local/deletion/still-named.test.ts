import { deepEqual } from 'node:assert/strict'
import { stillNamed } from '../../../../cli/local/deletion/still-named.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import { aService } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

describe('what is deleted though services name it', () => {
  const core = aCore('/nowhere')
  const mounts = [
    { type: 'Volume' as const, source: 'data', target: '/data' },
    { type: 'Volume' as const, source: 'data', target: '/more' },
  ]
  core.store.create('Service', aService({ template: { image: 'nginx', mounts } }, {}))

  it('is told once, with those that stay', () =>
    deepEqual(stillNamed(core, ['Volume/shop/data', 'Volume/shop/other']), [
      'Volume/shop/data is named by Service/shop/web still: nothing of that starts anew before a file declares it again',
    ]))

  it('is not told where they go as well', () =>
    deepEqual(stillNamed(core, ['Volume/shop/data', 'Service/shop/web']), []))

  it('is told of a service that others wait for, unless they go on without it', () => {
    const { store } = core
    const dependsOn = [{ service: 'db' }, { service: 'cache', required: false }]
    store.create('Service', { ...aService({ dependsOn }), metadata: { name: 'api', namespace: 'shop' } })
    deepEqual(stillNamed(core, ['Service/shop/db', 'Service/shop/cache']), [
      'Service/shop/db is named by Service/shop/api still: nothing of that starts anew before a file declares it again',
    ])
  })

  it('is told of a service whose namespaces or volumes others share', () => {
    const { store } = core
    const { template } = aService({}).spec
    const dependsOn = [{ service: 'vpn' }]
    const sharing = { ...template, networkMode: 'service:vpn', volumesFrom: ['files:ro'] }
    store.create('Service', {
      ...aService({ dependsOn, template: sharing }),
      metadata: { name: 'tor', namespace: 'shop' },
    })
    const stops = (base: string) =>
      `Service/shop/tor stops until Service/shop/${base}, on whose container it stands, is there again; to delete that too, \`reconcile delete service/tor -n shop\``
    deepEqual(stillNamed(core, ['Service/shop/vpn']), [stops('vpn')])
    deepEqual(stillNamed(core, ['Service/shop/files']), [stops('files')])
  })

  it('is not told of a service applied with --no-deps, which waits for none', () => {
    const { store } = core
    const metadata = { name: 'lone', namespace: 'shop', annotations: { [annotations.alone]: 'true' } }
    store.create('Service', { ...aService({ dependsOn: [{ service: 'queue' }] }), metadata })
    deepEqual(stillNamed(core, ['Service/shop/queue']), [])
  })
})
