import { deepEqual } from 'node:assert/strict'
import { validateObject } from '../../../api/v1/validation/validate.ts'

const manifest = (kind: string, spec: object) => ({
  apiVersion: 'reconcile.dev/v1',
  kind,
  metadata: { name: 'web', namespace: 'shop' },
  spec,
})
const service = (spec: object) => manifest('Service', { template: { image: 'a' }, ...spec })
const template = (fields: object) => manifest('Service', { template: { image: 'a', ...fields } })
const fixedAddress = { image: 'a', networks: [{ network: 'n', ipv4Address: '10.1.0.9', ipv6Address: 'fd00::9' }] }
const fixedPort = { image: 'a', ports: [{ containerPort: 80, hostPort: 8080 }] }

/** Each row: what is declared, and the paths that are refused. */
describe('rules over several fields', () => {
  for (const { it: sentence, raw, refused } of [
    {
      it: 'a service needs an image or a build',
      raw: manifest('Service', { template: {} }),
      refused: ['spec.template'],
    },
    ...['shop//web:1', 'shop/web:', 'Web', 'web:1 ', '-web', 'web@sha256:1'].map((image) => ({
      it: `"${image}" is no image`,
      raw: template({ image }),
      refused: ['spec.template.image'],
    })),
    {
      it: 'nor the name for what is built, nor an image that is mounted',
      raw: template({
        image: 'Web',
        build: { context: '/web' },
        mounts: [{ type: 'Image', source: 'A', target: '/a' }],
      }),
      refused: ['spec.template.image', 'spec.template.mounts.0.source'],
    },
    ...['web', 'localhost:5000/shop/web:1', `sha256:${'0'.repeat(64)}`, `web:1@sha256:${'0'.repeat(64)}`].map(
      (image) => ({
        it: `"${image}" is an image`,
        raw: template({ image }),
        refused: [],
      }),
    ),
    { it: 'a fixed host port has room for one replica', raw: service({ template: fixedPort }), refused: [] },
    {
      it: 'a fixed host port has no room for two',
      raw: service({ replicas: 2, template: fixedPort }),
      refused: ['spec.template.ports.0.hostPort'],
    },
    {
      it: 'a range of host ports has room for as many replicas as it is long',
      raw: service({
        replicas: 3,
        template: { image: 'a', ports: [{ containerPort: 80, hostPort: 8080, hostPortEnd: 8082 }] },
      }),
      refused: [],
    },
    {
      it: 'a container has no name of a kept failure',
      raw: service({ containerName: 'web.failed' }),
      refused: ['spec.containerName'],
    },
    { it: 'a container may have a dot in its name', raw: service({ containerName: 'web.1' }), refused: [] },
    {
      it: 'a value that was printed as *** is none',
      raw: template({ env: [{ name: 'TOKEN', value: '***' }] }),
      refused: ['spec.template.env.0.value'],
    },
    {
      it: 'a fixed host port is for one replica of a node',
      raw: service({ replicas: 2, template: fixedPort, placement: { maxReplicasPerNode: 1 } }),
      refused: [],
    },
    {
      it: 'host port 0 is chosen by the engine',
      raw: service({ replicas: 2, template: { image: 'a', ports: [{ containerPort: 80, hostPort: 0 }] } }),
      refused: [],
    },
    { it: 'a fixed address is for one replica', raw: service({ template: fixedAddress }), refused: [] },
    {
      it: 'a fixed address is not for two',
      raw: service({ replicas: 2, template: fixedAddress }),
      refused: ['spec.template.networks.0.ipv4Address', 'spec.template.networks.0.ipv6Address'],
    },
    {
      it: 'a fixed address is for one replica of a node',
      raw: service({ replicas: 2, template: fixedAddress, placement: { maxReplicasPerNode: 1 } }),
      refused: [],
    },
    {
      it: 'a fixed address is for the tasks of a job that run one after the other',
      raw: service({ mode: 'ReplicatedJob', replicas: 2, maxConcurrent: 1, template: fixedAddress }),
      refused: [],
    },
    { it: 'Global excludes replicas', raw: service({ mode: 'Global', replicas: 3 }), refused: ['spec.replicas'] },
    { it: 'Global stands the default of replicas', raw: service({ mode: 'Global', replicas: 1 }), refused: [] },
    {
      it: 'one container name is for one replica',
      raw: service({ replicas: 2, containerName: 'web' }),
      refused: ['spec.containerName'],
    },
    {
      it: 'a job that always restarts never completes',
      raw: service({ mode: 'ReplicatedJob', template: { image: 'a', restartPolicy: { condition: 'Always' } } }),
      refused: ['spec.template.restartPolicy.condition'],
    },
    {
      it: 'a service does not depend on itself',
      raw: service({ dependsOn: [{ service: 'web' }] }),
      refused: ['spec.dependsOn.0.service'],
    },
    {
      it: 'a dependency is named once',
      raw: service({ dependsOn: [{ service: 'db' }, { service: 'db' }] }),
      refused: ['spec.dependsOn.1.service'],
    },
    {
      it: 'a variable is set once',
      raw: template({ env: [{ name: 'A' }, { name: 'B' }, { name: 'A' }] }),
      refused: ['spec.template.env.2.name'],
    },
    {
      it: 'a target is mounted once',
      raw: template({
        mounts: [
          { type: 'Volume', source: 'a', target: '/d' },
          { type: 'Volume', source: 'b', target: '/d/' },
        ],
      }),
      refused: ['spec.template.mounts.1.target'],
    },
    {
      it: 'tmpfs counts as a mount',
      raw: template({ mounts: [{ type: 'Volume', target: '/d' }], tmpfs: { '/d': '' } }),
      refused: ['spec.template.tmpfs./d'],
    },
    {
      it: 'secrets and configs count as mounts, where they are by themselves too',
      raw: template({
        mounts: [{ type: 'Bind', source: '/x', target: '/run/secrets/./a' }],
        secrets: [{ secret: 'a' }, { secret: 'b', target: 'c' }, { secret: 'd', target: '/run/secrets/c' }],
        configs: [{ config: 'a' }, { config: 'b', target: '/a' }],
      }),
      refused: ['spec.template.secrets.0.secret', 'spec.template.secrets.2.target', 'spec.template.configs.1.target'],
    },
    {
      it: 'nothing is mounted over the whole of a container',
      raw: template({ mounts: [{ type: 'Volume', target: '/d/..' }], tmpfs: { '/': '' } }),
      refused: ['spec.template.mounts.0.target', 'spec.template.tmpfs./'],
    },
    {
      it: 'a target is absolute',
      raw: template({ mounts: [{ type: 'Volume', target: 'd' }] }),
      refused: ['spec.template.mounts.0.target'],
    },
    {
      it: 'a bind comes from an absolute path',
      raw: template({ mounts: [{ type: 'Bind', source: './d', target: '/d' }] }),
      refused: ['spec.template.mounts.0.source'],
    },
    {
      it: 'a bind comes from somewhere',
      raw: template({ mounts: [{ type: 'Bind', target: '/d' }] }),
      refused: ['spec.template.mounts.0'],
    },
    {
      it: 'networkMode excludes networks',
      raw: template({ networkMode: 'host', networks: [{ network: 'a' }] }),
      refused: ['spec.template.networkMode'],
    },
    {
      it: 'a container in the network of another publishes no ports',
      raw: template({ networkMode: 'service:a', ports: [{ containerPort: 80 }] }),
      refused: ['spec.template.ports'],
    },
    {
      it: 'nor has it anything else that belongs to a network',
      raw: template({
        ...{ networkMode: 'container:a', publishAllPorts: true, expose: ['80'], hostname: 'a', links: ['b'] },
        ...{ dns: ['10.0.0.1'], extraHosts: ['a:10.0.0.1'], macAddress: '02:42:ac:11:00:02' },
      }),
      refused: [
        ...['spec.template.publishAllPorts', 'spec.template.expose', 'spec.template.hostname', 'spec.template.links'],
        ...['spec.template.dns', 'spec.template.extraHosts', 'spec.template.macAddress'],
      ],
    },
    {
      it: 'but may say that it has none of it',
      raw: template({ networkMode: 'service:a', ports: [], expose: [], links: [], publishAllPorts: false }),
      refused: [],
    },
    {
      it: 'ranges of ports are equally long',
      raw: template({ ports: [{ containerPort: 80, containerPortEnd: 82, hostPort: 90, hostPortEnd: 91 }] }),
      refused: ['spec.template.ports.0.hostPortEnd'],
    },
    {
      it: 'a range ends after it begins',
      raw: template({ ports: [{ containerPort: 80, containerPortEnd: 79 }] }),
      refused: ['spec.template.ports.0.containerPortEnd'],
    },
    {
      it: 'a probe says how it is run',
      raw: template({ healthcheck: { test: ['curl', 'localhost'] } }),
      refused: ['spec.template.healthcheck.test.0'],
    },
    {
      it: 'swap holds memory too',
      raw: template({ resources: { limits: { memoryBytes: 2 ** 24, memorySwapBytes: 2 ** 23 } } }),
      refused: ['spec.template.resources.limits.memorySwapBytes'],
    },
    {
      it: 'swap may be unlimited',
      raw: template({ resources: { limits: { memoryBytes: 2 ** 24, memorySwapBytes: -1 } } }),
      refused: [],
    },
    {
      it: 'reservations are within limits',
      raw: template({ resources: { limits: { cpus: 1 }, reservations: { cpus: 2 } } }),
      refused: ['spec.template.resources.reservations.cpus'],
    },
    {
      it: 'devices are counted or named',
      raw: template({ deviceRequests: [{ count: 1, deviceIDs: ['0'] }] }),
      refused: ['spec.template.deviceRequests.0.count'],
    },
    {
      it: 'a build has one Dockerfile',
      raw: template({ build: { context: '/x', dockerfile: 'a', dockerfileInline: 'FROM a' } }),
      refused: ['spec.template.build.dockerfileInline'],
    },
    {
      it: 'a build has its files from a known place',
      raw: template({
        ...{ image: undefined },
        build: {
          context: './sub',
          additionalContexts: {
            ...{ a: '../other', b: 'cwd://', c: 'target:x', d: 'oci-layout://x', e: '.' },
            ...{ f: '/srv/f', g: 'service:g', h: 'docker-image://h', i: 'https://h/i.git', j: 'oci-layout:///j' },
          },
        },
      }),
      refused: ['context', ...['a', 'b', 'c', 'd', 'e'].map((name) => `additionalContexts.${name}`)].map(
        (path) => `spec.template.build.${path}`,
      ),
    },
    {
      it: 'an inline Dockerfile takes no files',
      raw: template({ build: { dockerfileInline: 'FROM a' } }),
      refused: [],
    },
    { it: 'a secret comes from somewhere', raw: manifest('Secret', {}), refused: ['spec'] },
    {
      it: 'a secret comes from one place',
      raw: manifest('Secret', { file: '/a', environment: 'B' }),
      refused: ['spec.environment'],
    },
    {
      it: 'a stored secret remembers its variable',
      raw: manifest('Secret', { stored: true, environment: 'B' }),
      refused: [],
    },
    { it: 'a config may be written out', raw: manifest('Config', { content: '' }), refused: [] },
    {
      it: 'an external network is not shaped',
      raw: manifest('Network', { external: true, driver: 'bridge' }),
      refused: ['spec.driver'],
    },
    {
      it: 'an external volume stands the default driver',
      raw: manifest('Volume', { external: true, driver: 'local' }),
      refused: [],
    },
  ])
    it(sentence, () =>
      deepEqual(
        validateObject(raw).map(({ path }) => path.join('.')),
        refused,
      ),
    )
})
