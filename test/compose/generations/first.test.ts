import assert from 'node:assert/strict'
import { parse } from 'yaml'
import { composeReader } from '../../../compose/compose-reader.ts'
import { isFirstGeneration } from '../../../compose/generations/detect.ts'
import { loadRight, loadText, serviceIn, shown } from '../load-text.ts'

const file = `web:
  build: ./app
  dockerfile: Dockerfile.web
  links:
    - redis
    - "redis:cache"
  ports: ["5000:5000"]
  volumes: ["./code:/code", "assets:/assets", "/tmp/x"]
  volumes_from: [redis, "other:ro"]
  volume_driver: local
  log_driver: syslog
  log_opt:
    tag: web
  mem_limit: 64m
  cpu_shares: 73
redis:
  image: redis
  net: container:web2
web2:
  image: nginx
  net: host
`

describe('a file of the first generation', () => {
  const loaded = loadRight(file)

  it('has its services at the top level, under the names of then', () => {
    const { template, dependsOn } = serviceIn(loaded, 'web').spec
    assert.deepEqual(template.build, { context: '/srv/shop/app', dockerfile: 'Dockerfile.web' })
    assert.deepEqual(template.logging, { driver: 'syslog', options: { tag: 'web' } })
    assert.deepEqual(template.links, ['redis', 'redis:cache'])
    assert.equal(template.volumeDriver, 'local')
    assert.equal(template.cpuShares, 73)
    assert.equal(template.resources?.limits?.memoryBytes, 67_108_864)
    assert.deepEqual(dependsOn, [{ service: 'redis', restart: true }])
  })

  it("puts services on the engine's own bridge unless net says otherwise", () => {
    const modes = ['web', 'redis', 'web2'].map((name) => serviceIn(loaded, name).spec.template.networkMode)
    assert.deepEqual(modes, ['bridge', 'service:web2', 'host'])
    assert.equal(loaded.manifests.filter(({ object }) => object.kind === 'Network').length, 0)
  })

  it('takes volumes from services and from any container', () => {
    assert.deepEqual(serviceIn(loaded, 'web').spec.template.volumesFrom, ['redis', 'container:other:ro'])
  })

  it("names the engine's volumes as they are, without the project's name", () => {
    const volumes = loaded.manifests.filter(({ object }) => object.kind === 'Volume')
    assert.deepEqual(
      volumes.map(({ object, provenance }) => [object.metadata.name, object.spec, provenance.placeOf([]).line]),
      [['assets', { hostName: 'assets' }, 8]],
    )
  })

  it('equals its rewrite for version 2', () => {
    const rewrite = `version: "2"
services:
  web:
    build: {context: ./app, dockerfile: Dockerfile.web}
    links: [redis, "redis:cache"]
    ports: ["5000:5000"]
    volumes: ["./code:/code", "assets:/assets", "/tmp/x"]
    volumes_from: [redis, "container:other:ro"]
    volume_driver: local
    logging: {driver: syslog, options: {tag: web}}
    mem_limit: 64m
    cpu_shares: 73
    network_mode: bridge
  redis: {image: redis, network_mode: "service:web2"}
  web2: {image: nginx, network_mode: host}
volumes: {assets: {name: assets}}
`
    const objects = (text: string) => loadRight(text).manifests.map(({ object }) => object)
    assert.deepEqual(objects(file), objects(rewrite))
  })

  it('is told of by its own paths and lines', () => {
    const rows: readonly (readonly [text: string, error: string])[] = [
      ['web:\n  image: x\n  net: [a]\n', '3:8 web.net: must be text, not a list'],
      ['web:\n  image: x\n  log_opt: 3\n', '3:12 web.log_opt: must be a map, or a list of NAME=value, not a number'],
      ['web:\n  image: x\n  ports: ["a:b"]\n', '3:11 web.ports[0]: '],
      ['web:\n  image: x\n  imagee: x\n', '3:11 web.imagee: no attribute has this name here: did you mean image?'],
      ['web:\n  image: x\n  links: [db]\n', '3:11 web.links[0]: '],
      ['web:\n  build: .\n  dockerfile: [x]\n', '3:15 web.dockerfile: must be text'],
      ['web:\n  image: x\n  depends_on: [web]\n', '3:15 web.depends_on: is not in the oldest format, '],
      ['web:\n  image: x\n  build: .\n', '2:10 web.image: excludes a build in the oldest format, '],
      ['web:\n  image: x\ndb:\n  command: x\n', '3:1 db: needs image or build'],
    ]
    for (const [text, error] of rows) {
      const [first = '', ...more] = loadText(text).errors.map(shown)
      assert.ok(first.startsWith(error), `${JSON.stringify(text)}: ${first}`)
      assert.deepEqual(more, [])
    }
  })

  it('is said to be taken for one, as nothing in it says so', () => {
    const said =
      '1:1 : is read in the oldest format, as it has no services: and each key at its top is a service: web, redis, web2; \
write them under services:, as a file of today has them, or take out what is none'
    assert.deepEqual(loaded.warnings.map(shown), [said])
    assert.deepEqual(loadRight('services: {web: {image: x}}').warnings, [])
  })

  it('is written to where its values stand', () => {
    const web = loaded.manifests.find(({ object }) => object.kind === 'Service' && object.metadata.name === 'web')
    const written = (...path: (string | number)[]) => web?.provenance.positionOf?.(['spec', 'template', ...path]).path
    assert.deepEqual(written('logging', 'options', 'tag'), ['web', 'log_opt', 'tag'])
    assert.deepEqual(written('links', 1), ['web', 'links', 1])
    assert.deepEqual(written('networkMode'), ['web'])
    assert.equal(web?.provenance.placeOf(['spec', 'template', 'networkMode']).origin, 'default')
    assert.equal(web?.provenance.placeOf(['spec', 'template', 'build', 'dockerfile']).line, 3)
  })
})

describe('files of the first generation', () => {
  const base = 'web:\n  extends: {file: common.yml, service: app}\n  links: [db]\ndb:\n  image: postgres\n  net: host\n'
  const files = { '/srv/shop/common.yml': 'app:\n  image: nginx\n  log_driver: syslog\n  net: none\n' }

  it('extend each other, and keep the net that one of them says', () => {
    const { template } = serviceIn(loadRight(base, { files }), 'web').spec
    assert.equal(template.networkMode, 'none')
    assert.equal(template.logging?.driver, 'syslog')
    assert.deepEqual(template.links, ['db'])
  })

  it('are merged', () => {
    const over = [
      { file: '/srv/shop/docker-compose.override.yml', text: 'db:\n  environment: {A: b}\n  log_driver: none\n' },
    ]
    const { template } = serviceIn(loadRight(base, { files, over }), 'db').spec
    assert.equal(template.networkMode, 'host')
    assert.equal(template.image, 'postgres')
    assert.equal(template.logging?.driver, 'none')
  })

  it('have an image in the place of a build, and the other way round, as they excluded each other', () => {
    const text = 'web: {build: ., dockerfile: D, command: x}\ndb: {image: postgres, net: host}\n'
    const over = [
      {
        file: '/srv/shop/prod.yml',
        text: 'web: {image: "shop/web:1"}\ndb: {build: ./db}\nold: {extends: {service: db}, image: y}\n',
      },
    ]
    const [web, db, old] = ['web', 'db', 'old'].map((name) => serviceIn(loadRight(text, { over }), name).spec.template)
    assert.deepEqual([web?.image, web?.build, web?.args], ['shop/web:1', undefined, ['x']])
    assert.deepEqual([db?.image, db?.build, db?.networkMode], ['shop-db', { context: '/srv/shop/db' }, 'host'])
    assert.deepEqual([old?.image, old?.build], ['y', undefined])
  })

  it('mean services of each other by their names alone', () => {
    const text = 'web:\n  image: nginx\n  net: "container:app"\nstore:\n  image: busybox\n  volumes: [/data]\n'
    const over = [{ file: '/srv/shop/prod.yml', text: 'app:\n  image: x\n  volumes_from: [store, elsewhere]\n' }]
    const loaded = loadRight(text, { over })
    assert.deepEqual(serviceIn(loaded, 'app').spec.template.volumesFrom, ['store', 'container:elsewhere'])
    assert.equal(serviceIn(loaded, 'web').spec.template.networkMode, 'service:app')
  })
})

describe('what has a section of today and services at its top', () => {
  const rows: readonly (readonly [text: string, errors: readonly string[]])[] = [
    ['service:\n  web: {image: x}\n', ['1:1 service: is no key of a Compose file; did you mean services?']],
    ['Services:\n  web: {image: x}\n', ['1:1 Services: is no key of a Compose file; did you mean services?']],
    [
      'web: {image: x}\nservics:\n  db: {image: y}\n',
      [
        '1:6 web: is a service at the top of a file of today: write it under services:',
        '2:1 servics: is no key of a Compose file; did you mean services?',
      ],
    ],
    [
      'web: {image: x}\nsecrets: {pw: {file: ./pw}}\n',
      ['1:6 web: is a service at the top of a file of today: write it under services:'],
    ],
    [
      'name: shop\nweb: {image: x}\n',
      ['2:6 web: is a service at the top of a file of today: write it under services:'],
    ],
  ]
  for (const [text, errors] of rows)
    it(`is no file of the first generation: ${JSON.stringify(text)}`, () => {
      assert.deepEqual([...loadText(text).errors.map(shown)].sort(), errors)
    })
})

describe('what is taken for a file of the first generation', () => {
  const rows: readonly (readonly [text: string, byContent: boolean, byName: boolean])[] = [
    ['{web: {image: x, links: [db]}, db: {image: y}}', true, true],
    ['{version: {image: x}, web: {build: .}}', true, true],
    // Files of other tools have keys called `image` too.
    ['{test: {image: node, script: [npm test]}, stages: [test]}', false, false],
    ['{test: {image: node, script: [npm test]}}', false, true],
    ['{app: {environment: {A: b}}}', false, true],
    ['{services: , web: {image: x}}', true, false],
    ['{services: [docker], build: {image: x, script: [a]}}', false, false],
    ['{service: {web: {image: x}}}', true, false],
    ['{service: {build: {image: x}}}', true, false],
    ['{service: {image: x}}', true, true],
    ['{config: {image: x, environment: {image: y}}}', true, true],
    ['{config: {image: x, labels: {build: "42"}}}', true, true],
    ['{network: {build: ., extra_hosts: {build: 10.0.0.1}, log_opt: {image: y}}}', true, true],
    ['{volume: {environment: {image: y}}}', false, true],
    ['{service: {user: {image: x}}}', true, false],
    ['{service: {image: x, web: {image: y}}}', true, false],
    ['{name: {image: x}}', true, true],
    ['{configs: {image: x}}', true, true],
    ['{networks: {image: x}}', true, false],
    ['{secrets: {image: x}, net: {environment: {A: b}}}', false, true],
    ['{web: {image: x}, secrets: {pw: {file: x}}}', false, false],
    ['{apiVersion: reconcile.dev/v1, kind: Service, spec: {image: x}}', false, false],
    ['{apiVersion: v1, kind: Pod, web: {image: x}}', false, false],
    ['{version: "2", web: {image: x}}', false, false],
    ['{name: shop, web: {image: x}}', false, false],
    ['{a: {b: c}}', false, false],
    ['{x-note: {image: x}}', false, false],
    ['[{image: x}]', false, false],
    ['web', false, false],
  ]
  for (const [text, byContent, byName] of rows) {
    it(`${text}: ${byContent ? 'any file' : byName ? 'docker-compose.yml alone' : 'nothing'}`, () => {
      assert.equal(composeReader.recognises(parse(text)), byContent)
      assert.equal(isFirstGeneration(parse(text)), byName)
    })
  }

  it('by its name, which was fig.yml once', () => {
    assert.ok(composeReader.expects('/srv/fig.yml'))
    assert.ok(!composeReader.expects('/srv/config.yml'))
  })
})
