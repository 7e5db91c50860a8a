import { posix } from 'node:path'
import { isReservedLabel } from '../../api/v1/labels.ts'
import { portsIn } from '../container/ports.ts'
import type { ContainerBody, HealthcheckBody } from '../types/container.ts'
import { isGivenProxy } from '../proxies.ts'
import { type FieldMap, type FieldValue, put } from './fields.ts'
import { envName } from './image-merge.ts'

const VARIABLE = 'Config.Env.'

/** Puts the fields of a container's configuration. `config` has the image's values merged in where the image is known. */
export function putConfig(fields: FieldMap, config: Partial<ContainerBody>): void {
  for (const name of ['Hostname', 'Domainname', 'User', 'Tty', 'OpenStdin', 'StdinOnce', 'MacAddress'] as const)
    put(fields, `Config.${name}`, config[name])
  put(fields, 'Config.StopSignal', config.StopSignal)
  // Zero seconds is a value: the default is ten.
  if (typeof config.StopTimeout === 'number') fields['Config.StopTimeout'] = config.StopTimeout
  put(fields, 'Config.WorkingDir', config.WorkingDir && posix.normalize(config.WorkingDir).replace(/(.)\/$/, '$1'))
  put(fields, 'Config.Cmd', config.Cmd)
  put(fields, 'Config.Entrypoint', isReset(config.Entrypoint) ? [] : config.Entrypoint)
  for (const line of config.Env ?? []) fields[VARIABLE + envName(line)] = line.slice(envName(line).length)
  putExposed(fields, config.ExposedPorts)
  for (const path of Object.keys(config.Volumes ?? {})) fields[`Config.Volumes.${path}`] = true
  // Reserved labels are identity, not declaration: an adopted container has other ones.
  for (const [key, value] of Object.entries(config.Labels ?? {}))
    if (!isReservedLabel(key)) fields[`Config.Labels.${key}`] = value
  putHealthcheck(fields, config.Healthcheck ?? {})
}

/** Normalises ports to `80/tcp`: engines keep Compose's `80` beside the image's `80/tcp`. */
function putExposed(fields: FieldMap, exposed: ContainerBody['ExposedPorts'] | null): void {
  for (const port of Object.keys(exposed ?? {}).flatMap(portsIn)) fields[`Config.ExposedPorts.${port}`] = true
}

/** Whether a field is a variable with no value on either side: the spec removes a variable that the image does not set. */
export function neitherHas(field: string, wanted: FieldValue | undefined, found: FieldValue | undefined): boolean {
  return field.startsWith(VARIABLE) && (wanted ?? '') === '' && (found ?? '') === ''
}

/**
 * Whether a field is a proxy variable that the creating machine added. Such differences don't count, as containers keep those they were
 * made with.
 */
export function isOfProxies(field: string, body: Pick<ContainerBody, 'Env'>): boolean {
  return field.startsWith(VARIABLE) && isGivenProxy(field.slice(VARIABLE.length), body)
}

/** Without a probe the times mean nothing, but engines fill them in from the image. */
function putHealthcheck(fields: FieldMap, check: HealthcheckBody): void {
  if (check.Test?.[0] === 'NONE') return put(fields, 'Config.Healthcheck.Test', check.Test)
  for (const [name, value] of Object.entries(check)) put(fields, `Config.Healthcheck.${name}`, value)
}

/** Whether an entry point is `[""]`, by which clients remove the image's. */
function isReset(entrypoint: readonly string[] | undefined): boolean {
  return entrypoint?.length === 1 && entrypoint[0] === ''
}
