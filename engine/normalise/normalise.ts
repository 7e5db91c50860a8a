import type { WantedContainer } from '../container/want.ts'
import type { ContainerInspect, EngineInfo, ImageInspect } from '../types.ts'
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

/** The fields of a wanted container as its inspect will show them. Networks are compared apart, in endpoints.ts. */
export function normaliseBody(
  wanted: Pick<WantedContainer, 'body' | 'delivered'>,
  { image, info }: Surroundings,
): Fields {
  const { HostConfig: host = {}, NetworkingConfig: _networking, ...config } = wanted.body
  const fields: FieldMap = {}
  putConfig(fields, image ? mergeImage(config, image.Config ?? {}) : config)
  putHost(fields, host, new Set(wanted.delivered))
  dropLacking(fields, info)
  return fields
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

/** Those fields of a wanted container that can differ on one that was made from just this spec. */
export function mutableBody({ body }: Pick<WantedContainer, 'body'>, { info }: Surroundings): Fields {
  const fields: FieldMap = {}
  putChanging(fields, body.HostConfig ?? {})
  dropLacking(fields, info)
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
