import type { HostConfigBody } from '../types/container.ts'
import type { StringMap } from '../types/string-map.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'

const masked = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
]
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']
const smallestMemory = 6 * 1024 * 1024

/** A HostConfig as the engine shows it: the request with the daemon's defaults. */
export function fillHostConfig(
  host: HostState,
  given: HostConfigBody | undefined,
): { config: HostConfigBody; warnings: string[] } {
  const warnings: string[] = []
  const config = { ...defaultsOf(host), ...withoutNulls(given ?? {}) }
  // Before API 1.44, without a HostConfig the runtime is only set at the first start.
  if (host.api < 44 && given === undefined) config.Runtime = ''
  config.RestartPolicy = restartPolicy(host, config.RestartPolicy)
  config.NetworkMode = networkMode(host, config.NetworkMode)
  config.LogConfig = logConfig(host, config.LogConfig)
  if (isUnconfined(config)) config.SecurityOpt = [...(config.SecurityOpt ?? []), 'label=disable']
  if ((config.PidsLimit ?? 1) <= 0) delete config.PidsLimit
  if (config.PortBindings) config.PortBindings = fillPorts(config.PortBindings)
  fillMemory(host, config, warnings)
  if (config.Privileged) Object.assign(config, { MaskedPaths: null, ReadonlyPaths: null })
  return { config, warnings }
}

/** Adds the engine's own log options if its default driver is used, by name or not. */
function logConfig(host: HostState, { Type: type, Config: options }: NonNullable<HostConfigBody['LogConfig']> = {}) {
  const { loggingDriver } = host.info
  const own = type && type !== loggingDriver ? {} : defaultLogOptions(host)
  return { Type: type || loggingDriver, Config: { ...own, ...options } }
}

/** The engine's default log options, as far as observed containers show them: no engine reports them. */
function defaultLogOptions({ containers, info }: HostState): StringMap {
  for (const { seed } of containers.values()) {
    const { Type, Config } = seed?.HostConfig.LogConfig ?? {}
    if (Type === info.loggingDriver && Config?.['max-size'] !== undefined) return Config
  }
  return {}
}

/** Checks limits like the daemon does at create and update. */
export function checkLimits(host: HostState, asked: HostConfigBody): void {
  checkMemory(asked)
  const { NanoCpus: cpus = 0 } = asked
  if (cpus < 0 || cpus > host.info.cpus * 1e9) {
    const range = `Range of CPUs is from 0.01 to ${host.info.cpus}.00`
    refuse(400, `${range}, as there are only ${host.info.cpus} CPUs available`)
  }
}

function checkMemory({ Memory: memory = 0, MemorySwap: swap = 0, MemoryReservation: kept = 0 }: HostConfigBody): void {
  if (memory !== 0 && memory < smallestMemory) refuse(400, 'Minimum memory limit allowed is 6MB')
  if (memory > 0 && swap > 0 && swap < memory) {
    refuse(400, 'Minimum memoryswap limit should be larger than memory limit, see usage')
  }
  if (memory === 0 && swap > 0) {
    refuse(400, 'You should always set the Memory limit when using Memoryswap limit, see usage')
  }
  if (kept > 0 && kept < smallestMemory) refuse(400, 'Minimum memory reservation allowed is 6MB')
  if (memory > 0 && kept > memory) {
    refuse(400, 'Minimum memory limit can not be less than memory reservation limit, see usage')
  }
}

/** The restart policy as stored; refused in the words of the engine's version. */
export function restartPolicy(host: HostState, asked: HostConfigBody['RestartPolicy']) {
  const { Name: name = '', MaximumRetryCount: retries = 0 } = asked ?? {}
  const old = host.api < 44
  if (!['', 'no', 'always', 'on-failure', 'unless-stopped'].includes(name)) {
    const choice = "use one of 'no', 'always', 'on-failure', or 'unless-stopped'"
    refuse(
      400,
      old ? `invalid restart policy '${name}'` : `invalid restart policy: unknown policy '${name}'; ${choice}`,
    )
  }
  if (retries !== 0 && name !== 'on-failure') {
    const words = "invalid restart policy: maximum retry count can only be used with 'on-failure'"
    refuse(400, old ? `maximum retry count cannot be used with restart policy '${name}'` : words)
  }
  return { Name: name === '' && !old ? 'no' : name, MaximumRetryCount: retries }
}

function defaultsOf(host: HostState): HostConfigBody {
  return {
    CgroupnsMode: host.info.cgroupVersion === '2' ? 'private' : 'host',
    IpcMode: 'private',
    OomScoreAdj: 0,
    PidMode: '',
    Privileged: false,
    ReadonlyRootfs: false,
    UTSMode: '',
    UsernsMode: '',
    VolumeDriver: '',
    ShmSize: 67108864,
    Runtime: host.info.defaultRuntime,
    Isolation: '',
    CpuShares: 0,
    Memory: 0,
    NanoCpus: 0,
    CgroupParent: '',
    BlkioWeight: 0,
    CpuPeriod: 0,
    CpuQuota: 0,
    CpuRealtimePeriod: 0,
    CpuRealtimeRuntime: 0,
    CpusetCpus: '',
    CpusetMems: '',
    MemoryReservation: 0,
    MemorySwap: 0,
    OomKillDisable: false,
    CpuCount: 0,
    CpuPercent: 0,
    MaskedPaths: masked,
    ReadonlyPaths: readonlyPaths,
  }
}

function networkMode(host: HostState, asked: string | undefined): string {
  if (asked && asked !== 'default') return asked
  return host.api < 44 ? 'default' : 'bridge'
}

function isUnconfined(config: HostConfigBody): boolean {
  return config.Privileged === true || config.PidMode === 'host' || config.IpcMode === 'host'
}

/** Fills in the memory limits: by default as much swap as memory, if the kernel supports it. */
function fillMemory(host: HostState, config: HostConfigBody, warnings: string[]): void {
  const lacks = new Set(host.info.lacks)
  if (lacks.has('memory') && (config.Memory ?? 0) > 0) {
    warnings.push(
      'Your kernel does not support memory limit capabilities or the cgroup is not mounted. Limitation discarded.',
    )
    Object.assign(config, { Memory: 0, MemorySwap: -1 })
  }
  if ((config.Memory ?? 0) > 0 && (config.MemorySwap ?? 0) === 0) config.MemorySwap = (config.Memory ?? 0) * 2
  if (lacks.has('swap') && (config.MemorySwap ?? 0) > 0) {
    warnings.push(
      'Your kernel does not support swap limit capabilities or the cgroup is not mounted. Memory limited without swap.',
    )
    config.MemorySwap = -1
  }
}

function fillPorts(bindings: NonNullable<HostConfigBody['PortBindings']>) {
  const filled = Object.entries(bindings).map(([port, list]) => {
    const number = Number(port.split('/')[0])
    if (!(number > 0 && number < 65536)) refuse(400, `invalid port specification: "${port.split('/')[0]}"`)
    const hosts = (list ?? []).map(({ HostIp = '', HostPort = '' }) => ({ HostIp, HostPort: checkedPort(HostPort) }))
    return [port.includes('/') ? port : `${port}/tcp`, hosts] as const
  })
  return Object.fromEntries(filled)
}

/** Checks a host port, or a range of them. */
function checkedPort(text: string): string {
  const [first = 0, last = first] = text.split('-').map(Number)
  if (!(first >= 0 && first <= last && last < 65536)) refuse(400, `invalid port specification: "${text}"`)
  return text
}

function withoutNulls(asked: HostConfigBody): HostConfigBody {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null && value !== undefined))
}
