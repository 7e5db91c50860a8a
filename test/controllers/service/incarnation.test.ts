import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { freeTaskName, incarnationOf, noteEnd, taskNameOf } from '../../../controllers/service/incarnation.ts'
import type { PlacedContainer } from '../../../engine/inventory.ts'
import { aTask } from '../../support/builders.ts'
import { aWorld, type TestWorld } from '../../support/world.ts'

const DAY = 24 * 3_600_000

function named(name: string): V1Service {
  const metadata = { name, namespace: 'shop' }
  return { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'nginx' } } }
}

/** Has services end, each so many days from now. */
function ended({ life }: TestWorld, ends: readonly (readonly [string, number])[]): void {
  const { ports } = life()
  const now = ports.clock.now()
  for (const [name, days] of ends)
    noteEnd(named(name), { ...ports, clock: { ...ports.clock, now: () => now + days * DAY } })
}

function known({ life }: TestWorld): readonly string[] {
  return [...life().ports.store.facts('seen').keys()].sort()
}

describe('how often a service of a name was deleted', () => {
  it('counts on, also from what a home of before has', () => {
    const world = aWorld()
    const { store } = world.life().ports
    store.putFact('seen', 'Service/shop/web', 2)
    equal(incarnationOf(named('web'), store), 2)
    ended(world, [['web', 0]])
    equal(incarnationOf(named('web'), store), 3)
  })

  it('is forgotten 30 days after the last end, when another service ends', async () => {
    const world = aWorld()
    await world.settle()
    world.life().ports.store.putFact('seen', 'Service/shop/before', 1)
    ended(world, [
      ['old', 0],
      ['again', 0],
      ['again', 10],
      ['new', 29],
    ])
    deepEqual(known(world), ['Service/shop/again', 'Service/shop/before', 'Service/shop/new', 'Service/shop/old'])
    ended(world, [['web', 31]])
    deepEqual(known(world), ['Service/shop/again', 'Service/shop/new', 'Service/shop/web'])
  })

  it('is kept while anything of it is there, or a host does not say what it has', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    ended(world, [
      ['web', 0],
      ['other', 31],
    ])
    deepEqual(known(world), ['Service/shop/other', 'Service/shop/web'])
    const silent = aWorld()
    ended(silent, [
      ['web', 0],
      ['other', 31],
    ])
    deepEqual(known(silent), ['Service/shop/other', 'Service/shop/web'])
  })
})

describe('the name of a new task', () => {
  const first = { slot: 1, revision: 'r1', attempt: 1 }
  for (const { it: sentence, tasks = [], containers = [], attempt } of [
    { it: 'is of the attempt that is asked for', attempt: 1 },
    { it: 'is of the next attempt whose name no task has', tasks: [1, 2, 4], attempt: 3 },
    { it: 'is of the next attempt whose name no container has, adopted or not', containers: [1], attempt: 2 },
    { it: 'is that of no task and no container', tasks: [2], containers: [1, 3], attempt: 4 },
  ])
    it(sentence, () => {
      const { store, inventory } = aWorld().life().ports
      const service = named('web')
      const nameOf = (of: number) => taskNameOf(service, { ...first, attempt: of }, store)
      for (const name of tasks.map(nameOf)) {
        const task = aTask(1, 'r1')
        store.create('Task', { ...task, metadata: { ...task.metadata, name } })
      }
      const found = new Set(containers.map(nameOf))
      const containersOf = (name: string) => (found.has(name) ? [{} as PlacedContainer] : [])
      const free = freeTaskName(service, first, { store, inventory: { ...inventory, containersOf } })
      deepEqual(free, { name: nameOf(attempt), attempt })
    })
})
