import { deepEqual, ok } from 'node:assert/strict'
import type { HostConfig } from 'dockerode'
import { shapes } from '../../api/v1/generated/shapes.ts'

/** Every field of Config and HostConfig of engine 28 (API 1.51), with the template field that sets it, or why none does. */
const CONFIG: Record<string, string> = {
  Hostname: 'hostname',
  Domainname: 'domainname',
  User: 'user',
  AttachStdin: '- of a client that is attached',
  AttachStdout: '- of a client that is attached',
  AttachStderr: '- of a client that is attached',
  ExposedPorts: 'expose',
  Tty: 'tty',
  OpenStdin: 'stdin',
  StdinOnce: 'stdinOnce',
  Env: 'env',
  Cmd: 'args',
  Healthcheck: 'healthcheck',
  ArgsEscaped: '- set by the builder',
  Image: 'image',
  Volumes: 'mounts',
  WorkingDir: 'workingDir',
  Entrypoint: 'command',
  NetworkDisabled: 'networkMode',
  MacAddress: 'macAddress',
  OnBuild: '- of images',
  Labels: 'labels',
  StopSignal: 'stopSignal',
  StopTimeout: 'stopGracePeriodSeconds',
  Shell: '- of images',
}

/** Fields of dockerode's type that API 1.51 no longer has. */
type Gone = 'KernelMemory' | 'DiskQuota'

const HOST_CONFIG = {
  CpuShares: 'cpuShares',
  Memory: 'resources.limits.memoryBytes',
  CgroupParent: 'cgroupParent',
  BlkioWeight: 'blkio.weight',
  BlkioWeightDevice: 'blkio.weightDevices',
  BlkioDeviceReadBps: 'blkio.readBps',
  BlkioDeviceWriteBps: 'blkio.writeBps',
  BlkioDeviceReadIOps: 'blkio.readIops',
  BlkioDeviceWriteIOps: 'blkio.writeIops',
  CpuPeriod: 'cpuPeriod',
  CpuQuota: 'cpuQuota',
  CpuRealtimePeriod: 'cpuRealtimePeriod',
  CpuRealtimeRuntime: 'cpuRealtimeRuntime',
  CpusetCpus: 'cpusetCpus',
  CpusetMems: 'cpusetMems',
  Devices: 'devices',
  DeviceCgroupRules: 'deviceCgroupRules',
  DeviceRequests: 'deviceRequests',
  KernelMemoryTCP: 'kernelMemoryTCPBytes',
  MemoryReservation: 'resources.reservations.memoryBytes',
  MemorySwap: 'resources.limits.memorySwapBytes',
  MemorySwappiness: 'memorySwappiness',
  NanoCpus: 'resources.limits.cpus',
  OomKillDisable: 'oomKillDisable',
  Init: 'init',
  PidsLimit: 'resources.limits.pids',
  Ulimits: 'ulimits',
  CpuCount: 'cpuCount',
  CpuPercent: 'cpuPercent',
  IOMaximumIOps: 'ioMaximumIOps',
  IOMaximumBandwidth: 'ioMaximumBandwidthBytes',
  Binds: 'mounts',
  ContainerIDFile: '- written by the docker command',
  LogConfig: 'logging',
  NetworkMode: 'networkMode',
  PortBindings: 'ports',
  RestartPolicy: 'restartPolicy',
  AutoRemove: '- would take the outcome away',
  VolumeDriver: 'volumeDriver',
  VolumesFrom: 'volumesFrom',
  Mounts: 'mounts',
  ConsoleSize: '- of a client that is attached',
  Annotations: 'annotations',
  CapAdd: 'capAdd',
  CapDrop: 'capDrop',
  CgroupnsMode: 'cgroupnsMode',
  Dns: 'dns',
  DnsOptions: 'dnsOptions',
  DnsSearch: 'dnsSearch',
  ExtraHosts: 'extraHosts',
  GroupAdd: 'groupAdd',
  IpcMode: 'ipcMode',
  Cgroup: '- of no effect since long',
  Links: 'links',
  OomScoreAdj: 'oomScoreAdj',
  PidMode: 'pidMode',
  Privileged: 'privileged',
  PublishAllPorts: 'publishAllPorts',
  ReadonlyRootfs: 'readOnly',
  SecurityOpt: 'securityOpt',
  StorageOpt: 'storageOpt',
  Tmpfs: 'tmpfs',
  UTSMode: 'utsMode',
  UsernsMode: 'usernsMode',
  ShmSize: 'shmSizeBytes',
  Sysctls: 'sysctls',
  Runtime: 'runtime',
  Isolation: 'isolation',
  MaskedPaths: 'maskedPaths',
  ReadonlyPaths: 'readonlyPaths',
}

/** Fails to compile when dockerode's type gets a field that is not in the table. */
const NAMED: Record<Exclude<keyof HostConfig, Gone>, string> = HOST_CONFIG

const ENDPOINT: Record<string, string> = {
  'IPAMConfig.IPv4Address': 'ipv4Address',
  'IPAMConfig.IPv6Address': 'ipv6Address',
  'IPAMConfig.LinkLocalIPs': 'linkLocalIPs',
  MacAddress: 'macAddress',
  Aliases: 'aliases',
  DriverOpts: 'driverOpts',
  GwPriority: 'gwPriority',
}

describe('a task template', () => {
  it('can say everything that a container can have', () => {
    const missing = Object.entries({ ...CONFIG, ...HOST_CONFIG, ...NAMED }).filter(
      ([, field]) => !field.startsWith('-') && !has('TaskTemplate', field),
    )
    deepEqual(missing, [])
  })

  it('can say everything that an endpoint can have', () => {
    deepEqual(
      Object.entries(ENDPOINT).filter(([, field]) => !has('NetworkAttachment', field)),
      [],
    )
  })

  it('has no field that leads nowhere', () => {
    const said = new Set([...Object.values(CONFIG), ...Object.values(HOST_CONFIG)].map((field) => field.split('.')[0]))
    const ours = [
      'build',
      'pullPolicy',
      'pullIntervalSeconds',
      'imagePullSecrets',
      'platform',
      'secrets',
      'configs',
      'networks',
      'externalLinks',
      'resources',
      'hooks',
    ]
    for (const field of Object.keys(shapes.TaskTemplate ?? {})) ok(said.has(field) || ours.includes(field), field)
  })
})

function has(type: string, path: string): boolean {
  const [field = '', ...rest] = path.split('.')
  const found = shapes[type]?.[field]
  if (!found) return false
  return rest.length === 0 || has(found.of ?? '', rest.join('.'))
}
