import { deepEqual } from 'node:assert/strict'
import { validateObject } from '../../api/v1/validation/validate.ts'

const wrongIn = (template: object, spec: object = {}) =>
  validateObject({
    ...{ apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
    spec: { template: { image: 'a', ...template }, ...spec },
  }).map(({ path }) => path.slice(2).join('.'))

const limits = (fields: object, more: object = {}) => ({ resources: { limits: fields }, ...more })
const bind = (fields: object, options: object) => ({
  mounts: [{ type: 'Bind', source: '/a', target: '/a', ...fields, bind: options }],
})
const volume = (fields: object) => ({ mounts: [{ type: 'Volume', target: '/a', ...fields }] })
const port = (fields: object) => ({ containerPort: 80, hostPort: 8080, ...fields })

describe('fields of a template that no engine takes together', () => {
  for (const [sentence, template, wrong] of [
    ['swap without memory', limits({ memorySwapBytes: 2 ** 24 }), ['resources.limits.memorySwapBytes']],
    ['no limit of swap needs no memory', limits({ memorySwapBytes: -1 }), []],
    ['cpus and a quota', limits({ cpus: 1 }, { cpuQuota: 50_000 }), ['cpuQuota']],
    ['cpus and a period', limits({ cpus: 1 }, { cpuPeriod: 50_000 }), ['cpuPeriod']],
    ['cpus and no quota', limits({ cpus: 1 }, { cpuQuota: -1, cpuPeriod: 0 }), []],
    ['a quota of its own', { cpuQuota: 50_000, cpuPeriod: 100_000 }, []],
    ['a soft ulimit above the hard one', { ulimits: [{ name: 'nofile', soft: 9, hard: 5 }] }, ['ulimits.0.soft']],
    ['no soft limit below a hard one', { ulimits: [{ name: 'core', soft: -1, hard: 5 }] }, ['ulimits.0.soft']],
    [
      'a soft ulimit and no hard one',
      {
        ulimits: [
          { name: 'core', soft: 5, hard: -1 },
          { name: 'nproc', soft: 9 },
        ],
      },
      [],
    ],
    [
      'a ulimit twice',
      {
        ulimits: [
          { name: 'nofile', soft: 9 },
          { name: 'NOFILE', soft: 10 },
        ],
      },
      ['ulimits.1.name'],
    ],
    ['an empty entry point and nothing to run', { command: [''] }, ['command']],
    ['an empty program', { command: ['', 'a'], args: ['b'] }, ['command']],
    ['an empty entry point and what to run', { command: [''], args: ['a'] }, []],
    ['CMD alone', { healthcheck: { test: ['CMD'] } }, ['healthcheck.test']],
    ['CMD-SHELL alone', { healthcheck: { test: ['CMD-SHELL'] } }, ['healthcheck.test']],
    ['NONE alone', { healthcheck: { test: ['NONE'] } }, []],
    [
      'net.* and the network of the host',
      { networkMode: 'host', sysctls: { 'net.core.somaxconn': '9' } },
      ['sysctls.net.core.somaxconn'],
    ],
    ['net.* and no network', { networkMode: 'none', sysctls: { 'net.core.somaxconn': '9' } }, []],
    [
      'IPC parameters and the IPC of the host',
      { ipcMode: 'host', sysctls: { 'kernel.shmmax': '9' } },
      ['sysctls.kernel.shmmax'],
    ],
    ['net.* and the IPC of the host', { ipcMode: 'host', sysctls: { 'net.core.somaxconn': '9' } }, []],
    ['a host name and the UTS of the host', { utsMode: 'host', hostname: 'a' }, ['hostname']],
    ['a host name and the network of the host', { networkMode: 'host', hostname: 'a' }, []],
    ['links and the network of the host', { networkMode: 'host', links: ['db'] }, ['links']],
    ['an anonymous volume that is read only', volume({ readOnly: true }), ['mounts.0.readOnly']],
    ['a named volume that is read only', volume({ source: 'data', readOnly: true }), []],
    ['a part of an anonymous volume', volume({ volume: { subpath: 'a' } }), ['mounts.0.volume.subpath']],
    [
      'what is no part of a volume',
      volume({ source: 'data', volume: { subpath: 'a/../../b' } }),
      ['mounts.0.volume.subpath'],
    ],
    [
      'an absolute path in a volume',
      volume({ source: 'data', volume: { subpath: '/a' } }),
      ['mounts.0.volume.subpath'],
    ],
    ['a part of a volume', volume({ source: 'data', volume: { subpath: 'a/../..b' } }), []],
    [
      'an absolute path in an image',
      { mounts: [{ type: 'Image', source: 'a', target: '/a', image: { subpath: '/bin' } }] },
      ['mounts.0.image.subpath'],
    ],
    [
      'a depth of read-only and no read-only',
      bind({}, { readOnlyForceRecursive: true }),
      ['mounts.0.bind.readOnlyForceRecursive'],
    ],
    [
      'two depths of read-only',
      bind({ readOnly: true }, { readOnlyForceRecursive: true, readOnlyNonRecursive: true }),
      ['mounts.0.bind.readOnlyNonRecursive'],
    ],
    ['a depth of read-only', bind({ readOnly: true }, { readOnlyNonRecursive: true }), []],
    ['one host port for two', { ports: [port({}), port({ containerPort: 81 })] }, ['ports.1.hostPort']],
    ['one host port twice', { ports: [port({}), port({ hostIP: '0.0.0.0' })] }, ['ports.1.hostPort']],
    ['a port of an address and of all', { ports: [port({ hostIP: '127.0.0.1' }), port({})] }, ['ports.1.hostPort']],
    [
      'a port in a range',
      { ports: [port({ containerPortEnd: 82, hostPortEnd: 8082 }), port({ containerPort: 90, hostPort: 8081 })] },
      ['ports.1.hostPort'],
    ],
    ['a port and a range with others', { ports: [port({}), port({ containerPort: 81, hostPortEnd: 8082 })] }, []],
    ['a port of two addresses', { ports: [port({ hostIP: '127.0.0.1' }), port({ hostIP: '::1' })] }, []],
    ['a port of two protocols', { ports: [port({}), port({ protocol: 'udp' })] }, []],
    ['ports that the engine chooses', { ports: [port({ hostPort: 0 }), port({ hostPort: 0 })] }, []],
  ] as const)
    it(`${sentence}: ${wrong.join() || 'fine'}`, () => deepEqual(wrongIn(template), wrong))
})
