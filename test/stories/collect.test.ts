import { deepEqual, equal, match } from 'node:assert/strict'
import { dirname } from 'node:path/posix'
import { Subject } from 'rxjs'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const image = { image: 'nginx', secrets: [{ secret: 'token' }] }

describe('bytes that were delivered', () => {
  let contents: Map<string, Content>
  let a: TestWorld

  beforeEach(async () => {
    contents = new Map()
    holds('old')
    a = declared()
    a.service('web', { template: image })
    await a.settle()
  })

  const declared = (options: TestWorldOptions = {}) => {
    const world = aWorld({ contents, ...options })
    const metadata = { name: 'token', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
    return world
  }
  const holds = (text: string) =>
    contents.set('Secret/shop/token', { found: true, bytes: Buffer.from(text), hash: `hash of ${text}` })
  const store = () => a.life().ports.store
  /** What the files that were delivered hold. */
  const onHost = (world = a) => [...world.host.state.files.values()].map(({ bytes }) => Buffer.from(bytes).toString())
  /** Lets the source of the bytes be read again. */
  const reread = async () => {
    await a.pass(90_000)
  }

  it('are collected when their service has new ones', async () => {
    deepEqual(onHost(), ['old'])
    holds('new')
    await reread()
    deepEqual(onHost(), ['new'])
    deepEqual(a.containers(), ['shop-web-1 running'])
    equal(store().get('Secret', 'shop/token')?.status?.nodes?.length, 1)
  })

  it('are collected while a service that mounts them waits for content of something else (S9)', async () => {
    const metadata = { name: 'absent', namespace: 'shop' }
    a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/absent' } })
    const secrets = [{ secret: 'token' }, { secret: 'absent' }]
    a.service('other', { template: { image: 'nginx', secrets } })
    await a.settle()
    holds('new')
    await reread()
    deepEqual([onHost(), a.containers()], [['new'], ['shop-web-1 running']])
  })

  const endless: readonly (readonly [string, Partial<V1ServiceSpec>])[] = [
    ['waits for a dependency', { dependsOn: [{ service: 'late' }] }],
    ['is a job at work', { mode: 'ReplicatedJob' }],
  ]
  for (const [what, spec] of endless)
    it(`are collected while another service that mounts them ${what}, which comes up with the new ones (S9)`, async () => {
      a.service('other', { template: image, ...spec })
      await a.settle(10_000)
      holds('new')
      await a.pass(150_000)
      deepEqual(onHost(), ['new'])
      a.service('late', { template: { image: 'nginx' } })
      await a.settle(60_000)
      deepEqual(a.containers(), ['shop-late-1 running', 'shop-other-1 running', 'shop-web-1 running'])
      deepEqual(onHost(), ['new'])
    })

  it('are collected while the first rollout waits for a host that does not answer (S9)', async () => {
    const b = declared({ nodes: ['a', 'b'] })
    b.world.hosts.get('b')?.crash()
    b.service('web', { mode: 'Global', template: image })
    await b.settle(60_000)
    holds('new')
    await b.pass(150_000)
    equal(b.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    deepEqual([onHost(b), b.containers()], [['new'], ['shop-web-1 running']])
  })

  it('are collected as the rollout ends, whatever a command leaves alone of their stack', async () => {
    const changes = new Subject<string>()
    const b = declared({ contentChanges: changes, concerns: (key) => key !== 'shop/other' })
    b.service('web', { template: image })
    b.service('other', { template: image })
    await b.settle()
    holds('new')
    changes.next('Secret/shop/token')
    await b.settle(5_000)
    deepEqual([onHost(b), b.containers()], [['new'], ['shop-web-1 running']])
  })

  it('are collected as a restart ends that was under way when they ceased to be needed', async () => {
    const changes = new Subject<string>()
    const b = declared({ nodes: ['a', 'b'], contentChanges: changes })
    const updateStrategy = { delaySeconds: 20 }
    b.service('web', { template: image, placement: { constraints: ['node.hostname==a'] }, replicas: 2, updateStrategy })
    b.service('api', { template: image, placement: { constraints: ['node.hostname==b'] } })
    await b.settle()
    const { store } = b.life().ports
    setRolloutPause(store, 'shop/api', { since: '2030-01-01T00:00:00.000Z', by: 'anna', reason: 'a look at it' })
    holds('new')
    changes.next('Secret/shop/token')
    await b.pass(120_000)
    askRestart(store, 'shop/web', b.world.clock.now())
    await b.settle(5_000)
    store.delete('Service', 'shop/api')
    await b.settle(5_000)
    const state = () => b.serviceNamed('web')?.status?.rollout?.state
    const onB = () => b.world.hosts.get('b')?.state.files.size
    deepEqual([state(), onB()], ['Progressing', 1])
    for (let seconds = 0; seconds < 60 && state() !== 'Completed'; seconds++) await b.settle(1_000)
    await b.settle(1_000)
    deepEqual([state(), onB()], ['Completed', 0])
  })

  it('are collected when they are to be elsewhere', async () => {
    const token = { kind: 'Secret', apiVersion: API_VERSION, metadata: { name: 'token', namespace: 'shop' } } as const
    holds('old on disk')
    a.declare({ ...token, spec: { file: '/token', storage: 'Disk' } })
    await reread()
    const files = [...a.host.state.files.keys()]
    deepEqual(
      files.map((path) => path.replace(/-[0-9a-f]+/, '')),
      ['/var/lib/reconcile/default/shop/secrets/token/token'],
    )
    deepEqual(
      a.host.containers().flatMap(({ HostConfig }) => HostConfig.Mounts?.map(({ Source }) => Source)),
      files,
    )
  })

  it('stay while a service may go back to them', async () => {
    a.service('web', { template: image, updateStrategy: { monitorSeconds: 120 } })
    await a.settle()
    holds('new')
    await reread()
    deepEqual(onHost(), ['old', 'new'])
    await a.pass(400_000)
    deepEqual(onHost(), ['new'])
  })

  it('stay while a service with no replicas mounts them', async () => {
    a.service('web', { template: image, replicas: 0 })
    await reread()
    deepEqual([a.containers(), onHost()], [[], ['old']])
  })

  it('are collected when their service no longer mounts them, and when it goes', async () => {
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    deepEqual([a.containers(), onHost()], [['shop-web-1 running'], []])
    a.service('web', { template: image })
    await a.settle()
    deepEqual(onHost(), ['old'])
    store().delete('Service', 'shop/web')
    await a.settle()
    deepEqual([a.containers(), onHost()], [[], []])
  })

  it('are gone before their deleted Secret is', async () => {
    store().delete('Secret', 'shop/token')
    await a.settle()
    const held = store().get('Secret', 'shop/token')?.status?.conditions?.[0]
    equal(held?.reason, 'InUse')
    match(held?.message ?? '', /still mounted by web-/)
    store().delete('Service', 'shop/web')
    await a.settle()
    deepEqual([onHost(), store().get('Secret', 'shop/token')], [[], undefined])
  })

  it('are not held by tasks that only wait for them, once their Secret is deleted', async () => {
    const declared = store().get('Secret', 'shop/token')
    a.host.byHand.remove('shop-web-1')
    for (const file of a.host.files().keys()) a.host.byHand.removePath(dirname(file))
    store().delete('Secret', 'shop/token')
    await a.settle()
    deepEqual([onHost(), store().get('Secret', 'shop/token')], [[], undefined])
    const { name = '', namespace = '' } = declared?.metadata ?? {}
    a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata: { name, namespace }, spec: { file: '/token' } })
    await a.settle()
    deepEqual([onHost(), a.containers()], [['old'], ['shop-web-1 running']])
  })

  it('are collected by a later life, which has the record of them', async () => {
    a.host.hang()
    store().delete('Service', 'shop/web')
    await a.restart()
    a.host.thaw()
    await a.pass(60_000)
    deepEqual([a.containers(), onHost()], [[], []])
  })

  it('are no longer recorded only when they are gone', async () => {
    a.host.failNext('putArchive', { status: 500, message: 'no' })
    store().delete('Service', 'shop/web')
    await a.settle()
    deepEqual(onHost(), [])
    deepEqual(a.containers(), [])
  })

  it('stay for a container that nobody has adopted yet', async () => {
    const secret = store().get('Secret', 'shop/token')
    const [source = ''] = [...a.host.state.files.keys()]
    const Mounts = [{ Type: 'bind', Source: source, Target: '/token' }]
    const Labels = { 'reconcile.dev/installation': 'default' }
    a.host.byHand.run('other', { Image: 'nginx', Labels, HostConfig: { Mounts } })
    await a.settle()
    store().delete('Service', 'shop/web')
    await a.settle()
    deepEqual([onHost(), secret?.metadata.finalizers], [['old'], ['reconcile.dev/delivered']])
  })

  for (const { it: sentence, declared, left } of [
    { it: 'are forgotten with their node', declared: false, left: ['a'] },
    { it: 'are remembered while the engine of their node is not connected', declared: true, left: ['a', 'b'] },
  ])
    it(sentence, async () => {
      if (declared) a.declare({ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
      store().update('Secret', 'shop/token', ({ status }) => {
        status?.nodes?.push({ node: 'b', contentHash: '/run/reconcile/default/shop/secrets/token-1', state: 'Unknown' })
      })
      await reread()
      const nodes = store().get('Secret', 'shop/token')?.status?.nodes ?? []
      deepEqual(nodes.map(({ node }) => node).sort(), left)
    })

  it('make no call once they are as they are to be (S8)', async () => {
    a.newCalls()
    await reread()
    deepEqual(a.newCalls(), [])
  })
})
