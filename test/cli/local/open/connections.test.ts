import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../../../api/v1/conditions.ts'
import type { V1ServiceSpec } from '../../../../api/v1/generated/types.ts'
import { setRolloutPause } from '../../../../controllers/service/rollout-pause.ts'
import { aCore } from '../local-core.ts'
import { followedWorld } from './followed-world.ts'

type Followed = Awaited<ReturnType<typeof followedWorld>>

/** The same with `far` at host `b`, and a task on each of the two. */
async function withFar(seed = 1, spec: Partial<V1ServiceSpec> = { replicas: 2 }): Promise<Followed> {
  const a = await followedWorld(seed)
  a.declare('far', 'b')
  a.service(spec)
  await a.pass(10_000)
  deepEqual(a.tasks(), ['a Running', 'far Running'])
  return a
}

const readyOf = ({ store }: Followed, node: string) =>
  getCondition(store.get('Node', node)?.status?.conditions, 'Ready')

describe('the connections of a process', () => {
  it('follow what is declared: one more, one elsewhere, one no more', async () => {
    const a = await followedWorld()
    a.declare('far', 'b')
    await a.pass(5_000)
    deepEqual(await a.seen(), ['a is a', 'far is b'])
    a.store.delete('Node', 'far')
    await a.pass(5_000)
    deepEqual([await a.seen(), a.closed], [['a is a'], ['far at b']])
    a.declare('far', 'c')
    await a.pass(5_000)
    deepEqual(await a.seen(), ['a is a', 'far is c'])
  })

  it('are held where one is declared to be at another engine, with tasks or without (engine guard)', async () => {
    const a = await withFar()
    const before = a.on('b')
    a.declare('far', 'c')
    await a.pass(60_000)
    match(
      readyOf(a, 'far')?.message ?? '',
      /^another engine \(host c\) answers at node far than the one recorded \(host b\)/,
    )
    deepEqual([a.on('b'), a.on('c')], [before, []])
    a.declare('far', 'b')
    await a.pass(20_000)
    deepEqual([a.tasks(), a.on('b')], [['a Running', 'far Running'], before])
  })

  it('are made for a look at what is declared elsewhere, and for no longer', async () => {
    const a = await withFar()
    const other = aCore('/nowhere').store
    for (const [name, host] of [
      ['far', 'b'],
      ['new', 'c'],
    ] as const) {
      const spec = { engine: { host: `tcp://${host}:2375` } }
      other.create('Node', { apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata: { name }, spec })
    }
    const { engines, close } = a.connections.connectOthers(other)
    deepEqual([...engines.keys()], ['new'])
    close()
    deepEqual([a.closed, await a.seen()], [['new at c'], ['a is a', 'far is b']])
  })
})

describe('the engine of this machine, where it has none', () => {
  it('is silent while it is the only one, and no node from when another one is declared', async () => {
    const a = await followedWorld(1, { localIsAbsent: true })
    equal(readyOf(a, 'local')?.reason, 'GraceRunning')
    a.declare('far', 'b')
    await a.pass(5_000)
    deepEqual([await a.seen(), a.closed], [['far is b'], ['local at c']])
    deepEqual([...a.store.list('Node').keys()], ['far'])
  })
})

describe('a node that no file declares any more', () => {
  it('goes at once where nothing is there', async () => {
    const a = await followedWorld()
    a.declare('far', 'b')
    await a.pass(5_000)
    a.withdraw('far')
    await a.pass(5_000)
    deepEqual([await a.seen(), a.store.get('Node', 'far')], [['a is a'], undefined])
  })

  it('stays with its tasks, says so, takes no new ones, and goes with the last', async () => {
    const a = await withFar()
    const before = a.on('b')
    a.withdraw('far')
    await a.pass(60_000)
    deepEqual([a.tasks(), a.on('b')], [['a Running', 'far Running'], before])
    const left = getCondition(a.store.get('Node', 'far')?.status?.conditions, 'Withdrawn')
    match(left?.message ?? '', /takes no new tasks, and goes once shop\/web-\d-\w+ left it/)
    const told = a.life.recorder.events().filter(({ reason }) => reason === 'DeclaredNoMore')
    deepEqual(
      told.map(({ object, count }) => [object, count]),
      [['Node/far', 1]],
    )
    a.service({ replicas: 4 })
    await a.pass(20_000)
    deepEqual(a.tasks(), ['a Running', 'a Running', 'a Running', 'far Running'])
    a.service({ replicas: 4, template: { image: 'nginx', env: [{ name: 'A', value: 'b' }] } })
    await a.pass(120_000)
    deepEqual([a.tasks(), a.on('b')], [Array(4).fill('a Running'), []])
    deepEqual([await a.seen(), a.store.get('Node', 'far')], [['a is a'], undefined])
  })

  it('keeps what runs on each node until it is to be another there', async () => {
    const a = await withFar(1, { mode: 'Global' })
    const before = a.on('b')
    a.withdraw('far')
    await a.pass(60_000)
    deepEqual([a.tasks(), a.on('b')], [['a Running', 'far Running'], before])
    a.service({ mode: 'Global', template: { image: 'nginx', env: [{ name: 'A', value: 'b' }] } })
    await a.pass(120_000)
    deepEqual([a.tasks(), a.on('b'), a.store.get('Node', 'far')], [['a Running'], [], undefined])
  })

  it('keeps what runs on each node while its update is left failed, or its rollouts are paused', async () => {
    const failing = { mode: 'Global' as const, progressDeadlineSeconds: 10, template: { image: 'none' } }
    const a = await withFar(1, { mode: 'Global' })
    setRolloutPause(a.store, 'shop/web', { since: 'now' })
    a.service(failing)
    a.withdraw('far')
    await a.pass(60_000)
    deepEqual(a.tasks(), ['a Running', 'far Running'])
    setRolloutPause(a.store, 'shop/web', undefined)
    a.declare('far', 'b')
    await a.pass(600_000)
    equal(a.store.get('Service', 'shop/web')?.status?.rollout?.state, 'Stalled')
    const before = a.on('b')
    a.withdraw('far')
    await a.pass(60_000)
    deepEqual([a.on('b').length, a.on('b')], [1, before])
  })

  it('is one again where a file declares it again', async () => {
    const a = await withFar()
    const before = a.on('b')
    a.withdraw('far')
    await a.pass(20_000)
    a.declare('far', 'b')
    a.service({ replicas: 4 })
    await a.pass(20_000)
    deepEqual(a.tasks(), ['a Running', 'a Running', 'far Running', 'far Running'])
    equal(getCondition(a.store.get('Node', 'far')?.status?.conditions, 'Withdrawn')?.status ?? 'False', 'False')
    equal(a.on('b')[0], before[0])
  })

  it('holds what is there where another engine answers in its place', async () => {
    const a = await withFar()
    a.withdraw('far')
    await a.pass(5_000)
    a.declare('far', 'c')
    await a.pass(60_000)
    deepEqual(a.on('c'), [])
    equal(readyOf(a, 'far')?.reason, 'EngineChanged')
  })

  it('goes, and its tasks are made elsewhere, once it is lost, and not for a restart of its engine', async () => {
    const a = await withFar()
    a.withdraw('far')
    await a.pass(5_000)
    a.world.hosts.get('b')?.crash()
    await a.pass(10_000)
    a.world.hosts.get('b')?.restart()
    await a.pass(60_000)
    deepEqual(a.tasks(), ['a Running', 'far Running'])
    a.world.hosts.get('b')?.crash()
    await a.pass(120_000)
    deepEqual([a.tasks(), await a.seen()], [['a Running', 'a Running'], ['a is a']])
    const [told] = a.life.recorder.events().filter(({ message }) => /may run there still/.test(message))
    match(
      told?.message ?? '',
      /^no file declares it, and it does not answer: shop\/web-\d-\w+ may run there still, and is made/,
    )
  })

  it('leaves its engine at once to another name that waits for it', async () => {
    const a = await withFar()
    a.declare('near', 'b')
    await a.pass(60_000)
    match(a.hosts.inventory.host('near')?.unreachable ?? '', /its engine is that of node far/)
    a.withdraw('far')
    deepEqual(a.hosts.inventory.host('near')?.unreachable, undefined)
    await a.pass(2_000)
    deepEqual(
      [a.tasks(), await a.seen()],
      [
        ['a Running', 'near Running'],
        ['a is a', 'near is b'],
      ],
    )
  })

  for (const [what, spec] of Object.entries({ replicas: { replicas: 2 }, global: { mode: 'Global' as const } }))
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      for (const isOldFirst of [true, false])
        it(`has another name where that is declared, ${isOldFirst ? 'after it' : 'before'}, and nothing moves (${what}, seed ${seed})`, async () => {
          const a = await withFar(seed, spec)
          const before = a.on('b')
          const deeds = [() => a.withdraw('far'), () => a.declare('near', 'b')]
          for (const deed of isOldFirst ? deeds : deeds.reverse()) {
            deed()
            await a.pass(seed * 700)
          }
          await a.pass(120_000)
          deepEqual([a.tasks(), a.on('b')], [['a Running', 'near Running'], before])
          deepEqual(await a.seen(), ['a is a', 'near is b'])
        })
})
