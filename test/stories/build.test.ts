import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations } from '../../api/v1/labels.ts'
import type { BuildArgs } from '../../engine/types/build.ts'
import { EngineError, type EngineErrorCode } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

describe('a service whose image is built', () => {
  it('has it built once, with all that the spec says of the build, before its container is created', async () => {
    const world = aWorld()
    const build = {
      ...{
        context: '/srv/web',
        dockerfile: 'Dockerfile.prod',
        target: 'run',
        network: 'host',
        pull: true,
        noCache: true,
      },
      ...{ labels: { team: 'shop' }, args: [{ name: 'MODE', value: 'fast' }], shmSizeBytes: 65_536 },
      ...{ cacheFrom: ['web:last'], extraHosts: ['db:10.0.0.2'], platform: 'linux/amd64' },
    }
    world.service('web', { replicas: 2, template: { image: 'web:1', args: ['serve'], build } })
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    const paths = world.calls.map(({ path }) => path)
    const [built, ...more] = paths.filter((path) => path.startsWith('/build?'))
    deepEqual(more, [])
    ok(paths.indexOf(built ?? '') < paths.indexOf('/containers/create?name=shop-web-1'))
    const { forcerm, rm, ...query } = Object.fromEntries(new URL(built ?? '', 'http://engine').searchParams)
    deepEqual(query, {
      buildargs: '{"MODE":"fast"}',
      cachefrom: '["web:last"]',
      dockerfile: 'Dockerfile.prod',
      extrahosts: 'db:10.0.0.2',
      labels: '{"team":"shop"}',
      networkmode: 'host',
      nocache: '1',
      platform: 'linux/amd64',
      pull: '1',
      shmsize: '65536',
      t: 'web:1',
      target: 'run',
    })
  })

  it('has it built again where it is gone, of the sources that it was built of and no others', async () => {
    const asked: (string | undefined)[] = []
    const world = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb, args }, next) => {
          if (verb === 'buildImage') asked.push((args as BuildArgs).sourcesOf)
          return next()
        }),
    })
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: { [annotations.buildHash]: 'a1b2c3d40000e5f6' } },
      spec: { template: { args: ['serve'], build: { context: '/srv/web' } } },
    })
    await world.settle()
    world.host.byHand.remove('shop-web-1')
    world.host.byHand.prune()
    await world.settle()
    deepEqual([world.containers(), asked], [['shop-web-1 running'], [undefined, 'a1b2c3d4']])
  })

  it('goes on as it is where the same sources lie elsewhere, and is built again of those', async () => {
    const contexts: string[] = []
    const world = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb, args }, next) => {
          if (verb === 'buildImage') contexts.push((args as BuildArgs).context)
          return next()
        }),
    })
    const declare = (context: string) =>
      world.declare({
        apiVersion: API_VERSION,
        kind: 'Service',
        metadata: { name: 'web', namespace: 'shop', annotations: { [annotations.buildHash]: 'a1b2c3d40000e5f6' } },
        spec: { template: { args: ['serve'], build: { context } } },
      })
    declare('/one/web')
    await world.settle()
    world.newCalls()
    declare('/two/web')
    equal(await world.settle(), 'quiet')
    deepEqual([world.newCalls(), world.serviceNamed('web')?.status?.rollout?.state], [[], 'Completed'])
    world.host.byHand.remove('shop-web-1')
    world.host.byHand.prune()
    equal(await world.settle(), 'quiet')
    deepEqual([world.containers(), contexts], [['shop-web-1 running'], ['/one/web', '/two/web']])
  })

  it('is tried again after it failed once its keys for ssh are others', async () => {
    const world = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb, args }, next) => {
          const { contentHash = '', ssh } = args as BuildArgs
          if (verb === 'buildImage' && contentHash.startsWith('b') && !ssh)
            return Promise.reject(new EngineError('Invalid', { node: 'a', tried: 'build it', detail: 'no key' }))
          return next()
        }),
    })
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: { [annotations.buildHash]: 'a1b2c3d40000e5f6' } },
      spec: { template: { args: ['serve'], build: { context: '/srv/web' } } },
    })
    await world.settle()
    const { store } = world.life().ports
    store.update('Service', 'shop/web', ({ metadata, spec }) => {
      metadata.annotations = { [annotations.buildHash]: 'b1b2c3d40000e5f6' }
      spec.progressDeadlineSeconds = 60
    })
    await world.pass(600_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    store.update('Service', 'shop/web', ({ spec }) => {
      if (spec.template.build) spec.template.build.ssh = ['default']
    })
    await world.pass(60_000)
    match(world.serviceNamed('web')?.status?.rollout?.message ?? '', /: build.ssh takes BuildKit/)
  })

  it('goes on as it is in another home that has the same sources elsewhere', async () => {
    const webFrom = (context: string): V1Service => ({
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: { [annotations.buildHash]: 'a1b2c3d40000e5f6' } },
      spec: { template: { args: ['serve'], build: { context } } },
    })
    const before = aWorld()
    before.declare(webFrom('/one/web'))
    await before.settle()
    const world = aWorld({ over: before.world })
    world.newCalls()
    world.declare(webFrom('/two/web'))
    equal(await world.settle(), 'quiet')
    deepEqual([world.newCalls(), world.containers()], [[], ['shop-web-1 running']])
  })

  it('is built again after an engine that ended while it was at it, and its rollout fails for no such thing', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx', args: ['serve'] } })
    await world.settle()
    world.service('web', { template: { image: 'web:1', args: ['serve'], build: { context: '/srv/web' } } })
    for (let tries = 0; tries < 2; tries++) {
      const isAtIt = () => world.tasks().some(({ status }) => status?.reason === 'Building')
      for (let looks = 0; looks < 100 && !isAtIt(); looks++) await world.pass(300)
      ok(isAtIt())
      world.host.crash()
      await world.pass(5_000)
      world.host.restart()
    }
    await world.pass(30_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('that fails ends its first deployment at once, and is tried again all the same', async () => {
    const world = aWorld()
    const build = { context: '/srv/web', additionalContexts: { docs: '/srv/docs' } }
    world.service('web', { template: { image: 'web:1', args: ['serve'], build } })
    await world.settle(500)
    const state = () => world.serviceNamed('web')?.status?.rollout?.state
    deepEqual([world.tasks()[0]?.status?.failures, state()], [1, 'Stalled'])
    world.host.state.info = { ...world.host.state.info, buildx: '/usr/bin/docker-buildx' }
    equal(await world.settle(), 'quiet')
    equal(state(), 'Completed')
  })

  /** A world whose engine fails the first `times` builds, and a service that is built there. */
  function aFailingBuild(code: EngineErrorCode, times: number) {
    const asked = { count: 0 }
    const world = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb }, next) => {
          if (verb !== 'buildImage' || asked.count++ >= times) return next()
          throw new EngineError(code, { node: 'a', tried: 'build web:1', detail: 'it is away' })
        }),
    })
    world.service('web', { template: { image: 'web:1', args: ['serve'], build: { context: '/srv/web' } } })
    const standing = () => [world.tasks()[0]?.status?.reason, world.serviceNamed('web')?.status?.rollout?.state]
    return { world, asked, standing }
  }

  for (const [code, reason] of [
    ['Unavailable', 'EngineFailing'],
    ['Internal', 'EngineFailing'],
    ['Timeout', 'EngineFailing'],
    ['Busy', 'PullFailed'],
    ['Denied', 'PullFailed'],
  ] as const) {
    it(`that fails for a moment with ${code} is tried again, and ends no deployment`, async () => {
      const { world, asked, standing } = aFailingBuild(code, 1)
      await world.settle(500)
      deepEqual(standing(), [reason, 'Progressing'])
      equal(await world.settle(), 'quiet')
      deepEqual([asked.count, standing()[1]], [2, 'Completed'])
    })

    it(`that fails for long with ${code} is tried after longer and longer waits`, async () => {
      const { world, asked, standing } = aFailingBuild(code, Infinity)
      await world.settle(25_000)
      deepEqual(standing(), [reason, 'Progressing'])
      await world.settle(15_000)
      deepEqual(standing(), code === 'Busy' ? [reason, 'Progressing'] : ['BuildFailed', 'Stalled'])
      ok(asked.count < 20, `it was asked ${asked.count} times`)
    })
  }

  it('that its engine failed says so while it is tried again', async () => {
    let world: TestWorld | undefined
    let builds = 0
    world = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          if (verb !== 'buildImage') return await next()
          if (builds++ > 0) await new Promise<void>((resolve) => world?.world.clock.after(5_000, resolve))
          throw new EngineError('Unavailable', { node: 'a', tried: 'build web:1', detail: 'it is away' })
        }),
    })
    world.service('web', { template: { image: 'web:1', args: ['serve'], build: { context: '/srv/web' } } })
    await world.settle(3_000)
    const { reason, message } = world.tasks()[0]?.status ?? {}
    deepEqual([builds, reason, message], [2, 'EngineFailing', 'it is away'])
  })

  it('that waits for a registry fails no update either while it is tried again', async () => {
    let world: TestWorld | undefined
    world = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb, args }, next) => {
          if (verb !== 'buildImage') return await next()
          const { onProgress } = args as BuildArgs
          onProgress?.({ step: 'Step 1/2' })
          await new Promise<void>((resolve) => world?.world.clock.after(3_000, resolve))
          throw new EngineError('Busy', { node: 'a', tried: 'build web:1', detail: 'no such host' })
        }),
    })
    world.service('web', { template: { image: 'nginx', args: ['serve'] } })
    await world.settle()
    world.service('web', { template: { image: 'web:1', args: ['serve'], build: { context: '/srv/web' } } })
    const seen = new Set<string | undefined>()
    for (let passed = 0; passed < 30_000; passed += 500) {
      await world.pass(500)
      seen.add(world.serviceNamed('web')?.status?.rollout?.state)
    }
    deepEqual([...seen], ['Progressing'])
  })

  it('that takes an ssh agent is refused where reconcile runs without one', async () => {
    const world = aWorld()
    world.host.state.info = { ...world.host.state.info, buildx: '/usr/bin/docker-buildx' }
    world.service('web', {
      template: { image: 'web:1', args: ['serve'], build: { context: '/srv', ssh: ['default'] } },
    })
    await world.settle(60_000)
    const { reason, message = '' } = world.tasks()[0]?.status ?? {}
    equal(reason, 'BuildFailed')
    match(message, /^build\.ssh takes the ssh agent of reconcile, which runs without one \(SSH_AUTH_SOCK is not set\)/)
    world.host.state.info = { ...world.host.state.info, sshAgent: '/run/agent' }
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('that takes BuildKit is refused by name where there is no buildx, and built by it with its secrets once there is', async () => {
    const asked: BuildArgs[] = []
    const world = aWorld({
      contents: new Map([['Secret/shop/token', { found: true, bytes: Buffer.from('hunter2'), hash: 'h' }]]),
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb, args }, next) => {
          if (verb === 'buildImage') asked.push(args as BuildArgs)
          return next()
        }),
    })
    world.declare({
      ...{ apiVersion: API_VERSION, kind: 'Secret', metadata: { name: 'token', namespace: 'shop' } },
      spec: { file: '/srv/token' },
    })
    world.service('base', { template: { image: 'nginx', args: ['serve'] } })
    const build = {
      ...{ context: '/srv/web', secrets: [{ secret: 'token', target: 'npm' }] },
      additionalContexts: { base: 'service:base', api: 'service:api' },
    }
    const needs = { ...build, additionalContexts: { docs: '/srv/docs' } }
    world.service('api', { template: { args: ['serve'], build: needs } })
    world.service('web', { template: { image: 'web:1', args: ['serve'], build } })
    await world.settle(60_000)
    const web = world.tasks().find(({ spec }) => spec.service === 'web')
    equal(web?.status?.reason, 'BuildFailed')
    match(
      web?.status?.message ?? '',
      /^build\.additionalContexts takes BuildKit, and docker buildx is not on the machine/,
    )
    world.host.state.info = { ...world.host.state.info, buildx: '/usr/bin/docker-buildx' }
    asked.length = 0
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-api-1 running', 'shop-base-1 running', 'shop-web-1 running'])
    const row = world.calls.findLast(({ method, path }) => method === 'BUILD' && path.includes('t=web'))
    equal(row?.path.replace(/contexts=[^&]*/, ''), '/build?&secretids=npm&t=shop-web%3Alatest&t=web%3A1')
    match(row?.reason ?? '', /is not on a; BuildKit builds it: build\.additionalContexts$/)
    const { additionalContexts, serviceContexts, secrets } = asked.find(({ tags }) => tags.includes('web:1')) ?? {}
    deepEqual(additionalContexts, { base: 'docker-image://nginx', api: 'service:api' })
    deepEqual(serviceContexts?.['api']?.additionalContexts, { docs: '/srv/docs' })
    deepEqual(
      secrets?.map(({ id, value }) => [id, Buffer.from(value?.reveal() ?? []).toString()]),
      [['npm', 'hunter2']],
    )
  })
})
