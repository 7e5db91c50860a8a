import assert from 'node:assert/strict'
import type { FieldPath } from '../../api/v1/provenance.ts'
import { loadRight } from './load-text.ts'

const text = `services:
  web: &web
    image: nginx:\${TAG:-1}
    command: run \${WHAT}
    ports:
      - "80:80"
      - target: 90
        published: 91
    labels: [a=b]
    volumes: ["./x:/x", data:/data]
    depends_on: [db]
    healthcheck: {test: curl x}
    deploy:
      replicas: \${REPLICAS:-0}
      resources: {limits: {memory: 1g}}
  other:
    <<: *web
    ports: []
    image: own
  db:
    build: .
    links: [cache]
  cache: {image: redis}
volumes:
  data:
    name: the-data
`

describe('the provenance of a resource of a Compose file', () => {
  const { manifests } = loadRight(text)

  function place(kind: string, name: string, path: FieldPath): string {
    const manifest = manifests.find(({ object }) => object.kind === kind && object.metadata.name === name)
    const {
      file,
      line,
      column,
      origin,
      unset = [],
    } = manifest?.provenance.placeOf(path) ?? assert.fail(`no ${kind} ${name}`)
    assert.equal(file, '/srv/shop/compose.yaml')
    return [`${line}:${column}`, origin, ...unset].join(' ')
  }

  const template = (...path: FieldPath): FieldPath => ['spec', 'template', ...path]
  const rows: readonly (readonly [kind: string, name: string, path: FieldPath, place: string])[] = [
    ['Service', 'web', [], '2:3 literal'],
    ['Service', 'web', ['metadata', 'name'], '2:3 literal'],
    ['Service', 'web', template('image'), '3:12 interpolated TAG'],
    ['Service', 'web', template('args', 1), '4:14 interpolated WHAT'],
    ['Service', 'web', template('ports'), '5:5 literal'],
    ['Service', 'web', template('ports', 0, 'hostPort'), '6:9 literal'],
    ['Service', 'web', template('ports', 1, 'hostPort'), '8:20 literal'],
    ['Service', 'web', template('labels', 'a'), '9:14 literal'],
    ['Service', 'web', template('mounts', 1, 'source'), '10:25 literal'],
    ['Service', 'web', ['spec', 'dependsOn', 0, 'service'], '11:18 literal'],
    ['Service', 'web', template('healthcheck', 'test', 1), '12:25 literal'],
    ['Service', 'web', ['spec', 'replicas'], '14:17 interpolated REPLICAS'],
    ['Service', 'web', template('resources', 'limits', 'memoryBytes'), '15:36 literal'],
    ['Service', 'web', template('networks', 0, 'network'), '2:3 default'],
    ['Service', 'other', template('image'), '19:12 literal'],
    ['Service', 'other', template('labels', 'a'), '9:14 merged'],
    ['Service', 'other', ['spec', 'replicas'], '14:17 interpolated REPLICAS'],
    ['Service', 'db', template('image'), '20:3 default'],
    ['Service', 'db', template('build', 'context'), '21:12 literal'],
    ['Service', 'db', ['spec', 'dependsOn', 0], '22:13 literal'],
    ['Volume', 'data', ['spec', 'hostName'], '26:11 literal'],
    ['Network', 'default', [], '2:3 default'],
  ]
  for (const [kind, name, path, expected] of rows) {
    it(`knows ${path.join('.') || 'the whole'} of ${kind} ${name} at ${expected}`, () =>
      assert.equal(place(kind, name, path), expected))
  }

  it('has the text of each service, as a revision keeps it', () => {
    const cache = manifests.find(({ object }) => object.metadata.name === 'cache')
    assert.equal(cache?.sourceText, 'cache: {image: redis}')
    const data = manifests.find(({ object }) => object.metadata.name === 'data')
    assert.equal(data?.sourceText.trim(), 'data:\n    name: the-data')
  })

  it('stays true when the object is changed afterwards', () => {
    const loaded = loadRight(text)
    const service = loaded.manifests.find(({ object }) => object.metadata.name === 'web')
    assert.ok(service?.object.kind === 'Service')
    service.object.spec = { template: {} }
    assert.equal(service.provenance.placeOf(template('image')).line, 3)
  })
})
