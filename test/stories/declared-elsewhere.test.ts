import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const template = { image: 'nginx', networks: [{ network: 'public' }] }

/** Two hosts, where the stack edge declares the network that shop/web uses as an external one, and has a task on `a` alone. */
async function twoStacks(mode: 'Replicated' | 'Global' = 'Replicated'): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'] })
  const network = (namespace: string, spec: object) =>
    world.declare({
      ...{ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'public', namespace } },
      spec: { hostName: 'public', ...spec },
    })
  network('edge', {})
  network('shop', { external: true })
  proxy(world, mode)
  await world.settle()
  world.service('web', { template, placement: { constraints: ['node.name==b'] } })
  await world.settle(60_000)
  return world
}

function proxy(world: TestWorld, mode: 'Replicated' | 'Global'): void {
  const placement = mode === 'Global' ? {} : { placement: { constraints: ['node.name==a'] } }
  const metadata = { name: 'proxy', namespace: 'edge' }
  world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: { mode, template, ...placement } })
}

const ready = (world: TestWorld) =>
  getCondition(world.life().ports.store.get('Network', 'shop/public')?.status?.conditions, 'Ready')

describe('an external network that another stack declares, on a host where that one has no task', () => {
  it('is missing, and says whose it is and where that one makes it', async () => {
    const world = await twoStacks()
    equal(ready(world)?.reason, 'ExternalMissing')
    match(
      ready(world)?.message ?? '',
      /^b has no network public: the stack edge declares it.* \(a\): .*`node\.name==a`/,
    )
  })

  it('is there once a service of that stack is on each host, as it says', async () => {
    const world = await twoStacks()
    proxy(world, 'Global')
    equal(await world.settle(), 'quiet')
    equal(ready(world)?.status, 'True')
    const web = world.tasks().filter(({ spec }) => spec.service === 'web')
    deepEqual(
      web.map(({ spec, status }) => [spec.node, status?.phase]),
      [['b', 'Running']],
    )
  })

  it('is there once what uses it is kept to a host of that stack, as it says', async () => {
    const world = await twoStacks()
    world.service('web', { template, placement: { constraints: ['node.name==a'] } })
    equal(await world.settle(), 'quiet')
    equal(ready(world)?.status, 'True')
  })
})
