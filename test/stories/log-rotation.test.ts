import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ContainerBody, HostConfigBody } from '../../engine/types/container.ts'
import type { PlanResult } from '../../plan/plan.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

type LogConfig = NonNullable<HostConfigBody['LogConfig']>

const BOUNDED: LogConfig = { Type: 'json-file', Config: { 'max-size': '10m' } }
const UNBOUNDED: LogConfig = { Type: 'json-file', Config: {} }
const ROTATING: LogConfig = { Type: 'local', Config: {} }

const template = (more: Partial<V1ServiceSpec['template']> = {}) => ({ template: { image: 'nginx', ...more } })

/** How the containers log, by name. */
function drivers({ host }: TestWorld): Readonly<Record<string, LogConfig | undefined>> {
  const seen = host.containers().map(({ Name, HostConfig }) => [Name.replace(/^\//, ''), HostConfig.LogConfig] as const)
  return Object.fromEntries(seen.sort())
}

/** What a plan says of logs. */
function saidOfLogs({ assumptions }: PlanResult): readonly string[] {
  return assumptions.filter((line) => line.includes('logs'))
}

/** An engine of which what is made comes out with what `change` makes of the driver that was asked for. */
function changing(change: (asked: LogConfig | undefined) => LogConfig | undefined): (engine: Engine) => Engine {
  const changed = ({ HostConfig: { LogConfig: asked, ...host } = {}, ...body }: ContainerBody): ContainerBody => {
    const LogConfig = change(asked)
    return { ...body, HostConfig: { ...host, ...(LogConfig ? { LogConfig } : {}) } }
  }
  return (engine) => ({
    ...engine,
    createContainer: (args, run) => engine.createContainer({ ...args, body: changed(args.body) }, run),
  })
}

describe('a container of which no driver of logs is stated', () => {
  it('gets one that rotates where the default of the engine never does, once, and is as declared then (S8)', async () => {
    const world = aWorld()
    world.service('web', template())
    equal(await world.settle(), 'quiet')
    deepEqual(drivers(world), { 'shop-web-1': ROTATING })
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual(world.newCalls(), [])
  })

  it('has what is stated, and what the engine has where that is another driver', async () => {
    const world = aWorld()
    world.service('web', template({ logging: { driver: 'json-file' } }))
    equal(await world.settle(), 'quiet')
    deepEqual(drivers(world), { 'shop-web-1': UNBOUNDED })
    const journal = aWorld()
    journal.host.state.info = { ...journal.host.state.info, loggingDriver: 'journald' }
    journal.service('web', template())
    equal(await journal.settle(), 'quiet')
    deepEqual(drivers(journal), { 'shop-web-1': { Type: 'journald', Config: {} } })
  })

  it('stays as it was made by a version that left it to the engine; what is made later rotates', async () => {
    let before = true
    const world = aWorld({ wrapEngine: changing((asked) => (before ? undefined : asked)) })
    world.service('web', template())
    equal(await world.settle(), 'quiet')
    before = false
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual(world.newCalls(), [])
    world.service('web', { ...template(), replicas: 2 })
    equal(await world.settle(), 'quiet')
    deepEqual(drivers(world), { 'shop-web-1': UNBOUNDED, 'shop-web-2': ROTATING })
  })

  it('is left to an engine whose own configuration bounds its default, as what runs there shows', async () => {
    let before = true
    // The engine adds its options to what leaves its default driver to it.
    const world = aWorld({ wrapEngine: changing((asked) => (before ? BOUNDED : (asked ?? BOUNDED))) })
    world.service('web', template())
    equal(await world.settle(), 'quiet')
    before = false
    await world.restart()
    world.service('web', template({ image: 'nginx:2' }))
    world.service('other', template())
    const planned = await planOf(world)
    equal(await world.settle(), 'quiet')
    deepEqual(drivers(world), { 'shop-other-1': BOUNDED, 'shop-web-1': BOUNDED })
    const creates = planned.calls.filter(({ path }) => path.startsWith('/containers/create'))
    equal(creates.length, 2)
    for (const { body } of creates) equal((body as ContainerBody).HostConfig?.LogConfig, undefined)
    deepEqual(saidOfLogs(planned), [])
  })

  it('is told by another container only where nobody stated the bounds of that', async () => {
    const world = aWorld()
    world.service('stated', template({ logging: { driver: 'json-file', options: { 'max-size': '1m' } } }))
    equal(await world.settle(), 'quiet')
    world.service('web', template())
    equal(await world.settle(), 'quiet')
    equal(drivers(world)['shop-web-1']?.Type, 'local')
  })

  it('is said in a plan, once', async () => {
    const world = aWorld()
    world.service('web', { ...template(), replicas: 3 })
    world.service('other', template({ logging: { driver: 'local' } }))
    const planned = await planOf(world)
    const [said = '', ...more] = saidOfLogs(planned)
    match(said, /"local".*where no `logging` is stated: json-file, its default, keeps all/)
    deepEqual(more, [])
  })
})
