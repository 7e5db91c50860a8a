import { strict as assert } from 'node:assert'
import type { V1Mount, V1Port, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { configBody } from '../../engine/container/config.ts'
import { hostConfigBody } from '../../engine/container/host-config.ts'
import { mountsBody } from '../../engine/container/mounts.ts'
import { exposedPorts, portBindings } from '../../engine/container/ports.ts'
import type { ContainerBody, HostConfigBody } from '../../engine/types/container.ts'

const MIB = 1024 * 1024

describe('Template fields on the engine API', () => {
  const config: readonly [V1TaskTemplate, Partial<ContainerBody>][] = [
    [
      { command: ['a'], args: ['b', 'c'] },
      { Entrypoint: ['a'], Cmd: ['b', 'c'] },
    ],
    [{ command: [] }, { Entrypoint: [] }],
    [{ env: [{ name: 'A', value: '' }, { name: 'B' }] }, { Env: ['A=', 'B'] }],
    [{ stopGracePeriodSeconds: 0.5 }, { StopTimeout: 1 }],
    [{ stopGracePeriodSeconds: 0 }, { StopTimeout: 0 }],
    [
      { stdin: true, tty: true, stdinOnce: true },
      { OpenStdin: true, Tty: true, StdinOnce: true },
    ],
    [{ healthcheck: { disable: true, retries: 3 } }, { Healthcheck: { Test: ['NONE'] } }],
    [
      { healthcheck: { test: ['CMD', 'x'], intervalSeconds: 0.001, startIntervalSeconds: 2, retries: 3 } },
      { Healthcheck: { Test: ['CMD', 'x'], Interval: 1_000_000, StartInterval: 2_000_000_000, Retries: 3 } },
    ],
  ]
  for (const [template, body] of config)
    it(`sends ${JSON.stringify(template)}`, () => assert.deepEqual(configBody(template, '1.51'), body))

  it('leaves the start interval out where the API does not know it', () => {
    const template = { healthcheck: { startIntervalSeconds: 2, retries: 1 } }
    assert.deepEqual(configBody(template, '1.43'), { Healthcheck: { Retries: 1 } })
  })

  const host: readonly [V1TaskTemplate, HostConfigBody][] = [
    [
      {
        resources: {
          limits: { cpus: 0.333, memoryBytes: 64 * MIB, memorySwapBytes: -1, pids: 5 },
          reservations: { memoryBytes: MIB, cpus: 2 },
        },
      },
      { NanoCpus: 333_000_000, Memory: 64 * MIB, MemorySwap: -1, PidsLimit: 5, MemoryReservation: MIB },
    ],
    [
      { devices: [{ source: '/dev/a' }] },
      { Devices: [{ PathOnHost: '/dev/a', PathInContainer: '/dev/a', CgroupPermissions: 'rwm' }] },
    ],
    [{ ulimits: [{ name: 'nofile', hard: 9 }] }, { Ulimits: [{ Name: 'nofile', Soft: 9, Hard: 9 }] }],
    [{ deviceRequests: [{ driver: 'nvidia' }] }, { DeviceRequests: [{ Driver: 'nvidia', Count: -1 }] }],
    [
      { resources: { reservations: { devices: [{ deviceIDs: ['1'], capabilities: [['gpu']] }] } } },
      { DeviceRequests: [{ DeviceIDs: ['1'], Capabilities: [['gpu']] }] },
    ],
    [
      { securityOpt: ['no-new-privileges', 'systempaths=unconfined'] },
      { SecurityOpt: ['no-new-privileges'], MaskedPaths: [], ReadonlyPaths: [] },
    ],
    [
      { maskedPaths: [], tmpfs: { '/t': '' } },
      { MaskedPaths: [], Tmpfs: { '/t': '' } },
    ],
    [{ logging: { driver: 'local', options: { a: 'b' } } }, { LogConfig: { Type: 'local', Config: { a: 'b' } } }],
    [
      { blkio: { weight: 0, readIops: [{ path: '/dev/a', rate: 7 }] } },
      { BlkioWeight: 0, BlkioDeviceReadIOps: [{ Path: '/dev/a', Rate: 7 }] },
    ],
  ]
  for (const [template, body] of host)
    it(`sends ${JSON.stringify(template)}`, () =>
      assert.deepEqual(hostConfigBody(template, '1.51'), { RestartPolicy: { Name: 'on-failure' }, ...body }))
})

describe('Ports on the engine API', () => {
  const table: readonly [V1Port, Record<string, string>][] = [
    [{ containerPort: 80 }, { '80/tcp': ':' }],
    [{ containerPort: 80, hostPort: 0 }, { '80/tcp': ':' }],
    [{ containerPort: 53, protocol: 'udp', hostIP: '127.0.0.1', hostPort: 53 }, { '53/udp': '127.0.0.1:53' }],
    [{ containerPort: 80, hostPort: 8000, hostPortEnd: 8009 }, { '80/tcp': ':8000-8009' }],
    [
      { containerPort: 80, containerPortEnd: 81, hostPort: 8000, hostPortEnd: 8001 },
      { '80/tcp': ':8000', '81/tcp': ':8001' },
    ],
    [
      { containerPort: 80, containerPortEnd: 81 },
      { '80/tcp': ':', '81/tcp': ':' },
    ],
  ]
  for (const [port, bindings] of table)
    it(`publishes ${JSON.stringify(port)}`, () => {
      const found = Object.entries(portBindings([port]) ?? {}).map(([key, list]) => [
        key,
        list.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}`).join(),
      ])
      assert.deepEqual(Object.fromEntries(found), bindings)
      assert.deepEqual(Object.keys(exposedPorts([port]) ?? {}), Object.keys(bindings))
    })

  it('publishes one container port on several host ports', () => {
    const ports = [
      { containerPort: 80, hostPort: 1 },
      { containerPort: 80, hostPort: 2 },
    ]
    assert.equal(portBindings(ports)?.['80/tcp']?.length, 2)
  })

  it('exposes ranges', () => {
    assert.deepEqual(Object.keys(exposedPorts([], ['80', '90-91/udp']) ?? {}), ['80/tcp', '90/udp', '91/udp'])
    assert.equal(exposedPorts([], []), undefined)
  })
})

describe('Mounts on the engine API', () => {
  const made = { type: 'Bind', source: '/srv', target: '/d', bind: { createHostPath: true } } as const
  const table: readonly [V1Mount, string, Pick<HostConfigBody, 'Binds' | 'Mounts'>][] = [
    [
      { type: 'Volume', source: 'data', target: '/d' },
      '1.41',
      { Mounts: [{ Type: 'volume', Source: 'shop_data', Target: '/d' }] },
    ],
    [
      { type: 'Volume', source: 'data', target: '/d', bind: { selinux: 'Z' }, volume: { noCopy: true } },
      '1.51',
      { Binds: ['shop_data:/d:rw,Z,nocopy'] },
    ],
    [{ type: 'Volume', target: '/d' }, '1.41', { Mounts: [{ Type: 'volume', Target: '/d' }] }],
    [
      { type: 'Bind', source: '/srv', target: '/d', readOnly: true },
      '1.41',
      { Mounts: [{ Type: 'bind', Source: '/srv', Target: '/d', ReadOnly: true }] },
    ],
    [made, '1.41', { Binds: ['/srv:/d:rw'] }],
    [
      made,
      '1.42',
      { Mounts: [{ Type: 'bind', Source: '/srv', Target: '/d', BindOptions: { CreateMountpoint: true } }] },
    ],
    [
      { ...made, readOnly: true, bind: { selinux: 'Z', propagation: 'rslave' } },
      '1.51',
      { Binds: ['/srv:/d:ro,Z,rslave'] },
    ],
    [
      { type: 'Tmpfs', target: '/d', tmpfs: { sizeBytes: 1, options: ['exec', 'uid=1'] } },
      '1.46',
      { Mounts: [{ Type: 'tmpfs', Target: '/d', TmpfsOptions: { SizeBytes: 1, Options: [['exec'], ['uid', '1']] } }] },
    ],
    [
      { type: 'Image', source: 'img', target: '/d', image: { subpath: 'x' } },
      '1.51',
      { Mounts: [{ Type: 'image', Source: 'img', Target: '/d', ImageOptions: { Subpath: 'x' } }] },
    ],
  ]
  for (const [mount, apiVersion, body] of table)
    it(`sends ${JSON.stringify(mount)} on API ${apiVersion}`, () =>
      assert.deepEqual(mountsBody([mount], { apiVersion, volumeName: (name) => `shop_${name}` }), body))
})
