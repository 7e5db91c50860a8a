import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const IN_NETWORK: V1TaskTemplate = { image: 'nginx', networks: [{ network: 'n' }] }
const WITH_DATA: V1TaskTemplate = { image: 'nginx', mounts: [{ type: 'Volume', source: 'n', target: '/d' }] }

/** A world in which the stack `shop` has a network or volume `shared`, and the stack `other` uses it as an external one. */
async function shared(kind: 'Network' | 'Volume', template: V1TaskTemplate, seed = 1): Promise<TestWorld> {
  const world = aWorld({ seed, images: { nginx: RUNS } })
  const named = { apiVersion: API_VERSION, kind, spec: { hostName: 'shared' } } as const
  world.declare({ ...named, metadata: { name: 'n', namespace: 'shop' } } as never)
  world.declare({
    ...{ ...named, metadata: { name: 'n', namespace: 'other' } },
    spec: { ...named.spec, external: true },
  } as never)
  world.service('web', { template })
  equal(await world.settle(), 'quiet')
  const metadata = { name: 'w', namespace: 'other' }
  world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } })
  equal(await world.settle(), 'quiet')
  deepEqual(world.containers(), ['other-w-1 running', 'shop-web-1 running'])
  return world
}

function deleteShop(world: TestWorld, kind: 'Network' | 'Volume'): void {
  const { store } = world.life().ports
  if (kind === 'Volume')
    store.update('Volume', 'shop/n', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
  store.delete('Service', 'shop/web')
  store.delete(kind, 'shop/n')
}

describe('what is to go, and a task of another stack uses', () => {
  for (const [kind, template] of [
    ['Network', IN_NETWORK],
    ['Volume', WITH_DATA],
  ] as const) {
    const ready = (world: TestWorld) =>
      getCondition(world.life().ports.store.get(kind, 'shop/n')?.status?.conditions, 'Ready')
    const isThere = (world: TestWorld) => world.life().ports.store.get(kind, 'shop/n') !== undefined

    it(`says who stays, and what to do: a ${kind}`, async () => {
      const world = await shared(kind, template)
      deleteShop(world, kind)
      equal(await world.settle(), 'quiet')
      const { reason, message = '' } = ready(world) ?? {}
      equal(reason, 'UsedElsewhere')
      match(
        message,
        /w-1.*, and stays with Service other\/w: delete that stack first with `reconcile delete --stack other`/,
      )
      match(message, new RegExp(`or take the ${kind.toLowerCase()} out of that service$`))
    })

    it(`is asked of no engine, and goes when they have gone: a ${kind}`, async () => {
      const world = await shared(kind, template)
      deleteShop(world, kind)
      await world.settle()
      const removals = () => world.newCalls().filter((call) => /^DELETE .(networks|volumes).shared$/.test(call))
      deepEqual(removals(), [])
      world.life().ports.store.delete('Service', 'other/w')
      await world.settle()
      equal(isThere(world), false)
      equal(removals().length, 1)
    })

    for (let seed = 1; seed <= 8; seed++)
      it(`is waited for where they go as well: a ${kind}, seed ${seed}`, async () => {
        const world = await shared(kind, template, seed)
        deleteShop(world, kind)
        world.life().ports.store.delete('Service', 'other/w')
        const began = world.world.clock.now()
        await world.settle()
        equal(isThere(world), false)
        equal(world.world.clock.now() - began < 12_000, true)
      })
  }

  it('is as declared where it is not deleted, and nobody of its own stack is in it; it goes with the last', async () => {
    const world = await shared('Network', IN_NETWORK)
    const { store } = world.life().ports
    world.service('web', { template: IN_NETWORK, replicas: 0 })
    equal(await world.settle(), 'quiet')
    equal(getCondition(store.get('Network', 'shop/n')?.status?.conditions, 'Ready')?.status, 'True')
    store.delete('Service', 'other/w')
    await world.pass(20_000)
    deepEqual(
      [...world.host.state.networks.values()].filter(({ name }) => name === 'shared'),
      [],
    )
  })
})
