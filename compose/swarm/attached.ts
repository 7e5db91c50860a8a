import type {
  V1ConfigReference,
  V1Mount,
  V1NetworkAttachment,
  V1Port,
  V1SecretReference,
} from '../../api/v1/generated/types.ts'
import { swarmLabels } from '../../api/v1/labels.ts'
import { type Findings, ownName, said, withoutStackLabels } from './found.ts'
import type { Reading } from './reading.ts'

/** The objects that the services of a stack refer to; each gets one manifest. */
export interface Referred {
  readonly volumes: Map<string, ReferredVolume>
  /** By name in the swarm. */
  readonly secrets: Set<string>
  /** By id in the swarm, as are the networks. */
  readonly configs: Set<string>
  readonly networks: Set<string>
}

export interface ReferredVolume {
  /** Its name on the engine. */
  readonly hostName: string
  /** Whether the stack created it. */
  readonly isOwn: boolean
  readonly driver?: string
  readonly driverOpts?: Record<string, string>
  readonly labels?: Record<string, string>
}

interface Where {
  readonly stack: string
  readonly referred: Referred
  readonly findings: Findings
}

/** Converts the mounts of a service, and records its named volumes, which keep their data on the host. */
export function mounts(reads: readonly Reading[], where: Where): V1Mount[] {
  return reads.flatMap((read) => {
    const type = TYPES[read.text('Type') ?? '']
    if (type === undefined) return refuseMount(read, where)
    const [source, target = ''] = [read.text('Source'), read.text('Target')]
    const volume = read.below('VolumeOptions')
    const options = volumeOptions(volume)
    const isNamed = type === 'Volume' && source !== undefined
    if (isNamed) refer(source, { options, labels: volume.map('Labels'), read }, where)
    return [
      {
        ...{ type, target },
        ...said({
          source: isNamed ? ownName(source, where.stack) : source,
          readOnly: read.flag('ReadOnly'),
          consistency: CONSISTENCIES.find((each) => each === read.text('Consistency')),
          bind: bindOptions(read.below('BindOptions')),
          volume: said({
            ...{ noCopy: volume.flag('NoCopy'), subpath: volume.text('Subpath') },
            driver: isNamed || options.driver === undefined ? undefined : anonymousDriver(options),
            labels: isNamed ? undefined : withoutStackLabels(volume.map('Labels')),
          }),
          tmpfs: tmpfsOptions(read.below('TmpfsOptions')),
        }),
      },
    ]
  })
}

const TYPES: Readonly<Record<string, V1Mount['type']>> = {
  volume: 'Volume',
  bind: 'Bind',
  tmpfs: 'Tmpfs',
  npipe: 'NamedPipe',
  image: 'Image',
}
const CONSISTENCIES = ['consistent', 'cached', 'delegated'] as const
const PROPAGATIONS = ['private', 'shared', 'rshared', 'slave', 'rslave'] as const

function refuseMount(read: Reading, { findings }: Where): V1Mount[] {
  findings.refuse(
    `${read.where}: ${read.text('Type') ?? 'this mount'} is of the swarm alone: mount a volume or a directory`,
  )
  for (const field of ['Source', 'Target', 'ReadOnly', 'VolumeOptions', 'ClusterOptions']) read.take(field)
  return []
}

interface VolumeDriver {
  readonly driver?: string
  readonly driverOpts?: Record<string, string>
}

function volumeOptions(volume: Reading): VolumeDriver {
  const config = volume.below('DriverConfig')
  return said({ driver: config.text('Name'), driverOpts: { ...config.map('Options') } })
}

function anonymousDriver({ driver = '', driverOpts }: VolumeDriver) {
  return { name: driver, ...said({ options: driverOpts }) }
}

interface Mounted {
  readonly options: VolumeDriver
  readonly labels: Readonly<Record<string, string>>
  readonly read: Reading
}

function refer(hostName: string, { options, labels, read }: Mounted, { stack, referred, findings }: Where): void {
  const isOwn = labels[swarmLabels.stack] === stack
  const volume = { hostName, isOwn, ...options, ...said({ labels: withoutStackLabels(labels) }) }
  const before = referred.volumes.get(hostName)
  if (before && JSON.stringify(before) !== JSON.stringify(volume))
    findings.refuse(`${read.where}: volume ${hostName} is mounted with other options elsewhere: make them the same`)
  referred.volumes.set(hostName, before ?? volume)
}

function bindOptions(read: Reading) {
  const propagation = read.text('Propagation')
  return said({
    propagation: PROPAGATIONS.find((each) => each === propagation),
    nonRecursive: read.flag('NonRecursive'),
    createHostPath: read.flag('CreateMountpoint'),
    readOnlyNonRecursive: read.flag('ReadOnlyNonRecursive'),
    readOnlyForceRecursive: read.flag('ReadOnlyForceRecursive'),
  })
}

function tmpfsOptions(read: Reading) {
  const options = read.take('Options')
  const pairs = Array.isArray(options)
    ? options.map((each) => (Array.isArray(each) ? each.join('=') : String(each)))
    : []
  return said({ sizeBytes: read.number('SizeBytes'), mode: read.number('Mode'), options: pairs })
}

/** Converts references to secrets. A swarm does not give out the bytes of secrets. */
export function secrets(reads: readonly Reading[], { stack, referred }: Where): V1SecretReference[] {
  return reads.map((read) => {
    const hostName = read.text('SecretName') ?? ''
    read.take('SecretID')
    referred.secrets.add(hostName)
    const secret = ownName(hostName, stack)
    return { secret, ...file(read.below('File'), (name) => name === secret) }
  })
}

/** Converts references to configs. */
export function configs(reads: readonly Reading[], { stack, referred }: Where): V1ConfigReference[] {
  return reads.map((read) => {
    const config = ownName(read.text('ConfigName') ?? '', stack)
    referred.configs.add(read.text('ConfigID') ?? '')
    return { config, ...file(read.below('File'), (name) => name.replace(/^\//, '') === config) }
  })
}

function file(read: Reading, isDefault: (name: string) => boolean) {
  const [target = '', uid, gid, mode] = [read.text('Name'), read.text('UID'), read.text('GID'), read.number('Mode')]
  return said({
    target: isDefault(target) ? undefined : target,
    uid: uid === '0' ? undefined : uid,
    gid: gid === '0' ? undefined : gid,
    mode: mode === 0o444 ? undefined : mode,
  })
}

/** Converts the networks of a service, with the aliases under which the swarm's DNS resolves it. */
export function attachments(
  reads: readonly Reading[],
  service: string,
  { stack, referred, findings, networkNames }: Where & { readonly networkNames: ReadonlyMap<string, string> },
): V1NetworkAttachment[] {
  const own = ownName(service, stack)
  return reads.flatMap((read) => {
    const id = read.text('Target') ?? ''
    const network = networkNames.get(id)
    if (network === undefined)
      findings.refuse(`${read.where}: network ${id} is not there any more: take it off the service`)
    if (network === undefined) return []
    referred.networks.add(id)
    const aliases = [...read.texts('Aliases'), service, `tasks.${own}`, `tasks.${service}`]
    return [
      {
        network,
        ...said({
          aliases: [...new Set(aliases)].filter((alias) => alias !== own),
          driverOpts: { ...read.map('DriverOpts') },
        }),
      },
    ]
  })
}

interface Publishing {
  /** The published ports as the swarm assigned them, for those that the spec leaves open. */
  readonly chosen: readonly Reading[]
  readonly replicas: number
  /** All ports that services of the stack publish. */
  readonly taken: ReadonlySet<number>
  readonly findings: Findings
}

/** Converts the ports of a service. Without the swarm's routing mesh a host port serves one task, so replicas share a range of ports. */
export function ports(reads: readonly Reading[], publishing: Publishing): V1Port[] {
  return reads.map((read, at) => {
    const mode = read.text('PublishMode') ?? 'ingress'
    const [containerPort = 1, protocol = 'tcp'] = [read.number('TargetPort'), read.text('Protocol')]
    const chosen = publishing.chosen[at]?.number('PublishedPort')
    const hostPort = read.number('PublishedPort') ?? (mode === 'ingress' ? chosen : undefined)
    const hostPortEnd =
      hostPort === undefined ? undefined : endOfRange(hostPort, { where: read.where, mode }, publishing)
    return {
      containerPort,
      ...said({
        hostPort,
        hostPortEnd,
        protocol: PROTOCOLS.find((each) => each === protocol && each !== 'tcp'),
        name: read.text('Name'),
        mode: mode === 'ingress' ? ('Ingress' as const) : ('Host' as const),
      }),
    }
  })
}

/** The end of a range with one host port per replica, starting at the published one; undefined for one replica, or where it is refused. */
function endOfRange(
  hostPort: number,
  { where, mode }: { readonly where: string; readonly mode: string },
  { replicas, taken, findings }: Publishing,
): number | undefined {
  if (replicas <= 1) return undefined
  const last = hostPort + replicas - 1
  const isFree = Array.from({ length: replicas - 1 }, (_, at) => hostPort + 1 + at).every((port) => !taken.has(port))
  const port = `${where}: port ${hostPort} is of ${replicas} replicas, and here each needs one of its own`
  if (mode === 'ingress' && isFree && last <= LAST_PORT) {
    findings.note(
      `${port}: they share ${hostPort} to ${last}, and a client of ${hostPort} reaches one of them. For all behind one port, scale the service to 1, or let a proxy that is a service of its own publish it`,
    )
    return last
  }
  findings.refuse(
    `${port}, and ${hostPort + 1} to ${last} are not free for them: scale the service to 1, or publish it through a proxy that is a service of its own`,
  )
  return undefined
}

const LAST_PORT = 65_535

const PROTOCOLS = ['tcp', 'udp', 'sctp'] as const
