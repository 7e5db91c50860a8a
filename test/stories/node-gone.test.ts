import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Installation } from '../../controllers/installation.ts'
import { startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

/** A service of two tasks on two hosts, of which one is neither declared nor connected any more. */
async function withoutB(): Promise<{ readonly world: TestWorld; readonly life: Installation }> {
  const world = aWorld({ nodes: ['a', 'b'] })
  world.service('web', { replicas: 2 })
  await world.settle()
  world.life().ports.store.delete('Node', 'b')
  const stopping = world.life().stop()
  await world.settle()
  await stopping
  const hosts = new Map([...world.world.hosts].filter(([node]) => node === 'a'))
  const contents = fixedContents(new Map(), world.world.clock)
  const life = startLife({ ...world.world, hosts }, { installation: 'default', contents })
  await world.settle()
  return { world, life }
}

describe('a task on a node that is not declared any more', () => {
  it('stays with its service, and says what to do', async () => {
    const { life } = await withoutB()
    const [, task] = [...life.ports.store.list('Task').values()]
    equal(task?.spec.node, 'b')
    match(task?.status?.message ?? '', /^the node b is not declared: declare it again/)
  })

  it('keeps no deletion of its service from its end, and its container stays (S4)', async () => {
    const { world, life } = await withoutB()
    const { store } = life.ports
    store.delete('Service', 'shop/web')
    equal(await world.settle(), 'quiet')
    deepEqual([store.list('Service').size, store.list('Task').size], [0, 0])
    deepEqual(world.containers(), [])
    deepEqual(
      world.world.hosts
        .get('b')
        ?.containers()
        .map(({ State }) => State.Status),
      ['running'],
    )
    const said = life.recorder.events().filter(({ message }) => /its node is not declared any more/.test(message))
    equal(said.length, 1)
  })

  it('waits where it is declared, though nobody speaks to it yet', async () => {
    const { world, life } = await withoutB()
    const { store } = life.ports
    store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
    store.delete('Service', 'shop/web')
    await world.settle()
    equal(store.list('Task').size, 1)
    store.delete('Node', 'b')
    await world.settle()
    deepEqual([store.list('Service').size, store.list('Task').size], [0, 0])
  })
})
