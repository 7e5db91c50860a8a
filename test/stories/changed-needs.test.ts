import { deepEqual, equal } from 'node:assert/strict'
import type { V1Dependency } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const sick = { config: { Cmd: ['serve'] }, behaviour: { neverHealthy: true } }
const healthcheck = { test: ['CMD', 'true'], startPeriodSeconds: 3_600 }

/** `shop/web` waits for `shop/db`, which never gets healthy. */
async function aWaiting({ isDeclared = true } = {}): Promise<TestWorld> {
  const world = aWorld({ images: { nginx: RUNS, sick } })
  if (isDeclared) world.service('db', { template: { image: 'sick', healthcheck } })
  depends(world, [{ service: 'db', condition: 'Healthy' }])
  await world.settle(60_000)
  equal(world.tasks().find(({ spec }) => spec.service === 'web')?.status?.reason, 'WaitingForDependency')
  return world
}

function depends(world: TestWorld, dependsOn: V1Dependency[]): void {
  world.service('web', { dependsOn })
}

describe('a task that waits for what its service depends on', () => {
  it('starts when that is taken out of the service', async () => {
    const world = await aWaiting({ isDeclared: false })
    depends(world, [])
    await world.settle(2_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('starts when less is asked of it', async () => {
    const world = await aWaiting()
    depends(world, [{ service: 'db', condition: 'Started' }])
    await world.settle(2_000)
    deepEqual(world.containers(), ['shop-db-1 running', 'shop-web-1 running'])
  })

  it('starts when it is required no longer', async () => {
    const world = await aWaiting({ isDeclared: false })
    depends(world, [{ service: 'db', condition: 'Healthy', required: false }])
    await world.settle(2_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('goes on with an update that waited for longer than its deadline', async () => {
    const world = aWorld({ images: { nginx: RUNS, 'nginx:2': RUNS } })
    world.service('web', {})
    await world.settle()
    const template = { image: 'nginx:2' }
    world.service('web', { template, progressDeadlineSeconds: 60, dependsOn: [{ service: 'db' }] })
    world.world.clock.after(600_000, () => {})
    await world.settle()
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    world.service('web', { template, progressDeadlineSeconds: 60 })
    equal(await world.settle(), 'quiet')
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    deepEqual(world.imagesRunning(), ['nginx:2'])
  })
})
