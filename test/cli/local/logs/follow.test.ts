import { deepEqual, match } from 'node:assert/strict'
import { exits, InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { pause } from '../../../../clock/sleep.ts'
import type { Engine, LogArgs } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { Run } from '../../../../engine/run.ts'
import { logs } from '../../../../cli/local/logs/logs.ts'
import { aWorld, type TestWorld } from '../../../support/world.ts'
import { aCore } from '../local-core.ts'

const web = { kind: 'Service', namespace: 'shop', name: 'web' } as const

/** Two tasks, one on each of the hosts a and b. */
async function onTwo(): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'] })
  world.service('web', { replicas: 2, template: { image: 'nginx' } })
  await world.settle()
  return world
}

/** An engine whose log streams begin this much later, ms. */
function lateBy(ms: number, world: TestWorld, engine: Engine): Engine {
  const later = async (args: LogArgs, run: Run) => {
    await pause(world.world.clock, ms, run.signal)
    return await engine.logs(args, run)
  }
  return { ...engine, logs: later }
}

/** Follows the service from now on; answers what was shown since it was last asked. */
function follow(world: TestWorld, through = (engine: Engine) => engine) {
  const ended = new AbortController()
  const { store, installation } = world.life().ports
  const engines = async () => new Map([...world.world.hosts].map(([node, host]) => [node, through(host.engine())]))
  const begin = async () => world.life()
  const core = { ...aCore('/nowhere'), store, installation, clock: world.world.clock, engines, begin }
  let shown: string[] = []
  const asked = { refs: [web], follow: true, timestamps: false, tail: 0, signal: ended.signal }
  const over = (async () => {
    for await (const { source, text, notice } of logs(core, asked)) shown.push(notice ? text : `${source}: ${text}`)
  })()
  return {
    over,
    end: () => ended.abort(),
    async shownAfter(ms: number): Promise<readonly string[]> {
      await new Promise((resolve) => setImmediate(resolve))
      await world.pass(ms)
      const now = shown
      shown = []
      return now
    },
  }
}

const says = (world: TestWorld, node: string, text: string) => {
  const host = world.world.hosts.get(node)
  const [container] = host?.containers() ?? []
  host?.byHand.log(container?.Id ?? '', text)
}

describe('logs that are followed, of a container that is being removed', () => {
  it('go on from the others', async () => {
    const world = await onTwo()
    const refused = new EngineError('Conflict', { node: 'b', tried: 'read', detail: 'it is marked for removal' })
    const followed = follow(world, (engine) =>
      engine.node === 'b' ? { ...engine, logs: () => Promise.reject(refused) } : engine,
    )
    await followed.shownAfter(5_000)
    says(world, 'a', 'one')
    deepEqual(await followed.shownAfter(1_000), ['shop-web-1: one'])
    followed.end()
    await followed.over
  })
})

describe('logs that are followed, of a container that starts again before it was read', () => {
  it('have each line once', async () => {
    const world = await onTwo()
    const followed = follow(world, (engine) => lateBy(3_000, world, engine))
    await followed.shownAfter(10_000)
    const again = () => world.world.hosts.get('b')?.byHand.restart('shop-web-2')
    again()
    await followed.shownAfter(2_000)
    again()
    await followed.shownAfter(10_000)
    says(world, 'b', 'one')
    deepEqual(await followed.shownAfter(1_000), ['shop-web-2: one'])
    followed.end()
    await followed.over
  })
})

describe('logs that are followed, where a host breaks off', () => {
  it('go on from the others, and from that host where they were once it answers', async () => {
    const world = await onTwo()
    const followed = follow(world)
    deepEqual(await followed.shownAfter(5_000), [])
    says(world, 'b', 'one')
    deepEqual(await followed.shownAfter(1_000), ['shop-web-2: one'])
    world.world.hosts.get('b')?.crash()
    const [notice = '', ...others] = await followed.shownAfter(5_000)
    match(notice, /^node b does not answer: .*; what its containers write follows once it does$/)
    deepEqual(others, [])
    says(world, 'a', 'still here')
    deepEqual(await followed.shownAfter(20_000), ['shop-web-1: still here'])
    world.world.hosts.get('b')?.restart()
    deepEqual(await followed.shownAfter(60_000), ['node b answers again'])
    says(world, 'b', 'two')
    deepEqual(await followed.shownAfter(1_000), ['shop-web-2: two'])
    followed.end()
    await followed.over
  })

  it('begin where some of them answer, and are refused where none does', async () => {
    const world = await onTwo()
    world.world.hosts.get('b')?.crash()
    await world.pass(20_000)
    const followed = follow(world)
    const [notice = ''] = await followed.shownAfter(5_000)
    match(notice, /^node b does not answer/)
    followed.end()
    await followed.over
    world.world.hosts.get('a')?.crash()
    await world.pass(20_000)
    const refused = follow(world)
    const error = refused.over.then(
      () => undefined,
      (caught: unknown) => caught,
    )
    await refused.shownAfter(5_000)
    const caught = await error
    deepEqual(caught instanceof InstallationError && caught.exit, exits.unreachable)
  })
})
