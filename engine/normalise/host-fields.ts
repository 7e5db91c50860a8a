import { type InPlaceField, inPlaceFields } from '../container/in-place-fields.ts'
import { linkLine } from '../container/links.ts'
import type { HostConfigBody } from '../types/container.ts'
import { asSet, type FieldMap, put, putMap, putObject } from './fields.ts'
import { putMounts } from './mount-fields.ts'

/** Fields of an update that need normalising before they are compared. */
const special = ['MemorySwap', 'PidsLimit', 'RestartPolicy'] as const satisfies readonly InPlaceField[]

type PlainInPlace = Exclude<InPlaceField, (typeof special)[number]>

function isPlain(field: InPlaceField): field is PlainInPlace {
  return !(special as readonly InPlaceField[]).includes(field)
}

/** Fields that can change on an existing container: those of `update`, and references to other containers, whose ids change. */
const changing = [...inPlaceFields.filter(isPlain), 'IpcMode', 'PidMode'] as const

const plain = [
  'VolumeDriver',
  'CgroupnsMode',
  'CgroupParent',
  'UTSMode',
  'UsernsMode',
  'Runtime',
  'Privileged',
  'ReadonlyRootfs',
  'PublishAllPorts',
  'OomScoreAdj',
  'ShmSize',
  'KernelMemoryTCP',
  'BlkioWeight',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
  'CpuCount',
  'CpuPercent',
  'IOMaximumIOps',
  'IOMaximumBandwidth',
  'OomKillDisable',
] as const

/** Lists whose order matters: servers are asked, and rules read, in that order. */
const ordered = ['Dns', 'DnsOptions', 'DnsSearch', 'DeviceCgroupRules'] as const
const sets = ['GroupAdd'] as const
const maps = ['Tmpfs', 'Sysctls', 'StorageOpt', 'Annotations'] as const
/** Lists whose entries can be written in several ways. */
const rewritten = ['ExtraHosts', 'Links', 'VolumesFrom'] as const

/** The path of each field, built once: every comparison puts dozens of them. */
const paths = Object.fromEntries(
  [...changing, ...plain, ...ordered, ...sets, ...maps, ...rewritten].map((name) => [name, `HostConfig.${name}`]),
) as Readonly<Record<PathName, string>>

type PathName = (typeof changing | typeof plain | typeof ordered | typeof sets | typeof maps | typeof rewritten)[number]

/** Puts the fields of a HostConfig. */
export function putHost(fields: FieldMap, host: HostConfigBody, delivered: ReadonlySet<string>): void {
  for (const name of plain) put(fields, paths[name], host[name])
  for (const name of ordered) put(fields, paths[name], host[name])
  for (const name of sets) if (host[name]) put(fields, paths[name], asSet(host[name]))
  if (host.ExtraHosts) put(fields, paths.ExtraHosts, byHost(host.ExtraHosts))
  if (host.Links) put(fields, paths.Links, asSet(host.Links.map(linkLine)))
  for (const name of maps) if (host[name]) putMap(fields, paths[name], host[name])
  put(fields, 'HostConfig.Isolation', host.Isolation === 'default' ? '' : host.Isolation)
  putChanging(fields, host)
  if (typeof host.MemorySwappiness === 'number' && host.MemorySwappiness >= 0)
    fields['HostConfig.MemorySwappiness'] = host.MemorySwappiness
  if (typeof host.Init === 'boolean') fields['HostConfig.Init'] = host.Init
  putSecurity(fields, host)
  putPorts(fields, host)
  putDevices(fields, host)
  putMounts(fields, host, delivered)
  put(fields, 'HostConfig.LogConfig.Type', host.LogConfig?.Type)
  putMap(fields, 'HostConfig.LogConfig.Config', host.LogConfig?.Config)
}

/** Puts the fields that can differ on a container made from exactly this spec. */
export function putChanging(fields: FieldMap, host: HostConfigBody): void {
  const { Memory = 0, MemorySwap = 0, PidsLimit, VolumesFrom } = host
  for (const name of changing) put(fields, paths[name], host[name])
  // Compose 1 adds the default `:rw`.
  put(
    fields,
    paths.VolumesFrom,
    VolumesFrom?.map((from) => from.replace(/:rw$/, '')),
  )
  put(fields, 'HostConfig.MemorySwap', MemorySwap === 0 && Memory > 0 ? 2 * Memory : MemorySwap)
  put(fields, 'HostConfig.PidsLimit', PidsLimit === -1 ? 0 : PidsLimit)
  put(fields, 'HostConfig.NetworkMode', networkMode(host.NetworkMode))
  putRestartPolicy(fields, host)
}

/**
 * Sorts entries by host. The addresses of one host keep their order, in which they are tried; Compose shuffles the hosts for each
 * container.
 */
function byHost(lines: readonly string[]): string[] {
  const hostOf = (line: string) => line.slice(0, line.indexOf(':'))
  return [...lines].sort((a, b) => (hostOf(a) < hostOf(b) ? -1 : Number(hostOf(a) > hostOf(b))))
}

/**
 * The kind of a network mode; which network it is follows from the endpoints. Engines before 26 write `default` where later ones write
 * `bridge`.
 */
export function networkMode(mode = 'bridge'): string {
  if (mode === 'default' || mode === '') return 'bridge'
  return /^(bridge|host|none|container:.*)$/.test(mode) ? mode : 'network'
}

function putRestartPolicy(fields: FieldMap, { RestartPolicy: policy = {} }: HostConfigBody): void {
  fields['HostConfig.RestartPolicy'] = policy.Name || 'no'
  put(fields, 'HostConfig.RestartPolicy.MaximumRetryCount', policy.MaximumRetryCount)
}

/**
 * Puts the security fields. For privileged containers and host namespaces, the engine adds `label=disable` and drops both lists of paths.
 */
function putSecurity(fields: FieldMap, host: HostConfigBody): void {
  const wide = host.Privileged || host.PidMode === 'host' || host.IpcMode === 'host'
  const options = asSet(host.SecurityOpt?.map((option) => option.replace(/^(\w[\w-]*):/, '$1=')))
  put(fields, 'HostConfig.SecurityOpt', wide ? options.filter((option) => option !== 'label=disable') : options)
  put(fields, 'HostConfig.CapAdd', asSet(host.CapAdd?.map(capability)))
  put(fields, 'HostConfig.CapDrop', asSet(host.CapDrop?.map(capability)))
  if (host.Privileged) return
  // An empty list is a value that hides nothing; the default is absence.
  if (host.MaskedPaths) fields['HostConfig.MaskedPaths'] = asSet(host.MaskedPaths)
  if (host.ReadonlyPaths) fields['HostConfig.ReadonlyPaths'] = asSet(host.ReadonlyPaths)
}

function capability(name: string): string {
  const upper = name.toUpperCase()
  return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`
}

function putPorts(fields: FieldMap, { PortBindings: bindings }: HostConfigBody): void {
  for (const [port, list] of Object.entries(bindings ?? {}))
    put(
      fields,
      `HostConfig.PortBindings.${port}`,
      asSet(list?.map(({ HostIp, HostPort }) => `${HostIp ?? ''}:${HostPort === '0' ? '' : (HostPort ?? '')}`)),
    )
}

function putDevices(fields: FieldMap, host: HostConfigBody): void {
  for (const { PathOnHost, PathInContainer, CgroupPermissions } of host.Devices ?? [])
    fields[`HostConfig.Devices.${PathInContainer}`] = `${PathOnHost}:${CgroupPermissions}`
  for (const { Name, Soft, Hard } of host.Ulimits ?? []) fields[`HostConfig.Ulimits.${Name}`] = `${Soft}:${Hard}`
  for (const { Path, Weight } of host.BlkioWeightDevice ?? [])
    put(fields, `HostConfig.BlkioWeightDevice.${Path}`, Weight)
  for (const name of ['ReadBps', 'WriteBps', 'ReadIOps', 'WriteIOps'] as const)
    for (const { Path, Rate } of host[`BlkioDevice${name}`] ?? [])
      put(fields, `HostConfig.BlkioDevice${name}.${Path}`, Rate)
  host.DeviceRequests?.forEach((request, index) => putObject(fields, `HostConfig.DeviceRequests.${index}`, request))
}
