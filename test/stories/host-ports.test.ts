import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec, V1Task } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const MINUTES = 60_000
const images = { 'app:1': RUNS, 'app:2': RUNS }
const slow = { ...RUNS, pullMs: 3 * MINUTES }

/** A service that publishes a port of its host. */
const on = (hostPort: number, image = 'app:1', more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  template: { image, ports: [{ hostPort, containerPort: 80 }] },
  ...more,
})

/** A world in which each service runs on its port. */
async function running(ports: Readonly<Record<string, number>>, options: TestWorldOptions = {}): Promise<TestWorld> {
  const world = aWorld({ images, ...options })
  for (const [name, port] of Object.entries(ports)) world.service(name, on(port))
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** `name port` of the running containers. */
function listening(world: TestWorld): readonly string[] {
  return world.host
    .containers()
    .filter(({ State }) => State.Status === 'running')
    .map(({ Name, NetworkSettings }) => `${Name.slice(1)} ${NetworkSettings.Ports?.['80/tcp']?.[0]?.HostPort}`)
    .sort()
}

/** What the new task of a service says. */
function said(world: TestWorld, service: string): string {
  const { status } = world.tasks().findLast(({ spec }) => spec.service === service) ?? {}
  return `${status?.reason}: ${status?.message}`
}

/** How often each container was stopped, by name. */
function stops(world: TestWorld): readonly string[] {
  return world.newCalls().filter((call) => call.endsWith('/stop'))
}

describe('services that change their host ports', () => {
  it('swap them: one makes way, and each is replaced once (S10)', async () => {
    const world = await running({ api: 81, web: 80 })
    world.service('web', on(81))
    world.service('api', on(80))
    equal(await world.settle(), 'quiet')
    deepEqual(listening(world), ['shop-api-1 80', 'shop-web-1 81'])
    deepEqual(stops(world), ['POST /containers/shop-api-1/stop', 'POST /containers/shop-web-1/stop'])
    for (const name of ['api', 'web']) equal(world.serviceNamed(name)?.status?.rollout?.state, 'Completed')
    equal(
      world.tasks().every(({ status }) => !status?.failures && !status?.restarts),
      true,
    )
  })

  it('pass them on in a ring of three', async () => {
    const world = await running({ a: 80, b: 81, c: 82 })
    world.service('a', on(81))
    world.service('b', on(82))
    world.service('c', on(80))
    equal(await world.settle(), 'quiet')
    deepEqual(listening(world), ['shop-a-1 81', 'shop-b-1 82', 'shop-c-1 80'])
    equal(stops(world).length, 3)
  })

  it('end a ring only when all in it have their images: until then what runs goes on', async () => {
    const world = await running({ api: 81, web: 80 }, { registry: { 'app:slow': slow } })
    world.service('web', on(81))
    world.service('api', on(80, 'app:slow'))
    await world.pass(2 * MINUTES)
    deepEqual(listening(world), ['shop-api-1 81', 'shop-web-1 80'])
    match(said(world, 'web'), /^WaitingForPort: its port 81 is held by shop\/\S+, which is being replaced/)
    await world.pass(2 * MINUTES)
    deepEqual(listening(world), ['shop-api-1 80', 'shop-web-1 81'])
  })

  it('lose nothing in a ring in which one fails to come', async () => {
    const registry = { 'app:bad': { failing: 'registry says 500' } }
    const world = await running({ api: 81, web: 80 }, { registry })
    world.service('web', on(81))
    world.service('api', on(80, 'app:bad'))
    await world.pass(15 * MINUTES)
    deepEqual([listening(world), stops(world)], [['shop-api-1 81', 'shop-web-1 80'], []])
    match(
      world.serviceNamed('web')?.status?.rollout?.message ?? '',
      /no progress for 300 s: .* its port 81 is held by shop\/api/,
    )
  })

  for (const [refused, other] of [
    ['api', 'web'],
    ['web', 'api'],
  ] as const)
    it(`lose nothing in a ring in which the engine refuses what ${refused} asks for`, async () => {
      const world = await running({ api: 81, web: 80 })
      const ports = { api: on(80), web: on(81) }
      const { template } = ports[refused]
      world.service(other, ports[other])
      world.service(refused, { template: { image: 'app:1', ...template, resources: { limits: { memoryBytes: 1 } } } })
      await world.pass(15 * MINUTES)
      deepEqual([listening(world), stops(world)], [['shop-api-1 81', 'shop-web-1 80'], []])
      match(said(world, refused), /^RolloutFailed: .*Minimum memory limit/)
      match(said(world, other), /^PortTaken: /)
    })

  it('take what another gives up once that one has: longer than a rollout may stand still, and what runs is healed', async () => {
    const world = await running({ api: 81, web: 80 }, { registry: { 'app:slow': { ...RUNS, pullMs: 8 * MINUTES } } })
    world.service('api', on(82, 'app:slow'))
    world.service('web', on(81, 'app:2'))
    await world.pass(2 * MINUTES)
    match(said(world, 'web'), /^WaitingForPort: /)
    world.host.byHand.exit('shop-web-1', 1)
    await world.pass(4 * MINUTES)
    deepEqual(listening(world), ['shop-api-1 81', 'shop-web-1 80'])
    await world.pass(3 * MINUTES)
    deepEqual(listening(world), ['shop-api-1 82', 'shop-web-1 81'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('wait without a loss for what another takes back', async () => {
    const world = await running({ api: 81, web: 80 }, { registry: { 'app:slow': slow } })
    world.service('api', on(82, 'app:slow'))
    world.service('web', on(81))
    await world.pass(MINUTES)
    world.service('api', on(81))
    await world.pass(MINUTES)
    match(said(world, 'web'), /^PortTaken: its port 81 is held by shop\/\S+: publish another one/)
    deepEqual([listening(world), stops(world)], [['shop-api-1 81', 'shop-web-1 80'], []])
    world.service('web', on(80))
    equal(await world.settle(), 'quiet')
    deepEqual(listening(world), ['shop-api-1 81', 'shop-web-1 80'])
  })

  for (const [first, ...edits] of [
    [{ api: 81, web: 80 }, ['web', 81], ['api', 80]],
    [{ a: 80, b: 81, c: 82 }, ['a', 81], ['b', 82], ['c', 80]],
  ] as const)
    it(`pass them on in a ring of ${edits.length}, each edited after the rollouts before stood still for too long`, async () => {
      const world = await running(first)
      for (const [name, port] of edits) {
        deepEqual(
          [listening(world), stops(world)],
          [Object.entries(first).map(([was, at]) => `shop-${was}-1 ${at}`), []],
        )
        world.service(name, on(port))
        await world.pass(8 * MINUTES)
        if (name === edits.at(-1)?.[0]) continue
        const { rollout, conditions } = world.serviceNamed(name)?.status ?? {}
        equal(rollout?.state, 'Stalled')
        match(getCondition(conditions, 'Ready')?.message ?? '', /NoNodeFits.*; it goes on as soon as it can; else /)
      }
      deepEqual(listening(world), edits.map(([name, port]) => `shop-${name}-1 ${port}`).sort())
      for (const [name] of edits) equal(world.serviceNamed(name)?.status?.rollout?.state, 'Completed')
    })

  it('are tried no second time with what failed of itself (S10)', async () => {
    const registry = { 'app:bad': { ...RUNS, behaviour: { exitsAfterMs: 100, exitCode: 1 } } }
    const world = await running({ api: 81, web: 80 }, { registry })
    world.service('web', on(81, 'app:bad', { updateStrategy: { monitorSeconds: 5 } }))
    await world.pass(8 * MINUTES)
    world.service('api', on(82))
    await world.pass(8 * MINUTES)
    const ofWeb = () => world.tasks().filter(({ spec }) => spec.service === 'web')
    const { status } = world.serviceNamed('web') ?? {}
    match(status?.rollout?.message ?? '', /exited with 1/)
    deepEqual([status?.rollout?.state, status?.stalledHash], ['Stalled', status?.updateRevision])
    const failed = ofWeb().map(({ metadata }) => metadata.name)
    world.service('api', on(83))
    await world.pass(8 * MINUTES)
    deepEqual(
      ofWeb().map(({ metadata }) => metadata.name),
      failed,
    )
  })

  it('are rolled back to a port that was handed on once that is given back, and say so until then', async () => {
    const registry = { 'app:bad': { ...RUNS, behaviour: { exitsAfterMs: 20_000, exitCode: 1 } } }
    const world = await running({ api: 81, web: 80 }, { registry })
    const updateStrategy = { failureAction: 'Rollback', monitorSeconds: 30 } as const
    world.service('api', on(82, 'app:bad', { updateStrategy }))
    world.service('web', on(81))
    await world.pass(MINUTES)
    equal(world.serviceNamed('api')?.status?.rollout?.state, 'RollingBack')
    match(said(world, 'api'), /^NoNodeFits: .* its port 81 is held by shop\/web/)
    deepEqual(listening(world).slice(-1), ['shop-web-1 81'])
    await world.pass(8 * MINUTES)
    match(world.serviceNamed('api')?.status?.rollout?.message ?? '', /^the rollback waits: /)
    world.service('web', on(80))
    await world.pass(2 * MINUTES)
    deepEqual(listening(world), ['shop-api-1 81', 'shop-web-1 80'])
    equal(world.serviceNamed('api')?.status?.rollout?.state, 'RolledBack')
  })

  for (const [first, second] of [
    ['web', 'api'],
    ['api', 'web'],
    ['q', 'p'],
  ] as const)
    it(`swap them though a third one takes back what it was to give, and ends then (${first}, ${second})`, async () => {
      const both = (...ports: readonly number[]): Partial<V1ServiceSpec> => ({
        template: { image: 'app:1', ports: ports.map((hostPort, index) => ({ hostPort, containerPort: 80 + index })) },
      })
      const third = (hostPort: number, image: string) => {
        const { template } = on(hostPort, image)
        return { template: { image, ...template, restartPolicy: { condition: 'Never' as const } } }
      }
      const world = aWorld({ images, registry: { 'app:slow': slow } })
      world.service(first, both(80))
      world.service(second, both(81))
      world.service('x', third(90, 'app:1'))
      equal(await world.settle(), 'quiet')
      world.service('x', third(91, 'app:slow'))
      world.service(first, both(81, 90))
      world.service(second, both(80))
      await world.pass(MINUTES)
      world.service('x', third(90, 'app:1'))
      await world.pass(20_000)
      world.host.byHand.exit('shop-x-1', 0)
      await world.pass(2 * MINUTES)
      deepEqual(listening(world), [`shop-${first}-1 81`, `shop-${second}-1 80`].sort())
    })

  it('take that of a service that goes', async () => {
    const world = await running({ api: 81 })
    const { store } = world.life().ports
    store.delete('Service', 'shop/api')
    world.service('web', on(81))
    equal(await world.settle(), 'quiet')
    deepEqual(listening(world), ['shop-web-1 81'])
  })

  for (const { it: sentence, first, then } of [
    {
      it: 'swap them though one depends on the other, which makes way',
      first: { api: on(81), web: on(80) },
      then: { api: on(80), web: on(81, 'app:1', { dependsOn: [{ service: 'api' }] }) },
    },
    {
      it: 'give one to a new service on which they depend from now on',
      first: { web: on(80) },
      then: { api: on(80), web: on(81, 'app:1', { dependsOn: [{ service: 'api' }] }) },
    },
  ])
    it(sentence, async () => {
      const world = aWorld({ images })
      for (const [name, spec] of Object.entries(first)) world.service(name, spec)
      equal(await world.settle(), 'quiet')
      for (const [name, spec] of Object.entries(then)) world.service(name, spec)
      equal(await world.settle(), 'quiet')
      deepEqual(listening(world), ['shop-api-1 80', 'shop-web-1 81'])
    })

  for (const [where, more] of [
    ['where they run on all', { mode: 'Global' }],
    ['where tasks are placed one on each', { replicas: 2 }],
  ] as const)
    it(`swap them on each host, one after the other, ${where}`, async () => {
      const world = aWorld({ images, nodes: ['a', 'b'] })
      for (const [web, api] of [
        [80, 81],
        [81, 80],
      ] as const) {
        world.service('web', on(web, 'app:1', more))
        world.service('api', on(api, 'app:1', more))
        equal(await world.settle(), 'quiet')
      }
      const of = ({ spec, status }: V1Task) => `${spec.service} ${spec.node} ${status?.ports?.[0]?.hostPort}`
      deepEqual(world.tasks().map(of).sort(), ['api a 80', 'api b 80', 'web a 81', 'web b 81'])
      deepEqual(
        world.tasks().filter(({ status }) => status?.failures || (more.replicas === undefined && status?.restarts)),
        [],
      )
    })

  it('swap them by the very calls that were planned', async () => {
    const world = await running({ api: 81, web: 80 })
    await world.life().stop()
    world.service('web', on(81))
    world.service('api', on(80))
    const tasks = new Set(world.tasks().map(({ metadata }) => metadata.name))
    const planned = await planOf(world, { interest: { images: ['app:1'], tasks } })
    await world.restart()
    equal(await world.settle(), 'quiet')
    const calls = planned.calls.map(({ method, path }) => `${method} ${path}`)
    // Both are made at once, and started at once, in either order.
    const inOrder = (all: readonly string[]) => [
      ...all.slice(0, 2).sort(),
      ...all.slice(2, -2),
      ...all.slice(-2).sort(),
    ]
    deepEqual(inOrder(world.newCalls()), inOrder(calls))
    equal(calls.filter((call) => call.endsWith('/stop')).length, 2)
  })

  it('swap them whoever ends in between (S6)', async () => {
    const world = await running({ api: 81, web: 80 })
    world.service('web', on(81))
    world.service('api', on(80))
    for (let times = 0; times < 12; times++) {
      await world.world.clock.runUntilQuiet({ until: world.world.clock.now() + 200, steps: 40 })
      await world.restart()
    }
    equal(await world.settle(), 'quiet')
    deepEqual(listening(world), ['shop-api-1 80', 'shop-web-1 81'])
  })

  it('end no ring of which one waits for a port beside it that does not come: what runs goes on', async () => {
    const world = await running({ api: 81, db: 82, web: 80 })
    const ports = [81, 82].map((hostPort, index) => ({ hostPort, containerPort: 80 + index }))
    world.service('web', { template: { image: 'app:1', ports } })
    world.service('api', on(80))
    world.service('db', on(83, 'none:1'))
    await world.pass(23 * MINUTES)
    deepEqual(listening(world), ['shop-api-1 81', 'shop-db-1 82', 'shop-web-1 80'])
    deepEqual(stops(world), [])
  })

  it('wait for no dependency whose dependency waits for the port', async () => {
    const world = await running({ web: 80 })
    world.service('api', on(80))
    world.service('mid', { template: { image: 'app:1' }, dependsOn: [{ service: 'api' }] })
    world.service('web', on(81, 'app:1', { dependsOn: [{ service: 'mid' }] }))
    equal(await world.settle(), 'quiet')
    deepEqual(listening(world), ['shop-api-1 80', 'shop-mid-1 undefined', 'shop-web-1 81'])
  })

  it('swap them host by host in one order, whatever the numbers of the slots', async () => {
    const world = aWorld({ images, nodes: ['a', 'b'] })
    const mode = 'Global' as const
    world.service('web', on(80, 'app:1', { mode, placement: { constraints: ['node.hostname == b'] } }))
    await world.settle()
    world.service('web', on(80, 'app:1', { mode }))
    world.service('api', on(81, 'app:1', { mode }))
    await world.settle()
    world.service('web', on(81, 'app:1', { mode }))
    world.service('api', on(80, 'app:1', { mode }))
    equal(await world.settle(), 'quiet')
    for (const name of ['api', 'web']) equal(world.serviceNamed(name)?.status?.rollout?.state, 'Completed')
  })
})

describe('an update that starts first in a range of ports with just enough of them', () => {
  const ports = [{ hostPort: 8081, hostPortEnd: 8083, containerPort: 80 }]
  const of = (image: string): Partial<V1ServiceSpec> => ({
    ...{ replicas: 2, template: { image, ports } },
    updateStrategy: { order: 'StartFirst' },
  })

  it('says who has one of them, of the protocol that is asked for, and what to do', async () => {
    const world = aWorld({ images })
    for (const [name, port, HostPort] of [
      ['mine', '80/tcp', '8083'],
      ['other', '53/udp', '8081'],
    ] as const) {
      const body = { Image: 'app:1', ExposedPorts: { [port]: {} } }
      world.host.byHand.run(name, { ...body, HostConfig: { PortBindings: { [port]: [{ HostPort }] } } })
    }
    world.service('web', of('app:1'))
    await world.settle()
    world.service('web', of('app:2'))
    await world.settle(MINUTES)
    const { state, message } = world.serviceNamed('web')?.status?.rollout ?? {}
    equal(state, 'Stalled')
    equal(
      message?.replace(/^task \S+: /, ''),
      'its host ports 8081-8083 are all taken, by mine, shop-web-1, shop-web-2: publish more of them, or end what is not its own, or let the old task stop first (`order: stop-first`)',
    )
  })
})
