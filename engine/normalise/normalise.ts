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

/** What a container's fields also depend on. */
export interface Surroundings {
  /** The image that the container was made from; without it, what comes from the image is not compared. */
  readonly image?: ImageInspect
  readonly info?: EngineInfo
}

interface Known {
  readonly around: Surroundings
  readonly fields: Fields
}

/** By shape: what else the fields depend on is mostly the same on every node. */
const known = new WeakMap<object, Known>()

/** The fields of a wanted container as its inspect will show them. Networks are compared apart, in endpoints.ts. */
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

/** Whether two surroundings come to the same fields; an image's id stands for all that is in it. */
export function areAlike(a: Surroundings, b: Surroundings): boolean {
  return a.image?.Id === b.image?.Id && isSameJson(a.info?.lacks ?? [], b.info?.lacks ?? [])
}

/** The fields of a container as it is. */
export function normaliseInspect(
  { Config: config, HostConfig: host }: Pick<ContainerInspect, 'Config' | 'HostConfig'>,
  delivered: readonly string[] = [],
): Fields {
  const fields: FieldMap = {}
  putConfig(fields, config)
  putHost(fields, host, new Set(delivered))
  return fields
}

/** Whether two containers come to the same fields, told without working them out: as two of one spec do, whatever their ids and labels of identity. */
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

/** Compares field by field; of those named in `judged` it is said already. */
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

/** Those fields of a wanted container that can differ on one that was made from just this spec. */
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

/** The same of a container as it is. */
export function mutableInspect({ HostConfig: host }: Pick<ContainerInspect, 'HostConfig'>): Fields {
  const fields: FieldMap = {}
  putChanging(fields, host)
  return fields
}

function dropLacking(fields: FieldMap, info: EngineInfo | undefined): void {
  for (const lacking of info?.lacks ?? []) for (const field of dropped[lacking] ?? []) delete fields[field]
}

/** What an engine leaves out of a body when its kernel lacks something, by the names of `EngineInfo.lacks`. */
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
