import { looksSecret, redactAssigned, redactWords } from '../../api/v1/redact/redact.ts'
import type { FieldValue } from './fields.ts'

type Unit = 'bytes' | 'cpus' | 'nanoseconds' | 'plain'

const names: Readonly<Record<string, readonly [words: string, unit: Unit]>> = {
  Image: ['image', 'plain'],
  Name: ['name', 'plain'],
  'HostConfig.Memory': ['memory limit', 'bytes'],
  'HostConfig.MemorySwap': ['limit of memory and swap', 'bytes'],
  'HostConfig.MemoryReservation': ['memory reservation', 'bytes'],
  'HostConfig.KernelMemoryTCP': ['limit of TCP buffers', 'bytes'],
  'HostConfig.ShmSize': ['size of /dev/shm', 'bytes'],
  'HostConfig.NanoCpus': ['CPU limit', 'cpus'],
  'HostConfig.CpuShares': ['CPU weight', 'plain'],
  'HostConfig.PidsLimit': ['limit of processes', 'plain'],
  'HostConfig.RestartPolicy': ['restart policy', 'plain'],
  'HostConfig.RestartPolicy.MaximumRetryCount': ['limit of restarts', 'plain'],
  'HostConfig.NetworkMode': ['network mode', 'plain'],
  'HostConfig.Privileged': ['privileged', 'plain'],
  'Config.Cmd': ['arguments', 'plain'],
  'Config.Entrypoint': ['entry point', 'plain'],
  'Config.User': ['user', 'plain'],
  'Config.WorkingDir': ['working directory', 'plain'],
  'Config.Hostname': ['host name', 'plain'],
  'Config.Healthcheck.Interval': ['health check interval', 'nanoseconds'],
  'Config.Healthcheck.Timeout': ['health check timeout', 'nanoseconds'],
  'Config.Healthcheck.StartPeriod': ['health check start period', 'nanoseconds'],
  'Config.Healthcheck.StartInterval': ['health check start interval', 'nanoseconds'],
}

const families: readonly (readonly [prefix: string, words: string])[] = [
  ['Config.Env.', 'variable'],
  ['Config.Labels.', 'label'],
  ['Config.ExposedPorts.', 'exposed port'],
  ['HostConfig.PortBindings.', 'published port'],
  ['HostConfig.Mounts.', 'mount'],
  ['HostConfig.Tmpfs.', 'tmpfs'],
  ['HostConfig.Sysctls.', 'kernel parameter'],
  ['HostConfig.Ulimits.', 'ulimit'],
  ['HostConfig.Devices.', 'device'],
]

/** A difference in words: `memory limit is 64 MiB, declared 128 MiB`. Secrets are redacted (S9). */
export function differenceInWords(
  field: string,
  found: FieldValue | undefined,
  wanted: FieldValue | undefined,
): string {
  const name = fieldName(field)
  if (wanted === undefined) return `${name} is ${valueInWords(field, found)}, not declared`
  return `${name} is ${valueInWords(field, found)}, declared ${valueInWords(field, wanted)}`
}

/** A value in words: with its unit, `not set` for absent, `***` for a secret. */
export function valueInWords(field: string, value: FieldValue | undefined): string {
  if (value === undefined) return 'not set'
  const key = field.split('.').slice(2).join('.')
  if (key !== '' && typeof value === 'string' && looksSecret(key, value)) return '***'
  const unit = names[field]?.[1] ?? 'plain'
  if (typeof value === 'number') return numberInWords(value, unit)
  if (typeof value === 'boolean') return value ? 'set' : 'not set'
  if (typeof value === 'string')
    return inOneLine(field.startsWith('Config.Env.') ? redactAssigned(variable(value)) : redactAssigned(value) || '""')
  return value.length === 0 ? 'empty' : inOneLine(redactWords(value).join(' '))
}

/** Shows line breaks, as they may be the only difference. */
function inOneLine(text: string): string {
  return text.replaceAll('\n', '\\n')
}

function fieldName(field: string): string {
  const known = names[field]
  if (known) return known[0]
  for (const [prefix, words] of families) if (field.startsWith(prefix)) return `${words} ${field.slice(prefix.length)}`
  return field
}

/** The value of a variable, which is kept with its `=`; without one it removes the image's variable. */
function variable(value: string): string {
  if (value === '') return 'taken away'
  return value === '=' ? 'empty' : value.slice(1)
}

function numberInWords(value: number, unit: Unit): string {
  if (unit === 'bytes') return bytesInWords(value)
  if (unit === 'cpus') return String(value / 1e9)
  return unit === 'nanoseconds' ? `${value / 1e9} s` : String(value)
}

/** Bytes in words: `64 MiB`. */
export function bytesInWords(value: number): string {
  if (value === -1) return 'unlimited'
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10))
  return `${Number((value / 1024 ** power).toFixed(2))} ${units[power]}`
}
