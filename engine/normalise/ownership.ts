/**
 * Fields that an engine, a later version of it, or a person with `update` fills in where nobody declared them: they count
 * only where the spec says them. Anything else that appears on a container was put there by another hand.
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

/** What else an image brings: without its configuration nobody can say where it came from. */
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
 * What kernels drop without a word: absent, it is a lack of the host, and a new container lacks it too. And what engines
 * learned with a later API: a container that was made before the engine's upgrade is not made anew for it.
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

/** Whether a field that nobody declared is a difference when a container has it. */
export function countsUndeclared(field: string, imageKnown: boolean): boolean {
  return !(imageKnown ? declaredSet : imageSet).has(baseOf(field))
}

/** Whether a declared field that a container lacks is the host's doing. */
export function isDiscardable(field: string): boolean {
  return discardableSet.has(field) || discardableSet.has(baseOf(field))
}

/** `HostConfig.Tmpfs./tmp` is of `HostConfig.Tmpfs`. */
function baseOf(field: string): string {
  const second = field.indexOf('.', field.indexOf('.') + 1)
  return second < 0 ? field : field.slice(0, second)
}
