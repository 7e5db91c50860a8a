// Written by npm run generate from crds/source; edit those.

/** What a list says of itself. */
export interface V1ListMeta {
  resourceVersion?: string
  continue?: string
  remainingItemCount?: number
}

export interface V1ResourceLimits {
  /** CPUs, fractions allowed, from 0.01; 0 is no limit. */
  cpus?: number
  /** Bytes of memory. */
  memoryBytes?: number
  /** Bytes of memory and swap together; -1 is no limit. */
  memorySwapBytes?: number
  /** Number of processes; -1 is no limit. */
  pids?: number
}

export interface V1GenericResource {
  /** Name of the resource. */
  kind: string
  /** How many of it. */
  value?: number
  /** Which one of it. */
  named?: string
}

export interface V1ResourceReservations {
  /** CPUs kept free on the node for it. */
  cpus?: number
  /** Bytes of memory kept free on the node; also the engine's soft limit. */
  memoryBytes?: number
  /** Resources that nodes declare. */
  genericResources?: V1GenericResource[]
  /** Devices asked of a driver. */
  devices?: V1DeviceRequest[]
}

export interface V1Resources {
  /** What it may not exceed. */
  limits?: V1ResourceLimits
  /** What it is sure of. */
  reservations?: V1ResourceReservations
}

export interface V1DeviceRequest {
  /** Driver, as nvidia or cdi; absent lets the engine choose. */
  driver?: string
  /** How many devices; -1 is all. */
  count?: number
  /** Which devices; excludes count. */
  deviceIDs?: string[]
  /** Sets of capabilities, one of which a device must have: [[gpu, compute]]. */
  capabilities?: string[][]
  /** Options of the driver. */
  options?: Record<string, string>
}

export interface V1Device {
  /** Path on the host. */
  source: string
  /** Path in the container; absent means that on the host. */
  target?: string
  /** Any of r, w and m. Default: "rwm". */
  permissions?: string
}

export interface V1Ulimit {
  /** Name, as nofile. */
  name: string
  /** Soft limit; -1 is none. */
  soft?: number
  /** Hard limit; -1 is none. */
  hard?: number
}

export interface V1WeightDevice {
  /** Device on the host. */
  path: string
  /** Relative weight. */
  weight: number
}

export interface V1ThrottleDevice {
  /** Device on the host. */
  path: string
  /** Bytes or operations per second. */
  rate: number
}

export interface V1BlockIO {
  /** Relative weight; 0 is the default. */
  weight?: number
  /** Weight by device. */
  weightDevices?: V1WeightDevice[]
  /** Bytes per second read. */
  readBps?: V1ThrottleDevice[]
  /** Bytes per second written. */
  writeBps?: V1ThrottleDevice[]
  /** Reads per second. */
  readIops?: V1ThrottleDevice[]
  /** Writes per second. */
  writeIops?: V1ThrottleDevice[]
}

/** A build of an image, by the classic builder of the engine, or by its BuildKit for what only that can do. */
export interface V1Build {
  /** Directory (absolute) or URL (BuildKit) of the build context; absent with dockerfileInline: no files. */
  context?: string
  /** Path of the Dockerfile in the context; absent means Dockerfile. */
  dockerfile?: string
  /** The Dockerfile itself. Excludes dockerfile. */
  dockerfileInline?: string
  /** Build arguments; without a value they are not sent. */
  args?: V1EnvVar[]
  /** Stage to build. */
  target?: string
  /** Labels of the image. */
  labels?: Record<string, string>
  /** Images or caches to take layers from. */
  cacheFrom?: string[]
  /** Where to write the cache (BuildKit). */
  cacheTo?: string[]
  /** Network mode of RUN steps. */
  network?: string
  /** os[/arch[/variant]] to build for. */
  platform?: string
  /** Platforms to build for. Of several, the one of the node is built: its tasks run it. */
  platforms?: string[]
  /** Lines of /etc/hosts in RUN steps, as host:address. */
  extraHosts?: string[]
  /** Bytes of /dev/shm in RUN steps. */
  shmSizeBytes?: number
  /** Ask the registry for newer base images. */
  pull?: boolean
  /** Use no layer of an earlier build. */
  noCache?: boolean
  /** Stages built without cache (BuildKit). */
  noCacheFilter?: string[]
  /** Further names of the image. */
  tags?: string[]
  /** default, process or hyperv (Windows). */
  isolation?: string
  /** Name → directory (absolute), URL, docker-image://… or service:NAME (BuildKit). */
  additionalContexts?: Record<string, string>
  /** Secrets of RUN --mount=type=secret (BuildKit). */
  secrets?: V1SecretReference[]
  /** SSH agents or keys of RUN --mount=type=ssh, as default or ID=PATH (BuildKit). */
  ssh?: string[]
  /** Allow RUN --security=insecure, where the engine does (BuildKit). */
  privileged?: boolean
  /** Entitlements allowed (BuildKit). */
  entitlements?: string[]
  /** Resource limits of RUN steps. */
  ulimits?: V1Ulimit[]
  /** Provenance attestation: true, false, or mode=max (BuildKit). */
  provenance?: string
  /** SBOM attestation: true, false, or generator=IMAGE (BuildKit). */
  sbom?: string
}

export interface V1IPAMConfig {
  /** Subnet in CIDR form. */
  subnet?: string
  /** Part of the subnet that addresses are taken from, in CIDR form. */
  ipRange?: string
  /** Address of the gateway. */
  gateway?: string
  /** Name → address kept free. */
  auxAddresses?: Record<string, string>
}

export interface V1IPAM {
  /** Driver of addresses; absent means default. */
  driver?: string
  /** Options of that driver. */
  options?: Record<string, string>
  /** Subnets. */
  config?: V1IPAMConfig[]
}

export interface V1NetworkOnNode {
  /** Name of the node. */
  node: string
  /** The engine's id of it. */
  id?: string
  /** How it stands there: Present, Absent, Unknown, Held. */
  state?: string
  /** Where it is held: why, one CamelCase word. */
  reason?: string
  /** Why, a sentence. */
  message?: string
  /** Where one that is not ours has its name: who made that. */
  maker?: V1Maker
}

export interface V1Maker {
  /** The project of docker compose that it was made for. */
  project?: string
  /** Another installation of reconcile. */
  installation?: string
  /** The stack that it made it for. */
  stack?: string
}

export interface V1VolumeOnNode {
  /** Name of the node. */
  node: string
  /** It was there once. */
  seen?: boolean
  /** Somebody else made it: it is used, and stays at every deletion. */
  foreign?: boolean
  /** How it stands there: Present, Absent, Lost, Unknown, Held. */
  state?: string
  /** Where it is lost or held: why, one CamelCase word. */
  reason?: string
  /** Why, a sentence. */
  message?: string
  /** Where it is lost: what there is of it elsewhere. */
  older?: V1OlderCopy
}

export interface V1OlderCopy {
  /** The node that has older data of the volume. */
  node: string
  /** The services that a restart makes go on with that. */
  services: string[]
  /** What keeps them off that node, and is to be changed first. */
  refusal?: string
}

export interface V1DeliveryOnNode {
  /** Name of the node. */
  node: string
  /** How it stands there: Delivered, or Unknown where it may be. */
  state?: string
  /** The directory of what is there; its name carries the hash. */
  contentHash?: string
  /** Why. */
  message?: string
}

export interface V1OtherEngine {
  /** The id that it gives itself. */
  engineID: string
  /** Host name of its machine. */
  hostname?: string
  /** Where it answers, as DOCKER_HOST has it. */
  address?: string
  /** The other node that it is recorded of: then the address of this one is wrong, and nothing is to be approved. */
  node?: string
  /** The first 20 tasks that are to run on the node and it has not, as stack/name; absent before it was listed. */
  lacking?: string[]
  /** How many such tasks there are. */
  lackingCount?: number
  /** The first 20 tasks that no other node takes and this one would, were it approved; absent before it was listed. */
  unplaced?: string[]
  /** How many such tasks there are. */
  unplacedCount?: number
}

export interface V1EngineTLS {
  /** Absolute path of the authority's certificate. */
  caFile?: string
  /** Absolute path of the client's certificate. */
  certFile?: string
  /** Absolute path of the client's key. */
  keyFile?: string
}

export interface V1NodeEngine {
  /** Where the engine answers: unix:///var/run/docker.sock, tcp://10.0.0.2:2376, ssh://deploy@web2, ssh://HOST/PATH/docker.sock; absent means DOCKER_HOST or the Docker context. */
  host?: string
  /** TLS files for tcp://. */
  tls?: V1EngineTLS
}

export interface V1OwnerReference {
  /** API version of the owner. */
  apiVersion: string
  /** Kind of the owner. */
  kind: string
  /** Name of the owner. */
  name: string
  /** uid of the owner; an owner of the same name and another uid is another object. */
  uid: string
  /** True for the one owner that manages this object. */
  controller?: boolean
  /** The owner stays until this object is gone. */
  blockOwnerDeletion?: boolean
}

export interface V1ObjectMeta {
  /** Name, unique for its kind in its namespace. */
  name: string
  /** Not used; accepted because clients send it. */
  generateName?: string
  /** The stack that the object belongs to. */
  namespace?: string
  /** Unique over time and space; set by the store. */
  uid?: string
  /** Rises with every write of any object; set by the store. */
  resourceVersion?: string
  /** Rises with every change of spec; set by the store. */
  generation?: number
  /** RFC 3339 time; set by the store. */
  creationTimestamp?: string
  /** RFC 3339 time at which deletion was asked; set by the store. */
  deletionTimestamp?: string
  /** Seconds; accepted because clients send it. */
  deletionGracePeriodSeconds?: number
  /** Labels of the resource (a container's own labels are in the template). */
  labels?: Record<string, string>
  /** Annotations of the resource. */
  annotations?: Record<string, string>
  /** Owners; the object goes when they are gone. */
  ownerReferences?: V1OwnerReference[]
  /** What must happen before the object goes. */
  finalizers?: string[]
  /** Not used; accepted because clients send it. */
  managedFields?: Record<string, unknown>[]
  /** Not used; accepted because clients send it. */
  selfLink?: string
}

export interface V1Condition {
  /** What is said, in CamelCase: Ready, EngineChanged. */
  type: string
  /** Whether it holds. */
  status: 'True' | 'False' | 'Unknown'
  /** metadata.generation that this was said of. */
  observedGeneration?: number
  /** RFC 3339 time at which status last changed. */
  lastTransitionTime?: string
  /** One CamelCase word for machines. */
  reason?: string
  /** A sentence for people. */
  message?: string
}

export interface V1EnvVar {
  /** Name of the variable. */
  name: string
  /** Value; absent means the variable of the image is taken away. */
  value?: string
}

export interface V1BindOptions {
  /** Whether mounts made later inside or outside are seen on the other side. */
  propagation?: 'private' | 'rprivate' | 'shared' | 'rshared' | 'slave' | 'rslave'
  /** Make the directory on the host when it is absent. */
  createHostPath?: boolean
  /** Leave out what is mounted below. */
  nonRecursive?: boolean
  /** Only the mount itself is read-only (API 1.44). */
  readOnlyNonRecursive?: boolean
  /** Refuse when what is mounted below can't be read-only (API 1.44). */
  readOnlyForceRecursive?: boolean
  /** Relabel for SELinux, shared (z) or private (Z); of a volume with a name as well. */
  selinux?: 'z' | 'Z'
}

export interface V1VolumeDriverConfig {
  /** Driver of the volume. */
  name?: string
  /** Options of the driver. */
  options?: Record<string, string>
}

export interface V1VolumeOptions {
  /** Do not fill a new volume with what the image has at the target. */
  noCopy?: boolean
  /** Directory in the volume to mount (API 1.45). */
  subpath?: string
  /** Labels of an anonymous volume. */
  labels?: Record<string, string>
  /** Driver of an anonymous volume. */
  driver?: V1VolumeDriverConfig
}

export interface V1TmpfsOptions {
  /** Bytes it may hold; absent means no limit. */
  sizeBytes?: number
  /** Mode of its root, as a number: 0o1777 is 1023. */
  mode?: number
  /** Further mount options, key or key=value (API 1.46). */
  options?: string[]
}

export interface V1ImageMountOptions {
  /** Directory in the image to mount (API 1.49). */
  subpath?: string
}

export interface V1Mount {
  /** What is mounted. */
  type: 'Volume' | 'Bind' | 'Tmpfs' | 'NamedPipe' | 'Image' | 'Cluster'
  /** Name of a Volume of the stack, absolute host path, or image; a Volume mount without it is an anonymous volume. */
  source?: string
  /** Absolute path in the container. */
  target: string
  /** The container can't write to it. */
  readOnly?: boolean
  /** Accepted by engines and of no effect on Linux. */
  consistency?: 'default' | 'consistent' | 'cached' | 'delegated'
  /** Options of a Bind. */
  bind?: V1BindOptions
  /** Options of a Volume. */
  volume?: V1VolumeOptions
  /** Options of a Tmpfs. */
  tmpfs?: V1TmpfsOptions
  /** Options of an Image. */
  image?: V1ImageMountOptions
}

export interface V1SecretReference {
  /** Name of the Secret in the same stack. */
  secret: string
  /** Path in the container, relative to /run/secrets; absent means the name. */
  target?: string
  /** Owner by number; absent means 0. */
  uid?: string
  /** Group by number; absent means 0. */
  gid?: string
  /** Mode as a number: 0o444 is 292; absent means that. */
  mode?: number
}

export interface V1ConfigReference {
  /** Name of the Config in the same stack. */
  config: string
  /** Path in the container, relative to /; absent means the name. */
  target?: string
  /** Owner by number; absent means 0. */
  uid?: string
  /** Group by number; absent means 0. */
  gid?: string
  /** Mode as a number: 0o444 is 292; absent means that. */
  mode?: number
}

export interface V1NetworkAttachment {
  /** Name of the Network in the same stack. */
  network: string
  /** Further names it answers to on this network. */
  aliases?: string[]
  /** Fixed IPv4 address. */
  ipv4Address?: string
  /** Fixed IPv6 address. */
  ipv6Address?: string
  /** Link-local addresses. */
  linkLocalIPs?: string[]
  /** MAC address on this network. */
  macAddress?: string
  /** Options of the network's driver. */
  driverOpts?: Record<string, string>
  /** The highest becomes the default gateway (API 1.48). */
  gwPriority?: number
  /** The highest is connected first. */
  priority?: number
  /** Name of the interface in the container (API 1.49). */
  interfaceName?: string
}

export interface V1Port {
  /** Port in the container. */
  containerPort: number
  /** Last port of a range that starts at containerPort. */
  containerPortEnd?: number
  /** Port on the host; absent or 0 lets the engine choose. */
  hostPort?: number
  /** Last port of a range that starts at hostPort; for one containerPort the engine takes a free one of it. */
  hostPortEnd?: number
  /** Address on the host; absent means all. */
  hostIP?: string
  /** Protocol. Default: "tcp". */
  protocol?: 'tcp' | 'udp' | 'sctp'
  /** Name for people, as http. */
  name?: string
  /** Protocol above it, as http, for proxies. */
  appProtocol?: string
  /** Host: on the task's own node; Ingress: on every node. On one node they are the same. */
  mode?: 'Host' | 'Ingress'
}

export interface V1SpreadPreference {
  /** Node label over whose values tasks are spread: node.labels.zone. */
  spread: string
}

export interface V1Placement {
  /** What a node must be to have a task: node.labels.disk == ssd, node.hostname != h2. Tasks on a node that does not meet them any more are replaced elsewhere by the update strategy; jobs, and what has data there, stay. */
  constraints?: string[]
  /** How tasks are spread when they are placed, the first first. */
  preferences?: V1SpreadPreference[]
  /** Most tasks on one node; absent or 0 means no limit. What is too many is replaced elsewhere. */
  maxReplicasPerNode?: number
  /** Platforms that the image runs on. */
  platforms?: V1Platform[]
}

export interface V1Platform {
  /** Operating system. */
  os?: string
  /** CPU architecture. */
  architecture?: string
}

export interface V1UpdateStrategy {
  /** Tasks replaced at once; 0 is all. Default: 1. */
  parallelism?: number
  /** Whether the old task ends before or after the new one is healthy: before for a job, or where a fixed address, or ports of its host, have no room for both. Default: "StopFirst". */
  order?: 'StopFirst' | 'StartFirst'
  /** Seconds between one batch and the next. Default: 0. */
  delaySeconds?: number
  /** Seconds a new task must stay up before it counts, in a first deployment too; absent means 5 in an update where there is a health check or an updateStrategy, else 0; and that the first task of a revision without a health check has run for half a second, in an update only where it has several tasks. */
  monitorSeconds?: number
  /** What happens when too many new tasks fail. Of what is there to end, a job or what others wait for to complete, Rollback does what Pause does: an earlier one would run again. With Continue, or within maxFailureRatio, the other tasks are updated all the same; where new tasks start first, the old one of a failing one runs on, and the update fails at progressDeadlineSeconds unless that one comes up. Default: "Pause". */
  failureAction?: 'Pause' | 'Continue' | 'Rollback'
  /** Share of new tasks that may fail. Default: 0. */
  maxFailureRatio?: number
}

export interface V1RollbackStrategy {
  /** Tasks replaced at once; 0 is all. Default: 1. */
  parallelism?: number
  /** Whether the new task ends before or after the old one is healthy: before for a job, or where a fixed address, or ports of its host, have no room for both. Default: "StopFirst". */
  order?: 'StopFirst' | 'StartFirst'
  /** Seconds between one batch and the next. Default: 0. */
  delaySeconds?: number
  /** Seconds a task must stay up before it counts, whatever the updateStrategy says of that; absent means 5 where there is a health check or an updateStrategy, else 0. A task that was ready before the rollback began counts at once. */
  monitorSeconds?: number
  /** What happens when too many tasks fail. Default: "Pause". */
  failureAction?: 'Pause' | 'Continue'
  /** Share of tasks that may fail. Default: 0. */
  maxFailureRatio?: number
}

export interface V1Endpoint {
  /** As Swarm has it, and kept for it: here a name has the addresses of all tasks in either mode. */
  mode?: 'VIP' | 'DNSRR'
}

export interface V1Dependency {
  /** Name of the service in the same stack. */
  service: string
  /** How far it must be. Default: "Started". */
  condition?: 'Started' | 'Healthy' | 'Completed'
  /** Restart this service when the other is recreated or restarted by a command. Default: false. */
  restart?: boolean
  /** When false, its absence or failure is a warning. Default: true. */
  required?: boolean
}

export interface V1RolloutStatus {
  /** Where it stands. */
  state?: 'None' | 'Progressing' | 'Paused' | 'Completed' | 'RollingBack' | 'RolledBack' | 'Stalled'
  /** Revision that it leads to. */
  revision?: string
  /** RFC 3339 time of its start. */
  startedAt?: string
  /** RFC 3339 time at which the restart was asked for that it is; absent: it is none. */
  restartedAt?: string
  /** RFC 3339 time of its last progress. */
  progressedAt?: string
  /** RFC 3339 time of its end. */
  finishedAt?: string
  /** Why it stands there. */
  message?: string
  /** Why the update failed that is rolled back. */
  cause?: string
  /** New tasks that failed. */
  failures?: number
  /** Tasks replaced. */
  updated?: number
}

export interface V1PortStatus {
  /** Port in the container. */
  containerPort: number
  /** Protocol. */
  protocol: 'tcp' | 'udp' | 'sctp'
  /** Address on the host. */
  hostIP?: string
  /** Port on the host. */
  hostPort?: number
}

/** What a task's container is made from. */
export interface V1TaskTemplate {
  /** Image reference: name, name:tag or name@digest. With build, the name that the built image gets. */
  image?: string
  /** How to build the image. */
  build?: V1Build
  /** When the image is pulled; absent means Missing. Daily and Weekly pull it anew a day or a week after the last pull. */
  pullPolicy?: 'Always' | 'Missing' | 'Never' | 'Build' | 'Daily' | 'Weekly'
  /** Seconds after the last pull of its tag at which the image is pulled anew, with Missing, Daily or Weekly. */
  pullIntervalSeconds?: number
  /** Secrets of the stack with logins for registries, as Kubernetes' type dockerconfigjson has them; the first with one for the image counts, else docker's own config.json. */
  imagePullSecrets?: string[]
  /** os[/arch[/variant]], as linux/arm64. */
  platform?: string
  /** The entry point: replaces the ENTRYPOINT of the image, and its CMD too when args is absent. */
  command?: string[]
  /** Arguments: replace the CMD of the image. */
  args?: string[]
  /** Environment variables. */
  env?: V1EnvVar[]
  /** Working directory in the container; absent means that of the image. */
  workingDir?: string
  /** user[:group], names or numbers; absent means that of the image. */
  user?: string
  /** Further groups of the user. */
  groupAdd?: string[]
  /** Host name in the container; absent means the container's short id. */
  hostname?: string
  /** NIS domain name in the container. */
  domainname?: string
  /** MAC address on the first network. */
  macAddress?: string
  /** Labels of the container. */
  labels?: Record<string, string>
  /** Annotations handed to the OCI runtime. */
  annotations?: Record<string, string>
  /** Give it a terminal. */
  tty?: boolean
  /** Keep its standard input open. */
  stdin?: boolean
  /** Close its standard input when the first client leaves. */
  stdinOnce?: boolean
  /** Signal that asks it to stop; absent means that of the image, else SIGTERM. */
  stopSignal?: string
  /** Seconds between the stop signal and SIGKILL; absent means 10. Engines count whole seconds. */
  stopGracePeriodSeconds?: number
  /** Run an init process that forwards signals and reaps zombies. */
  init?: boolean
  /** How health is found out; absent means as the image says. */
  healthcheck?: V1Healthcheck
  /** Volumes, host paths and other file systems. */
  mounts?: V1Mount[]
  /** Mount all volumes of SERVICE[:ro|rw] or container:NAME[:ro|rw]. */
  volumesFrom?: string[]
  /** Driver of anonymous volumes. */
  volumeDriver?: string
  /** Secrets as files. */
  secrets?: V1SecretReference[]
  /** Configs as files. */
  configs?: V1ConfigReference[]
  /** Networks it is on; absent means the network "default" of its stack, unless networkMode says otherwise. */
  networks?: V1NetworkAttachment[]
  /** none, host, bridge, default, service:NAME, container:NAME, or the engine's name of a network. Excludes networks. */
  networkMode?: string
  /** Ports published on the host. */
  ports?: V1Port[]
  /** Ports it listens on, for information: "80", "80/udp", "8000-8010/tcp". */
  expose?: string[]
  /** Addresses of DNS servers. */
  dns?: string[]
  /** DNS search domains. */
  dnsSearch?: string[]
  /** Options of resolv.conf. */
  dnsOptions?: string[]
  /** Lines of /etc/hosts as host:address; the address host-gateway is the host. */
  extraHosts?: string[]
  /** SERVICE[:ALIAS] of the same stack, reachable under that alias. */
  links?: string[]
  /** CONTAINER[:ALIAS] of other origin, reachable under that alias. */
  externalLinks?: string[]
  /** Publish every exposed port on a port that the engine chooses. */
  publishAllPorts?: boolean
  /** Limits, and what is reserved on the node. */
  resources?: V1Resources
  /** How eagerly the kernel swaps it out; absent means the host's setting. */
  memorySwappiness?: number
  /** Do not kill it when memory runs out (cgroup v1). */
  oomKillDisable?: boolean
  /** Preference for being killed when memory runs out. */
  oomScoreAdj?: number
  /** Relative weight of CPU time. */
  cpuShares?: number
  /** Microseconds of one CFS period. */
  cpuPeriod?: number
  /** Microseconds of CPU time per period. */
  cpuQuota?: number
  /** Microseconds of one real-time period. */
  cpuRealtimePeriod?: number
  /** Microseconds of real-time CPU per period. */
  cpuRealtimeRuntime?: number
  /** CPUs it may run on: 0-3, 0,2. */
  cpusetCpus?: string
  /** Memory nodes it may use: 0-1. */
  cpusetMems?: string
  /** Number of CPUs (Windows). */
  cpuCount?: number
  /** Percent of the CPUs (Windows). */
  cpuPercent?: number
  /** I/O operations per second of the system drive (Windows). */
  ioMaximumIOps?: number
  /** Bytes per second of the system drive (Windows). */
  ioMaximumBandwidthBytes?: number
  /** Bytes of kernel TCP buffers (cgroup v1). */
  kernelMemoryTCPBytes?: number
  /** Weights and limits of block devices. */
  blkio?: V1BlockIO
  /** Devices of the host given to it. */
  devices?: V1Device[]
  /** Rules of the devices cgroup: "c 1:3 mr". */
  deviceCgroupRules?: string[]
  /** Devices asked of a driver, as GPUs and CDI devices. */
  deviceRequests?: V1DeviceRequest[]
  /** Kernel capabilities added. */
  capAdd?: string[]
  /** Kernel capabilities taken away. */
  capDrop?: string[]
  /** Every capability and device of the host. */
  privileged?: boolean
  /** The container's root file system can't be written. */
  readOnly?: boolean
  /** Options of the security modules: no-new-privileges, seccomp=…, label=…. */
  securityOpt?: string[]
  /** Paths hidden in the container; absent means the engine's own list. */
  maskedPaths?: string[]
  /** Paths read-only in the container; absent means the engine's own list. */
  readonlyPaths?: string[]
  /** Kernel parameters of its namespaces. */
  sysctls?: Record<string, string>
  /** Resource limits of its processes. */
  ulimits?: V1Ulimit[]
  /** Bytes of /dev/shm; absent means the engine's default of 64 MiB. */
  shmSizeBytes?: number
  /** Path → options of temporary file systems: size=64m,mode=1777. */
  tmpfs?: Record<string, string>
  /** host, service:NAME or container:NAME. */
  pidMode?: string
  /** none, private, shareable, host, service:NAME or container:NAME. */
  ipcMode?: string
  /** host for the UTS namespace of the host. */
  utsMode?: string
  /** host for the user namespace of the host. */
  usernsMode?: string
  /** Whose cgroup namespace; absent means the engine's default. */
  cgroupnsMode?: 'host' | 'private'
  /** cgroup under which its own is made. */
  cgroupParent?: string
  /** OCI runtime by the engine's name for it. */
  runtime?: string
  /** default, process or hyperv (Windows). */
  isolation?: string
  /** Options of the storage driver, as size. */
  storageOpt?: Record<string, string>
  /** Where its output goes; absent: as the engine has it, or to its driver local where that would keep all. */
  logging?: V1Logging
  /** What happens after its end; absent: exit 0 is Completed, anything else is restarted with backoff. */
  restartPolicy?: V1RestartPolicy
  /** Commands run in it at points of its life. */
  hooks?: V1Hooks
}

export interface V1Healthcheck {
  /** The probe: [CMD, arg…], [CMD-SHELL, line] or [NONE]; absent means that of the image. */
  test?: string[]
  /** Seconds between probes; absent means that of the image, else 30. */
  intervalSeconds?: number
  /** Seconds until a probe counts as failed; absent means that of the image, else 30. */
  timeoutSeconds?: number
  /** Seconds after start in which failures do not count; absent means that of the image, else 0. */
  startPeriodSeconds?: number
  /** Seconds between probes in the start period (API 1.44); absent means 5. */
  startIntervalSeconds?: number
  /** Failures in a row that make it unhealthy; absent means that of the image, else 3. */
  retries?: number
  /** No health check, not even that of the image. */
  disable?: boolean
}

export interface V1RestartPolicy {
  /** After which ends it is started again. Default: "Always". */
  condition?: 'Always' | 'UnlessStopped' | 'OnFailure' | 'Never'
  /** Seconds between an end and the next start; absent means a backoff from 0.1 s up to 60 s. */
  delaySeconds?: number
  /** Restarts within the window before giving up; absent or 0 means no limit. With OnFailure, without delay and window, the engine counts. */
  maxAttempts?: number
  /** Seconds over which restarts are counted; absent means for ever. */
  windowSeconds?: number
}

export interface V1Hook {
  /** Program and arguments. */
  command: string[]
  /** User it runs as. */
  user?: string
  /** Run with all capabilities. */
  privileged?: boolean
  /** Working directory. */
  workingDir?: string
  /** Further variables. */
  env?: V1EnvVar[]
}

export interface V1Hooks {
  /** Run in the container after each start, in order. */
  postStart?: V1Hook[]
  /** Run in the container before it is asked to stop, in order. */
  preStop?: V1Hook[]
}

export interface V1Logging {
  /** Log driver; absent means the engine's default. */
  driver?: string
  /** Options of the driver. */
  options?: Record<string, string>
}

export interface V1ConfigSpec {
  /** Its name outside the stack; absent means the bare name. */
  hostName?: string
  /** Absolute path of the file. `serve` watches it: a new content is rolled out once nobody writes to it any more. */
  file?: string
  /** Variable with the content; its value is kept in RECONCILE_HOME. */
  environment?: string
  /** The content itself. */
  content?: string
  /** The content is a file in RECONCILE_HOME/secrets, which `reconcile describe` names where it is missing. Default: false. */
  stored?: boolean
  /** As stored, in the words of Compose: files declare the config, and a person puts its content there. It stays there when its stack or files are deleted. Default: false. */
  external?: boolean
  /** Labels for people. */
  labels?: Record<string, string>
  /** Where the file is on a node. Default: "Memory". */
  storage?: 'Memory' | 'Disk'
}

export interface V1ConfigStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready and others. */
  conditions?: V1Condition[]
  /** Keyed hash of the content. */
  contentHash?: string
  /** How it stands on each node. */
  nodes?: V1DeliveryOnNode[]
}

export interface V1NetworkSpec {
  /** Its name on the engine; absent means STACK_NAME, or the bare name when it is external. */
  hostName?: string
  /** Driver; absent means bridge, which each host has of its own: names are found on the same host alone. overlay joins the managers of a swarm, and is refused on any other host. */
  driver?: string
  /** Options of the driver. */
  driverOpts?: Record<string, string>
  /** No way out of it. */
  internal?: boolean
  /** Containers not of its own can join (overlay). */
  attachable?: boolean
  /** IPv4 addresses; absent means yes (API 1.47). */
  enableIPv4?: boolean
  /** IPv6 addresses. */
  enableIPv6?: boolean
  /** The routing mesh's own network (Swarm). */
  ingress?: boolean
  /** How far it reaches; absent means as the driver has it. */
  scope?: 'local' | 'swarm' | 'global'
  /** Addresses. */
  ipam?: V1IPAM
  /** Labels on the engine. A network that is there keeps those it was made with until it is made anew, as when its services are scaled to 0 and back. */
  labels?: Record<string, string>
  /** It exists already; it is used, and neither made nor removed. Default: false. */
  external?: boolean
}

export interface V1NetworkStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready and others. */
  conditions?: V1Condition[]
  /** Its name on the engine. */
  hostName?: string
  /** Driver of the network that is there, else the one that it is to have. */
  driver?: string
  /** How it stands on each node. */
  nodes?: V1NetworkOnNode[]
  /** The nodes that have it, or may have it: its deletion waits for these. Absent: for all. */
  seenOn?: string[]
}

export interface V1NodeSpec {
  /** How to reach it. */
  engine?: V1NodeEngine
  /** Labels for placement, as node.labels.zone. */
  labels?: Record<string, string>
  /** No new tasks. Default: false. */
  unschedulable?: boolean
  /** No new tasks. Those of Global services end, others are replaced on other nodes by the update strategy; jobs, and what has data there, stay. The condition Drained says what is there still. Default: false. */
  drain?: boolean
}

export interface V1NodeStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready, EngineChanged and others. */
  conditions?: V1Condition[]
  /** The id that the engine gives itself. */
  engineID?: string
  /** The id of its network none, which is drawn with its data: an upgrade keeps it, also where it changes engineID. */
  dataID?: string
  /** What spec.engine was when its engine answered last. */
  engine?: V1NodeEngine
  /** Why its engine does not answer, or is not to be looked at; absent while it does and is. */
  unreachable?: string
  /** What keeps its engine from answering, where that is known: this user may not open its socket; its host name does not resolve; nothing answers at its address; ssh comes to no login there; it takes connections and does not answer them; its address, TLS or certificates are not what it takes; what answers is no Docker Engine that can be used; a proxy before it or its authorization plugin refuses calls; it answers, and fails at what it is asked, so that nobody knows all that it has. */
  obstacle?: 'AccessDenied' | 'NameUnresolved' | 'HostSilent' | 'NoLogin' | 'NoAnswer' | 'Misconfigured' | 'Unsupported' | 'CallRefused' | 'Failing'
  /** The other node whose engine answers at its address: nothing is done under this name. */
  engineOf?: string
  /** The engine that answers in the place of the recorded one, and was not approved. */
  otherEngine?: V1OtherEngine
  /** Version of the engine. */
  engineVersion?: string
  /** API version spoken with it. */
  apiVersion?: string
  /** Host name of the machine. */
  hostname?: string
  /** Where its engine answered, as DOCKER_HOST has it. */
  address?: string
  /** Operating system, as linux. */
  os?: string
  /** CPU architecture, as x86_64. */
  architecture?: string
  /** CPUs. */
  cpus?: number
  /** Bytes of memory. */
  memoryBytes?: number
  /** It answers and may be used. */
  ready?: boolean
  /** RFC 3339 time of its last answer before it fell silent. */
  lastSeen?: string
}

export interface V1RevisionSpec {
  /** Name of its service. */
  service: string
  /** Hash of the template. */
  hash: string
  /** Rises with each new revision of the service; an old one that is wanted again is the newest. */
  number: number
  /** The template. */
  template: V1TaskTemplate
  /** Keyed content hash of each Secret and Config that it mounts, by KIND/NAME. */
  contents?: Record<string, string>
  /** Source text of the service's node in its file. */
  sourceText?: string
  /** Image reference → digest or id that it ran. */
  imageDigests?: Record<string, string>
  /** Where no registry is known to have its image: node → id of the image that it runs there. */
  imageIDs?: Record<string, string>
}

export interface V1RevisionStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** RolledOut: whether its last update came to its end, and why not; not known while no task of it was ever ready. TasksFailing: what was rolled out fails over and over. */
  conditions?: V1Condition[]
}

export interface V1SecretSpec {
  /** Its name outside the stack; absent means the bare name. */
  hostName?: string
  /** Absolute path of the file with the bytes. `serve` watches it: new bytes are rolled out once nobody writes to it any more. */
  file?: string
  /** Variable with the bytes; its value is kept in RECONCILE_HOME. An empty one counts as not set: what was kept before stays. */
  environment?: string
  /** The bytes are in RECONCILE_HOME, by `reconcile secret create`. Default: false. */
  stored?: boolean
  /** As stored, in the words of Compose: files declare the secret, and `reconcile secret create` gives it its bytes. These stay in RECONCILE_HOME when its stack or files are deleted. Default: false. */
  external?: boolean
  /** Labels for people. */
  labels?: Record<string, string>
  /** Where the bytes are on a node. Default: "Memory". */
  storage?: 'Memory' | 'Disk'
}

export interface V1SecretStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready and others. */
  conditions?: V1Condition[]
  /** Keyed hash of the bytes; says nothing of them. */
  contentHash?: string
  /** How it stands on each node. */
  nodes?: V1DeliveryOnNode[]
}

export interface V1ServiceSpec {
  /** Replicated: replicas tasks; Global: one on every node that fits; jobs run to their end. Default: "Replicated". */
  mode?: 'Replicated' | 'Global' | 'ReplicatedJob' | 'GlobalJob'
  /** Number of tasks. Not used by Global and GlobalJob. Default: 1. */
  replicas?: number
  /** Tasks of a ReplicatedJob that run at once; absent or 0 means replicas. */
  maxConcurrent?: number
  /** What its tasks are made from; a change of it is a new revision. */
  template: V1TaskTemplate
  /** Where its tasks may run. */
  placement?: V1Placement
  /** How a new revision replaces the old one. */
  updateStrategy?: V1UpdateStrategy
  /** How the old revision comes back after a failed update. */
  rollbackStrategy?: V1RollbackStrategy
  /** How its name is answered. */
  endpoint?: V1Endpoint
  /** Services that must be so far before its tasks start. */
  dependsOn?: V1Dependency[]
  /** Seconds without progress after which a rollout has failed (pulled bytes and build steps are progress; the grace of an old task that stops, or of its silent host, does not count). Default: 300. */
  progressDeadlineSeconds?: number
  /** Revisions kept; where that is 2 or more, also the newest old one that was ready and did not fail. Default: 10. */
  revisionHistoryLimit?: number
  /** Name of the one container; allows one replica only. */
  containerName?: string
}

export interface V1ServiceStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready, SourceFailed and others. */
  conditions?: V1Condition[]
  /** Tasks there are. */
  replicas?: number
  /** Tasks of the newest revision. */
  updatedReplicas?: number
  /** Slots with a task that runs and is healthy, or that completed. */
  readyReplicas?: number
  /** Slots with a task that runs, or ran to its end. */
  runningReplicas?: number
  /** Tasks that ended well. */
  completedReplicas?: number
  /** Tasks there should be; for Global modes, nodes that fit. */
  desiredReplicas?: number
  /** Revision that was last rolled out whole. */
  currentRevision?: string
  /** Revision that is wanted now. */
  updateRevision?: string
  /** The rollout in progress or the last one. */
  rollout?: V1RolloutStatus
  /** Where it is stopped until it is moved from Swarm: the Swarm service that runs in its place. */
  swarmService?: string
  /** Template hash whose rollout failed; it is tried again when the template changes, or by reconcile rollout retry. */
  stalledHash?: string
  /** Deletions of a service of this name before this one. */
  incarnation?: number
  /** Label selector of its tasks, for the scale subresource. */
  selector?: string
}

export type V1StackSpec = Record<string, never>

export interface V1StackStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready and others. */
  conditions?: V1Condition[]
  /** Services it has. */
  services?: number
  /** Services with all their tasks ready. */
  readyServices?: number
  /** Tasks it has. */
  tasks?: number
  /** Tasks that are ready. */
  readyTasks?: number
}

export interface V1TaskSpec {
  /** Name of its service. */
  service: string
  /** Its place among the tasks of its service, from 1. */
  slot: number
  /** Node it is bound to; absent until it is scheduled. */
  node?: string
  /** Hash of the template it was made from. */
  revision?: string
  /** How many tasks of this slot and revision came before it. Default: 0. */
  attempt?: number
  /** Incarnation of its service. Default: 0. */
  incarnation?: number
  /** What its container is made from, resolved. */
  template: V1TaskTemplate
  /** Image it runs exactly: a reference by digest, or an id. */
  image?: string
  /** Keyed content hash of each Secret and Config that it mounts, by KIND/NAME. */
  contents?: Record<string, string>
  /** Where an adopted container has its Secrets and Configs, by their path in it: directories on the node. Absent: where we put them. */
  contentPaths?: Record<string, string>
  /** What is wanted of it. Default: "Running". */
  desiredState?: 'Running' | 'Completed' | 'Shutdown' | 'Removed'
  /** Name of its container; absent means STACK-SERVICE-SLOT. */
  containerName?: string
}

export interface V1TaskStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready and others. */
  conditions?: V1Condition[]
  /** Where it stands. */
  phase?: 'Pending' | 'Assigned' | 'Preparing' | 'Starting' | 'Running' | 'Completed' | 'Failed' | 'Unknown'
  /** Why it stands there, one CamelCase word. */
  reason?: string
  /** Why it stands there, a sentence. */
  message?: string
  /** The engine's id of its container. */
  containerID?: string
  /** Name that its container has now. */
  containerName?: string
  /** Address on its first network. */
  ip?: string
  /** Ports as the engine published them. */
  ports?: V1PortStatus[]
  /** Exit code of its last end. */
  exitCode?: number
  /** Restarts, by the engine and by us. */
  restarts?: number
  /** Restarts by us that count against restartPolicy.maxAttempts, beside those that its engine counts: for failures of its container, since that was made or somebody stopped it. */
  countedRestarts?: number
  /** Restarts that say nothing of its container: for the sake of another, after somebody stopped or removed it, that nobody watched, or of an earlier revision. */
  excusedRestarts?: number
  /** Failures in a row; 0 again after it ran for 10 seconds. */
  failures?: number
  /** How often in a row a registry refused the login for its image. */
  refusedLogins?: number
  /** How it last failed, a sentence; gone after it ran for 10 seconds. */
  lastFailure?: string
  /** RFC 3339 time at which its preparation last moved on (bytes pulled, build steps). */
  progressedAt?: string
  /** RFC 3339 time of the last start. */
  startedAt?: string
  /** RFC 3339 time of the last end. */
  finishedAt?: string
  /** How long the run took that it completed with, in seconds; absent if unknown. */
  ranSeconds?: number
  /** What the health check says; None without one. */
  healthy?: 'True' | 'False' | 'Unknown' | 'None'
  /** Output of the last failing probe. */
  health?: string
  /** Last lines it wrote before its end. */
  lastLogLines?: string[]
  /** RFC 3339 time of the next attempt. */
  nextRetryAt?: string
  /** Its container was stopped by reconcile, to restart or to remove it. */
  stoppedByUs?: boolean
  /** The commands of hooks.postStart have yet to run in its container as it was last started. */
  postStartDue?: boolean
  /** Where what is not ours has its name, or that of a network of it: who made that. */
  maker?: V1Maker
  /** Id of the image that its container runs. */
  imageID?: string
}

export interface V1VolumeSpec {
  /** Its name on the engine; absent means STACK_NAME, or the bare name when it is external. */
  hostName?: string
  /** Driver. Default: "local". */
  driver?: string
  /** Options of the driver. */
  driverOpts?: Record<string, string>
  /** Labels on the engine. A volume that is there keeps those it was made with. */
  labels?: Record<string, string>
  /** It exists already; it is used, and neither made nor removed. Default: false. */
  external?: boolean
  /** Pinned: on one node, its tasks follow the data; PerNode: each node has its own. Absent: PerNode when a Global service mounts it, another driver than local or a network file system has it, or maxReplicasPerNode spreads its service; else Pinned. */
  scope?: 'Pinned' | 'PerNode'
  /** Make it again, empty, when it was there and is gone. Default: false. */
  recreate?: boolean
}

export interface V1VolumeStatus {
  /** metadata.generation that this status is about. */
  observedGeneration?: number
  /** Ready and others. */
  conditions?: V1Condition[]
  /** Its name on the engine. */
  hostName?: string
  /** How it stands on each node. */
  nodes?: V1VolumeOnNode[]
}

/** A file that tasks read; not secret. */
export interface V1Config {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Config'
  metadata: V1ObjectMeta
  spec: V1ConfigSpec
  status?: V1ConfigStatus
}

export interface V1ConfigList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'ConfigList'
  metadata: V1ListMeta
  items: V1Config[]
}

/** A network that tasks of a stack share. */
export interface V1Network {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Network'
  metadata: V1ObjectMeta
  spec: V1NetworkSpec
  status?: V1NetworkStatus
}

export interface V1NetworkList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'NetworkList'
  metadata: V1ListMeta
  items: V1Network[]
}

/** A Docker engine. */
export interface V1Node {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Node'
  metadata: V1ObjectMeta
  spec: V1NodeSpec
  status?: V1NodeStatus
}

export interface V1NodeList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'NodeList'
  metadata: V1ListMeta
  items: V1Node[]
}

/** An immutable template of a service, by its hash. */
export interface V1Revision {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Revision'
  metadata: V1ObjectMeta
  spec: V1RevisionSpec
  status?: V1RevisionStatus
}

export interface V1RevisionList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'RevisionList'
  metadata: V1ListMeta
  items: V1Revision[]
}

/** Bytes that only a task's own files may show. The bytes are never part of the resource. */
export interface V1Secret {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Secret'
  metadata: V1ObjectMeta
  spec: V1SecretSpec
  status?: V1SecretStatus
}

export interface V1SecretList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'SecretList'
  metadata: V1ListMeta
  items: V1Secret[]
}

/** A number of equal tasks, kept running, and how one version of them follows another. */
export interface V1Service {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Service'
  metadata: V1ObjectMeta
  spec: V1ServiceSpec
  status?: V1ServiceStatus
}

export interface V1ServiceList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'ServiceList'
  metadata: V1ListMeta
  items: V1Service[]
}

/** A namespace of resources; made for each that has any, or whose files can't be used. */
export interface V1Stack {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Stack'
  metadata: V1ObjectMeta
  spec: V1StackSpec
  status?: V1StackStatus
}

export interface V1StackList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'StackList'
  metadata: V1ListMeta
  items: V1Stack[]
}

/** One instance of a service; it becomes one container. */
export interface V1Task {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Task'
  metadata: V1ObjectMeta
  spec: V1TaskSpec
  status?: V1TaskStatus
}

export interface V1TaskList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'TaskList'
  metadata: V1ListMeta
  items: V1Task[]
}

/** Data that outlives tasks, and this resource. Only `delete --volumes` removes it; declared again before that has come about, it is kept with its data. */
export interface V1Volume {
  apiVersion: 'reconcile.dev/v1'
  kind: 'Volume'
  metadata: V1ObjectMeta
  spec: V1VolumeSpec
  status?: V1VolumeStatus
}

export interface V1VolumeList {
  apiVersion: 'reconcile.dev/v1'
  kind: 'VolumeList'
  metadata: V1ListMeta
  items: V1Volume[]
}
