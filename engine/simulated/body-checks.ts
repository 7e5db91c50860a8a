import { isCapability } from '../../api/v1/validation/capability.ts'
import { isLogOption } from '../../api/v1/validation/logging-rules.ts'
import { signalNumber } from '../../api/v1/signal.ts'
import type { ContainerBody, HealthcheckBody, HostConfigBody } from '../types/container.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'

type Rule = readonly [isRefused: boolean, words: string]

/** Checks the process settings of a create like the daemon. */
export function checkProcess({ api }: HostState, body: Omit<ContainerBody, 'HostConfig'>): void {
  const { WorkingDir: directory = '', Env: env = [], StopSignal: signal = '', Healthcheck: health } = body
  const unnamed = env.find((entry) => entry === '' || entry.startsWith('='))
  refuseFirst([
    [
      directory !== '' && !directory.startsWith('/'),
      `the working directory '${directory}' is invalid, it needs to be an absolute path`,
    ],
    [unnamed !== undefined, `invalid environment variable: ${unnamed}`],
    ...healthRules(health ?? {}),
    [signal !== '' && signalNumber(signal) === undefined, `${api < 44 ? 'Invalid' : 'invalid'} signal: ${signal}`],
  ])
}

/** Checks the HostConfig of a create like the daemon. */
export function checkHostConfig(host: HostState, config: HostConfigBody): void {
  const rules = [capabilityRules(config), cpuRules(host, config), logRules(host, config), usersRules(host, config)]
  refuseFirst(rules.flat())
  const { Runtime: runtime = '' } = config
  const { runtimes } = host.info
  // From API 1.44 on, a containerd runtime may also be given by its own name.
  if (runtime === '' || !runtimes?.length || runtimes.includes(runtime) || (host.api >= 44 && runtime.includes('.')))
    return
  const words = host.api < 44 ? 'Unknown runtime specified' : 'unknown or invalid runtime name:'
  refuse(400, `${words} ${runtime}`)
}

/** Checks CPU settings like the daemon does at create and update. */
export function checkCpus(host: HostState, config: HostConfigBody): void {
  refuseFirst(cpuRules(host, config))
}

function refuseFirst(rules: readonly Rule[]): void {
  const found = rules.find(([isRefused]) => isRefused)
  if (found) refuse(400, found[1])
}

function healthRules(health: HealthcheckBody): Rule[] {
  const times = ['Interval', 'Timeout', 'StartPeriod', 'StartInterval'] as const
  const short = times.find((time) => (health[time] ?? 0) !== 0 && (health[time] ?? 0) < 1e6)
  return [
    [short !== undefined, `${short} in Healthcheck cannot be less than 1ms`],
    [(health.Retries ?? 0) < 0, 'Retries in Healthcheck cannot be negative'],
  ]
}

function capabilityRules({ CapAdd = [], CapDrop = [] }: HostConfigBody): Rule[] {
  const full = (name: string) => name.toUpperCase().replace(/^(CAP_)?/, 'CAP_')
  return Object.entries({ CapAdd, CapDrop }).map(([field, names]) => {
    const unknown = names.find((name) => name !== '' && !isCapability(name))
    return [unknown !== undefined, `invalid ${field}: unknown capability: "${full(unknown ?? '')}"`]
  })
}

function cpuRules({ info }: HostState, config: HostConfigBody): Rule[] {
  const { NanoCpus: cpus = 0, CpuPeriod: period = 0, CpuQuota: quota = 0, CpusetCpus: set = '' } = config
  const last = info.cpus - 1
  const conflict = 'Conflicting options: Nano CPUs and CPU'
  return [
    [cpus > 0 && period > 0, `${conflict} Period cannot both be set`],
    [cpus > 0 && quota > 0, `${conflict} Quota cannot both be set`],
    [
      period !== 0 && (period < 1000 || period > 1_000_000),
      'CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)',
    ],
    [quota > 0 && quota < 1000, 'CPU cfs quota can not be less than 1ms (i.e. 1000)'],
    [
      set.split(/[,-]/).some((cpu) => Number(cpu) > last),
      `Requested CPUs are not available - requested ${set}, available: 0-${last}`,
    ],
  ]
}

/** The rules for what a container can't share with its host while the engine remaps users. */
function usersRules({ info }: HostState, config: HostConfigBody): Rule[] {
  const { UsernsMode: users, Privileged: privileged, NetworkMode: network, PidMode: processes } = config
  if (!info.remapsUsers || users === 'host') return []
  return [
    [
      privileged === true,
      'privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode',
    ],
    [network === 'host', "cannot share the host's network namespace when user namespaces are enabled"],
    [processes === 'host', 'cannot share the host PID namespace when user namespaces are enabled'],
  ]
}

/** The rules for log drivers. An engine lists its built-in drivers only, so a copy can't tell which plugins exist and accepts any. */
function logRules({ info, isCopy }: HostState, { LogConfig }: HostConfigBody): Rule[] {
  const { Type: asked = '', Config: options = {} } = LogConfig ?? {}
  const driver = asked || info.loggingDriver
  const { pluginsLog: told = [] } = info
  const known = new Set(['none', ...(told.length > 0 ? told : [driver])])
  const odd = Object.keys(options).find((name) => !isLogOption(driver, name))
  return [
    [!isCopy && !known.has(driver), `error looking up logging plugin ${driver}: plugin "${driver}" not found`],
    [odd !== undefined, `unknown log opt '${odd}' for ${driver} log driver`],
  ]
}
