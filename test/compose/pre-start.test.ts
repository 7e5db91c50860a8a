import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { hookOwner, withHookJobs } from '../../api/v1/hook-job.ts'
import { serviceShape } from '../../compose/canonical/service-shape.ts'
import { childOf } from '../../compose/node.ts'
import { loadRight, loadText, serviceIn, shown, webWith } from './load-text.ts'

const always = {
  labels: { 'com.docker.compose.hook': 'pre_start' },
  restartPolicy: { condition: 'Never' as const },
}

/** The template of the first step of a service with these lines. */
function stepOf(lines: string): V1TaskTemplate {
  const text = webWith(lines, 'volumes: {data: }\nsecrets: {word: {file: ./w}}\nnetworks: {back: }\n')
  return serviceIn(loadRight(text, { files: { '/srv/shop/w': 'x' } }), 'web-pre-start-1').spec.template
}

const STEP = 'pre_start: [{command: ./migrate}]'

describe('a step of pre_start', () => {
  const table: readonly (readonly [what: string, lines: string, wanted: V1TaskTemplate])[] = [
    ['runs its command in the image of its service', STEP, { image: 'nginx', args: ['./migrate'] }],
    [
      'gives its command to the entrypoint of its service, in the place of that command',
      `entrypoint: [/run]\ncommand: serve\n${STEP}`,
      { image: 'nginx', command: ['/run'], args: ['./migrate'] },
    ],
    [
      'runs an image of its own with the entrypoint and, without command, the command of that',
      'entrypoint: [/run]\ncommand: serve\npull_policy: build\nbuild: .\npre_start: [{image: alpine}]',
      { image: 'alpine' },
    ],
    [
      'is built as its service is',
      `build: .\npull_policy: build\n${STEP}`,
      { image: 'nginx', args: ['./migrate'], build: { context: '/srv/shop' }, pullPolicy: 'Build' },
    ],
    [
      'takes user, directory, privileges and variables of its service',
      `user: u\nworking_dir: /w\nprivileged: true\nenvironment: {A: 1, B: 2}\n${STEP}`,
      {
        ...{ image: 'nginx', args: ['./migrate'], user: 'u', workingDir: '/w', privileged: true },
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    ],
    [
      'has its own over them, each variable by its name',
      `user: u
working_dir: /w
privileged: true
environment: {A: 1, B: 2}
pre_start: [{command: x, user: root, working_dir: /, privileged: false, environment: [B=3, C=4]}]`,
      {
        ...{ image: 'nginx', args: ['x'], user: 'root', workingDir: '/', privileged: false },
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '3' },
          { name: 'C', value: '4' },
        ],
      },
    ],
    [
      'has its volumes, secrets, limits, hosts and security',
      `volumes: [data:/data]
secrets: [word]
mem_limit: 1g
extra_hosts: [a=1.2.3.4]
cap_add: [NET_ADMIN]
read_only: true
${STEP}`,
      {
        ...{ image: 'nginx', args: ['./migrate'], readOnly: true, capAdd: ['NET_ADMIN'] },
        mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
        secrets: [{ secret: 'word' }],
        resources: { limits: { memoryBytes: 2 ** 30 } },
        extraHosts: ['a:1.2.3.4'],
      },
    ],
    [
      'answers to none of its names, addresses, ports and labels, and is looked after in none of its ways',
      `hostname: h
domainname: d
mac_address: 02:42:ac:11:00:02
ports: ["80"]
expose: ["90"]
labels: {traefik.enable: "true"}
healthcheck: {test: x}
restart: always
stdin_open: true
tty: true
post_start: [{command: y}]
container_name: the-web
networks: {back: {aliases: [w], ipv4_address: 10.0.0.3}}
${STEP}`,
      { image: 'nginx', args: ['./migrate'], networks: [{ network: 'back' }] },
    ],
    [
      'shares the network of another service as its own does',
      `network_mode: service:db\n${STEP}`,
      { image: 'nginx', args: ['./migrate'], networkMode: 'service:db' },
    ],
  ]
  for (const [what, lines, wanted] of table)
    it(what, () => {
      const onDefault = wanted.networkMode === undefined ? { networks: [{ network: 'default' }] } : {}
      const text = lines.includes('service:db') ? `${webWith(lines)}  db: {image: db}\n` : undefined
      const found = text ? serviceIn(loadRight(text), 'web-pre-start-1').spec.template : stepOf(lines)
      deepEqual(found, { ...onDefault, ...always, ...wanted })
    })
})

const TWO = `services:
  db: {image: db}
  web:
    image: nginx
    deploy: {replicas: 3, placement: {constraints: [node.labels.disk==ssd]}}
    depends_on: {db: {condition: service_healthy, restart: true}}
    pre_start:
      - command: one
        environment: {A: 1}
      - {command: two, image: alpine}
`

describe('the steps of pre_start', () => {
  const loaded = loadRight(TWO)
  const spec = (name: string) => serviceIn(loaded, name).spec

  it('are jobs that wait for each other and for what the service waits for, and it for the last', () => {
    const db = { service: 'db', condition: 'Healthy' }
    const done = (service: string) => ({ service, condition: 'Completed' })
    deepEqual(spec('web-pre-start-1').dependsOn, [db])
    deepEqual(spec('web-pre-start-2').dependsOn, [db, done('web-pre-start-1')])
    deepEqual(spec('web').dependsOn, [{ ...db, restart: true }, done('web-pre-start-2')])
  })

  it('run once, where the tasks of the service may', () => {
    const { mode, replicas, placement } = spec('web-pre-start-2')
    deepEqual([mode, replicas, placement], ['ReplicatedJob', undefined, { constraints: ['node.labels.disk==ssd'] }])
  })

  it('lead to their lines, and what they take from the service to those', () => {
    const manifest = loaded.manifests.find(({ object }) => object.metadata.name === 'web-pre-start-1')
    const line = (...path: (string | number)[]) => manifest?.provenance.placeOf(path).line
    deepEqual(
      [
        line(),
        line('spec', 'mode'),
        line('spec', 'template', 'args', 0),
        line('spec', 'template', 'env', 0),
        line('spec', 'template', 'image'),
        line('spec', 'dependsOn', 0),
      ],
      [8, 8, 8, 9, 4, 6],
    )
    equal(manifest?.provenance.fieldOf?.(['spec', 'template', 'args']), 'services.web.pre_start[0].command')
  })

  it('are known as those of their service by name and label', () => {
    const all = loaded.manifests.flatMap(({ object }) => (object.kind === 'Service' ? [object] : []))
    deepEqual(all.map(hookOwner), [undefined, 'web', 'web', undefined])
    const names = withHookJobs([serviceIn(loaded, 'web')], all).map(({ metadata }) => metadata.name)
    deepEqual(names, ['web', 'web-pre-start-1', 'web-pre-start-2'])
    const own = { ...serviceIn(loaded, 'web'), metadata: { name: 'api-pre-start-1' } }
    equal(hookOwner(own), undefined)
  })

  it('are added up by several files, and by extends', () => {
    const over = [{ file: '/srv/shop/o.yaml', text: 'services: {web: {pre_start: [{command: three}]}}' }]
    deepEqual(serviceIn(loadRight(TWO, { over }), 'web-pre-start-3').spec.template.args, ['three'])
    const text = `${TWO}  api: {image: api, extends: {service: web}, pre_start: [{command: four}]}\n`
    deepEqual(serviceIn(loadRight(text), 'api-pre-start-3').spec.template.args, ['four'])
  })

  it('are left out with their service by its profile, and by !reset', () => {
    const names = (text: string, profiles: readonly string[] = []) =>
      loadRight(text, { profiles }).manifests.map(({ object }) => object.metadata.name)
    const text = webWith(`profiles: [p]\n${STEP}`, '  db: {image: db}\n')
    deepEqual(names(text), ['default', 'db'])
    deepEqual(names(text, ['p']), ['default', 'web-pre-start-1', 'web', 'db'])
    deepEqual(
      loadRight(text).inactive.map(({ name }) => name),
      ['web', 'web-pre-start-1'],
    )
    const over = [{ file: '/srv/shop/o.yaml', text: 'services: {web: {pre_start: !reset []}}' }]
    deepEqual(serviceIn(loadRight(TWO, { over }), 'web').spec.dependsOn?.length, 1)
  })

  it('whose name another service has are refused, with both places', () => {
    const { errors } = loadText(webWith(STEP, '  web-pre-start-1: {image: x, profiles: [off]}\n'))
    deepEqual(errors.map(shown), [
      '4:17 services.web.pre_start[0]: becomes the service web-pre-start-1, and /srv/shop/compose.yaml:5 declares one of that name: rename that one',
    ])
  })

  it('are printed by config as they are written, in the normal form of each attribute', () => {
    const root = loadRight(
      webWith('pre_start: [{command: "a b", environment: [A=1], per_replica: false}, {image: alpine}]'),
    )
    const { value = null } = (root.project && childOf(root.project.root, 'services')) ?? {}
    const web = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['web'] : undefined
    const printed = serviceShape(web ?? null, 'yaml') as Readonly<Record<string, unknown>>
    deepEqual(printed['pre_start'], [{ command: ['a', 'b'], environment: { A: '1' } }, { image: 'alpine' }])
  })

  it('do not share what a volume without a name has, which is said', () => {
    const { warnings } = loadRight(webWith(`volumes: [/cache]\n${STEP}`))
    match(warnings.map(shown).join(), /4:15 services\.web\.volumes\[0\]: has no name, so each step/)
  })
})
