import { deepEqual } from 'node:assert/strict'
import { observeHost } from '../../plan/observe.ts'
import { aWorld, RUNS } from '../support/world.ts'

describe('what a plan looks at on a host', () => {
  it('is what is ours, and the containers of others that use it', async () => {
    const a = aWorld({ images: { nginx: RUNS } })
    const Mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/d' }]
    a.declare({
      apiVersion: 'reconcile.dev/v1',
      kind: 'Volume',
      metadata: { name: 'data', namespace: 'shop' },
      spec: {},
    })
    a.service('web', { template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/d' }] } })
    await a.settle()
    a.host.byHand.run('guest', { Image: 'nginx', HostConfig: { NetworkMode: 'shop_default' } })
    a.host.byHand.run('backup', { Image: 'nginx', HostConfig: { Mounts } })
    a.host.byHand.run('stranger', { Image: 'nginx' })
    const run = { signal: new AbortController().signal, object: 'Node/a', reason: 'test' }
    const interest = {
      installation: 'default',
      containerNames: new Set<string>(),
      tasks: new Set<string>(),
      images: [],
    }
    const seen = observeHost(a.host.engine(), interest, run)
    await a.settle()
    const names = (await seen).containers.map(({ Name }) => Name)
    deepEqual(names.sort(), ['/backup', '/guest', '/shop-web-1'])
  })
})
