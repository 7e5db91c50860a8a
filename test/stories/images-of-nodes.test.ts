import { deepEqual, equal, match } from 'node:assert/strict'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

/** A world in which each of two nodes has an image of its own under one tag, as after a `docker build` on each. */
function builtOnEach(): TestWorld {
  const world = aWorld({ images: {}, nodes: ['a', 'b'] })
  for (const node of ['a', 'b']) built(world, node, node)
  return world
}

function built({ world }: TestWorld, node: string, digit: string): void {
  world.hosts.get(node)?.byHand.addImage('app:1', { ...RUNS, id: idOf(digit) })
}

function idOf(digit: string): string {
  return `sha256:${digit.repeat(64)}`
}

/** What runs on each node, by the image's digit. */
function running({ world }: TestWorld): readonly string[] {
  return [...world.hosts].map(([node, host]) => `${node}: ${host.containers().map(({ Image }) => Image.at(-1))}`)
}

function declare(world: TestWorld, replicas: number): void {
  world.service('web', { replicas, template: { image: 'app:1' } })
}

describe('images that were built on each of two nodes under one tag', () => {
  it('run each where it was built', async () => {
    const world = builtOnEach()
    declare(world, 2)
    await world.settle()
    const made = world.newCalls().filter((call) => call.includes('/containers/create'))
    deepEqual([running(world), made.length], [['a: a', 'b: b'], 2])
    await world.restart()
    await world.pass(1_200_000)
    deepEqual([running(world), world.newCalls()], [['a: a', 'b: b'], []])
  })

  it('run each where it was built also if a replica comes later', async () => {
    const world = builtOnEach()
    for (const replicas of [1, 2]) {
      declare(world, replicas)
      await world.settle()
    }
    deepEqual(running(world), ['a: a', 'b: b'])
  })

  it('are taken over each as it runs, after the state was lost', async () => {
    const before = builtOnEach()
    declare(before, 2)
    await before.settle()
    await before.life().stop()
    for (const [node, digit] of Object.entries({ a: 'c', b: 'd' })) built(before, node, digit)
    const world = aWorld({ over: before.world, images: {}, nodes: ['a', 'b'] })
    declare(world, 2)
    await world.settle()
    await world.restart()
    await world.pass(1_200_000)
    deepEqual([running(world), world.newCalls()], [['a: a', 'b: b'], []])
  })

  it('has a node that lacks it ask the registry for its tag', async () => {
    const world = builtOnEach()
    world.world.hosts.get('b')?.byHand.removeImage('app:1')
    for (const replicas of [1, 2]) {
      declare(world, replicas)
      await world.settle(30_000)
    }
    const [, second] = world.tasks()
    equal(second?.spec.node, 'b')
    match(second.status?.message ?? '', /^pull access denied for app/)
    built(world, 'b', 'b')
    await world.pass(600_000)
    deepEqual(running(world), ['a: a', 'b: b'])
  })

  it('are each made again as they were, after both were built again', async () => {
    const world = builtOnEach()
    declare(world, 2)
    await world.settle()
    for (const [node, digit] of Object.entries({ a: 'c', b: 'd' })) built(world, node, digit)
    await world.pass(600_000) // until the next list of their images
    for (const { byHand, ...host } of world.world.hosts.values())
      for (const { Name } of host.containers()) byHand.remove(Name.slice(1))
    await world.settle()
    deepEqual(running(world), ['a: a', 'b: b'])
  })
})
