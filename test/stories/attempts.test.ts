import { deepEqual, match } from 'node:assert/strict'
import type { V1RestartPolicy, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const crashes = { config: { Cmd: ['serve'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 3 } }
const HOUR = 3_600_000

/** `shop/web` runs with this policy, which no engine counts by, beside what `more` declares before it. */
async function aLimited(
  policy: V1RestartPolicy,
  template: Partial<V1TaskTemplate> = {},
  more: (world: TestWorld) => void = () => {},
): Promise<TestWorld> {
  const world = aWorld({ images: { nginx: RUNS, crashes } })
  more(world)
  const restartPolicy = { condition: 'Always' as const, ...policy }
  world.service('web', { template: { image: 'nginx', restartPolicy, ...template } })
  await world.pass(60_000)
  return world
}

/** Ends the process of `shop/web`, and answers where the task stands later, with the restarts that people see. */
async function crash(world: TestWorld, laterMs = HOUR): Promise<readonly unknown[]> {
  world.host.byHand.exit('shop-web-1', 1)
  await world.pass(laterMs)
  return standing(world)
}

function standing(world: TestWorld): readonly unknown[] {
  const status = world.tasks().find(({ spec }) => spec.service === 'web')?.status
  return [status?.phase, status?.restarts]
}

describe('a limit of restarts', () => {
  it('counts none for the sake of another', async () => {
    const shares = { networkMode: 'service:vpn' }
    const world = await aLimited({ maxAttempts: 2 }, shares, (each) => each.service('vpn', {}))
    for (let times = 0; times < 2; times++) {
      world.host.byHand.exit('shop-vpn-1', 1)
      await world.pass(HOUR)
    }
    deepEqual(standing(world), ['Running', 2])
    await world.restart()
    deepEqual(await crash(world), ['Running', 3])
    deepEqual(await crash(world), ['Running', 4])
    deepEqual(await crash(world), ['Failed', 4])
  })

  for (const verb of ['remove', 'stop'] as const)
    it(`begins anew after a ${verb} by hand, as the engine's does`, async () => {
      const world = await aLimited({ maxAttempts: 2 })
      deepEqual(await crash(world), ['Running', 1])
      deepEqual(await crash(world), ['Running', 2])
      world.host.byHand[verb]('shop-web-1')
      await world.pass(HOUR)
      deepEqual(standing(world), ['Running', 3])
      deepEqual(await crash(world), ['Running', 4])
      deepEqual(await crash(world), ['Running', 5])
      deepEqual(await crash(world), ['Failed', 5])
    })

  it('counts those for a health check that fails, and no other', async () => {
    const world = await aLimited({ maxAttempts: 1 }, { healthcheck: { test: ['CMD', 'true'], intervalSeconds: 1 } })
    world.host.byHand.remove('shop-web-1')
    await world.pass(HOUR)
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    await world.pass(HOUR)
    deepEqual(standing(world), ['Running', 2])
    deepEqual(await crash(world), ['Failed', 2])
    match(world.tasks()[0]?.status?.message ?? '', /; 1 restart did not help, the policy allows 1$/)
  })

  it('is wiped for good by a run longer than its window', async () => {
    const world = await aLimited({ maxAttempts: 2, windowSeconds: 60 })
    await crash(world, 20_000)
    deepEqual(await crash(world, 70_000), ['Running', 2])
    await crash(world, 20_000)
    deepEqual(await crash(world, 20_000), ['Running', 4])
    deepEqual(await crash(world, 20_000), ['Failed', 4])
  })

  it('counts one for a health check that fails after a run longer than its window', async () => {
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1 }
    const world = await aLimited({ maxAttempts: 2, windowSeconds: 60 }, { healthcheck })
    await world.pass(70_000)
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    await world.pass(20_000)
    deepEqual(standing(world), ['Running', 1])
    deepEqual(await crash(world, 20_000), ['Running', 2])
    deepEqual(await crash(world, 20_000), ['Failed', 2])
  })

  it('is wiped by such a run that ends for the sake of another', async () => {
    const shares = { networkMode: 'service:vpn' }
    const world = await aLimited({ maxAttempts: 1, windowSeconds: 60 }, shares, (each) => each.service('vpn', {}))
    deepEqual(await crash(world, 70_000), ['Running', 1])
    world.host.byHand.exit('shop-vpn-1', 1)
    await world.pass(20_000)
    deepEqual(await crash(world, 20_000), ['Running', 3])
    deepEqual(await crash(world, 20_000), ['Failed', 3])
  })

  for (const lives of [1, 5])
    it(`ends a crash loop after as many, over ${lives} lives of these controllers`, async () => {
      const world = aWorld({ images: { crashes } })
      const restartPolicy = { condition: 'Always' as const, maxAttempts: 3 }
      world.service('web', { template: { image: 'crashes', restartPolicy } })
      for (let life = 1; life < lives; life++) {
        await world.pass(1_000)
        await world.restart()
      }
      await world.pass(HOUR)
      deepEqual(standing(world), ['Failed', 3])
      match(world.tasks()[0]?.status?.message ?? '', /3 restarts did not help, the policy allows 3/)
    })
})
