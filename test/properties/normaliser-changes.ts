import type { V1Resources, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { HELPER } from './normaliser-templates.ts'

const MIB = 1024 * 1024

/** A field with two values that lead to different containers, and the name of the drift between them. */
export interface FieldChange {
  readonly field: keyof V1TaskTemplate
  readonly declared: Partial<V1TaskTemplate>
  readonly found: Partial<V1TaskTemplate>
  /** The beginning of the drift's field. */
  readonly named: string
  /** The first API version whose engines show the field. */
  readonly since?: string
}

const change = <K extends keyof V1TaskTemplate>(
  field: K,
  named: string,
  [declared, found]: readonly [V1TaskTemplate[K], V1TaskTemplate[K]],
): FieldChange => ({ field, named, declared: { [field]: declared }, found: { [field]: found } })

/** A change of each field that inspect shows. */
export const fieldChanges: readonly FieldChange[] = [
  change('command', 'Config.Entrypoint', [['a'], ['a', 'b']]),
  change('args', 'Config.Cmd', [['x'], ['y']]),
  change('env', 'Config.Env.A', [[{ name: 'A', value: '1' }], [{ name: 'A', value: '2' }]]),
  change('env', 'Config.Env.B', [[], [{ name: 'B', value: '2' }]]),
  change('env', 'Config.Env.FROM_IMAGE', [[{ name: 'FROM_IMAGE' }], []]),
  change('workingDir', 'Config.WorkingDir', ['/a', '/b']),
  change('workingDir', 'Config.WorkingDir', [undefined, '/b']),
  change('user', 'Config.User', ['root', undefined]),
  change('groupAdd', 'HostConfig.GroupAdd', [['10'], undefined]),
  change('hostname', 'Config.Hostname', ['one', 'two']),
  change('domainname', 'Config.Domainname', ['one', undefined]),
  change('labels', 'Config.Labels.a', [{ a: '1' }, { a: '2' }]),
  change('labels', 'Config.Labels.b', [{}, { b: '2' }]),
  { ...change('annotations', 'HostConfig.Annotations.a', [{ a: '1' }, { a: '2' }]), since: '1.43' },
  change('tty', 'Config.Tty', [true, undefined]),
  change('stdin', 'Config.OpenStdin', [undefined, true]),
  change('stdinOnce', 'Config.StdinOnce', [true, false]),
  change('stopSignal', 'Config.StopSignal', ['SIGTERM', 'SIGHUP']),
  change('stopGracePeriodSeconds', 'Config.StopTimeout', [0, 30]),
  change('init', 'HostConfig.Init', [true, false]),
  change('healthcheck', 'Config.Healthcheck.Test', [{ disable: true }, undefined]),
  change('healthcheck', 'Config.Healthcheck.Retries', [{ retries: 2 }, { retries: 3 }]),
  change('mounts', 'HostConfig.Mounts./vol', [[{ type: 'Volume', source: 'data', target: '/vol' }], []]),
  change('mounts', 'HostConfig.Mounts./more', [[], [{ type: 'Bind', source: '/usr', target: '/more' }]]),
  change('mounts', 'HostConfig.Mounts./vol', [
    [{ type: 'Volume', source: 'data', target: '/vol' }],
    [{ type: 'Volume', source: 'data', target: '/vol', readOnly: true }],
  ]),
  change('volumesFrom', 'HostConfig.VolumesFrom', [[`container:${HELPER}`], undefined]),
  change('networks', 'network shop_back', [[{ network: 'default' }, { network: 'back' }], [{ network: 'default' }]]),
  change('networks', 'network shop_back', [[{ network: 'default' }], [{ network: 'default' }, { network: 'back' }]]),
  change('networks', 'network shop_default aliases', [
    [{ network: 'default', aliases: ['a'] }],
    [{ network: 'default' }],
  ]),
  change('networks', 'network shop_default IPv4', [
    [{ network: 'default', ipv4Address: '10.81.0.9' }],
    [{ network: 'default', ipv4Address: '10.81.0.10' }],
  ]),
  change('networkMode', 'HostConfig.NetworkMode', ['none', 'host']),
  change('networkMode', 'network shop_default', [undefined, 'none']),
  change('ports', 'HostConfig.PortBindings.80/tcp', [
    [{ containerPort: 80, hostPort: 8080 }],
    [{ containerPort: 80, hostPort: 8081 }],
  ]),
  change('ports', 'HostConfig.PortBindings.80/tcp', [
    [{ containerPort: 80, hostIP: '127.0.0.1' }],
    [{ containerPort: 80 }],
  ]),
  change('expose', 'Config.ExposedPorts.7/udp', [['7/udp'], []]),
  change('expose', 'Config.ExposedPorts.8/udp', [['7-8/udp'], ['7/udp']]),
  change('publishAllPorts', 'HostConfig.PublishAllPorts', [undefined, true]),
  change('dns', 'HostConfig.Dns', [
    ['8.8.8.8', '1.1.1.1'],
    ['1.1.1.1', '8.8.8.8'],
  ]),
  change('dnsSearch', 'HostConfig.DnsSearch', [['a'], undefined]),
  change('dnsOptions', 'HostConfig.DnsOptions', [['rotate'], undefined]),
  change('extraHosts', 'HostConfig.ExtraHosts', [['db:10.0.0.7'], ['db:10.0.0.8']]),
  change('extraHosts', 'HostConfig.ExtraHosts', [
    ['db:10.0.0.7', 'db:10.0.0.8'],
    ['db:10.0.0.8', 'db:10.0.0.7'],
  ]),
  change('volumesFrom', 'HostConfig.VolumesFrom', [[`container:${HELPER}:ro`], [`container:${HELPER}`]]),
  change('externalLinks', 'network shop_default links', [[HELPER], undefined]),
  change('resources', 'HostConfig.Memory', [limits({ memoryBytes: 64 * MIB }), limits({ memoryBytes: 65 * MIB })]),
  change('resources', 'HostConfig.NanoCpus', [limits({ cpus: 1 }), limits({ cpus: 0.5 })]),
  change('resources', 'HostConfig.PidsLimit', [limits({ pids: 10 }), limits({})]),
  change('memorySwappiness', 'HostConfig.MemorySwappiness', [0, 10]),
  change('oomScoreAdj', 'HostConfig.OomScoreAdj', [5, undefined]),
  change('cpuShares', 'HostConfig.CpuShares', [100, 200]),
  change('cpuQuota', 'HostConfig.CpuQuota', [10_000, 20_000]),
  change('cpusetCpus', 'HostConfig.CpusetCpus', ['0', '0-1']),
  change('blkio', 'HostConfig.BlkioDeviceReadBps./dev/null', [rate(2048), rate(4096)]),
  change('devices', 'HostConfig.Devices./dev/x', [undefined, [{ source: '/dev/null', target: '/dev/x' }]]),
  change('deviceCgroupRules', 'HostConfig.DeviceCgroupRules', [['c 1:3 mr'], undefined]),
  change('deviceRequests', 'HostConfig.DeviceRequests.0', [[{ capabilities: [['gpu']] }], undefined]),
  change('capAdd', 'HostConfig.CapAdd', [undefined, ['SYS_ADMIN']]),
  change('capDrop', 'HostConfig.CapDrop', [['ALL'], undefined]),
  change('privileged', 'HostConfig.Privileged', [undefined, true]),
  change('readOnly', 'HostConfig.ReadonlyRootfs', [true, undefined]),
  change('securityOpt', 'HostConfig.SecurityOpt', [['no-new-privileges'], undefined]),
  change('maskedPaths', 'HostConfig.MaskedPaths', [['/proc/acpi'], []]),
  change('readonlyPaths', 'HostConfig.ReadonlyPaths', [[], ['/proc/sys']]),
  change('sysctls', 'HostConfig.Sysctls.net.core.somaxconn', [{ 'net.core.somaxconn': '9' }, undefined]),
  change('ulimits', 'HostConfig.Ulimits.core', [[{ name: 'core', hard: 1 }], [{ name: 'core', hard: 2 }]]),
  change('shmSizeBytes', 'HostConfig.ShmSize', [MIB, undefined]),
  change('tmpfs', 'HostConfig.Tmpfs./t', [{ '/t': 'size=1m' }, { '/t': 'size=2m' }]),
  change('pidMode', 'HostConfig.PidMode', [undefined, 'host']),
  change('ipcMode', 'HostConfig.IpcMode', ['private', 'host']),
  change('utsMode', 'HostConfig.UTSMode', [undefined, 'host']),
  change('usernsMode', 'HostConfig.UsernsMode', ['host', undefined]),
  change('cgroupnsMode', 'HostConfig.CgroupnsMode', ['host', 'private']),
  change('cgroupParent', 'HostConfig.CgroupParent', ['/one', '/two']),
  change('logging', 'HostConfig.LogConfig.Type', [{ driver: 'json-file' }, { driver: 'local' }]),
  change('logging', 'HostConfig.LogConfig.Config.max-size', [
    { driver: 'json-file', options: { 'max-size': '1m' } },
    { driver: 'json-file', options: { 'max-size': '2m' } },
  ]),
  change('restartPolicy', 'HostConfig.RestartPolicy', [{ condition: 'Always' }, { condition: 'Never' }]),
]

function limits(limit: NonNullable<V1Resources['limits']>): V1Resources {
  return { limits: limit }
}

function rate(value: number): V1TaskTemplate['blkio'] {
  return { readBps: [{ path: '/dev/null', rate: value }] }
}

/** Changes that an update makes on a running container, and that engine and kernel honour. */
export const inPlaceChanges: readonly (readonly [from: Partial<V1TaskTemplate>, to: Partial<V1TaskTemplate>])[] = [
  [{ resources: limits({ memoryBytes: 64 * MIB }) }, { resources: limits({ memoryBytes: 128 * MIB }) }],
  [{ resources: limits({ memoryBytes: 128 * MIB }) }, { resources: limits({ memoryBytes: 64 * MIB }) }],
  [{}, { resources: limits({ memoryBytes: 64 * MIB }) }],
  [
    { resources: limits({ memoryBytes: 64 * MIB, memorySwapBytes: -1 }) },
    { resources: limits({ memoryBytes: 96 * MIB, memorySwapBytes: 192 * MIB }) },
  ],
  [{}, { resources: { reservations: { memoryBytes: 32 * MIB } } }],
  [{ resources: limits({ cpus: 1 }) }, { resources: limits({ cpus: 0.5 }) }],
  [{ cpuQuota: 20_000 }, { cpuQuota: 30_000, cpuPeriod: 50_000 }],
  [{ cpuShares: 512 }, { cpuShares: 256 }],
  [{ cpusetCpus: '0' }, { cpusetCpus: '1', cpusetMems: '0' }],
  [{ resources: limits({ pids: 50 }) }, { resources: limits({ pids: 100 }) }],
  [{ restartPolicy: { condition: 'Always' } }, { restartPolicy: { condition: 'OnFailure', maxAttempts: 3 } }],
]
