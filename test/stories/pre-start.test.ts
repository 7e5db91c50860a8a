import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { loadRight } from '../compose/load-text.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const ends = (exitCode: number) => ({ config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode } })
const images = { nginx: RUNS, 'step:1': ends(0), 'step:2': ends(0), bad: ends(3) }

/** A project of one service with two steps, the second of this image. */
const project = ({ second = 'step:1', replicas = 2, ports = '', value = '1' } = {}) => `name: shop
services:
  db: { image: nginx }
  web:
    image: nginx
    deploy: { replicas: ${replicas} }
    depends_on: [db]
    ports: [${ports}]
    environment: { A: "${value}" }
    pre_start:
      - { image: "step:1", command: first }
      - { image: "${second}" }
`

function declare(world: TestWorld, text: string): void {
  for (const { object } of loadRight(text).manifests) world.declare(object)
}

/** What was made and started since it was last asked, by service. */
function started(world: TestWorld): readonly string[] {
  return world.newCalls().flatMap((call) => /^POST \/containers\/create\?name=shop-([a-z0-9-]+)/.exec(call)?.[1] ?? [])
}

async function running(): Promise<TestWorld> {
  const world = aWorld({ images })
  declare(world, project())
  equal(await world.settle(), 'quiet')
  return world
}

describe('the steps of pre_start', () => {
  it('run one after the other, after what the service depends on and before its first task', async () => {
    deepEqual(started(await running()), ['db-1', 'web-pre-start-1-1', 'web-pre-start-2-1', 'web-1', 'web-2'])
  })

  it('do not run again for more replicas, other ports, a restart of reconcile, or a prune of what has ended', async () => {
    const world = await running()
    started(world)
    declare(world, project({ replicas: 3 }))
    await world.settle()
    deepEqual(started(world), ['web-3'])
    world.host.byHand.prune()
    ok(world.host.containers().every(({ Name }) => !Name.includes('pre-start')))
    await world.settle()
    await world.restart()
    await world.settle()
    deepEqual(started(world), [])
    declare(world, project({ replicas: 3, ports: '"80"' }))
    await world.settle()
    deepEqual(new Set(started(world).map((name) => name.replace(/\.\w+$/, ''))), new Set(['web-1', 'web-2', 'web-3']))
  })

  it('run again when what they are made of changes, before any task is replaced', async () => {
    const world = await running()
    started(world)
    declare(world, project({ second: 'step:2' }))
    await world.settle()
    deepEqual(started(world), ['web-pre-start-2-1'])
    declare(world, project({ second: 'step:2', value: '2' }))
    await world.settle()
    deepEqual(started(world), ['web-pre-start-1-1', 'web-pre-start-2-1', 'web-1', 'web-2'])
  })

  it('that fail keep their service from starting, which says why', async () => {
    const world = aWorld({ images })
    declare(world, project({ second: 'bad' }))
    await world.settle()
    deepEqual(started(world), ['db-1', 'web-pre-start-1-1', 'web-pre-start-2-1'])
    const ready = getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')
    equal(ready?.status, 'False')
    match(ready?.message ?? '', /it depends on web-pre-start-2, which failed: .*exited with 3/)
    declare(world, project({ second: 'step:2' }))
    await world.settle()
    deepEqual(started(world), ['web-pre-start-2-1', 'web-1', 'web-2'])
  })
})
