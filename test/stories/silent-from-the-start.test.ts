import { deepEqual, equal } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION, type Kind } from '../../api/v1/kinds.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const bytes = { found: true as const, bytes: Buffer.from('hunter2'), hash: 'h1' }
const things = ['Network/net', 'Volume/data', 'Secret/token', 'Config/app'] as const
const contents = new Map(things.map((id) => [id.replace('/', '/shop/'), bytes]))

/** A stack of which nothing was made yet, on hosts of which these are off. */
async function declaredWhileOff(nodes: readonly string[], off: readonly string[]): Promise<TestWorld> {
  const world = aWorld({ contents, nodes })
  for (const node of off) world.world.hosts.get(node)?.crash()
  for (const id of things) {
    const [kind, name] = id.split('/') as [Kind, string]
    const spec = kind === 'Secret' || kind === 'Config' ? { file: `/srv/${name}` } : {}
    const metadata = { name, namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind, metadata, spec } as Parameters<TestWorld['declare']>[0])
  }
  world.service('web', {
    template: {
      image: 'nginx',
      networks: [{ network: 'net' }],
      mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
      secrets: [{ secret: 'token' }],
      configs: [{ config: 'app' }],
    },
  })
  await world.settle(20_000)
  return world
}

function readiness(world: TestWorld): readonly string[] {
  return things.map((id) => {
    const [kind, name] = id.split('/') as [Kind, string]
    const ready = getCondition(world.life().ports.store.get(kind, `shop/${name}`)?.status?.conditions, 'Ready')
    return `${id} ${ready?.status} ${ready?.reason}`
  })
}

const warnings = (world: TestWorld) =>
  world
    .life()
    .recorder.events()
    .filter(({ type }) => type === 'Warning')
    .map(({ object, reason }) => `${object} ${reason}`)

describe('an engine that is silent from the start', () => {
  it('is the reason of everything that was never made', async () => {
    const world = await declaredWhileOff(['a'], ['a'])
    deepEqual(
      readiness(world),
      things.map((id) => `${id} False HostUnreachable`),
    )
    deepEqual(warnings(world), ['Node/a GraceRunning'])
  })

  it('is none any more when it answers', async () => {
    const world = await declaredWhileOff(['a'], ['a'])
    world.host.restart()
    await world.settle()
    equal(
      readiness(world).every((line) => line.includes(' True ')),
      true,
    )
  })

  it('is no reason where another one answers, and has all of it', async () => {
    const world = await declaredWhileOff(['a', 'b'], ['b'])
    equal(
      readiness(world).every((line) => line.includes(' True ')),
      true,
      readiness(world).join(),
    )
  })
})

describe('an engine that answers', () => {
  it('is not told as silent before its first list', async () => {
    const world = await declaredWhileOff(['a'], [])
    await world.restart()
    await world.settle()
    deepEqual(warnings(world), [])
  })
})
