import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const MINUTES = 60_000
const image = 'app:1'
const ports = [{ hostPort: 5432, containerPort: 5432 }]

/** `db` has a port of its host, and `cache` runs beside it. */
async function beside(options: TestWorldOptions = {}): Promise<TestWorld> {
  const world = aWorld({ images: { [image]: RUNS }, ...options })
  world.service('db', { template: { image, ports } })
  for (const name of ['cache', 'proxy']) world.service(name, { template: { image } })
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** Gives the port to a service, and lets `db` share what `cache` has. */
async function handOver(
  world: TestWorld,
  services: Readonly<Record<string, Partial<V1ServiceSpec>>>,
  shares: Partial<V1TaskTemplate> = { networkMode: 'service:cache' },
): Promise<void> {
  for (const [name, spec] of Object.entries(services)) world.service(name, spec)
  world.service('db', { template: { image, ...shares } })
  await world.pass(15 * MINUTES)
}

const stops = (world: TestWorld) => world.newCalls().filter((call) => call.endsWith('/stop'))

describe('a service that takes the port of one which is to share what it has', () => {
  for (const shares of [{ networkMode: 'service:cache' }, { volumesFrom: ['cache'] }])
    for (const order of ['StopFirst', 'StartFirst'] as const)
      for (const seed of [1, 2, 3])
        it(`gets it once the old task has stopped, and each is replaced once: ${Object.keys(shares)}, ${order}, ${seed}`, async () => {
          const world = await beside({ seed })
          await handOver(world, { cache: { template: { image, ports }, updateStrategy: { order } } }, shares)
          deepEqual(stops(world), ['POST /containers/shop-db-1/stop', 'POST /containers/shop-cache-1/stop'])
          deepEqual(world.containers(), ['shop-cache-1 running', 'shop-db-1 running', 'shop-proxy-1 running'])
          for (const name of ['cache', 'db']) equal(world.serviceNamed(name)?.status?.rollout?.state, 'Completed')
        })

  for (const [how, reaches] of Object.entries<Partial<V1ServiceSpec>>({
    'depends on': { template: { image, command: ['again'] }, dependsOn: [{ service: 'proxy' }] },
    'shares with': { template: { image, networkMode: 'service:proxy' } },
  }))
    it(`gets it where the one that shares comes behind another one, which ${how} it`, async () => {
      const world = await beside()
      await handOver(world, { proxy: { template: { image, ports } }, cache: reaches })
      deepEqual(world.containers(), ['shop-cache-1 running', 'shop-db-1 running', 'shop-proxy-1 running'])
      for (const name of ['cache', 'db', 'proxy']) equal(world.serviceNamed(name)?.status?.rollout?.state, 'Completed')
    })

  it('costs no running task while it lacks its image (S10)', async () => {
    const world = await beside({ registry: { 'app:bad': { failing: 'registry says 500' } } })
    await handOver(world, { cache: { template: { image: 'app:bad', ports } } })
    deepEqual(stops(world), [])
    match(world.serviceNamed('db')?.status?.rollout?.message ?? '', /it shares what cache has/)
  })

  it('costs no running task where the engine refuses it (S10)', async () => {
    const world = await beside()
    const resources = { limits: { memoryBytes: 1 } }
    await handOver(world, { cache: { template: { image, ports, resources } } })
    deepEqual(stops(world), [])
  })
})
