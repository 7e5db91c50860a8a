import type { StringMap } from './string-map.ts'

/** The engine API's own shapes, as far as we set or read them. Names and units are the API's (bytes, nanoseconds). */

export interface HealthcheckBody {
  Test?: string[]
  Interval?: number
  Timeout?: number
  StartPeriod?: number
  StartInterval?: number
  Retries?: number
}

export interface MountBody {
  Type: string
  Source?: string
  Target: string
  ReadOnly?: boolean
  Consistency?: string
  BindOptions?: {
    Propagation?: string
    NonRecursive?: boolean
    CreateMountpoint?: boolean
    ReadOnlyNonRecursive?: boolean
    ReadOnlyForceRecursive?: boolean
  }
  VolumeOptions?: {
    NoCopy?: boolean
    Labels?: StringMap
    Subpath?: string
    DriverConfig?: { Name?: string; Options?: StringMap }
  }
  TmpfsOptions?: { SizeBytes?: number; Mode?: number; Options?: string[][] }
  ImageOptions?: { Subpath?: string }
}

export interface EndpointBody {
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] }
  Links?: string[]
  Aliases?: string[]
  MacAddress?: string
  DriverOpts?: StringMap
  GwPriority?: number
}

export interface PortBinding {
  HostIp?: string
  HostPort?: string
}

export interface DeviceRequestBody {
  Driver?: string
  Count?: number
  DeviceIDs?: string[]
  Capabilities?: string[][]
  Options?: StringMap
}

export interface HostConfigBody {
  Binds?: string[]
  NetworkMode?: string
  /** Engines write null for none. */
  PortBindings?: Record<string, PortBinding[]> | null
  PublishAllPorts?: boolean
  RestartPolicy?: { Name?: string; MaximumRetryCount?: number }
  /** Whether the engine removes the container when it exits. */
  AutoRemove?: boolean
  /** The initial rows and columns of its terminal. */
  ConsoleSize?: readonly [number, number]
  VolumeDriver?: string
  VolumesFrom?: string[]
  Mounts?: MountBody[]
  Annotations?: StringMap
  CapAdd?: string[]
  CapDrop?: string[]
  CgroupnsMode?: string
  Dns?: string[]
  DnsOptions?: string[]
  DnsSearch?: string[]
  ExtraHosts?: string[]
  GroupAdd?: string[]
  IpcMode?: string
  Links?: string[]
  OomScoreAdj?: number
  PidMode?: string
  Privileged?: boolean
  ReadonlyRootfs?: boolean
  SecurityOpt?: string[]
  StorageOpt?: StringMap
  Tmpfs?: StringMap
  UTSMode?: string
  UsernsMode?: string
  ShmSize?: number
  Sysctls?: StringMap | null
  Runtime?: string
  Isolation?: string
  LogConfig?: { Type?: string; Config?: StringMap }
  MaskedPaths?: string[]
  ReadonlyPaths?: string[]
  CpuShares?: number
  Memory?: number
  NanoCpus?: number
  CgroupParent?: string
  BlkioWeight?: number
  BlkioWeightDevice?: { Path: string; Weight: number }[]
  BlkioDeviceReadBps?: { Path: string; Rate: number }[]
  BlkioDeviceWriteBps?: { Path: string; Rate: number }[]
  BlkioDeviceReadIOps?: { Path: string; Rate: number }[]
  BlkioDeviceWriteIOps?: { Path: string; Rate: number }[]
  CpuPeriod?: number
  CpuQuota?: number
  CpuRealtimePeriod?: number
  CpuRealtimeRuntime?: number
  CpusetCpus?: string
  CpusetMems?: string
  CpuCount?: number
  CpuPercent?: number
  Devices?: { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[]
  DeviceCgroupRules?: string[]
  DeviceRequests?: DeviceRequestBody[]
  KernelMemoryTCP?: number
  MemoryReservation?: number
  MemorySwap?: number
  MemorySwappiness?: number
  OomKillDisable?: boolean
  Init?: boolean
  PidsLimit?: number
  IOMaximumIOps?: number
  IOMaximumBandwidth?: number
  Ulimits?: { Name: string; Soft: number; Hard: number }[] | null
}

/** The body of `POST /containers/create`. */
export interface ContainerBody {
  Hostname?: string
  Domainname?: string
  User?: string
  AttachStdout?: boolean
  AttachStderr?: boolean
  ExposedPorts?: Record<string, Record<string, never>>
  Tty?: boolean
  OpenStdin?: boolean
  StdinOnce?: boolean
  Env?: string[]
  Cmd?: string[]
  Entrypoint?: string[]
  Healthcheck?: HealthcheckBody
  Image: string
  Volumes?: Record<string, Record<string, never>>
  WorkingDir?: string
  NetworkDisabled?: boolean
  MacAddress?: string
  Labels?: StringMap
  StopSignal?: string
  StopTimeout?: number
  HostConfig?: HostConfigBody
  NetworkingConfig?: { EndpointsConfig: Record<string, EndpointBody> }
}

/** The body of `POST /containers/ID/update`: what may change in place. */
export type UpdateBody = Pick<
  HostConfigBody,
  | 'CpuShares'
  | 'Memory'
  | 'NanoCpus'
  | 'BlkioWeight'
  | 'CpuPeriod'
  | 'CpuQuota'
  | 'CpuRealtimePeriod'
  | 'CpuRealtimeRuntime'
  | 'CpusetCpus'
  | 'CpusetMems'
  | 'MemoryReservation'
  | 'MemorySwap'
  | 'PidsLimit'
  | 'RestartPolicy'
>

/** A container's endpoint in a network, as inspect shows it. */
export interface EndpointInspect extends EndpointBody {
  NetworkID?: string
  IPAddress?: string
  GlobalIPv6Address?: string
  DNSNames?: string[] | null
}

/** The answer of `GET /containers/ID/json`, as far as it is used. */
export interface ContainerInspect {
  Id: string
  Name: string
  Created?: string
  Image: string
  RestartCount?: number
  Platform?: string
  State: {
    Status: ContainerState
    Running?: boolean
    Paused?: boolean
    Restarting?: boolean
    OOMKilled?: boolean
    ExitCode?: number
    Error?: string
    StartedAt?: string
    FinishedAt?: string
    Health?: {
      Status: string
      FailingStreak?: number
      Log?: { ExitCode: number; Output: string; End?: string }[] | null
    }
  }
  Config: Omit<ContainerBody, 'HostConfig' | 'NetworkingConfig'>
  HostConfig: HostConfigBody
  NetworkSettings: {
    Networks: Record<string, EndpointInspect>
    Ports?: Record<string, PortBinding[] | null>
  }
  Mounts?: { Type: string; Name?: string; Source?: string; Destination: string; RW?: boolean; Propagation?: string }[]
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

/** A row of `GET /containers/json`. */
export interface ContainerSummary {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  readonly image: string
  readonly imageID: string
  readonly labels: Readonly<StringMap>
  readonly state: ContainerState
  /** The engine's own words, such as `Up 3 seconds (healthy)`. */
  readonly status: string
  /** Ids of the networks that it was connected to when it last started. */
  readonly networks: readonly string[]
  /** Names of the volumes that it mounts. */
  readonly volumes: readonly string[]
  /** The host ports that it has now, as `8080/tcp`, without duplicates. */
  readonly hostPorts: readonly string[]
}
