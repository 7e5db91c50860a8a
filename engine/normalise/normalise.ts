import { isReservedLabel } from '../../api/v1/labels.ts'
import type { WantedContainer } from '../container/want.ts'
import type { ContainerInspect } from '../types/container.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { StringMap } from '../types/string-map.ts'
import { putConfig } from './config-fields.ts'
import { type FieldMap, type Fields, isSameJson } from './fields.ts'
import { networkMode, putChanging, putHost } from './host-fields.ts'
import { mergeImage } from './image-merge.ts'

/** What else the fields of a container depend on. */
export interface Surroundings {
  /** The image that the container was made from; absent: fields that may come from the image are not compared. */
  readonly image?: ImageInspect
  readonly info?: EngineInfo
}

interface Known {
  readonly around: Surroundings
  readonly fields: Fields
}

/** Caches fields by shape, as the surroundings are mostly the same on every node. */
const known = new WeakMap<object, Known>()

/** The fields of a desired container in the form that its inspect will have. Networks are compared in endpoints.ts. */
export function normaliseBody(
  { shape, body, delivered }: Pick<WantedContainer, 'body' | 'delivered' | 'shape'>,
  around: Surroundings,
): Fields {
  const before = known.get(shape)
  if (before && areAlike(before.around, around)) return before.fields
  const { image, info } = around
  const { HostConfig: host = {}, NetworkingConfig: _networking, ...config } = body
  const fields: FieldMap = {}
  putConfig(fields, image ? mergeImage(config, image.Config ?? {}) : config)
  putHost(fields, host, new Set(delivered))
  dropLacking(fields, info)
  known.set(shape, { around, fields })
  return fields
}

/** Whether two surroundings give the same fields; an image is identified by its id. */
export function areAlike(a: Surroundings, b: Surroundings): boolean {
  return a.image?.Id === b.image?.Id && isSameJson(a.info?.lacks ?? [], b.info?.lacks ?? [])
}

/** The fields of an existing container. */
export function normaliseInspect(
  { Config: config, HostConfig: host }: Pick<ContainerInspect, 'Config' | 'HostConfig'>,
  delivered: readonly string[] = [],
): Fields {
  const fields: FieldMap = {}
  putConfig(fields, config)
  putHost(fields, host, new Set(delivered))
  return fields
}

/**
 * Whether two containers have the same fields, without computing them: true for two of one spec, whose ids and identity labels are ignored.
 */
export function areSettledAlike(a: ContainerInspect, b: ContainerInspect): boolean {
  return hasSame(a.Config, b.Config, configIdentity(a, b)) && hasSame(a.HostConfig, b.HostConfig, hostIdentity(a, b))
}

type Same = Readonly<Record<string, boolean>>

function configIdentity(a: ContainerInspect, b: ContainerInspect): Same {
  const named = ({ Id, Config }: ContainerInspect) => Config.Hostname !== Id.slice(0, 12)
  const Hostname = named(a) || named(b) ? a.Config.Hostname === b.Config.Hostname : true
  return { Hostname, Labels: isSameJson(ownLabels(a.Config.Labels), ownLabels(b.Config.Labels)) }
}

function hostIdentity(a: ContainerInspect, b: ContainerInspect): Same {
  return { NetworkMode: networkMode(a.HostConfig.NetworkMode) === networkMode(b.HostConfig.NetworkMode) }
}

/** Compares objects field by field; for the fields in `judged`, the result is given. */
function hasSame(a: object, b: object, judged: Same): boolean {
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const name in left) if (!(judged[name] ?? isSameJson(left[name], right[name]))) return false
  for (const name in right) if (!(name in left) && right[name] !== undefined && judged[name] !== true) return false
  return true
}

function ownLabels(labels: StringMap | null | undefined): StringMap {
  const own: StringMap = {}
  for (const name in labels) if (!isReservedLabel(name)) own[name] = labels[name] ?? ''
  return own
}

const mutable = new WeakMap<object, Fields>()

/** The fields of a desired container that can differ on one made from exactly this spec. */
export function mutableBody(
  { shape, body: { HostConfig: host = {} } }: WantedContainer,
  { info }: Surroundings,
): Fields {
  const lacks = (info?.lacks.length ?? 0) > 0
  const before = lacks ? undefined : mutable.get(shape)
  if (before) return before
  const fields: FieldMap = {}
  putChanging(fields, host)
  dropLacking(fields, info)
  if (!lacks) mutable.set(shape, fields)
  return fields
}

/** As `mutableBody`, for an existing container. */
export function mutableInspect(
  { HostConfig: host }: Pick<ContainerInspect, 'HostConfig'>,
  { info }: Surroundings = {},
): Fields {
  const fields: FieldMap = {}
  putChanging(fields, host)
  dropLacking(fields, info)
  return fields
}

function dropLacking(fields: FieldMap, info: EngineInfo | undefined): void {
  for (const lacking of info?.lacks ?? []) for (const field of dropped[lacking] ?? []) delete fields[field]
}

/** The fields that an engine drops for each feature that its kernel lacks (`EngineInfo.lacks`). */
const dropped: Readonly<Record<string, readonly string[]>> = {
  memory: ['HostConfig.Memory', 'HostConfig.MemorySwap'],
  swap: ['HostConfig.MemorySwap'],
  memoryReservation: ['HostConfig.MemoryReservation'],
  memorySwappiness: ['HostConfig.MemorySwappiness'],
  kernelMemoryTCP: ['HostConfig.KernelMemoryTCP'],
  cpuShares: ['HostConfig.CpuShares'],
  cpuPeriod: ['HostConfig.CpuPeriod'],
  cpuQuota: ['HostConfig.CpuQuota'],
  cpuset: ['HostConfig.CpusetCpus', 'HostConfig.CpusetMems'],
  pids: ['HostConfig.PidsLimit'],
  oomKillDisable: ['HostConfig.OomKillDisable'],
  blkioWeight: ['HostConfig.BlkioWeight'],
}
