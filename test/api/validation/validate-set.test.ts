import { deepEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef } from '../../../api/v1/metadata.ts'
import { validateSet } from '../../../api/v1/validation/validate-set.ts'
import { costsAtMost } from '../../support/processor-time.ts'

function make(kind: Kind, key: string, spec: object = {}): ObjectOf {
  const [namespace = '', name = ''] = key.split('/')
  return { apiVersion: 'reconcile.dev/v1', kind, metadata: { namespace, name }, spec } as ObjectOf
}

const service = (key: string, spec: Partial<V1ServiceSpec> = {}) =>
  make('Service', key, { template: { image: 'a' }, ...spec })
const using = (key: string, template: object) => make('Service', key, { template: { image: 'a', ...template } })
const waiting = (key: string, ...others: string[]) =>
  service(key, { dependsOn: others.map((name) => ({ service: name })) })
const node = (name: string) =>
  ({ apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata: { name }, spec: {} }) as ObjectOf
const publishing = (key: string, port: object, more: Partial<V1ServiceSpec> = {}) =>
  service(key, {
    template: { image: 'a', ports: [{ containerPort: 80, hostPort: 8080, ...port }] },
    ...more,
  })

const addressed = (key: string, ipv4Address: string, more: Partial<V1ServiceSpec> = {}) =>
  service(key, { template: { image: 'a', networks: [{ network: 'n', ipv4Address }] }, ...more })
const subnets = (...subnets: string[]) =>
  make('Network', 's/n', { ipam: { config: subnets.map((subnet) => ({ subnet })) } })

const withMode = (networkMode: string): Partial<V1ServiceSpec> => ({
  template: { image: 'a', networkMode, ports: [{ containerPort: 80, hostPort: 8080 }] },
})

describe('validateSet', () => {
  for (const { it: sentence, objects, says } of [
    {
      it: 'takes the network default undeclared',
      objects: [using('s/a', { networks: [{ network: 'default' }] })],
      says: [],
    },
    {
      it: 'takes what is declared',
      objects: [using('s/a', { mounts: [{ type: 'Volume', source: 'v', target: '/v' }] }), make('Volume', 's/v')],
      says: [],
    },
    {
      it: 'names a volume of another stack as not declared',
      objects: [using('s/a', { mounts: [{ type: 'Volume', source: 'v', target: '/v' }] }), make('Volume', 't/v')],
      says: ['Service s/a spec.template.mounts.0.source names Volume s/v, which is not declared'],
    },
    {
      it: 'names secrets, configs, networks and services that are not declared',
      objects: [
        using('s/a', {
          secrets: [{ secret: 'x' }],
          configs: [{ config: 'y' }],
          networks: [{ network: 'n' }],
          links: ['z:zz'],
        }),
      ],
      says: [
        'Service s/a spec.template.links.0 names Service s/z, which is not declared',
        'Service s/a spec.template.networks.0.network names Network s/n, which is not declared',
        'Service s/a spec.template.secrets.0.secret names Secret s/x, which is not declared',
        'Service s/a spec.template.configs.0.config names Config s/y, which is not declared',
      ],
    },
    {
      it: 'names a dependency that is not there',
      objects: [waiting('s/a', 'b')],
      says: ['Service s/a spec.dependsOn.0.service names Service s/b, which is not declared'],
    },
    {
      it: 'lets an optional dependency be absent',
      objects: [service('s/a', { dependsOn: [{ service: 'b', required: false }] })],
      says: [],
    },
    {
      it: 'names a circle once, and what only leads to it not at all',
      objects: [waiting('s/in', 'a'), waiting('s/a', 'b'), waiting('s/b', 'c'), waiting('s/c', 'a'), waiting('s/d')],
      says: [
        'Service s/a spec.dependsOn.0.service wait for each other in a circle (a → b → c → a): take one dependency away',
      ],
    },
    {
      it: 'names two circles that meet in one service, each',
      objects: [
        waiting('s/x', 'a'),
        waiting('s/a', 'b', 'c'),
        waiting('s/b', 'b2'),
        waiting('s/b2', 'b'),
        waiting('s/c', 'a'),
      ],
      says: [
        'Service s/b spec.dependsOn.0.service wait for each other in a circle (b → b2 → b): take one dependency away',
        'Service s/a spec.dependsOn.1.service wait for each other in a circle (a → c → a): take one dependency away',
      ],
    },
    {
      it: 'sees a circle through a shared network namespace',
      objects: [waiting('s/a', 'b'), using('s/b', { networkMode: 'service:a' })],
      says: [
        'Service s/a spec.dependsOn.0.service wait for each other in a circle (a → b → a): take one dependency away',
      ],
    },
    {
      it: 'names what is declared twice',
      objects: [service('s/a'), service('s/a')],
      says: ['Service s/a metadata.name Service s/a is declared twice: keep one'],
    },
    {
      it: 'sees two volumes come to one name',
      objects: [make('Volume', 's/a_b'), make('Volume', 't/x', { hostName: 's_a_b' })],
      says: [
        'Volume t/x spec.hostName comes to the volume name s_a_b, as Volume s/a_b does: to have both use one, with its data, say `external: true` in one of them; renamed, it is another one, and empty',
      ],
    },
    {
      it: 'sees two networks come to one name',
      objects: [make('Network', 's/a_b'), make('Network', 't/x', { hostName: 's_a_b' })],
      says: [
        'Network t/x spec.hostName comes to the network name s_a_b, as Network s/a_b does: to have both use one, say `external: true` in one of them; renamed, it is another one',
      ],
    },
    {
      it: 'lets an external volume be the volume of another stack',
      objects: [make('Volume', 's/a'), make('Volume', 't/a', { external: true, hostName: 's_a' })],
      says: [],
    },
    {
      it: 'lets an external network be the network of another stack',
      objects: [make('Network', 's/a'), make('Network', 't/a', { external: true, hostName: 's_a' })],
      says: [],
    },
    {
      it: 'sees two services come to one container name',
      objects: [service('a/b-1'), service('a-b/1')],
      says: [
        'Service a-b/1 metadata.name comes to the container name a-b-1-1, as Service a/b-1 does: rename one of them',
      ],
    },
    {
      it: 'sees a container name that is the third slot of another service',
      objects: [service('s/x', { containerName: 's-web-3' }), service('s/web', { replicas: 3 })],
      says: [
        'Service s/x spec.containerName comes to the container name s-web-3, as Service s/web does: rename one of them',
      ],
    },
    ...[
      { it: 'names two services that take one port of the one host', a: {}, b: {} },
      { it: 'names them where the node is declared', a: {}, b: {}, nodes: ['local'] },
      { it: 'names them with an address that is within all', a: { hostIP: '127.0.0.1' }, b: { hostIP: '0.0.0.0' } },
      {
        it: 'names them where a range has the port',
        a: { hostPort: 8000, hostPortEnd: 8090, containerPortEnd: 90 },
        b: {},
      },
    ].map(({ it, a, b, nodes = [] }) => ({
      ...{ it, objects: [...nodes.map(node), publishing('s/a', a), publishing('s/b', b)] },
      says: [
        'Service s/b spec.template.ports.0.hostPort takes port 8080 of the host, as Service s/a does, and there is one host: publish another port, or leave hostPort out so that it gets a free one',
      ],
    })),
    ...[
      { it: 'of another protocol', a: { protocol: 'udp' }, b: {} },
      { it: 'of another address', a: { hostIP: '127.0.0.1' }, b: { hostIP: '127.0.0.2' } },
      { it: 'of the other family of addresses', a: { hostIP: '::' }, b: { hostIP: '0.0.0.0' } },
      { it: 'that the engine chooses', a: { hostPort: 0 }, b: { hostPort: 0 } },
      { it: 'of a range that has others free', a: { hostPort: 8080, hostPortEnd: 8081 }, b: {} },
      { it: 'of a service without tasks', a: {}, b: {}, more: { replicas: 0 } },
      { it: 'of a job, which ends', a: {}, b: {}, more: { mode: 'ReplicatedJob' as const } },
      {
        it: 'of one that the other waits for',
        a: {},
        b: {},
        more: { dependsOn: [{ service: 'a', condition: 'Completed' as const }] },
      },
      {
        it: 'of one that is placed elsewhere',
        a: {},
        b: {},
        more: { placement: { constraints: ['node.labels.x == y'] } },
      },
      { it: 'that has no network to publish on', a: {}, b: {}, more: withMode('none') },
      { it: 'of one that is in the network of a container', a: {}, b: {}, more: withMode('container:x') },
      {
        it: 'of one that it waits for through others',
        a: {},
        b: {},
        more: { dependsOn: [{ service: 'between', condition: 'Completed' as const }] },
        others: [service('s/between', { dependsOn: [{ service: 'a', condition: 'Completed' }] })],
      },
      { it: 'where there are several hosts', a: {}, b: {}, nodes: ['h2'] },
      { it: 'of another stack, which the scheduler tells', a: {}, b: {}, second: 't/b' },
    ].map(({ it, a, b, more = {}, nodes = [], second = 's/b', others = [] }) => ({
      it: `takes two services with a port ${it}`,
      objects: [...nodes.map(node), publishing('s/a', a), publishing(second, b, more), ...others],
      says: [],
    })),
    {
      it: 'names an address that is in no subnet of its network',
      objects: [addressed('s/a', '10.1.2.3'), subnets('10.1.1.0/24', 'fd00::/64')],
      says: ['Service s/a spec.template.networks.0.ipv4Address is in no subnet of Network s/n, which has 10.1.1.0/24'],
    },
    ...[subnets('10.1.0.0/16'), subnets('fd00::/64'), subnets(), make('Network', 's/n', { external: true })].map(
      (network) => ({
        it: `takes an address in ${JSON.stringify('spec' in network ? network.spec : {})}`,
        objects: [addressed('s/a', '10.1.2.3'), network],
        says: [],
      }),
    ),
    {
      it: 'names them where that is written in two ways',
      objects: ['fd00::5', 'fd00:0::5']
        .map((ipv6Address, index) =>
          using(`s/${index === 0 ? 'a' : 'b'}`, { networks: [{ network: 'n', ipv6Address }] }),
        )
        .concat(subnets('fd00::/64')),
      says: [
        'Service s/b spec.template.networks.0.ipv6Address is the address of Service s/a there, and there is one host: give it another one',
      ],
    },
    {
      it: 'names two services that have one address of the one host',
      objects: [addressed('s/a', '10.1.2.3'), addressed('s/b', '10.1.2.3'), subnets('10.1.0.0/16')],
      says: [
        'Service s/b spec.template.networks.0.ipv4Address is the address of Service s/a there, and there is one host: give it another one',
      ],
    },
    ...[
      { it: 'where there are several hosts', others: [node('h2')], more: {} },
      { it: 'of a job, which ends', others: [], more: { mode: 'ReplicatedJob' as const } },
      { it: 'of a service without tasks', others: [], more: { replicas: 0 } },
      {
        it: 'of one that the other waits for',
        others: [],
        more: { dependsOn: [{ service: 'a', condition: 'Completed' as const }] },
      },
    ].map(({ it, others, more }) => ({
      it: `takes two services with an address ${it}`,
      objects: [addressed('s/a', '10.1.2.3'), addressed('s/b', '10.1.2.3', more), subnets('10.1.0.0/16'), ...others],
      says: [],
    })),
    {
      it: 'lets numbered container names stand side by side',
      objects: [service('s/x', { containerName: 'redis-1' }), service('s/y', { containerName: 'redis-2' })],
      says: [],
    },
  ])
    it(sentence, () => {
      const lines = validateSet(objects).map(
        ({ object, path, message }) => `${describeRef(object)} ${path.join('.')} ${message}`,
      )
      deepEqual(lines, says)
    })

  it('names both objects and suggests the one that was meant', () => {
    const [error] = validateSet([waiting('s/web', 'databse'), service('s/database')])
    deepEqual([error?.object.name, error?.other?.name, error?.suggestion], ['web', 'databse', 'database'])
  })

  it('suggests names for 50 of very many that are not declared, in time (S12)', async () => {
    const declared = Array.from({ length: 8000 }, (_, index) => service(`s/database-${index}`))
    const waits = waiting('s/web', ...Array.from({ length: 4000 }, (_, index) => `databse-${index}`))
    const errors = await costsAtMost(3_000, () => validateSet([waits, ...declared]))
    deepEqual([errors.length, errors.filter(({ suggestion }) => suggestion).length], [4000, 50])
  })

  it('finds a circle of 5,000 services without a deep stack', () => {
    const ring = Array.from({ length: 5000 }, (_, index) => waiting(`s/n${index}`, `n${(index + 1) % 5000}`))
    deepEqual(validateSet(ring).length, 1)
  })

  it('looks once at each of 10,000 services that lead to one circle (S12)', async () => {
    const row = Array.from({ length: 10_000 }, (_, index) => waiting(`s/n${index}`, `n${index + 1}`))
    const circle = [waiting('s/n10000', 'end'), waiting('s/end', 'n10000')]
    const errors = await costsAtMost(5_000, () => validateSet([...row, ...circle]))
    deepEqual(errors.length, 1)
  })

  it('looks for 500 addresses in 4,096 subnets in time, and names few of these (S12)', async () => {
    const wide = subnets(...Array.from({ length: 4096 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`))
    const services = Array.from({ length: 500 }, (_, index) => addressed(`s/n${index}`, `11.0.0.${index}`))
    const errors = await costsAtMost(2_000, () => validateSet([wide, ...services]))
    const has = '10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24 and 4093 more'
    deepEqual([...new Set(errors.map(({ message }) => message))], [`is in no subnet of Network s/n, which has ${has}`])
  })

  for (const [what, share] of [
    ['address', (key, more) => addressed(key, '10.1.2.3', more)],
    ['port', (key, more) => publishing(key, {}, more)],
  ] as readonly [string, (key: string, more: Partial<V1ServiceSpec>) => ObjectOf][])
    it(`compares 15,000 services that have one ${what} and take turns in time (S12)`, async () => {
      const row = Array.from({ length: 15_000 }, (_, i) => share(`s/n${i}`, i > 0 ? after(`n${i - 1}`) : {}))
      const errors = await costsAtMost(2_000, () => validateSet([...row, subnets('10.1.0.0/16')]))
      deepEqual(errors, [])
    })

  for (const order of ['before', 'after'])
    it(`names one in a long range of ports where another that takes turns with that one comes ${order} it`, () => {
      const long = publishing('s/long', { hostPort: 8000, hostPortEnd: 8090, containerPortEnd: 170 })
      const short = publishing('s/short', { hostPort: 8000 }, after('long'))
      const pair = order === 'before' ? [short, long] : [long, short]
      const [error, ...more] = validateSet([...pair, publishing('s/b', {})])
      deepEqual([error?.object.name, error?.other?.name, more.length], ['b', 'long', 0])
    })
})

/** The spec of a service that waits for another one to complete. */
function after(service: string): Partial<V1ServiceSpec> {
  return { dependsOn: [{ service, condition: 'Completed' }] }
}
