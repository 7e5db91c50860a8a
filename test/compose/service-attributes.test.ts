import assert from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { loadRight, serviceIn, webWith } from './load-text.ts'

type Row = readonly [lines: string, spec: Omit<V1ServiceSpec, 'template'>]

describe('deploy and its like', () => {
  const rows: readonly Row[] = [
    ['deploy: {replicas: 3}', { replicas: 3 }],
    ['deploy: {replicas: "3"}\nscale: 3', { replicas: 3 }],
    ['scale: 0', { replicas: 0 }],
    ['deploy: {mode: global}', { mode: 'Global' }],
    ['deploy: {mode: replicated-job}', { mode: 'ReplicatedJob' }],
    ['deploy: {endpoint_mode: dnsrr}', { endpoint: { mode: 'DNSRR' } }],
    ['container_name: my-web', { containerName: 'my-web' }],
    ['use_api_socket: false', {}],
    [
      'deploy: {update_config: {parallelism: 2, delay: 10s, failure_action: rollback, monitor: 5s, max_failure_ratio: "0.1", order: start-first}}',
      {
        updateStrategy: {
          parallelism: 2,
          delaySeconds: 10,
          failureAction: 'Rollback',
          monitorSeconds: 5,
          maxFailureRatio: 0.1,
          order: 'StartFirst',
        },
      },
    ],
    [
      'deploy: {rollback_config: {parallelism: 0, failure_action: pause}}',
      { rollbackStrategy: { parallelism: 0, failureAction: 'Pause' } },
    ],
    [
      'deploy: {placement: {constraints: ["node.role == manager"], preferences: [{spread: node.labels.zone}], max_replicas_per_node: 1}}',
      {
        placement: {
          constraints: ['node.role == manager'],
          preferences: [{ spread: 'node.labels.zone' }],
          maxReplicasPerNode: 1,
        },
      },
    ],
  ]
  for (const [lines, expected] of rows) {
    it(`${lines.replaceAll('\n', ' ⏎ ')} becomes ${Object.keys(expected).join(', ')}`, () => {
      const { template, ...spec } = serviceIn(loadRight(webWith(lines)), 'web').spec
      assert.equal(template.image, 'nginx')
      assert.deepEqual(spec, expected)
    })
  }

  it('labels of deploy are those of the service, not of its containers', () => {
    const service = serviceIn(loadRight(webWith('deploy: {labels: [tier=front]}\nlabels: {a: b}')), 'web')
    assert.deepEqual(service.metadata.labels, { tier: 'front' })
    assert.deepEqual(service.spec.template.labels, { a: 'b' })
  })

  it('resources of deploy become those of the template', () => {
    const lines =
      'deploy: {resources: {limits: {cpus: 0.5, memory: 50M, pids: 10}, reservations: {cpus: "0.25", memory: 20M, devices: [{capabilities: [gpu], count: 1}], generic_resources: [{discrete_resource_spec: {kind: ssd, value: 2}}]}}}'
    assert.deepEqual(serviceIn(loadRight(webWith(lines)), 'web').spec.template.resources, {
      limits: { cpus: 0.5, memoryBytes: 52_428_800, pids: 10 },
      reservations: {
        cpus: 0.25,
        memoryBytes: 20_971_520,
        devices: [{ capabilities: [['gpu']], count: 1 }],
        genericResources: [{ kind: 'ssd', value: 2 }],
      },
    })
  })
})

describe('restart', () => {
  const rows = [
    ['restart: "no"', { condition: 'Never' }],
    ['restart: no', { condition: 'Never' }],
    ['restart: false', { condition: 'Never' }],
    ['restart: always', { condition: 'Always' }],
    ['restart: unless-stopped', { condition: 'UnlessStopped' }],
    ['restart: on-failure', { condition: 'OnFailure' }],
    ['restart: on-failure:5', { condition: 'OnFailure', maxAttempts: 5 }],
    ['', undefined],
    ['restart: $UNSET', undefined],
    ['deploy: {restart_policy: {condition: none}}', { condition: 'Never' }],
    ['deploy: {restart_policy: {condition: any}}', { condition: 'Always' }],
    ['deploy: {restart_policy: {condition: always}}', { condition: 'Always' }],
    ['deploy: {restart_policy: {condition: no}}', { condition: 'Never' }],
    ['restart: any', { condition: 'Always' }],
    ['restart: none', { condition: 'Never' }],
    [
      'deploy: {restart_policy: {condition: on-failure, delay: 5s, max_attempts: 3, window: 2m}}\nrestart: always',
      { condition: 'OnFailure', delaySeconds: 5, maxAttempts: 3, windowSeconds: 120 },
    ],
  ] as const
  for (const [lines, policy] of rows) {
    it(`${lines.replaceAll('\n', ' ⏎ ') || 'absent'} becomes ${policy?.condition ?? 'nothing'}`, () => {
      assert.deepEqual(serviceIn(loadRight(webWith(lines)), 'web').spec.template.restartPolicy, policy)
    })
  }
})

describe('dependencies', () => {
  const others = ['db', 'cache'].map((name) => `  ${name}: {image: x}\n`).join('')
  const rows = [
    ['depends_on: [db, cache, db]', [{ service: 'db' }, { service: 'cache' }]],
    [
      'depends_on: {db: {condition: service_healthy, restart: true}, cache: {condition: service_completed_successfully, required: false}}',
      [
        { service: 'db', condition: 'Healthy', restart: true },
        { service: 'cache', condition: 'Completed', required: false },
      ],
    ],
    [
      'links: ["db:database", cache]',
      [
        { service: 'db', restart: true },
        { service: 'cache', restart: true },
      ],
    ],
    ['links: [db]\ndepends_on: {db: {condition: service_healthy}}', [{ service: 'db', condition: 'Healthy' }]],
    ['network_mode: service:db', [{ service: 'db', restart: true }]],
    [
      'pid: service:db\nipc: service:cache',
      [
        { service: 'db', restart: true },
        { service: 'cache', restart: true },
      ],
    ],
    ['volumes_from: ["db:ro", "container:other"]', [{ service: 'db' }]],
    ['volumes_from: ["service:db:ro"]', [{ service: 'db' }]],
    ['volumes_from: [db]\nnetwork_mode: service:db', [{ service: 'db', restart: true }]],
    ['network_mode: service:db\nvolumes_from: [db]', [{ service: 'db', restart: true }]],
    ['network_mode: container:x', undefined],
  ] as const
  for (const [lines, dependencies] of rows) {
    it(`${lines.replaceAll('\n', ' ⏎ ')} waits for ${dependencies?.map(({ service }) => service).join(', ') ?? 'nobody'}`, () => {
      assert.deepEqual(serviceIn(loadRight(webWith(lines, others)), 'web').spec.dependsOn, dependencies)
    })
  }
})

describe('build', () => {
  const sshOf = (key: string) => ['default', `k=${key}`, 'h=/home/me/key', 'a=/abs']
  const rows: readonly (readonly [build: string, expected: object])[] = [
    ['build: ./app', { context: '/srv/shop/app' }],
    ['build: {}', { context: '/srv/shop' }],
    ['build: https://github.com/a/b.git#main', { context: 'https://github.com/a/b.git#main' }],
    [
      'build: {context: .., dockerfile: D, target: t, network: host}',
      { context: '/srv', dockerfile: 'D', target: 't', network: 'host' },
    ],
    ['build: {dockerfile_inline: "FROM x"}', { context: '/srv/shop', dockerfileInline: 'FROM x' }],
    [
      'build: {args: {A: 1, B: , SET: }}',
      {
        context: '/srv/shop',
        args: [
          { name: 'A', value: '1' },
          { name: 'SET', value: 'given' },
        ],
      },
    ],
    [
      'build: {args: ["A=1"], labels: [a=b], tags: ["x:1"], shm_size: 1m, no_cache: true, pull: "yes"}',
      {
        context: '/srv/shop',
        args: [{ name: 'A', value: '1' }],
        labels: { a: 'b' },
        tags: ['x:1'],
        shmSizeBytes: 1_048_576,
        noCache: true,
        pull: true,
      },
    ],
    [
      'build: {cache_from: [x], platforms: [linux/amd64], extra_hosts: ["a=1.1.1.1"], ssh: [default], sbom: true}',
      {
        context: '/srv/shop',
        cacheFrom: ['x'],
        platforms: ['linux/amd64'],
        extraHosts: ['a:1.1.1.1'],
        ssh: ['default'],
        sbom: 'true',
      },
    ],
    ['build: {ssh: [default, k=./key, "h=~/key", a=/abs]}', { context: '/srv/shop', ssh: sshOf('/srv/shop/key') }],
    ['build: {ssh: {default: , k: ../key, h: ~/key, a: /abs}}', { context: '/srv/shop', ssh: sshOf('/srv/key') }],
    [
      'build: {additional_contexts: {base: ../base, img: docker-image://x}}',
      {
        context: '/srv/shop',
        additionalContexts: { base: '/srv/base', img: 'docker-image://x' },
      },
    ],
  ]
  for (const [build, expected] of rows) {
    it(build, () => {
      const loaded = loadRight(`services:\n  web:\n    ${build}\n`, { variables: { SET: 'given', HOME: '/home/me' } })
      const { template } = serviceIn(loaded, 'web').spec
      assert.deepEqual(template.build, expected)
      assert.equal(template.image, 'shop-web')
    })
  }

  it('takes the paths of what another file has from there', () => {
    const base = (ssh: string) => `services: {app: {build: {ssh: ${ssh}}}}`
    const files = { '/srv/base/a.yaml': base('[default, k=./key]'), '/srv/base/b.yaml': base('{k: ./key}') }
    const text =
      'services:\n  a: {extends: {file: ../base/a.yaml, service: app}}\n  b: {extends: {file: ../base/b.yaml, service: app}}'
    const loaded = loadRight(text, { files })
    const sshIn = (name: string) => serviceIn(loaded, name).spec.template.build?.ssh
    assert.deepEqual([sshIn('a'), sshIn('b')], [['default', 'k=/srv/base/key'], ['k=/srv/base/key']])
  })

  it('with an image keeps its name', () => {
    assert.equal(serviceIn(loadRight(webWith('build: .')), 'web').spec.template.image, 'nginx')
  })
})
