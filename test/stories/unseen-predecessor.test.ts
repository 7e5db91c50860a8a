import { deepEqual, match } from 'node:assert/strict'
import { containersIn, hostOf } from '../support/restored-host.ts'
import { aWorld, RUNS } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
/** Longer than it takes to notice a silence, and the grace. */
const LOST_MS = 50_000

describe('an update of a task whose host is silent since before this process', () => {
  async function updatedInSilence(order?: 'StartFirst') {
    const world = aWorld({ nodes: ['a', 'b'], images })
    const strategy = order === undefined ? {} : { updateStrategy: { order } }
    world.service('web', { template: { image: 'app:1' }, ...strategy })
    await world.settle()
    const on = world.tasks()[0]?.spec.node ?? ''
    hostOf(world, on).hang()
    await world.restart()
    world.service('web', { template: { image: 'app:2' }, ...strategy })
    await world.pass(20_000)
    const other = on === 'a' ? 'b' : 'a'
    return { world, other }
  }

  it('does not start beside what may still run there before its node is lost (S5)', async () => {
    const { world, other } = await updatedInSilence()
    const started = () => containersIn(world).filter((text) => text.startsWith(other))
    deepEqual(started(), [`${other} shop-web-1 created`])
    match(
      world
        .tasks()
        .map(({ status }) => status?.message)
        .join(),
      /is to stop first/,
    )
    await world.pass(LOST_MS)
    deepEqual(started(), [`${other} shop-web-1 running`])
  })

  it('starts at once where it is to start first', async () => {
    const { world, other } = await updatedInSilence('StartFirst')
    deepEqual(containersIn(world).includes(`${other} shop-web-1 running`), true)
  })
})
