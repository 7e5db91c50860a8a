/**
 * Fields that an engine, an upgraded engine, or a person with `update` may set though nobody declared them: they count only where the spec
 * declares them. Any other undeclared value was put there by somebody else, and is drift.
 */
const onlyIfDeclared: readonly string[] = [
  'Config.Hostname',
  'Config.MacAddress',
  'Config.StopSignal',
  'Config.StopTimeout',
  'Config.Volumes',
  'HostConfig.CgroupnsMode',
  'HostConfig.CgroupParent',
  'HostConfig.IpcMode',
  'HostConfig.Isolation',
  'HostConfig.Runtime',
  'HostConfig.ShmSize',
  'HostConfig.Init',
  'HostConfig.MaskedPaths',
  'HostConfig.ReadonlyPaths',
  'HostConfig.LogConfig',
  'HostConfig.Ulimits',
  'HostConfig.VolumeDriver',
  'HostConfig.Annotations',
  'HostConfig.StorageOpt',
  'HostConfig.KernelMemoryTCP',
  'HostConfig.MemorySwappiness',
  'HostConfig.OomKillDisable',
  'HostConfig.BlkioWeight',
  'HostConfig.CpuShares',
  'HostConfig.CpuPeriod',
  'HostConfig.CpuQuota',
  'HostConfig.CpuRealtimePeriod',
  'HostConfig.CpuRealtimeRuntime',
  'HostConfig.CpusetCpus',
  'HostConfig.CpusetMems',
  'HostConfig.Memory',
  'HostConfig.MemorySwap',
  'HostConfig.MemoryReservation',
  'HostConfig.NanoCpus',
  'HostConfig.PidsLimit',
]

/** Further fields that an image may set: without its configuration their origin is unknown. */
const fromImage: readonly string[] = [
  'Config.Cmd',
  'Config.Entrypoint',
  'Config.Env',
  'Config.ExposedPorts',
  'Config.Healthcheck',
  'Config.Labels',
  'Config.User',
  'Config.WorkingDir',
]

/**
 * Declared fields whose absence is no drift. Some are silently dropped by kernels, and a new container would lack them too. Others came
 * with a later API: a container from before an engine's upgrade is not recreated for them.
 */
const discardable: readonly string[] = [
  'HostConfig.BlkioWeight',
  'HostConfig.BlkioWeightDevice',
  'HostConfig.BlkioDeviceReadBps',
  'HostConfig.BlkioDeviceWriteBps',
  'HostConfig.BlkioDeviceReadIOps',
  'HostConfig.BlkioDeviceWriteIOps',
  'HostConfig.CpuRealtimePeriod',
  'HostConfig.CpuRealtimeRuntime',
  'HostConfig.KernelMemoryTCP',
  'HostConfig.MemorySwappiness',
  'HostConfig.OomKillDisable',
  'HostConfig.Annotations',
  'HostConfig.MountOptions',
  'Config.Healthcheck.StartInterval',
]

const declaredSet = new Set(onlyIfDeclared)
const imageSet = new Set([...onlyIfDeclared, ...fromImage])
const discardableSet = new Set(discardable)

/** Whether an undeclared field on a container counts as drift. */
export function countsUndeclared(field: string, imageKnown: boolean): boolean {
  return !(imageKnown ? declaredSet : imageSet).has(baseOf(field))
}

/** Whether the absence of a declared field is due to the host. */
export function isDiscardable(field: string): boolean {
  return discardableSet.has(field) || discardableSet.has(baseOf(field))
}

/** The first two parts of a field: `HostConfig.Tmpfs` of `HostConfig.Tmpfs./tmp`. */
function baseOf(field: string): string {
  const second = field.indexOf('.', field.indexOf('.') + 1)
  return second < 0 ? field : field.slice(0, second)
}
