import { deepEqual, match } from 'node:assert/strict'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createSimulatedHost } from '../../engine/simulated/host.ts'
import { seedHost } from '../../engine/simulated/seed.ts'
import { labels } from '../../api/v1/labels.ts'
import { CARRIER } from '../../controllers/delivery/carrier.ts'
import { observeHost } from '../../plan/observe.ts'
import { planOf } from '../support/plan-of.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { aWorld, RUNS } from '../support/world.ts'

const run = { signal: new AbortController().signal, object: 'Node/a', reason: 'test' }
const nothing = {
  installation: 'default',
  containerNames: new Set<string>(),
  hostPorts: new Set<string>(),
  tasks: new Set<string>(),
  images: [],
}

describe('what a plan looks at on a host', () => {
  for (const { it: what, agoMs, names } of [
    { it: 'has no container any more that the engine is removing', agoMs: 1_000, names: [] },
    { it: 'has one still whose removal takes long', agoMs: 60_000, names: ['/shop-web-1'] },
  ])
    it(what, async () => {
      const a = aWorld({ images: { nginx: RUNS } })
      a.service('web', {})
      await a.settle()
      const engine: Engine = {
        ...a.host.engine(),
        async inspectContainer(args, asked) {
          const { State, ...found } = await a.host.engine().inspectContainer(args, asked)
          const FinishedAt = new Date(a.world.clock.now() - agoMs).toISOString()
          return { ...found, State: { ...State, Status: 'removing', FinishedAt } }
        },
      }
      const seen = observeHost(engine, nothing, run)
      await a.settle()
      deepEqual(
        (await seen).containers.map(({ Name }) => Name),
        names,
      )
    })

  it('is its events, which an apply follows, though nothing has ended there', async () => {
    const a = aWorld({ images: { nginx: RUNS } })
    const about = { node: 'a', tried: 'ask for past events', detail: 'no GET /events', keepsOut: true }
    const engine: Engine = {
      ...a.host.engine(),
      pastEnds: () => Promise.reject(new EngineError('Unavailable', about)),
    }
    const seen = observeHost(engine, nothing, run).catch((error) => error)
    await a.settle()
    match(String(await seen), /no GET \/events/)
  })

  it('is what is ours, and the containers of others that use it, or have a port or a temporary name of it', async () => {
    const a = aWorld({ images: { nginx: RUNS } })
    const Mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/d' }]
    a.declare({
      apiVersion: 'reconcile.dev/v1',
      kind: 'Volume',
      metadata: { name: 'data', namespace: 'shop' },
      spec: {},
    })
    a.service('web', { template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/d' }] } })
    await a.settle()
    a.host.byHand.run('guest', { Image: 'nginx', HostConfig: { NetworkMode: 'shop_default' } })
    a.host.byHand.run('backup', { Image: 'nginx', HostConfig: { Mounts } })
    const holding = (HostPort: string) => ({
      Image: 'nginx',
      ExposedPorts: { '80/tcp': {} },
      HostConfig: { PortBindings: { '80/tcp': [{ HostPort }] } },
    })
    a.host.byHand.run('holder', holding('8080'))
    a.host.byHand.run('bystander', holding('8081'))
    a.host.byHand.run('stranger', { Image: 'nginx' })
    for (const Name of ['proxy', 'other']) a.host.byHand.createNetwork({ Name })
    a.host.byHand.run('neighbour', { Image: 'nginx', HostConfig: { NetworkMode: 'proxy' } })
    a.host.byHand.run('elsewhere', { Image: 'nginx', HostConfig: { NetworkMode: 'other' } })
    a.host.byHand.run('shop-api-1.1f2e3d', { Image: 'nginx' })
    a.host.byHand.run('shop-db-1.1f2e3d', { Image: 'nginx' })
    const swarm = { 'com.docker.stack.namespace': 'blog' }
    a.host.byHand.createVolume({ Name: 'blog_data', Labels: swarm })
    a.host.byHand.run('blog_web.1', {
      Image: 'nginx',
      Labels: { ...swarm, 'com.docker.swarm.service.name': 'blog_web' },
    })
    const run = { signal: new AbortController().signal, object: 'Node/a', reason: 'test' }
    const interest = {
      installation: 'default',
      containerNames: new Set(['shop-api-1']),
      volumeNames: new Set(['blog_data']),
      networkNames: new Set(['proxy']),
      hostPorts: new Set(['8080/tcp']),
      tasks: new Set<string>(),
      images: [],
    }
    const seen = observeHost(a.host.engine(), interest, run)
    await a.settle()
    const names = (await seen).containers.map(({ Name }) => Name)
    deepEqual(names.sort(), [
      ...['/backup', '/blog_web.1', '/guest', '/holder', '/neighbour'],
      ...['/shop-api-1.1f2e3d', '/shop-web-1'],
    ])
  })

  it('lacks what a volume plugin has that is not there, which is looked for by name', async () => {
    const a = aWorld()
    a.host.state.info = { ...a.host.state.info, pluginsVolume: ['local', 'rclone'] }
    for (const Name of ['shop_data', 'shop_other']) a.host.byHand.createVolume({ Name, Driver: 'rclone' })
    const look = async (engine: Engine = a.host.engine()) => {
      const pluginVolumes = new Set(['shop_data', 'shop_none'])
      const seen = observeHost(engine, { ...nothing, pluginVolumes }, run)
      await a.settle()
      const { volumes, volumeWarnings } = await seen
      return [volumes.map(({ Name }) => Name), volumeWarnings]
    }
    deepEqual(await look(), [['shop_data', 'shop_other'], undefined])
    a.host.byHand.setPlugin('rclone', 'gone')
    const words =
      'error while checking if volume "shop_data" exists in driver "rclone": error looking up volume plugin rclone: not found'
    deepEqual(await look(), [[], [words]])
    const late = new EngineError('Timeout', { node: 'a', tried: 'inspect volume', detail: 'no answer within 30 s' })
    const silent = { ...a.host.engine(), inspectVolume: () => Promise.reject(late) }
    deepEqual(await look(silent), [[], [late.detail, late.detail]])
  })

  it('lacks what a volume plugin that fails has, as of its engine: it is planned as neither lost nor gone', async () => {
    const a = aWorld()
    a.host.byHand.setPlugin('rclone', 'failing')
    const seen = observeHost(a.host.engine(), nothing, run)
    await a.settle()
    const clock = virtualClock({ start: 0 })
    const copy = createSimulatedHost({ node: 'a', clock, random: seededRandom(1) })
    seedHost(copy, await seen)
    const listed = copy.engine().listVolumes({}, run)
    await clock.runUntilQuiet({ until: 1_000, steps: 100 })
    deepEqual((await listed).warnings, ['list rclone: the plugin does not answer'])
  })

  it('is what a crash left of a delivery, and nothing of one that a serve is at', async () => {
    const a = aWorld({ images: { nginx: RUNS } })
    const Labels = { [labels.installation]: 'default', [labels.kind]: CARRIER }
    a.host.byHand.run('reconcile-carrier-1', { Image: 'nginx', Labels })
    await a.life().stop()
    await a.pass(120_000)
    const planned = async (isServed: boolean) =>
      (await planOf(a, { interest: { isServed } })).calls.map(({ method, path }) => `${method} ${path}`)
    deepEqual(await planned(false), ['DELETE /containers/reconcile-carrier-1?force=1&v=1'])
    deepEqual(await planned(true), [])
  })
})
