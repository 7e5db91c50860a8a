import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  ...{ 'app:1': RUNS, 'app:2': RUNS, 'app:3': RUNS },
  'slow:1': { ...RUNS, behaviour: { stopsAfterMs: 8_000 } },
  'crash:1': { ...RUNS, behaviour: { exitsAfterMs: 100, exitCode: 1 } },
}

/** Two replicas of an image in a range of three ports, unless it says otherwise. */
function inRange(image: string, { last = 8083, ...more }: Partial<V1ServiceSpec> & { last?: number } = {}) {
  const ports = [{ hostPort: 8081, hostPortEnd: last, containerPort: 80 }]
  const updateStrategy = { order: 'StartFirst' as const, ...more.updateStrategy }
  return { replicas: 2, ...more, template: { image, ports }, updateStrategy }
}

async function running(spec: Partial<V1ServiceSpec>): Promise<TestWorld> {
  const world = aWorld({ images })
  world.service('web', spec)
  equal(await world.settle(), 'quiet')
  return world
}

/** Lets an update run, and answers the fewest tasks that ran at any time, and the most. */
async function ranDuring(world: TestWorld, spec: Partial<V1ServiceSpec>, ms = 60_000): Promise<readonly number[]> {
  let [fewest, most] = [Number.POSITIVE_INFINITY, 0]
  world.service('web', spec)
  for (let passed = 0; passed < ms; passed += 50) {
    await world.pass(50)
    const count = world.imagesRunning().length
    ;[fewest, most] = [Math.min(fewest, count), Math.max(most, count)]
  }
  return [fewest, most]
}

const stateOf = (world: TestWorld) => world.serviceNamed('web')?.status?.rollout?.state

const refusedStarts = (world: TestWorld) =>
  world
    .life()
    .recorder.events()
    .filter(({ reason }) => reason === 'StartFailed')
    .map(({ message }) => message)

describe('an update that starts first in a range of ports that has just enough of them', () => {
  const rows: readonly { it: string; from: Partial<V1ServiceSpec>; to: Partial<V1ServiceSpec>; ran: number[] }[] = [
    { it: 'goes on once an old task has stopped', from: inRange('slow:1'), to: inRange('app:2'), ran: [2, 3] },
    {
      it: 'goes on once those have stopped that are not wanted any more',
      from: inRange('slow:1', { replicas: 3 }),
      to: inRange('app:2'),
      ran: [2, 3],
    },
    {
      it: 'has as many in work at a time as its range has room for',
      from: inRange('slow:1', { replicas: 3, last: 8085 }),
      to: inRange('app:2', { replicas: 3, last: 8085, updateStrategy: { parallelism: 2 } }),
      ran: [3, 5],
    },
    {
      it: 'waits for no old task where its range has room for more',
      from: inRange('slow:1', { last: 8086 }),
      to: inRange('app:2', { last: 8086 }),
      ran: [2, 4],
    },
  ]
  for (const { it: sentence, from, to, ran } of rows)
    it(sentence, async () => {
      const world = await running(from)
      deepEqual(await ranDuring(world, to), ran)
      deepEqual([stateOf(world), world.imagesRunning()], ['Completed', Array(to.replicas).fill('app:2')])
      deepEqual(refusedStarts(world), [])
    })

  for (const afterMs of [1_000, 7_000])
    it(`goes on with the next one that comes in between, after ${afterMs / 1_000} s`, async () => {
      const world = await running(inRange('slow:1'))
      await ranDuring(world, inRange('app:2'), afterMs)
      const [fewest] = await ranDuring(world, inRange('app:3'))
      deepEqual([fewest, stateOf(world), world.imagesRunning()], [2, 'Completed', ['app:3', 'app:3']])
      deepEqual(refusedStarts(world), [])
    })

  it('goes on without what fails, where that is put up with', async () => {
    const world = await running(inRange('app:1', { last: 8084 }))
    const updateStrategy = { failureAction: 'Continue' as const }
    await ranDuring(world, inRange('crash:1', { last: 8084, updateStrategy }), 200_000)
    deepEqual(
      world.tasks().flatMap(({ spec }) => (spec.template.image === 'crash:1' ? [spec.slot] : [])),
      [1, 2],
    )
  })

  it('waits for nothing of a host that does not answer', async () => {
    const world = aWorld({ images, nodes: ['a', 'b'] })
    world.service('web', inRange('app:1'))
    await world.settle()
    world.world.hosts.get('b')?.hang()
    await world.pass(120_000)
    await ranDuring(world, inRange('app:2'))
    deepEqual([stateOf(world), world.imagesRunning()], ['Completed', ['app:2', 'app:2']])
  })
})
