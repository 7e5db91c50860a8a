import { deepEqual, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aWorld, RUNS } from '../support/world.ts'

/** Longer than it takes to notice a silence, and the grace. */
const LOST_MS = 60_000

const images = { app: RUNS, migrate: { config: { Cmd: ['migrate'] }, behaviour: { exitsAfterMs: 100, exitCode: 0 } } }
const job: V1ServiceSpec = { mode: 'ReplicatedJob', template: { image: 'migrate' } }
const awaited: V1ServiceSpec = { template: { image: 'migrate', restartPolicy: { condition: 'Never' } } }
const web: V1ServiceSpec = { template: { image: 'app' }, placement: { constraints: ['node.name==a'] } }

/** `web` ran on `a`, and the migration completed on `b`; then the state is lost while `b` is off. */
async function lostWhileOff(migration: V1ServiceSpec, dependsOn?: V1ServiceSpec['dependsOn']) {
  const spec = dependsOn ? { ...web, dependsOn } : web
  const first = aWorld({ nodes: ['a', 'b'], images })
  first.service('migrate', { ...migration, placement: { constraints: ['node.name==b'] } })
  first.service('web', spec)
  await first.settle()
  await first.life().stop()
  const hostB = first.world.hosts.get('b') as SimulatedHost
  hostB.crash()
  const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
  world.service('migrate', migration)
  world.service('web', spec)
  await world.pass(LOST_MS)
  const migrations = () =>
    [...world.world.hosts].flatMap(([node, host]) =>
      host.containers().flatMap(({ Name }) => (Name.includes('migrate') ? [`${node} ${Name}`] : [])),
    )
  return { world, hostB, migrations, message: () => taskOf(world)?.status?.message ?? '' }
}

const taskOf = (world: ReturnType<typeof aWorld>) => world.tasks().find(({ spec }) => spec.service === 'migrate')

describe('what is meant to end, after the state was lost while a host is off', () => {
  for (const [name, migration, dependsOn] of [
    ['a job', job, undefined],
    ['what others wait for to complete', awaited, [{ service: 'migrate', condition: 'Completed' }]],
  ] as const)
    it(`does not run again elsewhere: ${name}`, async () => {
      const { world, hostB, migrations, message } = await lostWhileOff(migration, dependsOn && [...dependsOn])
      deepEqual(migrations(), ['b /shop-migrate-1'])
      match(message(), /^what it did, completed or not, may be on b, which has not answered yet/)
      hostB.restart()
      await world.pass(120_000)
      deepEqual(migrations(), ['b /shop-migrate-1'])
      deepEqual(taskOf(world)?.status?.phase, 'Completed')
    })
})
