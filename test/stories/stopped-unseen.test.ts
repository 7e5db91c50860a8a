import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Dependency, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

/** A process that ends with 0 when it is told to, as nginx does. */
const polite = { config: { Cmd: ['serve'] }, behaviour: { stopCode: 0 } }
const job = { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 3_600_000, exitCode: 0, stopCode: 0 } }

const UNSEEN =
  'it exited with 0 while nobody watched; had somebody stopped it, `reconcile restart web -n shop` starts it again'

async function running(): Promise<TestWorld> {
  const world = aWorld({ images: { nginx: polite, job } })
  world.service('web', {})
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

function told(world: TestWorld): readonly unknown[] {
  const { phase, reason, message } = world.tasks()[0]?.status ?? {}
  return [phase, reason, message, world.serviceNamed('web')?.status?.conditions?.[0]?.message]
}

describe('a container that ended while nothing watched', () => {
  it('starts again where its engine remembers that somebody stopped it', async () => {
    const world = await running()
    await world.restart(() => world.host.byHand.stop('shop-web-1'))
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
    equal(world.newCalls().length, 1)
  })

  it('has completed where its engine remembers its end, and nobody who asked for it', async () => {
    const world = await running()
    await world.restart(() => world.host.byHand.exit('shop-web-1'))
    await world.settle()
    deepEqual(told(world), ['Completed', 'Completed', 'it exited with 0', '1 of 1 completed'])
  })

  it('has completed where nobody remembers, and says what that may have been', async () => {
    const world = await running()
    await world.restart(() => {
      world.host.dropEvents(true)
      world.host.byHand.stop('shop-web-1')
      world.world.clock.after(10_000, () => world.host.dropEvents(false))
    })
    await world.settle()
    deepEqual(told(world), ['Completed', 'EndedUnseen', UNSEEN, '1 of 1 completed'])
  })

  const unseen = async (spec: Partial<V1ServiceSpec>, needs?: V1Dependency['condition']) => {
    const world = aWorld({ images: { nginx: polite, job } })
    world.service('web', spec)
    if (needs) world.service('api', { dependsOn: [{ service: 'web', condition: needs }] })
    await world.settle()
    await world.restart(() => {
      world.host.dropEvents(true)
      world.host.byHand.stop('shop-web-1')
      world.world.clock.after(10_000, () => world.host.dropEvents(false))
    })
    world.newCalls()
    await world.settle()
    return world
  }
  const checked = { image: 'nginx', healthcheck: { test: ['CMD', 'true'] } }

  const serving: readonly { what: string; spec: Partial<V1ServiceSpec>; needs?: V1Dependency['condition'] }[] = [
    { what: 'publishes a port', spec: { template: { image: 'nginx', ports: [{ containerPort: 80, hostPort: 80 }] } } },
    { what: 'checks its health', spec: { template: checked } },
    { what: 'others need started', spec: {}, needs: 'Started' },
    { what: 'others need healthy', spec: { template: checked }, needs: 'Healthy' },
  ]
  for (const { what, spec, needs } of serving)
    it(`starts again where nobody remembers, as what ${what} does not end by itself`, async () => {
      const world = await unseen(spec, needs)
      equal(world.containers().at(-1), 'shop-web-1 running')
      const [task] = world.tasks().filter((each) => each.spec.service === 'web')
      deepEqual([task?.status?.phase, task?.status?.failures ?? 0], ['Running', 0])
      match(world.calls.at(-1)?.reason ?? '', /it exited with 0 while nobody watched, and is there to serve/)
    })

  it('has failed under Never where it is there to serve', async () => {
    const world = await unseen({ template: { ...checked, restartPolicy: { condition: 'Never' } } })
    deepEqual(told(world).slice(0, 3), ['Failed', 'GaveUp', 'it exited with 0 while nobody watched'])
  })

  it('has completed in any case as a job', async () => {
    const world = aWorld({ images: { nginx: RUNS, job } })
    world.service('web', { mode: 'ReplicatedJob', template: { image: 'job' } })
    await world.settle(5_000)
    await world.restart(() => {
      world.host.dropEvents(true)
      world.host.byHand.exit('shop-web-1')
      world.host.dropEvents(false)
    })
    await world.settle()
    deepEqual(told(world), ['Completed', 'Completed', 'it exited with 0', '1 of 1 completed'])
  })

  it('starts again, too, where the stream of events broke over it', async () => {
    const world = await running()
    world.host.breakStream()
    world.host.byHand.stop('shop-web-1')
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('goes on as a job, which was not done', async () => {
    const world = aWorld({ images: { nginx: RUNS, job } })
    world.service('web', { mode: 'ReplicatedJob', template: { image: 'job' } })
    await world.settle(5_000)
    await world.restart(() => world.host.byHand.stop('shop-web-1'))
    await world.settle(10_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('is made again where it was removed, and that is told as healed', async () => {
    const world = await running()
    await world.restart(() => world.host.byHand.remove('shop-web-1'))
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
    const events = world.life().ports.recorder.events()
    const [made] = events.filter(({ reason }) => reason === 'Creating')
    equal(made?.message, 'its container was removed while nobody watched')
    match(world.calls.at(-2)?.reason ?? '', /removed while nobody watched/)
  })
})
