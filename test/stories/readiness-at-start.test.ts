import { deepEqual, ok } from 'node:assert/strict'
import { kindNames } from '../../api/v1/kinds.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const bytes = Buffer.from('hunter2')
const contents = new Map([['Secret/shop/password', { found: true as const, bytes, hash: 'h1' }]])

/** A stack with one of each kind, converged. */
async function converged(): Promise<TestWorld> {
  const world = aWorld({ contents })
  const of = (name: string) => ({ apiVersion: API_VERSION, metadata: { name, namespace: 'shop' } }) as const
  world.declare({ ...of('password'), kind: 'Secret', spec: { file: '/srv/password' } })
  world.declare({ ...of('data'), kind: 'Volume', spec: {} })
  world.service('web', {
    replicas: 2,
    template: {
      image: 'nginx',
      healthcheck: { test: ['CMD', 'true'] },
      mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
      secrets: [{ secret: 'password' }],
    },
  })
  await world.settle()
  return world
}

/** Begins a new life, and answers `Kind/key status reason` of each readiness that it ever says. */
async function readinessOfNextLife(world: TestWorld): Promise<readonly string[]> {
  const before = world.life()
  const restarting = world.restart()
  while (world.life() === before) await new Promise((resolve) => setImmediate(resolve))
  const { store } = world.life().ports
  const said = new Set<string>()
  for (const kind of kindNames)
    store.watch(kind).subscribe(({ key, after }) => {
      const ready = after?.status?.conditions?.find(({ type }) => type === 'Ready')
      if (ready) said.add(`${kind}/${key} ${ready.status} ${ready.reason}`)
    })
  await restarting
  await world.settle()
  return [...said].map((line) => line.replace(/-[0-9a-f]{8} /, ' ')).sort()
}

describe('at the start of a process', () => {
  it('what is as it was is never said not to be ready', async () => {
    deepEqual(await readinessOfNextLife(await converged()), [
      'Network/shop/default True Present',
      'Node/a True EngineAnswers',
      'Node/a Unknown EngineSilent',
      'Secret/shop/password True Delivered',
      'Service/shop/web True AllReady',
      'Stack/shop True AllReady',
      'Task/shop/web-1 True Healthy',
      'Task/shop/web-2 True Healthy',
      'Volume/shop/data True Present',
    ])
  })

  it('what is as it was is no event', async () => {
    const world = await converged()
    await world.restart()
    await world.settle()
    deepEqual(world.life().recorder.events(), [])
  })

  it('a host that does not answer is said, by all that is on it', async () => {
    const world = await converged()
    world.host.crash()
    const said = await readinessOfNextLife(world)
    for (const id of ['Network/shop/default', 'Volume/shop/data', 'Task/shop/web-1'])
      ok(said.includes(`${id} False HostUnreachable`), said.join('\n'))
    ok(
      said.some((line) => line.startsWith('Stack/shop False')),
      said.join('\n'),
    )
  })
})
