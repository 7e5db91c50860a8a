import { deepEqual, equal, match } from 'node:assert/strict'
import { unclaimedTasks } from '../../../controllers/node/unclaimed.ts'
import { unclaimedService } from '../../../controllers/runtime/unclaimed.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { aNetwork } from '../../support/builders.ts'
import { aWorld, RUNS, type TestWorld } from '../../support/world.ts'

function labelsOf(name: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    'reconcile.dev/installation': 'default',
    'reconcile.dev/kind': 'Service',
    'reconcile.dev/stack': 'shop',
    'reconcile.dev/name': name,
    ...more,
  }
}

const container = (name: string) =>
  ({ Name: `/shop-${name}-1`, Config: { Labels: labelsOf(name) } }) as unknown as HostContainer

describe('whether this home knows whose a container is', () => {
  for (const { what, labels, unclaimed } of [
    { what: 'a task of a service that is here', labels: labelsOf('known'), unclaimed: undefined },
    { what: 'a task of a service that is not here', labels: labelsOf('web'), unclaimed: 'shop/web' },
    { what: 'one of another installation', labels: labelsOf('web', { 'reconcile.dev/installation': 'other' }) },
    { what: 'a one-off', labels: labelsOf('web', { 'reconcile.dev/kind': 'OneOff' }) },
    { what: 'one that somebody ran by hand', labels: undefined },
    { what: 'what a create of this home made late', labels: labelsOf('web', { 'reconcile.dev/task': 'late' }) },
    {
      what: 'what a late create of its name made on another node',
      labels: labelsOf('web', { 'reconcile.dev/task': 'elsewhere' }),
      unclaimed: 'shop/web',
    },
  ])
    it(`${what}: ${unclaimed ?? 'no word of it'}`, () => {
      const a = aWorld()
      a.service('known', { template: { image: 'nginx' } })
      for (const asked of ['Task/shop/late a', 'Task/shop/elsewhere b'])
        a.life().ports.store.putFact('unanswered', asked, 1)
      equal(unclaimedService({ node: 'a', labels }, a.life().ports), unclaimed)
    })

  it('says the first names of many', () => {
    const many = ['e', 'd', 'c', 'b', 'a'].map((name) => container(name))
    match(
      unclaimedTasks(many, ({ Config }) => `shop/${Config.Labels?.['reconcile.dev/name']}`)?.message ?? '',
      /^there is shop-a-1, shop-b-1, shop-c-1 and 2 more of Service\/shop\/a, Service\/shop\/b, Service\/shop\/c and 2 more, on which/,
    )
    equal(
      unclaimedTasks(many, () => undefined),
      undefined,
    )
  })
})

describe('what another home runs on a node', () => {
  const images = { 'app:1': RUNS }
  const said = ({ life }: TestWorld) =>
    life()
      .ports.store.get('Node', 'a')
      ?.status?.conditions?.find(({ type }) => type === 'UnclaimedTasks')?.message

  it('stands on the node until it is gone', async () => {
    const one = aWorld({ images })
    const other = aWorld({ over: one.world, images })
    await other.settle()
    equal(said(other), undefined)
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    match(said(other) ?? '', /^there is shop-web-1 of Service\/shop\/web, on which this home has never worked/)
    equal(said(one), undefined)
    one.life().ports.store.delete('Service', 'shop/web')
    await one.settle()
    equal(said(other), undefined)
  })

  it('stands there until its files are applied here', async () => {
    const one = aWorld({ images })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    await one.life().stop()
    const other = aWorld({ over: one.world, images })
    await other.settle()
    match(said(other) ?? '', /^there is shop-web-1/)
    other.service('web', { template: { image: 'app:1' } })
    await other.settle()
    equal(said(other), undefined)
  })

  const front = { ...aNetwork(), metadata: { name: 'front', namespace: 'shop' } }

  it('keeps a network that both have, and no deletion here waits for that', async () => {
    const one = aWorld({ images })
    one.service('web', { template: { image: 'app:1', networks: [{ network: 'front' }] } })
    one.service('db', { template: { image: 'app:1', networks: [{ network: 'front' }] } })
    one.declare(front)
    await one.settle()
    await one.life().stop()
    const other = aWorld({ over: one.world, images })
    other.service('web', { template: { image: 'app:1', networks: [{ network: 'front' }] } })
    other.declare(front)
    await other.settle()
    const { store } = other.life().ports
    store.delete('Service', 'shop/web')
    store.delete('Network', 'shop/front')
    await other.settle()
    equal(store.get('Network', 'shop/front'), undefined)
    const networks = other.newCalls().filter((call) => call.includes('/networks'))
    deepEqual(networks, [])
    deepEqual(other.containers(), ['shop-db-1 running'])
  })
})
