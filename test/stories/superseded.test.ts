import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aRunning, RUNS, type TestWorld } from '../support/world.ts'

const MINUTES_7 = 420_000

/** Versions of a service that never come up, by what they lack. */
const lacking: Readonly<Record<string, (version: number) => Partial<V1ServiceSpec>>> = {
  'an image': (version) => ({ template: { image: `none:${version}` } }),
  'a node': (version) => ({ ...versioned(version), placement: { constraints: [`node.hostname == h${version}`] } }),
  'a container to share with': (version) => ({ template: { ...versioned(version).template, volumesFrom: ['gone'] } }),
  'what it depends on': (version) => ({ ...versioned(version), dependsOn: [{ service: 'gone' }] }),
}

function versioned(version: number) {
  return { template: { image: 'nginx', env: [{ name: 'VERSION', value: String(version) }] } }
}

const tasksOf = (world: TestWorld) => world.tasks().map(({ spec, status }) => `${spec.revision} ${status?.phase}`)

describe('versions of a service that never came up', () => {
  for (const order of ['StopFirst', 'StartFirst'] as const)
    for (const [what, version] of Object.entries(lacking))
      it(`for want of ${what} go with the next one, and what runs stays (${order})`, async () => {
        const updateStrategy = { order }
        const world = await aRunning({ updateStrategy })
        const [running] = tasksOf(world)
        for (let number = 1; number <= 3; number++) {
          world.service('web', { updateStrategy, ...version(number) })
          await world.settle(MINUTES_7)
          await world.pass(MINUTES_7)
          equal(tasksOf(world)[0], running)
          equal(world.tasks().length, 2)
        }
        deepEqual(
          world.newCalls().filter((call) => call.includes('/containers/')),
          [],
        )
      })

  it('do not come up later either', async () => {
    const world = await aRunning({ updateStrategy: { order: 'StartFirst' } })
    for (const image of ['none:1', 'none:2']) {
      world.service('web', { updateStrategy: { order: 'StartFirst' }, template: { image } })
      await world.settle(MINUTES_7)
    }
    world.host.byHand.addImage('none:1', { config: { Cmd: ['serve'] } })
    await world.pass(MINUTES_7)
    deepEqual(world.imagesRunning(), ['nginx'])
  })
})

describe('a version that is wanted again while it is watched', () => {
  it('costs no healthy task where it crashes within that time (S10)', async () => {
    const images = {
      'app:1': RUNS,
      'app:2': RUNS,
      'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 20_000, exitCode: 3 } },
    }
    const updateStrategy = { order: 'StartFirst', monitorSeconds: 30, failureAction: 'Pause' } as const
    const world = await aRunning({ replicas: 4, updateStrategy, template: { image: 'app:1' } }, { images })
    for (const image of ['app:bad', 'app:2', 'app:bad']) {
      world.service('web', { replicas: 4, updateStrategy, template: { image } })
      await world.pass(image === 'app:2' ? 3_000 : 10_000)
    }
    await world.pass(120_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    equal(world.imagesRunning().filter((image) => image === 'app:1').length, 4)
  })
})
