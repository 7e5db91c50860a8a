import { deepEqual, doesNotMatch, equal } from 'node:assert/strict'
import { planOf } from '../support/plan-of.ts'
import { aWorld } from '../support/world.ts'

/** The contract of a plan: names where only the hosts will know the ids. */
describe('the calls of a plan', () => {
  it('have names in place of ids, in their bodies too', async () => {
    const a = aWorld()
    await a.settle()
    await a.life().stop()
    a.service('db', { template: { image: 'nginx' } })
    a.service('web', { template: { image: 'nginx', networkMode: 'service:db' }, dependsOn: [{ service: 'db' }] })
    const { calls } = await planOf(a)
    const creates = calls.filter(({ path }) => path.startsWith('/containers/create'))
    deepEqual(
      creates.map(({ path, body }) => [
        path.split('?')[1],
        (body as { HostConfig: { NetworkMode: string } }).HostConfig.NetworkMode,
      ]),
      [
        ['name=shop-db-1', 'shop_default'],
        ['name=shop-web-1', 'container:shop-db-1'],
      ],
    )
    doesNotMatch(
      JSON.stringify(creates.map(({ body }) => (body as { HostConfig: unknown }).HostConfig)),
      /[0-9a-f]{64}/,
    )
  })

  it('have the names in bodies that others have in the end, and in paths those of then', async () => {
    const a = aWorld()
    const side = { template: { image: 'nginx', networkMode: 'service:db' } }
    const order = { updateStrategy: { order: 'StartFirst' as const } }
    a.service('db', { template: { image: 'nginx' }, ...order })
    a.service('web', side)
    await a.settle()
    await a.life().stop()
    a.service('db', { template: { image: 'nginx:2' }, ...order })
    const { calls } = await planOf(a)
    const creates = calls.filter(({ path }) => path.startsWith('/containers/create'))
    deepEqual(
      creates.map(({ path, body }) => [
        path.split('=')[1]?.replace(/\..*/, '.HASH'),
        (body as { HostConfig: { NetworkMode: string } }).HostConfig.NetworkMode,
      ]),
      [
        ['shop-db-1.HASH', 'shop_default'],
        ['shop-web-1', 'container:shop-db-1'],
      ],
    )
    const renamed = calls.findIndex(({ path }) => path.endsWith('/rename?name=shop-db-1'))
    equal(renamed < 0, false)
  })
})
