import { isReservedLabel } from '../../api/v1/labels.ts'
import type { WantedContainer } from '../container/want.ts'
import type { ContainerBody, ContainerInspect, HostConfigBody } from '../types/container.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { StringMap } from '../types/string-map.ts'
import { putConfig } from './config-fields.ts'
import type { FieldMap, Fields } from './fields.ts'
import { putChanging, putHost } from './host-fields.ts'
import { mergeImage } from './image-merge.ts'

/** What a container's fields also depend on. */
export interface Surroundings {
  /** The image that the container was made from; without it, what comes from the image is not compared. */
  readonly image?: ImageInspect
  readonly info?: EngineInfo
}

interface Known {
  readonly body: ContainerBody
  readonly image: ImageInspect | undefined
  readonly lacks: readonly string[] | undefined
  readonly fields: Fields
}

/** By the host's side, which all tasks of one service on a node share: their bodies differ in labels of identity only. */
const known = new WeakMap<HostConfigBody, Known>()

/** The fields of a wanted container as its inspect will show them. Networks are compared apart, in endpoints.ts. */
export function normaliseBody(
  { body, delivered }: Pick<WantedContainer, 'body' | 'delivered'>,
  around: Surroundings,
): Fields {
  const before = body.HostConfig && known.get(body.HostConfig)
  if (before && isSameBut(before, body, around)) return before.fields
  const { image, info } = around
  const { HostConfig: host = {}, NetworkingConfig: _networking, ...config } = body
  const fields: FieldMap = {}
  putConfig(fields, image ? mergeImage(config, image.Config ?? {}) : config)
  putHost(fields, host, new Set(delivered))
  dropLacking(fields, info)
  known.set(host, { body, image, lacks: info?.lacks, fields })
  return fields
}

/** Whether nothing but our own labels and the networks tells two bodies apart. */
function isSameBut({ body: known, ...before }: Known, body: ContainerBody, { image, info }: Surroundings): boolean {
  if (before.image !== image || before.lacks !== info?.lacks) return false
  for (const key of new Set([...Object.keys(known), ...Object.keys(body)]) as Set<keyof ContainerBody>)
    if (key !== 'Labels' && key !== 'NetworkingConfig' && known[key] !== body[key]) return false
  const [then = {}, now = {}] = [known.Labels, body.Labels]
  const own = (labels: StringMap) => Object.keys(labels).filter((label) => !isReservedLabel(label))
  const names = own(now)
  return names.length === own(then).length && names.every((name) => then[name] === now[name])
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

const mutable = new WeakMap<HostConfigBody, Fields>()

/** Those fields of a wanted container that can differ on one that was made from just this spec. */
export function mutableBody({ body: { HostConfig: host = {} } }: WantedContainer, { info }: Surroundings): Fields {
  const lacks = (info?.lacks.length ?? 0) > 0
  const known = lacks ? undefined : mutable.get(host)
  if (known) return known
  const fields: FieldMap = {}
  putChanging(fields, host)
  dropLacking(fields, info)
  if (!lacks) mutable.set(host, fields)
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
