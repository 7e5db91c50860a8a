import assert from 'node:assert/strict'
import { composeReader } from '../../../../compose/compose-reader.ts'
import { formatManifestError } from '../../../../store/source/reading/format-error.ts'
import { readManifests } from '../../../../store/source/reading/manifests.ts'
import { service } from '../world.ts'

const read = (text: string, file = '/srv/My Shop/a.yaml') =>
  readManifests(
    { file, text },
    { variable: () => undefined, readFile: () => Object.assign(new Error('none'), { code: 'ENOENT' }) },
    [composeReader],
  )

const names = (text: string, file?: string) => {
  const { manifests, errors } = read(text, file)
  assert.deepEqual(errors.map(formatManifestError), [])
  return manifests.map(({ object }) => `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`)
}

const head = 'apiVersion: reconcile.dev/v1\n'

describe('one text', () => {
  it('holds several manifests of several kinds', () => {
    const network = `${head}kind: Network\nmetadata: {name: n, namespace: shop}\nspec: {}\n`
    assert.deepEqual(names(`${service('web')}---\n${network}`), ['Service shop/web', 'Network shop/n'])
  })

  it('may be a List, each item with its own place', () => {
    const item = `- apiVersion: reconcile.dev/v1\n  kind: Network\n  metadata: {name: n, namespace: shop}\n  spec: {}\n`
    const { manifests } = read(`apiVersion: v1\nkind: List\nitems:\n${item}${item.replace('name: n', 'name: m')}`)
    assert.deepEqual(
      manifests.map((each) => each.provenance.placeOf(['metadata', 'name']).line),
      [6, 10],
    )
  })

  it('without a namespace belongs to the stack of its directory, named as Compose names projects', () => {
    const text = service('web').replace('  namespace: shop\n', '')
    assert.deepEqual(names(text), ['Service myshop/web'])
    assert.deepEqual(names(text, '/a.yaml'), ['Service default/web'])
    assert.deepEqual(names(`${head}kind: Node\nmetadata: {name: h1}\nspec: {}`), ['Node /h1'])
  })

  it('may be what `get -o yaml` printed', () => {
    const printed = service('web').replace(
      '  name: web',
      '  name: web\n  uid: u1\n  resourceVersion: "7"\n  finalizers: [x]\n  annotations: {reconcile.dev/root: desired}',
    )
    const [manifest] = read(`${printed}status: {replicas: 3}\n`).manifests
    assert.deepEqual(manifest?.object.metadata, { name: 'web', namespace: 'shop' })
    const [annotated] = read(printed.replace('root: desired', 'root: desired, team: a')).manifests
    assert.deepEqual(annotated?.object.metadata.annotations, { team: 'a' })
    assert.equal(manifest?.object.status, undefined)
  })

  it('may be a Compose file, told by its content', () => {
    const { manifests, sideFiles } = read('services:\n  web:\n    image: busybox:1\n', '/srv/shop/any-name.yml')
    assert.deepEqual(
      manifests.map(({ object }) => object.metadata.namespace),
      ['shop', 'shop'],
    )
    assert.deepEqual(sideFiles, ['/srv/shop/.env'])
  })

  it('that is another tool’s is foreign', () => {
    for (const text of ['scrape_configs: []\n', 'x: {{ .Values.x }}\n', '- hosts: all\n', '{"name": "a-package"}']) {
      assert.equal(read(text).foreign, true, text)
    }
    assert.equal(read(service('web')).foreign, false)
    assert.equal(read(`${service('web')}bad: [`).foreign, false)
  })
})

const wrong: readonly (readonly [string, string, RegExp])[] = [
  [
    'a typo in a field',
    service('web').replace('replicas', 'repilcas'),
    /^\/srv\/My Shop\/a.yaml:7:13: spec.repilcas: .*did you mean replicas\?$/,
  ],
  [
    'a value out of range',
    service('web').replace('replicas: 1', 'replicas: -2'),
    /7:13: spec.replicas: must be at least 0 \(is -2\)$/,
  ],
  ['a typo in the kind', service('web').replace('Service', 'Sevrice'), /2:7: kind: .*did you mean Service\?$/],
  [
    'a foreign API',
    service('web').replace('reconcile.dev/v1', 'example.org/v1'),
    /1:13: apiVersion: must be reconcile\.dev\/v1 \(is "example.org\/v1", of kind Service\)$/,
  ],
  [
    'a Deployment of Kubernetes',
    service('web').replace('reconcile.dev/v1', 'apps/v1').replace('Service', 'Deployment'),
    /"apps\/v1", of kind Deployment\): what keeps .* is a kind: Service here, .*; docs\/coming-from-kubernetes\.md has/,
  ],
  [
    'another kind of Kubernetes',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: x}\n',
    /of kind Role\): docs\/coming-from-kubernetes\.md has what is what, and \.reconcileignore leaves files out$/,
  ],
  ['a derived kind', `${head}kind: Task\nmetadata: {name: t}\nspec: {}\n`, /2:7: kind: a Task is made by reconcile/],
  ['no kind', `${head}metadata: {name: t}\n`, /1:1: needs kind/],
  ['a list', '- a\n', /1:1: a manifest is a map/],
  [
    'a Compose tag',
    service('web').replace('replicas: 1', 'replicas: !reset null'),
    /7:\d+: spec.replicas: !reset is for Compose/,
  ],
  ['a broken Compose file', 'services:\n  web:\n    imgae: x\n', /3:\d+: services.web.imgae: /],
]

describe('an error names file, line, column, path and value of', () => {
  for (const [name, text, message] of wrong) {
    it(name, () => assert.match(read(text).errors.map(formatManifestError)[0] ?? '', message))
  }
})
