// Written by npm run generate from crds/source; edit those.
import type { Shape } from '../validation/shape.ts'

/** The fields of each named type: what defaulting walks along and what suggestions for a typo are taken from. */
export const shapes: Readonly<Record<string, Shape>> = {
 Config: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "ConfigSpec"
  },
  status: {
   of: "ConfigStatus"
  }
 },
 Network: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "NetworkSpec"
  },
  status: {
   of: "NetworkStatus"
  }
 },
 Node: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "NodeSpec"
  },
  status: {
   of: "NodeStatus"
  }
 },
 Revision: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "RevisionSpec"
  },
  status: {
   of: "RevisionStatus"
  }
 },
 Secret: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "SecretSpec"
  },
  status: {
   of: "SecretStatus"
  }
 },
 Service: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "ServiceSpec"
  },
  status: {
   of: "ServiceStatus"
  }
 },
 Stack: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "StackSpec"
  },
  status: {
   of: "StackStatus"
  }
 },
 Task: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "TaskSpec"
  },
  status: {
   of: "TaskStatus"
  }
 },
 Volume: {
  apiVersion: {},
  kind: {},
  metadata: {
   of: "ObjectMeta"
  },
  spec: {
   of: "VolumeSpec"
  },
  status: {
   of: "VolumeStatus"
  }
 },
 ResourceLimits: {
  cpus: {},
  memoryBytes: {},
  memorySwapBytes: {},
  pids: {}
 },
 GenericResource: {
  kind: {},
  value: {},
  named: {}
 },
 ResourceReservations: {
  cpus: {},
  memoryBytes: {},
  genericResources: {
   many: "list",
   of: "GenericResource"
  },
  devices: {
   many: "list",
   of: "DeviceRequest"
  }
 },
 Resources: {
  limits: {
   of: "ResourceLimits"
  },
  reservations: {
   of: "ResourceReservations"
  }
 },
 DeviceRequest: {
  driver: {},
  count: {},
  deviceIDs: {
   many: "list"
  },
  capabilities: {
   many: "list"
  },
  options: {
   many: "map"
  }
 },
 Device: {
  source: {},
  target: {},
  permissions: {
   default: "rwm"
  }
 },
 Ulimit: {
  name: {},
  soft: {},
  hard: {}
 },
 WeightDevice: {
  path: {},
  weight: {}
 },
 ThrottleDevice: {
  path: {},
  rate: {}
 },
 BlockIO: {
  weight: {},
  weightDevices: {
   many: "list",
   of: "WeightDevice"
  },
  readBps: {
   many: "list",
   of: "ThrottleDevice"
  },
  writeBps: {
   many: "list",
   of: "ThrottleDevice"
  },
  readIops: {
   many: "list",
   of: "ThrottleDevice"
  },
  writeIops: {
   many: "list",
   of: "ThrottleDevice"
  }
 },
 Build: {
  context: {},
  dockerfile: {},
  dockerfileInline: {},
  args: {
   many: "list",
   of: "EnvVar"
  },
  target: {},
  labels: {
   many: "map"
  },
  cacheFrom: {
   many: "list"
  },
  cacheTo: {
   many: "list"
  },
  network: {},
  platform: {},
  platforms: {
   many: "list"
  },
  extraHosts: {
   many: "list"
  },
  shmSizeBytes: {},
  pull: {},
  noCache: {},
  noCacheFilter: {
   many: "list"
  },
  tags: {
   many: "list"
  },
  isolation: {},
  additionalContexts: {
   many: "map"
  },
  secrets: {
   many: "list",
   of: "SecretReference"
  },
  ssh: {
   many: "list"
  },
  privileged: {},
  entitlements: {
   many: "list"
  },
  ulimits: {
   many: "list",
   of: "Ulimit"
  },
  provenance: {},
  sbom: {}
 },
 HostName: {},
 IPAMConfig: {
  subnet: {},
  ipRange: {},
  gateway: {},
  auxAddresses: {
   many: "map"
  }
 },
 IPAM: {
  driver: {},
  options: {
   many: "map"
  },
  config: {
   many: "list",
   of: "IPAMConfig"
  }
 },
 NetworkOnNode: {
  node: {},
  id: {},
  state: {},
  reason: {},
  message: {},
  maker: {
   of: "Maker"
  }
 },
 Maker: {
  project: {},
  installation: {},
  stack: {}
 },
 VolumeOnNode: {
  node: {},
  seen: {},
  foreign: {},
  state: {},
  reason: {},
  message: {},
  older: {
   of: "OlderCopy"
  }
 },
 OlderCopy: {
  node: {},
  services: {
   many: "list"
  },
  refusal: {}
 },
 DeliveryOnNode: {
  node: {},
  state: {},
  contentHash: {},
  message: {}
 },
 OtherEngine: {
  engineID: {},
  hostname: {},
  address: {},
  node: {},
  lacking: {
   many: "list"
  },
  lackingCount: {},
  unplaced: {
   many: "list"
  },
  unplacedCount: {}
 },
 EngineTLS: {
  caFile: {},
  certFile: {},
  keyFile: {}
 },
 NodeEngine: {
  host: {},
  tls: {
   of: "EngineTLS"
  }
 },
 OwnerReference: {
  apiVersion: {},
  kind: {},
  name: {},
  uid: {},
  controller: {},
  blockOwnerDeletion: {}
 },
 ObjectMeta: {
  name: {},
  generateName: {},
  namespace: {},
  uid: {},
  resourceVersion: {},
  generation: {},
  creationTimestamp: {},
  deletionTimestamp: {},
  deletionGracePeriodSeconds: {},
  labels: {
   many: "map"
  },
  annotations: {
   many: "map"
  },
  ownerReferences: {
   many: "list",
   of: "OwnerReference"
  },
  finalizers: {
   many: "list"
  },
  managedFields: {
   many: "list"
  },
  selfLink: {}
 },
 Condition: {
  type: {},
  status: {
   enum: [
    "True",
    "False",
    "Unknown"
   ]
  },
  observedGeneration: {},
  lastTransitionTime: {},
  reason: {},
  message: {}
 },
 EnvVar: {
  name: {},
  value: {}
 },
 BindOptions: {
  propagation: {
   enum: [
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave"
   ]
  },
  createHostPath: {},
  nonRecursive: {},
  readOnlyNonRecursive: {},
  readOnlyForceRecursive: {},
  selinux: {
   enum: [
    "z",
    "Z"
   ]
  }
 },
 VolumeDriverConfig: {
  name: {},
  options: {
   many: "map"
  }
 },
 VolumeOptions: {
  noCopy: {},
  subpath: {},
  labels: {
   many: "map"
  },
  driver: {
   of: "VolumeDriverConfig"
  }
 },
 TmpfsOptions: {
  sizeBytes: {},
  mode: {},
  options: {
   many: "list"
  }
 },
 ImageMountOptions: {
  subpath: {}
 },
 Mount: {
  type: {
   enum: [
    "Volume",
    "Bind",
    "Tmpfs",
    "NamedPipe",
    "Image",
    "Cluster"
   ]
  },
  source: {},
  target: {},
  readOnly: {},
  consistency: {
   enum: [
    "default",
    "consistent",
    "cached",
    "delegated"
   ]
  },
  bind: {
   of: "BindOptions"
  },
  volume: {
   of: "VolumeOptions"
  },
  tmpfs: {
   of: "TmpfsOptions"
  },
  image: {
   of: "ImageMountOptions"
  }
 },
 SecretReference: {
  secret: {},
  target: {},
  uid: {},
  gid: {},
  mode: {}
 },
 ConfigReference: {
  config: {},
  target: {},
  uid: {},
  gid: {},
  mode: {}
 },
 NetworkAttachment: {
  network: {},
  aliases: {
   many: "list"
  },
  "ipv4Address": {},
  "ipv6Address": {},
  linkLocalIPs: {
   many: "list"
  },
  macAddress: {},
  driverOpts: {
   many: "map"
  },
  gwPriority: {},
  priority: {},
  interfaceName: {}
 },
 Port: {
  containerPort: {},
  containerPortEnd: {},
  hostPort: {},
  hostPortEnd: {},
  hostIP: {},
  protocol: {
   enum: [
    "tcp",
    "udp",
    "sctp"
   ],
   default: "tcp"
  },
  name: {},
  appProtocol: {},
  mode: {
   enum: [
    "Host",
    "Ingress"
   ]
  }
 },
 SpreadPreference: {
  spread: {}
 },
 Placement: {
  constraints: {
   many: "list"
  },
  preferences: {
   many: "list",
   of: "SpreadPreference"
  },
  maxReplicasPerNode: {},
  platforms: {
   many: "list",
   of: "Platform"
  }
 },
 Platform: {
  os: {},
  architecture: {}
 },
 UpdateStrategy: {
  parallelism: {
   default: 1
  },
  order: {
   enum: [
    "StopFirst",
    "StartFirst"
   ],
   default: "StopFirst"
  },
  delaySeconds: {
   default: 0
  },
  monitorSeconds: {},
  failureAction: {
   enum: [
    "Pause",
    "Continue",
    "Rollback"
   ],
   default: "Pause"
  },
  maxFailureRatio: {
   default: 0
  }
 },
 RollbackStrategy: {
  parallelism: {
   default: 1
  },
  order: {
   enum: [
    "StopFirst",
    "StartFirst"
   ],
   default: "StopFirst"
  },
  delaySeconds: {
   default: 0
  },
  monitorSeconds: {},
  failureAction: {
   enum: [
    "Pause",
    "Continue"
   ],
   default: "Pause"
  },
  maxFailureRatio: {
   default: 0
  }
 },
 Endpoint: {
  mode: {
   enum: [
    "VIP",
    "DNSRR"
   ]
  }
 },
 Dependency: {
  service: {},
  condition: {
   enum: [
    "Started",
    "Healthy",
    "Completed"
   ],
   default: "Started"
  },
  restart: {
   default: false
  },
  required: {
   default: true
  }
 },
 RolloutStatus: {
  state: {
   enum: [
    "None",
    "Progressing",
    "Paused",
    "Completed",
    "RollingBack",
    "RolledBack",
    "Stalled"
   ]
  },
  revision: {},
  startedAt: {},
  restartedAt: {},
  progressedAt: {},
  finishedAt: {},
  message: {},
  cause: {},
  failures: {},
  updated: {}
 },
 PortStatus: {
  containerPort: {},
  protocol: {
   enum: [
    "tcp",
    "udp",
    "sctp"
   ]
  },
  hostIP: {},
  hostPort: {}
 },
 TaskTemplate: {
  image: {},
  build: {
   of: "Build"
  },
  pullPolicy: {
   enum: [
    "Always",
    "Missing",
    "Never",
    "Build",
    "Daily",
    "Weekly"
   ]
  },
  pullIntervalSeconds: {},
  imagePullSecrets: {
   many: "list"
  },
  platform: {},
  command: {
   many: "list"
  },
  args: {
   many: "list"
  },
  env: {
   many: "list",
   of: "EnvVar"
  },
  workingDir: {},
  user: {},
  groupAdd: {
   many: "list"
  },
  hostname: {},
  domainname: {},
  macAddress: {},
  labels: {
   many: "map"
  },
  annotations: {
   many: "map"
  },
  tty: {},
  stdin: {},
  stdinOnce: {},
  stopSignal: {},
  stopGracePeriodSeconds: {},
  init: {},
  healthcheck: {
   of: "Healthcheck"
  },
  mounts: {
   many: "list",
   of: "Mount"
  },
  volumesFrom: {
   many: "list"
  },
  volumeDriver: {},
  secrets: {
   many: "list",
   of: "SecretReference"
  },
  configs: {
   many: "list",
   of: "ConfigReference"
  },
  networks: {
   many: "list",
   of: "NetworkAttachment"
  },
  networkMode: {},
  ports: {
   many: "list",
   of: "Port"
  },
  expose: {
   many: "list"
  },
  dns: {
   many: "list"
  },
  dnsSearch: {
   many: "list"
  },
  dnsOptions: {
   many: "list"
  },
  extraHosts: {
   many: "list"
  },
  links: {
   many: "list"
  },
  externalLinks: {
   many: "list"
  },
  publishAllPorts: {},
  resources: {
   of: "Resources"
  },
  memorySwappiness: {},
  oomKillDisable: {},
  oomScoreAdj: {},
  cpuShares: {},
  cpuPeriod: {},
  cpuQuota: {},
  cpuRealtimePeriod: {},
  cpuRealtimeRuntime: {},
  cpusetCpus: {},
  cpusetMems: {},
  cpuCount: {},
  cpuPercent: {},
  ioMaximumIOps: {},
  ioMaximumBandwidthBytes: {},
  kernelMemoryTCPBytes: {},
  blkio: {
   of: "BlockIO"
  },
  devices: {
   many: "list",
   of: "Device"
  },
  deviceCgroupRules: {
   many: "list"
  },
  deviceRequests: {
   many: "list",
   of: "DeviceRequest"
  },
  capAdd: {
   many: "list"
  },
  capDrop: {
   many: "list"
  },
  privileged: {},
  readOnly: {},
  securityOpt: {
   many: "list"
  },
  maskedPaths: {
   many: "list"
  },
  readonlyPaths: {
   many: "list"
  },
  sysctls: {
   many: "map"
  },
  ulimits: {
   many: "list",
   of: "Ulimit"
  },
  shmSizeBytes: {},
  tmpfs: {
   many: "map"
  },
  pidMode: {},
  ipcMode: {},
  utsMode: {},
  usernsMode: {},
  cgroupnsMode: {
   enum: [
    "host",
    "private"
   ]
  },
  cgroupParent: {},
  runtime: {},
  isolation: {},
  storageOpt: {
   many: "map"
  },
  logging: {
   of: "Logging"
  },
  restartPolicy: {
   of: "RestartPolicy"
  },
  hooks: {
   of: "Hooks"
  }
 },
 Healthcheck: {
  test: {
   many: "list"
  },
  intervalSeconds: {},
  timeoutSeconds: {},
  startPeriodSeconds: {},
  startIntervalSeconds: {},
  retries: {},
  disable: {}
 },
 RestartPolicy: {
  condition: {
   enum: [
    "Always",
    "UnlessStopped",
    "OnFailure",
    "Never"
   ],
   default: "Always"
  },
  delaySeconds: {},
  maxAttempts: {},
  windowSeconds: {}
 },
 Hook: {
  command: {
   many: "list"
  },
  user: {},
  privileged: {},
  workingDir: {},
  env: {
   many: "list",
   of: "EnvVar"
  }
 },
 Hooks: {
  postStart: {
   many: "list",
   of: "Hook"
  },
  preStop: {
   many: "list",
   of: "Hook"
  }
 },
 Logging: {
  driver: {},
  options: {
   many: "map"
  }
 },
 ConfigSpec: {
  hostName: {
   of: "HostName"
  },
  file: {},
  environment: {},
  content: {},
  stored: {
   default: false
  },
  external: {
   default: false
  },
  labels: {
   many: "map"
  },
  storage: {
   enum: [
    "Memory",
    "Disk"
   ],
   default: "Memory"
  }
 },
 ConfigStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  contentHash: {},
  nodes: {
   many: "list",
   of: "DeliveryOnNode"
  }
 },
 NetworkSpec: {
  hostName: {
   of: "HostName"
  },
  driver: {},
  driverOpts: {
   many: "map"
  },
  internal: {},
  attachable: {},
  "enableIPv4": {},
  "enableIPv6": {},
  ingress: {},
  scope: {
   enum: [
    "local",
    "swarm",
    "global"
   ]
  },
  ipam: {
   of: "IPAM"
  },
  labels: {
   many: "map"
  },
  external: {
   default: false
  }
 },
 NetworkStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  hostName: {},
  driver: {},
  nodes: {
   many: "list",
   of: "NetworkOnNode"
  },
  seenOn: {
   many: "list"
  }
 },
 NodeSpec: {
  engine: {
   of: "NodeEngine"
  },
  labels: {
   many: "map"
  },
  unschedulable: {
   default: false
  },
  drain: {
   default: false
  }
 },
 NodeStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  engineID: {},
  dataID: {},
  engine: {
   of: "NodeEngine"
  },
  unreachable: {},
  obstacle: {
   enum: [
    "AccessDenied",
    "NameUnresolved",
    "HostSilent",
    "NoLogin",
    "NoAnswer",
    "Misconfigured",
    "Unsupported",
    "CallRefused",
    "Failing"
   ]
  },
  engineOf: {},
  otherEngine: {
   of: "OtherEngine"
  },
  engineVersion: {},
  apiVersion: {},
  hostname: {},
  address: {},
  os: {},
  architecture: {},
  cpus: {},
  memoryBytes: {},
  ready: {},
  lastSeen: {}
 },
 RevisionSpec: {
  service: {},
  hash: {},
  number: {},
  template: {
   of: "TaskTemplate"
  },
  contents: {
   many: "map"
  },
  sourceText: {},
  imageDigests: {
   many: "map"
  },
  imageIDs: {
   many: "map"
  }
 },
 RevisionStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  }
 },
 SecretSpec: {
  hostName: {
   of: "HostName"
  },
  file: {},
  environment: {},
  stored: {
   default: false
  },
  external: {
   default: false
  },
  labels: {
   many: "map"
  },
  storage: {
   enum: [
    "Memory",
    "Disk"
   ],
   default: "Memory"
  }
 },
 SecretStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  contentHash: {},
  nodes: {
   many: "list",
   of: "DeliveryOnNode"
  }
 },
 ServiceSpec: {
  mode: {
   enum: [
    "Replicated",
    "Global",
    "ReplicatedJob",
    "GlobalJob"
   ],
   default: "Replicated"
  },
  replicas: {
   default: 1
  },
  maxConcurrent: {},
  template: {
   of: "TaskTemplate"
  },
  placement: {
   of: "Placement"
  },
  updateStrategy: {
   of: "UpdateStrategy"
  },
  rollbackStrategy: {
   of: "RollbackStrategy"
  },
  endpoint: {
   of: "Endpoint"
  },
  dependsOn: {
   many: "list",
   of: "Dependency"
  },
  progressDeadlineSeconds: {
   default: 300
  },
  revisionHistoryLimit: {
   default: 10
  },
  containerName: {}
 },
 ServiceStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  replicas: {},
  updatedReplicas: {},
  readyReplicas: {},
  runningReplicas: {},
  completedReplicas: {},
  desiredReplicas: {},
  currentRevision: {},
  updateRevision: {},
  rollout: {
   of: "RolloutStatus"
  },
  swarmService: {},
  stalledHash: {},
  incarnation: {},
  selector: {}
 },
 StackSpec: {},
 StackStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  services: {},
  readyServices: {},
  tasks: {},
  readyTasks: {}
 },
 TaskSpec: {
  service: {},
  slot: {},
  node: {},
  revision: {},
  attempt: {
   default: 0
  },
  incarnation: {
   default: 0
  },
  template: {
   of: "TaskTemplate"
  },
  image: {},
  contents: {
   many: "map"
  },
  contentPaths: {
   many: "map"
  },
  desiredState: {
   enum: [
    "Running",
    "Completed",
    "Shutdown",
    "Removed"
   ],
   default: "Running"
  },
  containerName: {}
 },
 TaskStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  phase: {
   enum: [
    "Pending",
    "Assigned",
    "Preparing",
    "Starting",
    "Running",
    "Completed",
    "Failed",
    "Unknown"
   ]
  },
  reason: {},
  message: {},
  containerID: {},
  containerName: {},
  ip: {},
  ports: {
   many: "list",
   of: "PortStatus"
  },
  exitCode: {},
  restarts: {},
  countedRestarts: {},
  excusedRestarts: {},
  failures: {},
  refusedLogins: {},
  lastFailure: {},
  progressedAt: {},
  startedAt: {},
  finishedAt: {},
  ranSeconds: {},
  healthy: {
   enum: [
    "True",
    "False",
    "Unknown",
    "None"
   ]
  },
  health: {},
  lastLogLines: {
   many: "list"
  },
  nextRetryAt: {},
  stoppedByUs: {},
  postStartDue: {},
  maker: {
   of: "Maker"
  },
  imageID: {}
 },
 VolumeSpec: {
  hostName: {
   of: "HostName"
  },
  driver: {
   default: "local"
  },
  driverOpts: {
   many: "map"
  },
  labels: {
   many: "map"
  },
  external: {
   default: false
  },
  scope: {
   enum: [
    "Pinned",
    "PerNode"
   ]
  },
  recreate: {
   default: false
  }
 },
 VolumeStatus: {
  observedGeneration: {},
  conditions: {
   many: "list",
   of: "Condition"
  },
  hostName: {},
  nodes: {
   many: "list",
   of: "VolumeOnNode"
  }
 }
}
