import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS } from '../support/world.ts'

const once = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 2_000, exitCode: 0 } }
const images = {
  nginx: RUNS,
  db: RUNS,
  job: once,
  lost: { config: { Cmd: ['x'] }, behaviour: { exitsAfterMs: 100, exitCode: 1 } },
}
const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5 }

/** The order in which containers were started, from the calls. */
function starts(calls: readonly string[]): readonly string[] {
  return calls.filter((call) => call.endsWith('/start')).map((call) => call.split('/')[2] ?? '')
}

describe('dependencies', () => {
  it('start in their order, and wait for health and completion', async () => {
    const world = aWorld({ images })
    world.service('web', {
      dependsOn: [
        { service: 'db', condition: 'Healthy' },
        { service: 'migrate', condition: 'Completed' },
      ],
    })
    world.service('migrate', { template: { image: 'job' }, dependsOn: [{ service: 'db', condition: 'Healthy' }] })
    world.service('db', { template: { image: 'db', healthcheck } })
    equal(await world.settle(), 'quiet')
    deepEqual(starts(world.newCalls()), ['shop-db-1', 'shop-migrate-1', 'shop-web-1'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('that fail are named by those that wait', async () => {
    const world = aWorld({ images })
    world.service('web', { dependsOn: [{ service: 'migrate', condition: 'Completed' }] })
    world.service('migrate', { template: { image: 'lost', restartPolicy: { condition: 'Never' } } })
    await world.settle(60_000)
    const web = world.tasks().find((task) => task.spec.service === 'web')
    equal(web?.status?.reason, 'DependencyFailed')
    match(web?.status?.message ?? '', /migrate, which failed: .*exited with 1/)
  })

  it('stop in the reverse order', async () => {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db' } })
    world.service('web', { dependsOn: [{ service: 'db' }] })
    await world.settle()
    world.newCalls()
    for (const name of ['db', 'web']) world.life().ports.store.delete('Service', `shop/${name}`)
    equal(await world.settle(), 'quiet')
    const stops = world.newCalls().filter((call) => call.endsWith('/stop') || call.startsWith('DELETE'))
    deepEqual(
      stops.map((call) => call.replace(/\?.*/, '')),
      [
        'POST /containers/shop-web-1/stop',
        'DELETE /containers/shop-web-1',
        'POST /containers/shop-db-1/stop',
        'DELETE /containers/shop-db-1',
        'DELETE /networks/shop_default',
      ],
    )
    equal(world.life().ports.store.list('Task').size, 0)
    equal(world.life().ports.store.list('Service').size, 0)
    equal(world.life().ports.store.list('Network').size, 0)
    equal(world.life().ports.store.list('Stack').size, 0)
  })
})

describe('an image that can not be had', () => {
  it("is explained by the task, with the registry's own words, and asked for again", async () => {
    const failing = { failing: 'dial tcp: lookup registry.test: no such host' }
    const world = aWorld({ images, registry: { 'registry.test/app:1': failing } })
    world.service('web', { template: { image: 'registry.test/app:1' } })
    await world.settle(20_000)
    equal(world.tasks()[0]?.status?.reason, 'PullFailed')
    match(world.tasks()[0]?.status?.message ?? '', /no such host/)
    match(world.serviceNamed('web')?.status?.conditions?.[0]?.message ?? '', /no such host/)
  })

  it('keeps saying why while it is asked for again, and at the deadline', async () => {
    const failing = { failing: 'dial tcp: lookup registry.test: no such host' }
    const world = aWorld({ images, registry: { 'registry.test/app:1': failing } })
    world.service('web', { template: { image: 'registry.test/app:1' }, progressDeadlineSeconds: 60 })
    await world.settle(1_000)
    const said = new Set<string | undefined>()
    world
      .life()
      .ports.store.watch('Task')
      .subscribe(({ after }) => said.add(after?.status?.message))
    await world.settle(50_000)
    deepEqual([...said], ['registry.test/app:1: dial tcp: lookup registry.test: no such host'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    await world.settle(20_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    match(world.serviceNamed('web')?.status?.rollout?.message ?? '', /is PullFailed, .*no such host/)
  })

  it('is said by the next process too, before that has asked', async () => {
    const failing = { failing: 'dial tcp: no such host' }
    const world = aWorld({ images, registry: { 'registry.test/app:1': failing } })
    world.service('web', { template: { image: 'registry.test/app:1' } })
    await world.settle(5_000)
    await world.restart()
    equal(world.tasks()[0]?.status?.message, `registry.test/app:1: ${failing.failing}`)
    const said = new Set<string | undefined>()
    world
      .life()
      .ports.store.watch('Task')
      .subscribe(({ after }) => said.add(after?.status?.message))
    await world.settle(5_000)
    deepEqual([...said], [`registry.test/app:1: ${failing.failing}`])
  })

  it('costs an update nothing when the registry answers again in time', async () => {
    const world = aWorld({ images, registry: { 'registry.test/app:1': RUNS } })
    world.service('web', { template: { image: 'nginx' } })
    await world.settle()
    for (let count = 0; count < 5; count++)
      world.host.failNext('pullImage', { status: 500, message: 'dial tcp: no such host' })
    world.service('web', { template: { image: 'registry.test/app:1' } })
    equal(await world.settle(), 'quiet')
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })
})

describe('a port that somebody else has', () => {
  it('is named, and taken when it is free', async () => {
    const world = aWorld({ images })
    world.host.byHand.takePort('tcp/0.0.0.0:8080')
    world.service('web', { template: { image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080 }] } })
    await world.settle(10_000)
    equal(world.tasks()[0]?.status?.reason, 'StartFailed')
    match(world.tasks()[0]?.status?.message ?? '', /port is already allocated/)
    world.host.state.ports.delete('tcp/0.0.0.0:8080')
    await world.settle(120_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})

describe('a port that one of two containers has', () => {
  it('is told with the one that has it with its protocol', async () => {
    const world = aWorld({ images })
    for (const protocol of ['udp', 'tcp']) {
      const HostConfig = { PortBindings: { [`53/${protocol}`]: [{ HostPort: '8080' }] } }
      world.host.byHand.run(protocol, { Image: 'nginx', ExposedPorts: { [`53/${protocol}`]: {} }, HostConfig })
    }
    world.service('web', { template: { image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080 }] } })
    await world.settle(10_000)
    match(world.tasks()[0]?.status?.message ?? '', /^port 8080 is held by the container tcp: end it/)
  })
})

describe('a controller that comes back', () => {
  it('does nothing where nothing changed (S6)', async () => {
    const world = aWorld({ images })
    world.service('web', { replicas: 2 })
    world.service('migrate', { template: { image: 'job' } })
    await world.settle()
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual(world.newCalls(), [])
    equal(world.tasks().find((task) => task.spec.service === 'migrate')?.status?.phase, 'Completed')
  })

  it('heals what happened while it was away', async () => {
    const world = aWorld({ images })
    world.service('web', { replicas: 2 })
    await world.settle()
    world.newCalls()
    const gone = world.restart()
    world.host.byHand.remove('shop-web-2')
    await gone
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
  })

  it('adopts what runs when its storage is lost: zero recreates', async () => {
    const world = aWorld({ images })
    world.service('web', { replicas: 2 })
    await world.settle()
    const before = world.host
      .containers()
      .map(({ Id }) => Id)
      .sort()
    await world.life().stop()
    const fresh = aWorldOver(world)
    fresh.service('web', { replicas: 2 })
    await fresh.settle()
    deepEqual(fresh.newCalls(), [])
    deepEqual(
      fresh.host
        .containers()
        .map(({ Id }) => Id)
        .sort(),
      before,
    )
    equal(fresh.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('rolls from what it adopts to a template that changed meanwhile, each slot once', async () => {
    const world = aWorld({ images: { ...images, 'nginx:2': RUNS } })
    world.service('web', { replicas: 2 })
    await world.settle()
    await world.life().stop()
    const fresh = aWorldOver(world)
    fresh.service('web', { replicas: 2, template: { image: 'nginx:2' } })
    let most = 0
    const down = fresh
      .life()
      .ports.store.watch('Task')
      .subscribe(() => {
        const up = fresh.host.containers().filter(({ State }) => State.Status === 'running').length
        most = Math.max(most, 2 - up)
      })
    equal(await fresh.settle(), 'quiet')
    down.unsubscribe()
    equal(most, 1)
    equal(fresh.newCalls().filter((call) => call.includes('/create?')).length, 2)
    deepEqual(fresh.containers(), ['shop-web-1 running', 'shop-web-2 running'])
  })

  it('gives a service that was deleted and came back tasks of its own', async () => {
    const world = aWorld({ images })
    world.service('web', {})
    await world.settle()
    const [first] = world.tasks()
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle()
    world.service('web', {})
    await world.settle()
    const [second] = world.tasks()
    ok(first && second && first.metadata.name !== second.metadata.name)
  })
})

describe('what a task mounts', () => {
  it('is held when its engine would drop part of it', async () => {
    const world = aWorld({ images, apiVersion: '1.41' })
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    const mount = { type: 'Volume' as const, source: 'data', target: '/data', volume: { subpath: 'a' } }
    world.service('web', { template: { image: 'nginx', mounts: [mount] } })
    await world.settle(30_000)
    deepEqual(world.containers(), [])
    equal(world.tasks()[0]?.status?.reason, 'Unsupported')
    match(world.tasks()[0]?.status?.message ?? '', /subpath needs API 1.45/)
  })

  it('is there before it starts, and the secret is nowhere but in its file (S9)', async () => {
    const bytes = Buffer.from('hunter2')
    const contents = new Map([['Secret/shop/password', { found: true as const, bytes, hash: 'h1' }]])
    const world = aWorld({ images, contents })
    const metadata = (name: string) => ({ name, namespace: 'shop' })
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Secret',
      metadata: metadata('password'),
      spec: { file: '/srv/password' },
    })
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: metadata('data'), spec: {} })
    world.service('web', {
      template: {
        image: 'nginx',
        secrets: [{ secret: 'password' }],
        mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
      },
    })
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-web-1 running'])
    const files = [...world.host.files()].map(([path, file]) => [
      path.replace(/-[0-9a-f]{16}/, '-HASH'),
      Buffer.from(file.bytes).toString(),
    ])
    deepEqual(files, [['/run/reconcile/default/shop/secrets/password-HASH/password', 'hunter2']])
    equal(JSON.stringify(world.calls).includes('hunter2'), false)
    equal(JSON.stringify(world.host.containers()).includes('hunter2'), false)
    equal(JSON.stringify([...world.world.storage.contents()]).includes('hunter2'), false)
  })

  it('is held when its data is lost, until a person approves an empty volume', async () => {
    const world = aWorld({ images })
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    world.service('web', {
      template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
    })
    await world.settle()
    world.host.byHand.remove('shop-web-1')
    world.host.byHand.removeVolume('shop_data')
    await world.settle(30_000)
    equal(world.tasks()[0]?.status?.reason, 'WaitingForVolume')
    match(world.tasks()[0]?.status?.message ?? '', /approve volume\/data -n shop/)
    world.life().ports.store.putFact('approval', 'Volume/shop/data', ['a'])
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})

/** Another world's controllers over the same host, with an empty storage. */
function aWorldOver(world: ReturnType<typeof aWorld>): ReturnType<typeof aWorld> {
  return aWorld({ images, over: world.world })
}
