import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

describe('a task that no node fits, of a revision that nobody wants any more', () => {
  it('goes, and is not made when its successor needs less', async () => {
    const world = aWorld()
    const ports = [{ hostPort: 8088, containerPort: 80 }]
    world.service('holder', { template: { image: 'nginx', ports } })
    await world.settle()
    world.service('web', { template: { image: 'nginx', ports } })
    await world.settle(10_000)
    equal(world.tasks().find(({ spec }) => spec.service === 'web')?.status?.reason, 'NoNodeFits')
    const told = world
      .life()
      .recorder.events()
      .filter(({ reason }) => reason === 'NoNodeFits')
    deepEqual(
      told.map(({ type, count = 1 }) => [type, count]),
      [['Warning', 1]],
    )
    world.service('web', { template: { image: 'nosuch:1' } })
    world.newCalls()
    await world.settle(60_000)
    const old = world.tasks().find(({ spec }) => spec.service === 'web' && spec.template.image === 'nginx')
    equal(old, undefined)
    deepEqual(
      world.newCalls().filter((call) => call.startsWith('POST /containers')),
      [],
    )
    world.service('web', { template: { image: 'nginx:2' } })
    await world.settle()
    deepEqual(world.containers(), ['shop-holder-1 running', 'shop-web-1 running'])
  })
})

describe('a task that no node fits', () => {
  const ports = [{ hostPort: 8088, containerPort: 80 }]

  it('says so in its condition, too, after a start', async () => {
    const world = aWorld()
    world.service('web', { placement: { constraints: ['node.name==z'] } })
    await world.settle()
    await world.restart()
    await world.settle()
    const [task] = world.tasks()
    const said = task?.status?.conditions?.map(({ reason, message }) => [reason, message])
    deepEqual(said, [['NoNodeFits', task?.status?.message]])
  })

  it('is told once, however often what nodes have left changes, and says the latest', async () => {
    const world = aWorld()
    const reserving = (gib: number) => ({
      template: { image: 'nginx', resources: { reservations: { memoryBytes: gib * 2 ** 30 } } },
    })
    const others = ['one', 'two', 'three']
    for (const name of others) world.service(name, reserving(1))
    await world.settle()
    world.service('web', reserving(10_000))
    for (const name of others) {
      await world.settle()
      world.life().ports.store.delete('Service', `shop/${name}`)
    }
    await world.settle()
    const task = world.tasks().find(({ spec }) => spec.service === 'web')
    const told = world
      .life()
      .recorder.events()
      .filter(({ reason }) => reason === 'NoNodeFits')
    deepEqual([told.length, told[0]?.message === task?.status?.message], [1, false])
  })

  it('is placed once the task goes that held its port', async () => {
    const world = aWorld()
    world.service('holder', { template: { image: 'nginx', ports } })
    await world.settle()
    world.service('web', { template: { image: 'nginx', ports } })
    await world.settle(10_000)
    deepEqual(world.containers(), ['shop-holder-1 running'])
    world.life().ports.store.delete('Service', 'shop/holder')
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})

describe('a task whose successor no node fits', () => {
  for (const end of ['stop', 'remove'] as const)
    it(`comes up again where its container ends, without a wait for the deadline (S10): ${end} by hand`, async () => {
      const world = await aRunning({})
      world.service('web', { template: { image: 'nginx:2' }, placement: { constraints: ['node.name==elsewhere'] } })
      await world.pass(10_000)
      world.host.byHand[end]('shop-web-1')
      await world.pass(10_000)
      deepEqual([world.serviceNamed('web')?.status?.rollout?.state, world.imagesRunning()], ['Progressing', ['nginx']])
    })
})

describe('what a task of before held', () => {
  const reserving = (image: string) => ({ image, resources: { reservations: { cpus: 5 } } })

  for (const { it: sentence, spec } of [
    { it: 'its reservation', spec: reserving },
    { it: 'its place among the most replicas per node', spec: (image: string) => ({ image }) },
  ])
    it(`is its successor's where it stops first: ${sentence}`, async () => {
      const placement = { maxReplicasPerNode: 1 }
      const world = await aRunning({ placement, template: spec('nginx') })
      world.service('web', { placement, template: spec('nginx:2') })
      await world.settle()
      deepEqual(world.imagesRunning(), ['nginx:2'])
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })

  it('counts once beside its successor, which stops it first, for tasks of other slots', async () => {
    const world = aWorld({ images: { nginx: RUNS }, registry: { 'nginx:2': { ...RUNS, pullMs: 60_000 } } })
    const spec = { placement: { maxReplicasPerNode: 2 }, updateStrategy: { order: 'StopFirst' as const } }
    world.service('web', { ...spec, replicas: 1 })
    await world.settle()
    world.service('web', { ...spec, replicas: 1, template: { image: 'nginx:2' } })
    await world.settle(10_000)
    world.service('web', { ...spec, replicas: 2, template: { image: 'nginx:2' } })
    await world.settle(10_000)
    deepEqual(nodesOf(world), ['web-1 a', 'web-1 a', 'web-2 a'])
  })

  it('is not where its successor starts first: there is no room for both', async () => {
    const updateStrategy = { order: 'StartFirst' as const }
    const world = await aRunning({ updateStrategy, template: reserving('nginx') })
    world.service('web', { updateStrategy, template: reserving('nginx:2') })
    await world.settle(60_000)
    deepEqual(world.imagesRunning(), ['nginx'])
  })

  it('is free once a job has ended, for those that wait for it', async () => {
    const behaviour = { exitsAfterMs: 30_000 }
    const world = aWorld({ images: { nginx: RUNS, job: { ...RUNS, behaviour } } })
    const ports = [{ hostPort: 8088, containerPort: 80 }]
    world.service('job', { mode: 'ReplicatedJob', template: { ...reserving('job'), ports } })
    await world.settle(10_000)
    world.service('web', { template: { ...reserving('nginx'), ports } })
    await world.settle(10_000)
    deepEqual(world.containers(), ['shop-job-1 running'])
    await world.settle()
    deepEqual(world.containers(), ['shop-job-1 exited', 'shop-web-1 running'])
  })
})

/** `service-slot node` of each task. */
function nodesOf(world: TestWorld): readonly string[] {
  return world
    .tasks()
    .map(({ spec }) => `${spec.service}-${spec.slot} ${spec.node}`)
    .sort()
}

describe('an update on several hosts', () => {
  for (const order of ['StopFirst', 'StartFirst'] as const) {
    it(`leaves tasks on their hosts where others are no better (${order})`, async () => {
      const world = aWorld({ nodes: ['a', 'b', 'c'] })
      const spec = { replicas: 2, updateStrategy: { order } }
      world.service('web', spec)
      await world.settle()
      deepEqual(nodesOf(world), ['web-1 a', 'web-2 b'])
      for (const image of ['nginx:2', 'nginx']) {
        world.service('web', { ...spec, template: { image } })
        equal(await world.settle(), 'quiet')
        deepEqual(nodesOf(world), ['web-1 a', 'web-2 b'])
      }
    })

    it(`moves one to a host that has fewer (${order})`, async () => {
      const world = aWorld({ nodes: ['a', 'b'] })
      const template = { image: 'nginx', networkMode: 'none' }
      const onA = { template, placement: { constraints: ['node.name==a'] } }
      for (const name of ['api', 'db']) world.service(name, onA)
      world.service('web', { ...onA, updateStrategy: { order } })
      await world.settle()
      deepEqual(nodesOf(world), ['api-1 a', 'db-1 a', 'web-1 a'])
      world.service('web', { template: { ...template, image: 'nginx:2' }, updateStrategy: { order } })
      equal(await world.settle(), 'quiet')
      deepEqual(nodesOf(world), ['api-1 a', 'db-1 a', 'web-1 b'])
    })

    it(`keeps one where it reaches others of its stack (${order})`, async () => {
      const world = aWorld({ nodes: ['a', 'b', 'c'] })
      for (const name of ['api', 'db']) world.service(name, {})
      world.service('web', { replicas: 2, updateStrategy: { order } })
      await world.settle()
      deepEqual(nodesOf(world), ['api-1 a', 'db-1 a', 'web-1 a', 'web-2 b'])
      world.service('web', { replicas: 2, template: { image: 'nginx:2' }, updateStrategy: { order } })
      equal(await world.settle(), 'quiet')
      deepEqual(nodesOf(world), ['api-1 a', 'db-1 a', 'web-1 a', 'web-2 b'])
      world.service('db', { template: { image: 'nginx:2' }, updateStrategy: { order } })
      world.service('api', { template: { image: 'nginx:2' }, updateStrategy: { order } })
      equal(await world.settle(), 'quiet')
      deepEqual(nodesOf(world), ['api-1 a', 'db-1 a', 'web-1 a', 'web-2 b'])
    })
  }
})

describe('services of a stack', () => {
  const together = ['api-1 a', 'db-1 a', 'web-1 a']
  const apart = ['api-1 a', 'db-1 b', 'web-1 a']
  const networks = [{ network: 'wide' }]
  for (const { it: sentence, db, wants, driver } of [
    { it: 'are together where they share a bridge', db: {}, wants: together },
    { it: 'are where there is room where they do not', db: { networkMode: 'none' }, wants: apart },
    { it: 'are together by one of several', db: { networks: [...networks, { network: 'default' }] }, wants: together },
    {
      it: 'are where there is room where their network may join hosts',
      db: { networks },
      wants: apart,
      driver: 'macvlan',
    },
  ])
    it(sentence, async () => {
      const world = aWorld({ nodes: ['a', 'b'] })
      const metadata = { name: 'wide', namespace: 'shop' }
      world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata, spec: driver ? { driver } : {} })
      const shared = driver ? { networks } : {}
      world.service('db', { template: { image: 'nginx', ...db } })
      for (const name of ['api', 'web']) world.service(name, { template: { image: 'nginx', ...shared } })
      await world.settle()
      deepEqual(nodesOf(world), wants)
    })

  const fixed = (node: string) => ({ placement: { constraints: [`node.name==${node}`] } })
  const gone: Readonly<Record<string, (world: TestWorld) => void>> = {
    'is scaled down meanwhile': (world) => world.service('web', { replicas: 1 }),
    'is deleted meanwhile': (world) => world.life().ports.store.delete('Service', 'shop/aside'),
    'was a job, and is done': () => {},
  }
  for (const [because, goes] of Object.entries(gone))
    it(`do not go to what ${because}`, async () => {
      const job = { config: { Cmd: ['job'] }, behaviour: { exitsAfterMs: 100, exitCode: 0 } }
      const world = aWorld({ nodes: ['a', 'b'], images: { nginx: RUNS, 'nginx:2': RUNS, 'job:1': job } })
      const isJob = because.startsWith('was a job')
      world.service('web', isJob ? fixed('a') : { replicas: because.startsWith('is scaled') ? 2 : 1 })
      await world.settle()
      const aside = isJob ? { mode: 'ReplicatedJob' as const, template: { image: 'job:1' } } : {}
      if (!because.startsWith('is scaled')) world.service('aside', { ...aside, ...fixed('b') })
      world.service('other', { replicas: 4, template: { image: 'nginx', networkMode: 'none' }, ...fixed('a') })
      world.service('db', fixed('b'))
      await world.settle()
      goes(world)
      world.service('db', { template: { image: 'nginx:2' } })
      await world.settle()
      deepEqual(
        nodesOf(world).filter((each) => /^(db|web)/.test(each)),
        ['db-1 a', 'web-1 a'],
      )
    })

  it('leave the other hosts to other stacks, and follow their own from one that is drained', async () => {
    const world = aWorld({ nodes: ['a', 'b', 'c'] })
    for (const name of ['api', 'db']) world.service(name, {})
    await world.settle()
    const spec = { template: { image: 'nginx' } }
    for (const name of ['blog', 'cms'])
      world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: 'blog' }, spec })
    await world.settle()
    deepEqual(nodesOf(world), ['api-1 a', 'blog-1 b', 'cms-1 b', 'db-1 a'])
    world.life().ports.store.update('Node', 'a', (draft) => {
      draft.spec.drain = true
    })
    await world.settle()
    deepEqual(nodesOf(world), ['api-1 c', 'blog-1 b', 'cms-1 b', 'db-1 c'])
  })
})
