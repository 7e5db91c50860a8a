import type { FieldPath } from '../provenance.ts'
import { isIP, isIPv4, isIPv6 } from 'node:net'
import { isCapability } from './capability.ts'
import type { V1TaskTemplate } from '../generated/types.ts'
import { shortened } from '../language/shortened.ts'
import { signalNumber } from '../signal.ts'
import type { ValidationError } from './validation-error.ts'
import {
  isAddress,
  isHostLine,
  isId,
  isMac,
  isSecurityOption,
  isSet,
  isShared,
  isTmpfsOption,
  LIMITS,
  orNone,
} from './value-forms.ts'

/** The valid values of a field of a template. Engines refuse others only when a task starts, or accept them and do something else. */
interface Rule<T> {
  /** Paths of fields; `*` stands for each item of a list or map. */
  readonly at: readonly string[]
  readonly isRight: (value: T) => boolean
  readonly message: string
  /** Set if the values may be secret, so that errors don't show them. */
  readonly isHidden?: true
}

const TEXTS: readonly Rule<string>[] = [
  {
    at: ['ports.*.hostIP'],
    isRight: orNone(isAddress),
    message:
      'must be an IP address of the host, as 127.0.0.1: where it is none, engines publish the port on every address',
  },
  { at: ['networks.*.ipv4Address'], isRight: orNone(isIPv4), message: 'must be an IPv4 address, as 10.0.0.5' },
  {
    at: ['networks.*.ipv6Address'],
    isRight: orNone((text) => isIPv6(text) && isAddress(text) && !/^::ffff:/i.test(text)),
    message: 'must be an IPv6 address, as fd00::5',
  },
  { at: ['networks.*.linkLocalIPs.*'], isRight: isAddress, message: 'must be an IP address, as 169.254.8.8' },
  {
    at: ['dns.*'],
    isRight: (text) => isIP(text) !== 0,
    message: 'must be the IP address of a DNS server, without a port',
  },
  {
    at: ['extraHosts.*'],
    isRight: isHostLine,
    message: 'must be HOST:ADDRESS with an IP address, as db:10.0.0.5, or HOST:host-gateway',
  },
  {
    at: ['macAddress', 'networks.*.macAddress'],
    isRight: orNone(isMac),
    message: 'must be the MAC address of one interface, as 02:42:ac:11:00:02',
  },
  {
    at: ['networks.*.interfaceName'],
    isRight: (text) => !/[/:\s]/.test(text) && text !== '.' && text !== '..',
    message: 'must be a name without blanks, slashes and colons, as eth1',
  },
  {
    at: ['networkMode'],
    isRight: orNone((text) => isShared(text) || /^(?!(container|service)$)[a-zA-Z0-9][\w.-]*$/.test(text)),
    message: "must be none, host, bridge, service:NAME, container:NAME or the engine's name of a network",
  },
  {
    at: ['pidMode'],
    isRight: (text) => ['', 'host', 'private'].includes(text) || isShared(text),
    message: 'must be host, service:NAME or container:NAME; leave it out for a PID namespace of its own',
  },
  {
    at: ['ipcMode'],
    isRight: (text) => ['', 'none', 'private', 'shareable', 'host'].includes(text) || isShared(text),
    message: 'must be none, private, shareable, host, service:NAME or container:NAME',
  },
  {
    at: ['utsMode'],
    isRight: (text) => ['', 'host', 'private'].includes(text),
    message: 'must be host; leave it out for a UTS namespace of its own',
  },
  {
    at: ['isolation'],
    isRight: (text) => /^(default|process|hyperv)?$/i.test(text),
    message: 'must be default, process or hyperv',
  },
  {
    at: ['platform'],
    isRight: orNone((text) => /^[^/\s]+(\/[\w.-]+){0,2}$/.test(text)),
    message: 'must be OS[/ARCHITECTURE[/VARIANT]], as linux/arm64',
  },
  {
    at: ['stopSignal'],
    isRight: orNone((text) => signalNumber(text) !== undefined),
    message: 'must be a signal, as SIGTERM, RTMIN+3 or 15',
  },
  {
    at: ['capAdd.*', 'capDrop.*'],
    isRight: isCapability,
    message: 'must be a Linux capability, as NET_ADMIN or CAP_NET_ADMIN, or ALL',
  },
  {
    at: ['workingDir'],
    isRight: orNone((text) => /^(\/|[A-Za-z]:[\\/])/.test(text) && !text.includes('\0')),
    message: 'must be an absolute path in the container',
  },
  {
    at: ['user'],
    isRight: (text) => text.split(':').every(isId),
    message: 'has a number that no user or group can have: they go from 0 to 2147483647',
  },
  {
    at: ['groupAdd.*'],
    isRight: (text) => text !== '' && isId(text),
    message: 'must be the name of a group, or a number from 0 to 2147483647',
  },
  {
    at: ['cpusetCpus', 'cpusetMems'],
    isRight: orNone(isSet),
    message: 'must be a list of numbers and rising ranges, without blanks, as 0-3,6',
  },
  {
    at: ['ulimits.*.name'],
    isRight: (text) => LIMITS.has(text.toLowerCase()),
    message:
      'is no resource that Linux limits: it has nofile, nproc, memlock, core, stack, rtprio and others of setrlimit',
  },
  {
    at: ['securityOpt.*'],
    isRight: isSecurityOption,
    message:
      'must be no-new-privileges, label=…, apparmor=PROFILE, seccomp=unconfined or seccomp= and the profile itself (JSON, not its path)',
  },
  {
    at: ['expose.*'],
    isRight: (text) =>
      isSet(text.replace(/\/.*/, '')) && (text.match(/\d+/g) ?? []).every((port) => Number(port) <= 65_535),
    message: 'must be a port up to 65535, or a rising range of them',
  },
  {
    at: ['tmpfs.*'],
    isRight: (text) => text === '' || text.split(',').every(isTmpfsOption),
    message:
      'must be options with commas between them, as size=64m,mode=1777: a size in bytes or with k, m, g or %, a mode in octal digits, uid and gid by number',
  },
  {
    at: ['mounts.*.source', 'mounts.*.target', 'command.*', 'args.*', 'env.*.value', 'healthcheck.test.*'],
    isRight: (text) => !text.includes('\0'),
    message: 'has a NUL character, at which Linux ends a text: take it out',
    isHidden: true,
  },
]

const LEAST_MEMORY = 6 * 1024 ** 2

const NUMBERS: readonly Rule<number>[] = [
  {
    at: ['resources.limits.memoryBytes', 'resources.reservations.memoryBytes'],
    isRight: (bytes) => bytes === 0 || bytes >= LEAST_MEMORY,
    message: `must be 0, which is none, or at least ${LEAST_MEMORY} (6 MiB), the least that engines take`,
  },
  {
    at: ['resources.limits.cpus'],
    isRight: (cpus) => cpus === 0 || cpus >= 0.01,
    message: 'must be 0, which is no limit, or at least 0.01, the least that the kernel limits to',
  },
  {
    at: ['cpuPeriod'],
    isRight: (period) => period === 0 || (period >= 1_000 && period <= 1_000_000),
    message: 'must be 0, which is the default of the kernel, or from 1000 to 1000000 microseconds',
  },
  {
    at: ['cpuQuota'],
    isRight: (quota) => quota <= 0 || quota >= 1_000,
    message: 'must be 0 or -1, which is no limit, or at least 1000 microseconds',
  },
  {
    at: ['blkio.weight'],
    isRight: (weight) => weight === 0 || weight >= 10,
    message: 'must be 0, which is the default, or from 10 to 1000',
  },
  {
    at: ['interval', 'timeout', 'startPeriod', 'startInterval'].map((name) => `healthcheck.${name}Seconds`),
    isRight: (seconds) => seconds === 0 || (seconds >= 0.001 && seconds <= 9e9),
    message: 'must be 0, which is the default, or from 0.001, a millisecond, to 9e9',
  },
]

/** Errors for single fields of the template at `at`, whatever its other fields are. */
export function valueRules(template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  return [
    ...wrong(TEXTS, template, (value) => typeof value === 'string'),
    ...wrong(NUMBERS, template, (value) => typeof value === 'number'),
  ].map((error) => ({ ...error, path: [...at, ...error.path] }))
}

function wrong<T extends string | number>(
  rules: readonly Rule<T>[],
  template: V1TaskTemplate,
  isOfType: (value: unknown) => value is T,
): ValidationError[] {
  return rules.flatMap(({ at, isRight, message, isHidden }) =>
    at
      .flatMap((field) => valuesAt(template, field.split('.')))
      .flatMap(({ path, value }): ValidationError[] => {
        if (!isOfType(value) || isRight(value)) return []
        const shown = typeof value === 'string' ? shortened(value, 100) : value
        return [isHidden ? { path, message } : { path, message, value: shown }]
      }),
  )
}

interface Found {
  readonly path: FieldPath
  readonly value: unknown
}

function valuesAt(holder: unknown, [name, ...rest]: readonly string[], path: FieldPath = []): Found[] {
  if (name === undefined) return [{ path, value: holder }]
  if (typeof holder !== 'object' || holder === null) return []
  if (name === '*')
    return Object.entries(holder).flatMap(([key, item]) =>
      valuesAt(item, rest, [...path, Array.isArray(holder) ? Number(key) : key]),
    )
  return valuesAt((holder as Record<string, unknown>)[name], rest, [...path, name])
}
