import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import type { V1RestartPolicy, V1ServiceSpec, V1UpdateStrategy } from '../../api/v1/generated/types.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const MB = 1_000_000

const ofMemory = (memory: number, restartPolicy?: V1RestartPolicy): Partial<V1ServiceSpec> => ({
  template: {
    image: 'app',
    resources: { limits: { memoryBytes: memory * MB } },
    ...(restartPolicy ? { restartPolicy } : {}),
  },
})

/** An image whose process needs more memory than it had when it was made. */
const HUNGRY = { app: { config: { Cmd: ['serve'] }, behaviour: { exitsAfterMs: 500, outOfMemory: true } } }

describe('a change that needs no new container', () => {
  for (const [what, policy] of Object.entries<V1RestartPolicy | undefined>({
    'gave up': { condition: 'OnFailure', maxAttempts: 2 },
    'goes on crashing': undefined,
    'ended for good': { condition: 'Never' },
  }))
    it(`makes a new one of what ${what}, which failed as it was before`, async () => {
      const world = aWorld({ images: HUNGRY })
      world.service('web', ofMemory(64, policy))
      await world.pass(60_000)
      world.newCalls()
      world.service('web', ofMemory(512, policy))
      await world.pass(60_000)
      equal(world.newCalls().filter((call) => call.startsWith('POST /containers/create')).length, 1)
    })

  it('of what ended well runs it again, where it is to go on from now on', async () => {
    const world = aWorld({
      images: { app: { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 500, exitCode: 0 } } },
    })
    const ends = { condition: 'Never' } as const
    world.service('web', ofMemory(64, ends))
    await world.pass(10_000)
    world.newCalls()
    world.service('web', ofMemory(512, ends))
    await world.pass(10_000)
    deepEqual(world.newCalls(), [])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    world.service('web', ofMemory(512, { condition: 'Always' }))
    await world.pass(10_000)
    match(world.newCalls().join('; '), /\/start/)
  })
})

describe('an update in place', () => {
  it('is told as that, and as drift only what somebody else changed', async () => {
    const world = aWorld({ images: { app: RUNS } })
    world.service('web', ofMemory(64))
    await world.settle()
    const told = () =>
      world
        .life()
        .recorder.events()
        .filter(({ message }) => message.startsWith('memory limit'))
        .map(({ reason }) => reason)
    world.service('web', ofMemory(128))
    await world.settle()
    deepEqual(told(), ['Updating'])
    world.host.byHand.update('shop-web-1', { Memory: 64 * MB, MemorySwap: 128 * MB })
    await world.settle(20_000)
    deepEqual(told(), ['Updating', 'Drift'])
  })

  const limits = (memory: number, updateStrategy: V1UpdateStrategy): Partial<V1ServiceSpec> => ({
    ...{ ...ofMemory(memory), replicas: 3, updateStrategy },
  })
  const updates = (world: TestWorld) => world.newCalls().filter((call) => call.endsWith('/update')).length

  it('is made of as many tasks at a time as the strategy says, each watched before the next', async () => {
    const world = await aRunning(limits(64, {}), { images: { app: RUNS } })
    world.service('web', limits(512, { parallelism: 1, monitorSeconds: 20, delaySeconds: 10 }))
    for (const made of [1, 0, 1, 0, 1]) {
      await world.pass(15_000)
      equal(updates(world), made)
    }
    await world.pass(30_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('goes back where a task fails as it is watched', async () => {
    const world = await aRunning(limits(64, {}), { images: { app: RUNS } })
    world.service('web', limits(512, { monitorSeconds: 20, failureAction: 'Rollback' }))
    await world.pass(5_000)
    equal(updates(world), 1)
    world.host.byHand.exit('shop-web-1', 137)
    await world.pass(120_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
    deepEqual(
      world.tasks().map(({ spec }) => spec.template.resources?.limits?.memoryBytes),
      [64 * MB, 64 * MB, 64 * MB],
    )
  })

  it('is not judged by restarts of before it', async () => {
    const world = await aRunning(limits(64, {}), { images: { app: RUNS } })
    world.host.byHand.exit('shop-web-1', 1)
    await world.pass(600_000)
    equal(world.tasks()[0]?.status?.restarts, 1)
    world.newCalls()
    world.service('web', limits(512, { monitorSeconds: 20 }))
    await world.pass(90_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    equal(updates(world), 3)
  })

  it('is not judged by them after a crash that came before anybody looked at it (S6)', async () => {
    const world = await aRunning(limits(64, {}), { images: { app: RUNS } })
    world.host.byHand.exit('shop-web-1', 1)
    await world.pass(600_000)
    const life = world.life()
    let stopping: Promise<void> | undefined
    life.ports.store.watchSpecs('Task').subscribe(() => (stopping ??= life.stop()))
    world.service('web', limits(512, { monitorSeconds: 20 }))
    await world.pass(1_000)
    await stopping
    equal(updates(world), 0)
    await world.restart()
    await world.pass(90_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('that the engine refuses is none: it fails with the words of the engine', async () => {
    const refuses = (engine: Engine) =>
      wrapEngine(engine, ({ verb }, next) =>
        verb === 'updateContainer'
          ? Promise.reject(new EngineError('Invalid', { node: 'a', tried: 'update', detail: 'the minimum is 6MB' }))
          : next(),
      )
    const world = await aRunning(limits(64, {}), { images: { app: RUNS }, wrapEngine: refuses })
    world.service('web', limits(5, {}))
    await world.pass(400_000)
    const { rollout, currentRevision, updateRevision } = world.serviceNamed('web')?.status ?? {}
    equal(rollout?.state, 'Stalled')
    match(rollout?.message ?? '', /the minimum is 6MB/)
    notEqual(currentRevision, updateRevision)
  })
})

describe('an update in place that the engine refuses', () => {
  const cpus = (count?: number): Partial<V1ServiceSpec> => ({
    template: { image: 'app', ...(count === undefined ? {} : { resources: { limits: { cpus: count } } }) },
  })
  const readyOf = (world: TestWorld) =>
    world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')

  for (const [what, spec, words] of [
    ['processors that the host has not', cpus(64), /Range of CPUs is from 0\.01 to/],
    ['less memory than there must be', ofMemory(1), /Minimum memory limit allowed is 6MB/],
  ] as const)
    it(`fails at once, in the words of the engine: ${what}`, async () => {
      const world = await aRunning(cpus(), { images: { app: RUNS } })
      world.service('web', spec)
      await world.pass(2_000)
      const { phase, reason, message = '' } = world.tasks()[0]?.status ?? {}
      deepEqual([phase, reason], ['Running', 'UpdateFailed'])
      match(message, words)
      equal(readyOf(world)?.reason, 'RolloutFailed')
      match(readyOf(world)?.message ?? '', words)
      match(readyOf(world)?.message ?? '', /^task web-1-\w+: /)
      deepEqual(world.containers(), ['shop-web-1 running'])
    })

  it('is tried again once a minute, and at once when the manifest is corrected', async () => {
    const world = await aRunning(cpus(), { images: { app: RUNS } })
    const updates = () => world.newCalls().filter((call) => call.endsWith('/update')).length
    world.service('web', cpus(64))
    await world.pass(150_000)
    equal(updates(), 3)
    world.service('web', cpus(1))
    await world.pass(2_000)
    equal(updates(), 1)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    deepEqual([readyOf(world)?.status, world.tasks()[0]?.status?.reason], ['True', 'Running'])
    equal(world.tasks()[0]?.status?.nextRetryAt, undefined)
  })

  for (const isServed of [true, false])
    it(`leaves its container where the manifest is as before again: ${isServed ? 'beside serve' : 'by the next command'}`, async () => {
      const world = await aRunning(cpus(), { images: { app: RUNS } })
      world.service('web', cpus(64))
      await world.pass(2_000)
      world.newCalls()
      if (!isServed) await world.restart()
      world.service('web', cpus())
      await world.settle()
      deepEqual(world.newCalls(), [])
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
      deepEqual(world.tasks()[0]?.metadata.annotations ?? {}, {})
    })

  it('is undone where the strategy says so, with nothing stopped', async () => {
    const world = await aRunning(cpus(), { images: { app: RUNS } })
    world.service('web', { ...cpus(64), updateStrategy: { failureAction: 'Rollback' } })
    await world.pass(10_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
    deepEqual([world.tasks()[0]?.status?.reason, readyOf(world)?.reason], ['Running', 'RolledBack'])
    deepEqual(
      world.newCalls().map((call) => call.split('/').at(-1)),
      ['update'],
    )
  })

  it('stays drift where it was to undo what somebody else changed, and fails no rollout', async () => {
    let isRefusing = false
    const refusing = (engine: Engine) =>
      wrapEngine(engine, ({ verb }, next) =>
        isRefusing && verb === 'updateContainer'
          ? Promise.reject(new EngineError('Invalid', { node: 'a', tried: 'update', detail: 'not now' }))
          : next(),
      )
    const world = await aRunning(ofMemory(64), { images: { app: RUNS }, wrapEngine: refusing })
    isRefusing = true
    world.host.byHand.update('shop-web-1', { Memory: 32 * MB, MemorySwap: 64 * MB })
    await world.pass(5_000)
    world.service('web', { ...ofMemory(64), replicas: 2 })
    await world.pass(150_000)
    const told = world.life().recorder.events()
    const reasons = told.filter(({ message }) => message.startsWith('memory limit')).map(({ reason }) => reason)
    deepEqual([...new Set(reasons)], ['Drift'])
    const { reason, message } = world.tasks()[0]?.status ?? {}
    deepEqual(
      [reason, message],
      ['UpdateFailed', 'memory limit is 30.52 MiB, declared 61.04 MiB; the engine refuses that: not now'],
    )
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    const { status, message: ready } = readyOf(world) ?? {}
    deepEqual([status, ready], ['True', `2 of 2 ready; ${world.tasks()[0]?.metadata.name}: ${message}`])
    isRefusing = false
    await world.pass(60_000)
    equal(world.tasks()[0]?.status?.reason, 'Running')
    equal(readyOf(world)?.message, '2 of 2 ready')
  })

  it('keeps nothing else of it from being healed', async () => {
    const world = await aRunning(cpus(), { images: { app: RUNS } })
    world.service('web', cpus(64))
    await world.pass(2_000)
    world.host.byHand.exit('shop-web-1', 1)
    await world.pass(30_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('says which task it is, and why, while an engine that fails may yet do it; and never waits for 0 s', async () => {
    const refuses = (engine: Engine) =>
      wrapEngine(engine, ({ verb }, next) =>
        verb === 'updateContainer'
          ? Promise.reject(new EngineError('Internal', { node: 'a', tried: 'update', detail: 'cgroup is busy' }))
          : next(),
      )
    const world = await aRunning(cpus(), { images: { app: RUNS }, wrapEngine: refuses })
    const said: string[] = []
    const watch = world
      .life()
      .ports.store.watch('Service')
      .subscribe(({ after }) => {
        said.push(...(after?.status?.conditions ?? []).flatMap(({ message = '' }) => message))
      })
    world.service('web', cpus(1))
    await world.pass(20_000)
    watch.unsubscribe()
    match(readyOf(world)?.message ?? '', /^0 of 1 updated; web-1-\w+: .*cgroup is busy/)
    deepEqual(
      said.filter((words) => / for 0 s/.test(words)),
      [],
    )
  })
})

describe('a rollback of changes in place', () => {
  const web = (cpus: number, memory: number): Partial<V1ServiceSpec> => ({
    replicas: 2,
    template: { image: 'app', resources: { reservations: { cpus }, limits: { memoryBytes: memory * MB } } },
    updateStrategy: { failureAction: 'Rollback', monitorSeconds: 20 },
  })
  const refusesOnB = (engine: Engine) =>
    wrapEngine(engine, ({ verb }, next) =>
      verb === 'updateContainer' && engine.node === 'b'
        ? Promise.reject(new EngineError('Invalid', { node: 'b', tried: 'update', detail: 'not there' }))
        : next(),
    )
  const placed = (world: TestWorld) =>
    world
      .tasks()
      .map(({ spec }) => `${spec.service}-${spec.slot} ${spec.node} ${spec.template.resources?.reservations?.cpus}`)

  it('says which task waits for the room that others took meanwhile, moves no other, and ends once there is room', async () => {
    const world = await aRunning(web(5, 64), { nodes: ['a', 'b'], images: { app: RUNS }, wrapEngine: refusesOnB })
    const ready = () => world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')
    world.service('web', web(2, 32))
    await world.pass(10_000)
    const resources = { reservations: { cpus: 5 } }
    const placement = { constraints: ['node.name==a'] }
    world.service('db', { template: { image: 'app', resources }, placement })
    await world.pass(20_000)
    deepEqual(placed(world), ['web-1 a 2', 'web-2 b 5', 'db-1 a 5', 'web-1 undefined 5'])
    equal(ready()?.reason, 'RollingBack')
    const waits = /web-1-\w+: no node fits: a, b: it has 3 CPUs left, 5 are reserved/
    match(ready()?.message ?? '', new RegExp(`not there; the rollback waits: ${waits.source}$`))
    await world.pass(400_000)
    equal(ready()?.reason, 'RolloutFailed')
    const remedy =
      /; it goes on as soon as it can; else correct the manifest, or try the update again with `.* retry web -n shop`$/
    match(ready()?.message ?? '', remedy)
    world.service('db', { template: { image: 'app' }, placement })
    await world.pass(60_000)
    deepEqual(placed(world).sort(), ['db-1 a undefined', 'web-1 a 5', 'web-2 b 5'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
    match(ready()?.message ?? '', /; correct the manifest, or `.*` once its cause is gone$/)
  })
})

describe('what is too many', () => {
  it('goes though the content of a secret is not known, as after a restart without its file', async () => {
    const spec = (replicas: number): Partial<V1ServiceSpec> => ({
      replicas,
      template: { image: 'app', secrets: [{ secret: 'password' }] },
    })
    const contents = new Map([['Secret/shop/password', { found: true as const, bytes: Buffer.from('x'), hash: 'h' }]])
    const world = aWorld({ images: { app: RUNS }, contents })
    world.declare({
      ...{ apiVersion: 'reconcile.dev/v1', kind: 'Secret' },
      ...{ metadata: { name: 'password', namespace: 'shop' }, spec: { file: '/srv/password' } },
    })
    world.service('web', spec(3))
    await world.pass(10_000)
    contents.delete('Secret/shop/password')
    await world.restart()
    world.service('web', spec(1))
    await world.pass(10_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})
