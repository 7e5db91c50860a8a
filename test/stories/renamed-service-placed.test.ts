import { deepEqual } from 'node:assert/strict'
import { writeMissing } from '../../store/source/facts/missing-facts.ts'
import { writePending } from '../../store/source/facts/pending-facts.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const ROOT = '/srv/stacks'
const WEB = 'Service/shop/web'

/** As source finds that no file has `web` any more; `heir`: another directory has it; `isHeld`: nothing goes before an approval. */
function lacks(world: TestWorld, { heir = '', isHeld = false } = {}): void {
  const { store } = world.life().ports
  const taken = heir === '' ? {} : { heir }
  writePending(store, ROOT, isHeld ? [] : [{ id: WEB, dueAt: world.world.clock.now() + 60_000, ...taken }])
  writeMissing(store, ROOT, new Map([[WEB, heir]]))
}

describe('a service that comes while another one goes', () => {
  for (const { it: sentence, goes, on } of [
    { it: 'is placed beside one that stays', goes: () => {}, on: 'b' },
    { it: 'is placed as without one that is deleted', goes: deletes, on: 'a' },
    {
      it: 'is placed so too where the file that lacks it is to be read again first',
      goes: lacks,
      on: 'a',
    },
    { it: 'is placed beside one that waits for approval', goes: held, on: 'b' },
    { it: 'is placed beside one that another directory takes over', goes: inherited, on: 'b' },
  ])
    it(sentence, async () => {
      const world = aWorld({ nodes: ['a', 'b'] })
      world.service('web', { placement: { constraints: ['node.name==b'] } })
      await world.settle()
      goes(world)
      world.service('site', {})
      await world.settle(5_000)
      const placed = world.tasks().filter(({ spec }) => spec.service === 'site')
      deepEqual(
        placed.map(({ spec }) => spec.node),
        [on],
      )
    })

  it('is placed by the tasks that stay', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    world.service('web', { replicas: 3, placement: { constraints: ['node.name==a'] }, template: apart('web') })
    world.service('kept', { placement: { constraints: ['node.name==b'] }, template: apart('kept') })
    await world.settle()
    lacks(world)
    world.service('site', { template: apart('site') })
    await world.settle(5_000)
    deepEqual(world.tasks().find(({ spec }) => spec.service === 'site')?.spec.node, 'a')
  })
})

function apart(network: string) {
  return { image: 'nginx', networks: [{ network }] }
}

function deletes(world: TestWorld): void {
  world.life().ports.store.delete('Service', 'shop/web')
}

function held(world: TestWorld): void {
  lacks(world, { isHeld: true })
}

function inherited(world: TestWorld): void {
  lacks(world, { heir: '/srv/others/compose.yaml' })
}
