import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import {
  ApiException,
  ApisApi,
  CoreApi,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1APIResourceList,
  VersionApi,
  Watch,
} from '@kubernetes/client-node'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '../../../api/v1/installation/roles.ts'
import { until } from '../../support/until.ts'
import { type Serving, startServing } from './serving.ts'

const ours = { group: 'reconcile.dev', version: 'v1', namespace: 'shop', plural: 'services' }
const PATH = '/apis/reconcile.dev/v1/namespaces/shop/services'

interface Service extends KubernetesObject {
  spec: { replicas?: number; template: { image: string } }
}

describe('@kubernetes/client-node, over TLS with a token', function () {
  this.timeout(60_000)
  let serving: Serving
  let api: CustomObjectsApi
  before(async () => {
    serving = await startServing({ tls: true })
    api = as('edit').makeApiClient(CustomObjectsApi)
  })
  after(() => serving.end())

  const as = (role: Role): KubeConfig => {
    const config = new KubeConfig()
    const { url: server, cert } = serving
    const [name, token] = ['reconcile', serving.token(role, `${role}-${Math.floor(performance.now() * 1e3)}`)]
    config.loadFromOptions({
      clusters: [{ name, server, caData: cert?.toString('base64') }],
      users: [{ name, token }],
      contexts: [{ name, cluster: name, user: name }],
      currentContext: name,
    })
    return config
  }

  it('creates, reads, replaces, patches, scales, lists and deletes custom objects', async () => {
    const named = { ...ours, name: 'life' }
    const created = (await api.createNamespacedCustomObject({ ...ours, body: web('life') })) as Service
    equal(created.spec.replicas, 1)
    await rejects(api.createNamespacedCustomObject({ ...ours, body: web('life') }), isCode(409, 'AlreadyExists'))
    const read = (await api.getNamespacedCustomObject(named)) as Service
    deepEqual(read, created)
    const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch)
    const patched = (await api.patchNamespacedCustomObject(
      { ...named, body: { spec: { replicas: 2 } } },
      merge,
    )) as Service
    equal(patched.spec.replicas, 2)
    // By default it declares the body to be a JSON patch.
    await rejects(api.patchNamespacedCustomObject({ ...named, body: { spec: {} } }), isCode(400, 'BadRequest'))
    await api.patchNamespacedCustomObject({ ...named, body: [{ op: 'replace', path: '/spec/replicas', value: 3 }] })
    read.spec.replicas = 9
    await rejects(api.replaceNamespacedCustomObject({ ...named, body: read }), isCode(409, 'Conflict'))
    const scale = (await api.getNamespacedCustomObjectScale(named)) as Service
    equal(scale.spec.replicas, 3)
    await api.patchNamespacedCustomObjectScale({ ...named, body: { spec: { replicas: 4 } } }, merge)
    equal(((await api.getNamespacedCustomObjectStatus(named)) as Service).spec.replicas, 4)
    const list = (await api.listNamespacedCustomObject(ours)) as KubernetesListObject<Service>
    deepEqual(
      list.items.map(({ metadata }) => metadata?.name),
      ['life'],
    )
    equal(((await api.deleteNamespacedCustomObject(named)) as { status: string }).status, 'Success')
    await rejects(api.getNamespacedCustomObject(named), isCode(404, 'NotFound'))
  })

  it('learns the kinds, and works on objects by them', async () => {
    const objects = KubernetesObjectApi.makeApiClient(as('edit'))
    // It takes our Service and Volume for those of core/v1, whatever their group is.
    const config = { apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata: { name: 'generic', namespace: 'shop' } }
    const { spec } = (await objects.create({ ...config, spec: { content: 'a' } } as KubernetesObject)) as {
      spec: { content: string }
    }
    equal(spec.content, 'a')
    const { items } = await objects.list('reconcile.dev/v1', 'Config', 'shop')
    deepEqual(
      items.map(({ metadata }) => metadata?.name),
      ['generic'],
    )
    await objects.delete(config)
    ok(await as('view').makeApiClient(VersionApi).getCode())
  })

  it('discovers what there is, and nothing else', async () => {
    const config = as('edit')
    const [core, groups] = [config.makeApiClient(CoreApi), config.makeApiClient(ApisApi)]
    deepEqual((await core.getAPIVersions()).versions, ['v1'])
    const [group] = (await groups.getAPIVersions()).groups
    equal(group?.preferredVersion?.groupVersion, 'reconcile.dev/v1')
    const names = (list: V1APIResourceList) => list.resources.map(({ name }) => name)
    const own = await api.getAPIResources(ours)
    deepEqual(
      names(own).filter((name) => /^(services|tasks)/.test(name)),
      [
        ...['services', 'services/status', 'services/scale'],
        ...['tasks', 'tasks/status', 'tasks/attach', 'tasks/exec', 'tasks/log'],
      ],
    )
    const pods = await config.makeApiClient(CoreV1Api).getAPIResources()
    deepEqual(names(pods), ['events', 'pods/attach', 'pods/exec', 'pods/log'])
  })

  it('watches', async () => {
    const seen: string[] = []
    const note = (phase: string, { metadata }: KubernetesObject) => void seen.push(`${phase} ${metadata?.name}`)
    let ended = false
    const stop = await new Watch(as('view')).watch(PATH, {}, note, () => (ended = true))
    await api.createNamespacedCustomObject({ ...ours, body: web('seen') })
    await api.deleteNamespacedCustomObject({ ...ours, name: 'seen' })
    await until('both came', () => seen.length === 2)
    deepEqual(seen, ['ADDED seen', 'DELETED seen'])
    stop.abort()
    await until('it ended', () => ended)
  })

  it('keeps an informer equal to what there is, also when its version is too old to go on from', async () => {
    let lists = 0
    const list = async () => {
      lists += 1
      const all = (await api.listNamespacedCustomObject(ours)) as KubernetesListObject<Service>
      // As after a restart of a server that lost its state: the watch gets 410, and the informer lists again.
      return lists === 1 ? { ...all, metadata: { ...all.metadata, resourceVersion: '999999' } } : all
    }
    const informer = makeInformer<Service>(as('view'), PATH, list)
    let isOver = false
    // It reports its own stop as an error too.
    informer.on('error', () => void (isOver || informer.start()))
    await informer.start()
    await api.createNamespacedCustomObject({ ...ours, body: web('informed') })
    await until('it came', () => informer.get('informed', 'shop'))
    const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch)
    await api.patchNamespacedCustomObject({ ...ours, name: 'informed', body: { spec: { replicas: 5 } } }, merge)
    await until('it changed', () => informer.get('informed', 'shop')?.spec.replicas === 5)
    await api.deleteNamespacedCustomObject({ ...ours, name: 'informed' })
    await until('it went', () => informer.list('shop').length === 0)
    ok(lists > 1)
    isOver = true
    await informer.stop()
  })

  it('is refused what its role does not have, and sees nothing of what a Secret holds', async () => {
    const file = join(serving.home, 'bytes')
    writeFileSync(file, 'the-bytes-of-it')
    const secrets = { ...ours, plural: 'secrets' }
    const secret = { apiVersion: 'reconcile.dev/v1', kind: 'Secret', metadata: { name: 'key' }, spec: { file } }
    const viewing = as('view').makeApiClient(CustomObjectsApi)
    await rejects(viewing.createNamespacedCustomObject({ ...secrets, body: secret }), isCode(403, 'Forbidden'))
    await api.createNamespacedCustomObject({ ...secrets, body: secret })
    const shown = JSON.stringify([
      await viewing.getNamespacedCustomObject({ ...secrets, name: 'key' }),
      await viewing.listNamespacedCustomObject(secrets),
    ])
    equal(shown.includes('the-bytes-of-it'), false)
    await rejects(viewing.deleteNamespacedCustomObject({ ...secrets, name: 'key' }), isCode(403, 'Forbidden'))
  })
})

function web(name: string): Service {
  return { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata: { name }, spec: { template: { image: 'nginx' } } }
}

function isCode(code: number, reason: string): (error: unknown) => boolean {
  return (error) => {
    ok(error instanceof ApiException, String(error))
    deepEqual([error.code, (JSON.parse(error.body as string) as { reason: string }).reason], [code, reason])
    return true
  }
}
