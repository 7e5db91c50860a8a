import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const healthy = { ...RUNS, behaviour: { healthyAfterMs: 1_000 } }
const images = { 'db:1': RUNS, 'db:2': RUNS, 'web:1': healthy, 'web:2': healthy }
const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1 }

interface Cause {
  readonly web?: Partial<V1ServiceSpec>
  readonly shares?: boolean
  act(world: TestWorld): void
}

const causes: Readonly<Record<string, Cause>> = {
  'what it depends on is replaced': {
    web: { dependsOn: [{ service: 'db', condition: 'Started', restart: true }] },
    act: (world) => world.service('db', { template: { image: 'db:2' } }),
  },
  'the container whose network it shares starts anew': {
    shares: true,
    act: ({ host }) => host.byHand.stop('shop-db-1'),
  },
  'somebody stops it': { act: ({ host }) => host.byHand.stop('shop-web-1') },
  'somebody restarts it': { act: ({ host }) => host.byHand.restart('shop-web-1') },
  'somebody removes it': { act: ({ host }) => host.byHand.remove('shop-web-1') },
}

async function updated({ web = {}, shares = false }: Cause, checked: boolean): Promise<TestWorld> {
  const world = aWorld({ images })
  const spec = (image: string): Partial<V1ServiceSpec> => ({
    template: { image, ...(checked ? { healthcheck } : {}), ...(shares ? { networkMode: 'service:db' } : {}) },
    updateStrategy: { monitorSeconds: 30 },
    ...web,
  })
  world.service('db', { template: { image: 'db:1' } })
  world.service('web', spec('web:1'))
  equal(await world.settle(), 'quiet')
  world.service('web', spec('web:2'))
  await world.pass(6_000)
  return world
}

describe('an update whose new task is watched', () => {
  for (const [what, cause] of Object.entries(causes))
    for (const checked of [false, true])
      it(`does not fail as ${what}${checked ? ', with a health check' : ''}: that says nothing of it`, async () => {
        const world = await updated(cause, checked)
        cause.act(world)
        await world.settle()
        const web = world.tasks().filter(({ spec }) => spec.service === 'web')
        deepEqual(
          [world.serviceNamed('web')?.status?.rollout?.state, web.map(({ status }) => status?.restarts)],
          ['Completed', [1]],
        )
      })

  for (const [what, cause] of Object.entries(causes))
    it(`does not fail for that in a next life either: ${what}`, async () => {
      const world = await updated(cause, true)
      cause.act(world)
      await world.pass(10_000)
      await world.restart()
      await world.settle()
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })

  for (const hand of ['stop', 'restart'] as const)
    for (const checked of [false, true])
      it(`fails as its container ends by itself after a ${hand} by hand${checked ? ', with a health check' : ''}`, async () => {
        const world = await updated({ act: () => {} }, checked)
        world.host.byHand[hand]('shop-web-1')
        await world.pass(10_000)
        world.host.byHand.exit('shop-web-1', 1)
        await world.settle()
        equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
      })
})
