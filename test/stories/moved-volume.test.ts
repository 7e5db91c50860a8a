import { deepEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'db:1': RUNS, 'db:2': RUNS, 'db:3': RUNS, nginx: RUNS }

/** A service that mounts the volume `data`. */
function mounting(image: string, spec: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> {
  return { ...spec, template: { image, mounts: [{ type: 'Volume', source: 'data', target: '/data' }] } }
}

function setDrain(world: TestWorld, node: string, drain: boolean): void {
  world.life().ports.store.update('Node', node, (draft) => void (draft.spec.drain = drain))
}

function nodesOf(world: TestWorld, service = 'db'): readonly (string | undefined)[] {
  return world.tasks().flatMap(({ spec }) => (spec.service === service ? [spec.node] : []))
}

/** A world in which a person has moved the volume to another of two hosts, where it is mounted; the old one, which has fewer tasks, has a copy. */
async function moved(): Promise<{ readonly world: TestWorld; readonly node: string }> {
  const world = aWorld({ images, nodes: ['a', 'b'] })
  await world.settle()
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  world.service('db', mounting('db:1'))
  await world.settle()
  const [old = ''] = nodesOf(world)
  const node = old === 'a' ? 'b' : 'a'
  world.service('x', { replicas: 3, placement: { constraints: [`node.name==${node}`] } })
  setDrain(world, old, true)
  world.world.hosts.get(node)?.byHand.createVolume({ Name: 'shop_data' })
  world.service('db', mounting('db:2'))
  await world.settle()
  deepEqual(nodesOf(world), [node])
  setDrain(world, old, false)
  await world.settle()
  return { world, node }
}

describe('a volume that a person has moved to another host', () => {
  it('has its tasks there in the next update, not where the old copy is', async () => {
    const { world, node } = await moved()
    world.service('db', mounting('db:3'))
    await world.settle()
    deepEqual(nodesOf(world), [node])
  })

  it('has them there after none was left', async () => {
    const { world, node } = await moved()
    world.service('db', mounting('db:2', { replicas: 0 }))
    await world.settle()
    await world.restart()
    world.service('db', mounting('db:2'))
    await world.settle()
    deepEqual(nodesOf(world), [node])
  })

  it('has those of other services there, and of more replicas', async () => {
    const { world, node } = await moved()
    world.service('backup', mounting('db:1'))
    world.service('db', mounting('db:2', { replicas: 3 }))
    await world.settle()
    deepEqual([nodesOf(world, 'backup'), nodesOf(world)], [[node], [node, node, node]])
  })

  it('has them there whatever they are spread over', async () => {
    const { world, node } = await moved()
    for (const each of ['a', 'b'])
      world.life().ports.store.update('Node', each, (draft) => void (draft.spec.labels = { zone: each }))
    const placement = { preferences: [{ spread: 'node.labels.zone' }] }
    world.service('db', mounting('db:3', { replicas: 2, placement }))
    await world.settle()
    deepEqual(nodesOf(world), [node, node])
  })
})
