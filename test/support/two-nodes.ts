import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from './world.ts'

/** The images on both nodes; `db:1` declares an anonymous volume. */
export const imagesOfTwo = {
  'app:1': RUNS,
  'app:2': RUNS,
  'db:1': { config: { Cmd: ['serve'], Volumes: { '/data': {} } } },
}

/** A service with two tasks on each of the nodes `a` and `b`. */
export async function runningOnTwo(spec: Partial<V1ServiceSpec> = {}): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'], images: imagesOfTwo })
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  world.service('web', { replicas: 4, template: { image: 'app:1' }, ...spec })
  await world.settle()
  world.newCalls()
  return world
}

/** All tasks as `service-slot node phase`, sorted. */
export function slotsOn(world: TestWorld): readonly string[] {
  return world
    .tasks()
    .map(({ spec, status }) => `${spec.service}-${spec.slot} ${spec.node} ${status?.phase}`)
    .sort()
}

/** The node of each task, sorted. */
export function nodesOf(world: TestWorld): readonly (string | undefined)[] {
  return world
    .tasks()
    .map(({ spec }) => spec.node)
    .sort()
}

/** The four tasks when all of them run on `a`. */
export const allOnA = ['web-1 a Running', 'web-2 a Running', 'web-3 a Running', 'web-4 a Running']

/** The start and stop calls, as `node verb slot`. */
export function startsAndStops(world: TestWorld): readonly string[] {
  return world.calls.flatMap(({ node, path }) => {
    const [, slot, verb] = /^\/containers\/shop-web-(\d)[^/]*\/(start|stop)/.exec(path) ?? []
    return verb ? [`${node} ${verb} ${slot}`] : []
  })
}
