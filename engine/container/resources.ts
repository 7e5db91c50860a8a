import type { V1BlockIO, V1DeviceRequest, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { DeviceRequestBody, HostConfigBody } from '../types/container.ts'
import { present, some } from './present.ts'
import { ulimitOf } from './ulimit.ts'

/** Limits, weights and devices; in bytes, and billionths of a CPU. */
export function resourcesBody(template: V1TaskTemplate): Partial<HostConfigBody> {
  const { limits = {}, reservations = {} } = template.resources ?? {}
  return present({
    Memory: limits.memoryBytes,
    MemorySwap: limits.memorySwapBytes,
    MemoryReservation: reservations.memoryBytes,
    MemorySwappiness: template.memorySwappiness,
    KernelMemoryTCP: template.kernelMemoryTCPBytes,
    OomKillDisable: template.oomKillDisable,
    OomScoreAdj: template.oomScoreAdj,
    NanoCpus: limits.cpus === undefined ? undefined : Math.round(limits.cpus * 1e9),
    PidsLimit: limits.pids,
    CpuShares: template.cpuShares,
    CpuPeriod: template.cpuPeriod,
    CpuQuota: template.cpuQuota,
    CpuRealtimePeriod: template.cpuRealtimePeriod,
    CpuRealtimeRuntime: template.cpuRealtimeRuntime,
    CpusetCpus: template.cpusetCpus,
    CpusetMems: template.cpusetMems,
    CpuCount: template.cpuCount,
    CpuPercent: template.cpuPercent,
    IOMaximumIOps: template.ioMaximumIOps,
    IOMaximumBandwidth: template.ioMaximumBandwidthBytes,
    Ulimits: some(template.ulimits)?.map(ulimitOf),
    ...blockIO(template.blkio ?? {}),
    ...devices(template),
  })
}

function blockIO(blkio: V1BlockIO): Partial<HostConfigBody> {
  const rates = (list: V1BlockIO['readBps']) => some(list)?.map(({ path, rate }) => ({ Path: path, Rate: rate }))
  return present({
    BlkioWeight: blkio.weight,
    BlkioWeightDevice: some(blkio.weightDevices)?.map(({ path, weight }) => ({ Path: path, Weight: weight })),
    BlkioDeviceReadBps: rates(blkio.readBps),
    BlkioDeviceWriteBps: rates(blkio.writeBps),
    BlkioDeviceReadIOps: rates(blkio.readIops),
    BlkioDeviceWriteIOps: rates(blkio.writeIops),
  })
}

function devices(template: V1TaskTemplate): Partial<HostConfigBody> {
  const requests = [...(template.deviceRequests ?? []), ...(template.resources?.reservations?.devices ?? [])]
  return present({
    Devices: some(template.devices)?.map(({ source, target, permissions }) => ({
      PathOnHost: source,
      PathInContainer: target ?? source,
      CgroupPermissions: permissions ?? 'rwm',
    })),
    DeviceCgroupRules: some(template.deviceCgroupRules),
    DeviceRequests: some(requests)?.map(deviceRequest),
  })
}

/** A device request; as in Compose, without count and ids it means all devices. */
function deviceRequest({ driver, count, deviceIDs, capabilities, options }: V1DeviceRequest): DeviceRequestBody {
  const ids = some(deviceIDs)
  return present({
    Driver: driver,
    Count: ids ? undefined : (count ?? -1),
    DeviceIDs: ids,
    Capabilities: some(capabilities)?.map((set) => [...set]),
    Options: options,
  })
}
