import { deepEqual, equal, ok } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { seededRandom } from '../../clock/random.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { between, chance, pick } from '../support/draw.ts'
import { brokenImage, generatedImages, generateStrategy } from '../support/generate.ts'
import { aWorld, type TestWorld } from '../support/world.ts'
import { inShare } from '../support/share.ts'

const seeds = Array.from({ length: inShare(12, 300) }, (_, index) => index + 1)

interface Case {
  readonly spec: Partial<V1ServiceSpec> & { replicas: number }
  readonly next: string
  /** The lowest number of working containers that the strategy allows at any time. */
  readonly promised: number
}

/** A service and an update of it, to an image that works or one that crashes. */
function aCase(seed: number): Case {
  const random = seededRandom(seed)
  const replicas = between(random, 2, 4)
  const next = chance(random, 0.6) ? 'app:2' : 'bad:1'
  const drawn = generateStrategy(random)
  // Without a monitor time a crash would go unnoticed.
  const updateStrategy = { ...drawn, monitorSeconds: Math.max(next === 'bad:1' ? 1 : 0, drawn.monitorSeconds ?? 0) }
  const { parallelism = 1, order } = updateStrategy
  const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5 }
  const template = { image: pick(random, ['app:1', 'db:1']), stopGracePeriodSeconds: 1 }
  const spec = {
    ...{ replicas, updateStrategy },
    template: chance(random, 0.5) ? { ...template, healthcheck } : template,
  }
  const atOnce = parallelism === 0 ? replicas : parallelism
  const promised = order === 'StartFirst' ? replicas : Math.max(0, replicas - atOnce)
  return { spec, next, promised }
}

/** The number of running containers whose health check passes or is absent. */
function working(world: TestWorld): number {
  return world.host
    .containers()
    .filter(({ State }) => State.Status === 'running' && (State.Health?.Status ?? 'healthy') === 'healthy').length
}

async function lowest(world: TestWorld, ms: number): Promise<number> {
  const { clock } = world.world
  const until = clock.now() + ms
  let least = Number.POSITIVE_INFINITY
  const look = () => {
    least = Math.min(least, working(world))
    if (clock.now() < until) clock.after(7, look)
  }
  look()
  await world.settle(ms + 10)
  return least
}

describe('rollouts when nothing else happens', function () {
  this.timeout(60_000)

  for (const seed of seeds) {
    const { spec, next, promised } = aCase(seed)
    const { parallelism, order, failureAction = 'Pause' } = spec.updateStrategy ?? {}
    it(`leave at least ${promised} of ${spec.replicas} (${order}, ${parallelism} at once, to ${next}; seed ${seed})`, async () => {
      const world = aWorld({ seed, images: { ...generatedImages, 'bad:1': brokenImage } })
      world.service('web', spec)
      await world.settle()
      const template = { ...spec.template, image: next }
      world.service('web', { ...spec, template })
      const least = await lowest(world, 60_000)
      ok(least >= promised, `S10 only ${least} worked, promised are ${promised}`)
      const state = world.serviceNamed('web')?.status?.rollout?.state
      if (next === 'app:2') equal(state, 'Completed')
      else equal(state, failureAction === 'Rollback' ? 'RolledBack' : 'Stalled')
      if (state !== 'Stalled') deepEqual(working(world), spec.replicas)
    })

    it(`leave as many in a restart (seed ${seed})`, async () => {
      const world = aWorld({ seed, images: generatedImages })
      world.service('web', spec)
      await world.settle()
      const before = new Set(world.host.containers().map(({ Id }) => Id))
      askRestart(world.life().ports.store, 'shop/web', world.world.clock.now())
      const least = await lowest(world, 60_000)
      ok(least >= promised, `S10 only ${least} worked, promised are ${promised}`)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
      deepEqual(world.host.containers().filter(({ Id }) => before.has(Id)).length, 0)
    })
  }
})
