import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { SwarmFields, SwarmStack } from '../../../api/v1/swarm-stack.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'
import { validateSet } from '../../../api/v1/validation/validate-set.ts'
import { convertStack } from '../../../compose/swarm/convert-stack.ts'
import { parkedSpec } from '../../../compose/swarm/parked.ts'

const NS = { 'com.docker.stack.namespace': 'shop' }
const FRONT = { Id: 'n1', Name: 'shop_front', Scope: 'swarm', Driver: 'overlay', Labels: NS }
const HOST = { Id: 'n2', Name: 'host', Scope: 'local', Driver: 'host' }
const SHARED = { Id: 'n3', Name: 'proxy', Scope: 'swarm', Driver: 'overlay', Attachable: true, Labels: {} }
const CLOSED = { ...SHARED, Id: 'n4', Name: 'closed', Attachable: false }

interface Parts {
  readonly container?: SwarmFields
  readonly template?: SwarmFields
  readonly spec?: SwarmFields
  readonly endpoint?: SwarmFields
}

/** A service as the engine's API returns it: the minimum, with these fields in addition. */
function service({ container, template, spec, endpoint }: Parts, name = 'shop_web'): SwarmFields {
  return {
    ...{ ID: 's1', Version: { Index: 7 }, Endpoint: endpoint ?? {} },
    Spec: {
      ...{ Name: name, Labels: { ...NS, 'com.docker.stack.image': 'busybox:1.36' } },
      TaskTemplate: {
        ContainerSpec: {
          ...{ Image: 'busybox:1.36', Labels: NS, Isolation: 'default' },
          Privileges: { CredentialSpec: null, SELinuxContext: null },
          ...container,
        },
        ...{ Resources: {}, Placement: {}, ForceUpdate: 0, Runtime: 'container' },
        Networks: [{ Target: 'n1', Aliases: ['web'] }],
        ...template,
      },
      ...{ Mode: { Replicated: { Replicas: 1 } }, EndpointSpec: { Mode: 'vip' } },
      ...spec,
    },
  }
}

function stack(services: readonly SwarmFields[], more: Partial<SwarmStack> = {}): SwarmStack {
  const networks = [FRONT, HOST, SHARED, CLOSED]
  const none = { configs: [], anonymous: [] }
  return { stack: 'shop', node: 'h1', swarmNode: 'abc', hasMoreNodes: false, services, networks, ...none, ...more }
}

function conf(data: Buffer, more: object = {}) {
  return { id: 'c1', spec: { Name: 'shop_conf', Labels: NS, Data: data.toString('base64'), ...more } }
}

function converted(parts: Parts, more: Partial<SwarmStack> = {}) {
  const conversion = convertStack(stack([service(parts)], more))
  const found = conversion.objects.find((object): object is V1Service => object.kind === 'Service')
  return { ...conversion, spec: found?.spec, template: found?.spec.template }
}

describe('a service of a swarm', () => {
  const second = 1e9
  const fields: readonly (readonly [name: string, parts: Parts, template: object])[] = [
    ['entry point and arguments', { container: { Command: ['a'], Args: ['b'] } }, { command: ['a'], args: ['b'] }],
    ['variables', { container: { Env: ['A=b=c', 'B'] } }, { env: [{ name: 'A', value: 'b=c' }, { name: 'B' }] }],
    ['hosts', { container: { Hosts: ['10.0.0.9 a b'] } }, { extraHosts: ['a:10.0.0.9', 'b:10.0.0.9'] }],
    [
      'health',
      {
        container: { Healthcheck: { Test: ['CMD', 'x'], Interval: 2 * second, StartInterval: second / 2, Retries: 4 } },
      },
      { healthcheck: { test: ['CMD', 'x'], intervalSeconds: 2, startIntervalSeconds: 0.5, retries: 4 } },
    ],
    ['no health', { container: { Healthcheck: { Test: ['NONE'] } } }, { healthcheck: { disable: true } }],
    ['capabilities', { container: { CapabilityAdd: ['CAP_NET_ADMIN'] } }, { capAdd: ['NET_ADMIN'] }],
    [
      'security',
      {
        container: {
          Privileges: { NoNewPrivileges: true, SELinuxContext: { Type: 't' }, Seccomp: { Mode: 'unconfined' } },
        },
      },
      { securityOpt: ['no-new-privileges', 'label=type:t', 'seccomp=unconfined'] },
    ],
    ['no init', { container: { Init: false } }, { init: false }],
    [
      'resources',
      {
        template: {
          Resources: {
            Limits: { NanoCPUs: 5e8, MemoryBytes: 100, Pids: 5 },
            Reservations: { MemoryBytes: 10, GenericResources: [{ DiscreteResourceSpec: { Kind: 'gpu', Value: 2 } }] },
            SwapBytes: 50,
          },
        },
      },
      {
        resources: {
          limits: { cpus: 0.5, memoryBytes: 100, memorySwapBytes: 150, pids: 5 },
          reservations: { memoryBytes: 10, genericResources: [{ kind: 'gpu', value: 2 }] },
        },
      },
    ],
    [
      'its policy of restarts',
      {
        template: { RestartPolicy: { Condition: 'on-failure', Delay: 2 * second, MaxAttempts: 3, Window: 9 * second } },
      },
      { restartPolicy: { condition: 'OnFailure', delaySeconds: 2, maxAttempts: 3, windowSeconds: 9 } },
    ],
    [
      'the delay that nobody chose, as our backoff',
      { template: { RestartPolicy: { Condition: 'any', Delay: 5 * second, MaxAttempts: 0 } } },
      { restartPolicy: { condition: 'Always' } },
    ],
    [
      'logging',
      { template: { LogDriver: { Name: 'json-file', Options: { 'max-size': '1m' } } } },
      { logging: { driver: 'json-file', options: { 'max-size': '1m' } } },
    ],
    [
      'a volume of the stack',
      { container: { Mounts: [{ Type: 'volume', Source: 'shop_data', Target: '/d', VolumeOptions: { Labels: NS } }] } },
      { mounts: [{ type: 'Volume', source: 'data', target: '/d' }] },
    ],
    [
      'directories and memory',
      {
        container: {
          Mounts: [
            { Type: 'bind', Source: '/a', Target: '/b', ReadOnly: true, BindOptions: { Propagation: 'rshared' } },
            { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 9, Mode: 0o1777 } },
          ],
        },
      },
      {
        mounts: [
          { type: 'Bind', source: '/a', target: '/b', readOnly: true, bind: { propagation: 'rshared' } },
          { type: 'Tmpfs', target: '/t', tmpfs: { sizeBytes: 9, mode: 0o1777 } },
        ],
      },
    ],
    [
      'secrets',
      {
        container: {
          Secrets: [{ SecretID: 'x', SecretName: 'shop_pw', File: { Name: 'p', UID: '5', GID: '0', Mode: 256 } }],
        },
      },
      { secrets: [{ secret: 'pw', target: 'p', uid: '5', mode: 256 }] },
    ],
    [
      'its names on its networks',
      { template: { Networks: [{ Target: 'n1', Aliases: ['web', 'www'] }] } },
      { networks: [{ network: 'front', aliases: ['www', 'shop_web', 'tasks.web', 'tasks.shop_web'] }] },
    ],
    ['the network of the host', { template: { Networks: [{ Target: 'n2' }] } }, { networkMode: 'host' }],
    ['no network', { template: { Networks: [] } }, { networkMode: 'bridge' }],
    [
      'a port, and one that the swarm chose',
      {
        spec: {
          EndpointSpec: {
            Ports: [
              { TargetPort: 80, PublishedPort: 8080, PublishMode: 'host' },
              { TargetPort: 53, Protocol: 'udp' },
            ],
          },
        },
        endpoint: { Ports: [{ PublishedPort: 8080 }, { PublishedPort: 30001 }] },
      },
      {
        ports: [
          { containerPort: 80, hostPort: 8080, mode: 'Host' },
          { containerPort: 53, hostPort: 30001, protocol: 'udp', mode: 'Ingress' },
        ],
      },
    ],
    [
      'a range for a port of several replicas',
      severalBehind(8080),
      { ports: [{ containerPort: 80, hostPort: 8080, hostPortEnd: 8082, mode: 'Ingress' }] },
    ],
  ]
  for (const [name, parts, wanted] of fields)
    it(`has ${name}`, () => {
      const { template = {}, refusals } = converted(parts)
      deepEqual(refusals, [])
      deepEqual({ ...template, ...wanted }, template)
    })

  it('has its mode, strategies, placement and labels', () => {
    const { spec, refusals, objects, notes } = converted({
      spec: {
        ...{ Labels: { ...NS, who: 'me' }, Mode: { Replicated: { Replicas: 3 } } },
        UpdateConfig: {
          Parallelism: 2,
          Delay: 3 * second,
          Order: 'start-first',
          FailureAction: 'rollback',
          Monitor: second,
        },
        RollbackConfig: { Parallelism: 0, FailureAction: 'continue', MaxFailureRatio: 0.5, Order: 'stop-first' },
        EndpointSpec: { Mode: 'dnsrr' },
      },
      template: {
        Placement: {
          Constraints: ['node.role == manager', 'node.id==abc'],
          Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }],
          ...{ MaxReplicas: 2, Platforms: [{ OS: 'linux' }] },
        },
      },
    })
    deepEqual(refusals, [])
    deepEqual([spec?.replicas, spec?.endpoint], [3, { mode: 'DNSRR' }])
    deepEqual(spec?.updateStrategy, {
      ...{ parallelism: 2, order: 'StartFirst', delaySeconds: 3, monitorSeconds: 1, failureAction: 'Rollback' },
    })
    deepEqual(spec?.rollbackStrategy, { parallelism: 0, maxFailureRatio: 0.5, failureAction: 'Continue' })
    deepEqual(spec?.placement, {
      constraints: ['node.role == manager', 'node.name == h1'],
      ...{ preferences: [{ spread: 'node.labels.zone' }], maxReplicasPerNode: 2 },
    })
    deepEqual(objects.find(({ kind }) => kind === 'Service')?.metadata.labels, { who: 'me' })
    match(notes.join('\n'), /its labels become those of the resource/)
  })

  it('is a job, and the swarm says once more what was parked by a move', () => {
    const job = converted({ spec: { Mode: { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 4 } } } })
    deepEqual([job.spec?.mode, job.spec?.replicas, job.spec?.maxConcurrent], ['ReplicatedJob', 4, 1])
    equal(job.template?.restartPolicy?.condition, 'OnFailure')
    match(job.notes.join('\n'), /shop_web is a job: it runs once more/)
    for (const Mode of [{ Replicated: { Replicas: 3 } }, { Global: {} }]) {
      const before = service({ spec: { Mode } })
      const parked = { ...before, Spec: parkedSpec(before['Spec'] as SwarmFields) ?? {} }
      deepEqual(convertStack(stack([parked])), convertStack(stack([before])))
    }
  })

  it('is said to begin with empty anonymous volumes, whose data the swarm removes', () => {
    const anonymous = [{ service: 'shop_web', paths: ['/data', '/log'] }]
    const { notes } = convertStack(stack([service({})], { anonymous }))
    match(notes.join('\n'), /shop_web has an anonymous volume at \/data, \/log: the swarm removes it with its task/)
  })

  const refused: readonly (readonly [name: string, parts: Parts, words: RegExp])[] = [
    [
      'a field that nobody knows',
      { container: { Novel: { a: 1 } } },
      /shop_web, TaskTemplate.ContainerSpec: Novel has no/,
    ],
    ['an unknown field of a list', { container: { Mounts: [{ Type: 'bind', Novel: 1 }] } }, /Mounts\[0\]: Novel/],
    ['a template', { container: { Env: ['A={{.Node.Hostname}}'] } }, /Env has a template/],
    ['a credential spec', { container: { Privileges: { CredentialSpec: { File: 'x' } } } }, /CredentialSpec/],
    ['a volume of a cluster', { container: { Mounts: [{ Type: 'cluster', Source: 'x' }] } }, /cluster is of the swarm/],
    ['a plugin', { template: { Runtime: 'plugin' } }, /Runtime has no counterpart/],
    [
      'a label of an engine',
      { template: { Placement: { Constraints: ['engine.labels.a==b'] } } },
      /engine.labels.a==b can't/,
    ],
    ['another node by id', { template: { Placement: { Constraints: ['node.id==zzz'] } } }, /node.id==zzz can't/],
    ['a network that none may join', { template: { Networks: [{ Target: 'n4' }] } }, /closed is not of stack shop/],
    ['a network that is gone', { template: { Networks: [{ Target: 'n9' }] } }, /network n9 is not there/],
    [
      'a port of several replicas beside which another is taken',
      severalBehind(8080, 8082),
      /port 8080 is of 3 replicas, .* 8081 to 8082 are not free.*scale the service to 1/,
    ],
    ['a port of several replicas with none after it', severalBehind(65_534), /65535 to 65536 are not free/],
  ]
  for (const [name, parts, words] of refused)
    it(`is refused with ${name}`, () => {
      const conversion = converted(parts)
      match(conversion.refusals.join('\n'), words)
      const isOfNetwork = conversion.refusals.every((each) => each.startsWith('network '))
      deepEqual([...conversion.refused], isOfNetwork ? [] : ['web'])
    })

  it('is named beside others of which nothing is refused, as are two of one name', () => {
    const [first] = refused
    const services = [
      service({}),
      service(first?.[1] ?? {}, 'shop_db'),
      service({}, 'cache'),
      service({}, 'shop_cache'),
    ]
    deepEqual([...convertStack(stack(services)).refused], ['db', 'cache'])
  })
})

/** A service with three replicas that publishes these ports. */
function severalBehind(...published: readonly number[]): Parts {
  const Ports = published.map((PublishedPort) => ({ TargetPort: 80, PublishedPort }))
  return { spec: { Mode: { Replicated: { Replicas: 3 } }, EndpointSpec: { Ports } }, endpoint: { Ports } }
}

describe('what services of a swarm use', () => {
  const mount = (Source: string, Labels: object = NS) => ({
    Type: 'volume',
    Source,
    Target: '/d',
    VolumeOptions: { Labels },
  })
  const all = stack(
    [
      service({ container: { Mounts: [mount('shop_data', { ...NS, keep: 'it' })] } }),
      service(
        {
          template: { Networks: [{ Target: 'n1' }, { Target: 'n3' }] },
          container: {
            Mounts: [mount('shop_data', { ...NS, keep: 'it' }), { ...mount('old', {}), Target: '/o' }],
            Configs: [
              { ConfigID: 'c1', ConfigName: 'shop_conf', File: { Name: '/etc/c', UID: '0', GID: '0', Mode: 0o444 } },
            ],
            Secrets: [{ SecretID: 'x', SecretName: 'shop_pw', File: { Name: 'pw' } }],
          },
        },
        'shop_api',
      ),
    ],
    { configs: [conf(Buffer.from('listen 80\n'))] },
  )

  it('is declared once, as the host has it, and without the labels of the stack', () => {
    const { objects, notes, refusals } = convertStack(all)
    deepEqual(refusals, [])
    deepEqual([...objects.flatMap((object) => validateObject(object)), ...validateSet(objects)], [])
    deepEqual(
      objects.flatMap(({ kind, metadata, spec }) => (kind === 'Service' ? [] : [[kind, metadata.name, spec]])),
      [
        ['Network', 'front', { hostName: 'shop_front_bridge' }],
        ['Network', 'proxy', { external: true, hostName: 'proxy' }],
        ['Volume', 'data', { labels: { keep: 'it' } }],
        ['Volume', 'old', { external: true, hostName: 'old' }],
        ['Secret', 'pw', { stored: true }],
        ['Config', 'conf', { content: 'listen 80\n' }],
      ],
    )
    match(notes.join('\n'), /secret create pw -n shop --from-file FILE/)
    match(notes.join('\n'), /shop_front_bridge of one node/)
  })

  const refusals = (more: object) =>
    convertStack({ ...all, configs: [conf(Buffer.from('{{ .Node.Hostname }}'), more)] }).refusals.join()
  it('is refused where the swarm makes it of a template, or it has what is not known', () => {
    match(refusals({ Templating: { Name: 'golang' } }), /^config shop_conf is a template of the swarm: [^,]*, and use/)
    match(refusals({ Newer: { A: 1 } }), /^config shop_conf: Newer has no counterpart/)
  })

  it('is refused where it is no text, or is the same here and other there', () => {
    match(convertStack({ ...all, configs: [conf(Buffer.from([0xff, 0xfe]))] }).refusals.join(), /shop_conf is no text/)
    const twice = stack([service({}), service({}, 'web')])
    match(convertStack(twice).refusals.join(), /two objects of the swarm would be the Service web/)
  })
})
