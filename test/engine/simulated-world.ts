import { setMaxListeners } from 'node:events'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createSimulatedHost, type SimulatedHostOptions } from '../../engine/simulated/host.ts'
import type { ContainerBody } from '../../engine/types/container.ts'
import type { EngineEvent } from '../../engine/types/engine.ts'

export const start = Date.UTC(2026, 0, 1)
const wide = { until: Number.POSITIVE_INFINITY, steps: 1_000_000 }

/** A simulated host with one connection, on virtual time that passes when a test waits for something. */
export function simulatedWorld(options: Partial<SimulatedHostOptions> & { seed?: number } = {}) {
  const { seed = 1, ...rest } = options
  const random = seededRandom(seed)
  const clock = virtualClock({ random, start })
  const host = createSimulatedHost({
    node: 'h1',
    clock,
    random,
    images: { 'web:1': { config: { Cmd: ['web'] } } },
    ...rest,
  })
  const engine = host.engine()
  const events: EngineEvent[] = []
  let broken = 0
  engine.watch({
    onEvent: (event) => events.push(event),
    onReady: () => {},
    onBroken: () => broken++,
  })
  const abort = new AbortController()
  setMaxListeners(0, abort.signal)
  const run = { signal: abort.signal, object: 'Task/shop/web-1', reason: 'test' }
  return {
    clock,
    host,
    engine,
    events,
    run,
    abort,
    broken: () => broken,
    /** Lets time pass until nothing is under way. */
    quiet: () => clock.runUntilQuiet(wide),
    /** Lets this much time pass, ms. */
    pass: (ms: number) => clock.runUntilQuiet({ ...wide, until: clock.now() + ms }),
    /** Lets time pass until the promise is settled. */
    async settle<T>(promise: Promise<T>): Promise<T> {
      let settled = false
      const note = () => {
        settled = true
      }
      promise.then(note, note)
      for (let turn = 0; !settled && turn < 100_000; turn++) {
        await clock.runUntilQuiet({ until: Number.POSITIVE_INFINITY, steps: 1 })
      }
      if (!settled) throw new Error('the promise was never settled: nothing is left to happen')
      return promise
    },
    /** The state of each container, by name. */
    states: () =>
      Object.fromEntries(host.containers().map(({ Name, State }) => [Name.slice(1), State.Status])) as Record<
        string,
        string
      >,
    actions: (id: string) => events.filter((event) => event.id === id).map((event) => event.action),
  }
}

export type World = ReturnType<typeof simulatedWorld>

/** Creates and starts a container, and waits until the start is done. */
export async function launch(world: World, name: string, body: Partial<ContainerBody> = {}): Promise<string> {
  const { engine, run } = world
  const { id } = await world.settle(engine.createContainer({ name, body: { Image: 'web:1', ...body } }, run))
  await world.settle(engine.startContainer({ id }, run))
  return id
}
