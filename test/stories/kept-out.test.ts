import { deepEqual, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { EngineError } from '../../engine/errors.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { paint } from '../../cli/output/paint.ts'
import { statusLines } from '../../cli/output/status-lines.ts'
import { standingOf } from '../../cli/status/standing.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

/** A service with a task on each of two hosts, of which `b` lets nobody in from then on, as when our certificate has expired. */
async function keptOut() {
  let isShut = false
  const obstacle = 'Misconfigured'
  const why = { node: 'b', tried: 'info', detail: 'TLS with b failed', keepsOut: true, obstacle } as const
  const world: TestWorld = aWorld({
    nodes: ['a', 'b'],
    wrapEngine: (engine) =>
      wrapEngine(engine, async (_call, next) => {
        if (isShut && engine.node === 'b') throw new EngineError('Unreachable', why)
        return await next()
      }),
  })
  world.service('web', { replicas: 2 })
  await world.settle()
  await world.pass(60_000)
  const b = world.world.hosts.get('b') as SimulatedHost
  const shut = (now: boolean) => {
    isShut = now
    b.breakStream()
  }
  shut(true)
  return { world, b, shut }
}

const reasonOf = (world: TestWorld) =>
  getCondition(world.life().ports.store.get('Node', 'b')?.status?.conditions, 'Ready')?.reason

const obstacleOf = (world: TestWorld) => world.life().ports.store.get('Node', 'b')?.status?.obstacle

/** What `status` says. */
function said(world: TestWorld): string {
  const { store } = world.life().ports
  const stack = { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'shop' }, spec: {} } as const
  const standing = standingOf({
    nodes: [...store.list('Node').values()],
    stacks: [stack],
    objects: [...store.list('Service').values()],
    tasks: world.tasks(),
    notes: { problems: [], holds: [], pending: [] },
    isWorked: true,
  })
  return statusLines(standing, paint(false)).join('\n')
}

const tasks = (world: TestWorld) =>
  world
    .tasks()
    .map(({ spec, status }) => `${spec.slot} ${spec.node} ${status?.phase}`)
    .sort()

describe('a host that lets nobody in', () => {
  it('keeps its tasks to itself, however long, and says why (S5)', async () => {
    const { world, shut } = await keptOut()
    await world.pass(600_000)
    deepEqual(tasks(world), ['1 a Running', '2 b Unknown'])
    deepEqual([reasonOf(world), world.containers()], ['AccessDenied', ['shop-web-1 running']])
    deepEqual(obstacleOf(world), 'Misconfigured')
    match(said(world), /web: HostUnreachable: 1 of 2 ready; [^ ]+ waits for b, see above$/m)
    shut(false)
    await world.pass(60_000)
    deepEqual([reasonOf(world), ...tasks(world)], ['EngineAnswers', '1 a Running', '2 b Running'])
    deepEqual([said(world).includes('waits for b'), obstacleOf(world)], [false, undefined])
  })

  it('has its whole grace once it is silent, and is lost then', async () => {
    const { world, b, shut } = await keptOut()
    await world.pass(600_000)
    b.crash()
    shut(false)
    await world.pass(20_000)
    deepEqual([reasonOf(world), ...tasks(world)], ['GraceRunning', '1 a Running', '2 b Unknown'])
    await world.pass(60_000)
    deepEqual([reasonOf(world), world.containers()], ['NodeLost', ['shop-web-1 running', 'shop-web-2 running']])
  })
})
