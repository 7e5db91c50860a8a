import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Dependency, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { unplacedIn } from '../../plan/unplaced.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const placement = { constraints: ['node.labels.gpu == yes'] }
const done = { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } }

function withMode(
  mode: NonNullable<V1ServiceSpec['mode']>,
  condition: V1Dependency['condition'] = 'Completed',
): TestWorld {
  const world = aWorld({ nodes: ['a', 'b'], images: { 'job:1': done, nginx: RUNS } })
  world.service('first', { mode, placement, template: { image: 'job:1' } })
  world.service('web', { template: { image: 'nginx' }, dependsOn: [{ service: 'first', condition }] })
  return world
}

function readyOf({ serviceNamed }: TestWorld, name: string) {
  const { status, reason, message = '' } = getCondition(serviceNamed(name)?.status?.conditions, 'Ready') ?? {}
  return { status, reason, message }
}

const label = ({ life }: TestWorld) =>
  life().ports.store.update('Node', 'b', ({ spec }) => void (spec.labels = { gpu: 'yes' }))

describe('a service that is to run on each node that fits, as none does', () => {
  it('says so, though it is ready', async () => {
    const world = withMode('Global', 'Started')
    await world.settle()
    const { status, reason, message } = readyOf(world, 'first')
    deepEqual([status, reason], ['True', 'NoNodeFits'])
    match(message, /^0 of 0 ready; no node fits: a, b: it does not meet node\.labels\.gpu == yes$/)
  })

  for (const [what, mode] of Object.entries({
    'as a job': 'GlobalJob',
    'as others wait for its end': 'Global',
  } as const))
    it(`is not done, ${what}, and is waited for`, async () => {
      const world = withMode(mode)
      await world.pass(60_000)
      deepEqual(world.containers(), [])
      const { status, reason, message } = readyOf(world, 'first')
      deepEqual([status, reason], ['False', 'NoNodeFits'])
      match(message, /no node fits: a, b: it does not meet/)
      match(readyOf(world, 'web').message, /it waits for first to be completed \(it ran on no node yet\)/)
      label(world)
      await world.settle()
      equal(world.serviceNamed('first')?.status?.rollout?.state, 'Completed')
      equal(readyOf(world, 'web').status, 'True')
    })

  it('keeps nobody from starting who waits for its start alone, though an update of it was rolled back', async () => {
    const bad = { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 4 } }
    const world = aWorld({ nodes: ['a', 'b'], images: { nginx: RUNS, 'job:bad': bad } })
    const first = (image: string) =>
      world.service('first', {
        ...{ mode: 'Global', placement, template: { image } },
        updateStrategy: { failureAction: 'Rollback' },
      })
    label(world)
    first('nginx')
    await world.settle()
    first('job:bad')
    await world.settle()
    const { store } = world.life().ports
    store.update('Node', 'b', ({ spec }) => void delete spec.labels)
    world.service('web', { template: { image: 'nginx' }, dependsOn: [{ service: 'first', condition: 'Started' }] })
    await world.settle()
    equal(world.serviceNamed('first')?.status?.rollout?.state, 'RolledBack')
    deepEqual([readyOf(world, 'web').status, [...unplacedIn(store).keys()]], ['True', []])
  })

  it('is late as others are, as a job, and goes on once one fits', async () => {
    const world = withMode('GlobalJob')
    await world.pass(400_000)
    match(
      readyOf(world, 'first').message,
      /^no progress for 300 s: no node fits: a, b: .*; it goes on as soon as it can/,
    )
    match(readyOf(world, 'web').message, /it depends on first, which failed: no progress for 300 s: no node fits/)
    label(world)
    await world.settle()
    equal(readyOf(world, 'web').status, 'True')
  })

  it('stays done, as a job, when its node goes after it', async () => {
    const world = withMode('GlobalJob')
    label(world)
    await world.settle()
    world.life().ports.store.update('Node', 'b', ({ spec }) => void delete spec.labels)
    await world.settle()
    equal(world.serviceNamed('first')?.status?.rollout?.state, 'Completed')
    equal(readyOf(world, 'web').status, 'True')
  })
})
