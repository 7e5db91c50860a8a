import { posix } from 'node:path'
import { isReservedLabel } from '../../api/v1/labels.ts'
import { portsIn } from '../container/ports.ts'
import type { ContainerBody, HealthcheckBody } from '../types/container.ts'
import { isGivenProxy } from '../proxies.ts'
import { type FieldMap, type FieldValue, put } from './fields.ts'
import { envName } from './image-merge.ts'

const VARIABLE = 'Config.Env.'

/** Puts the fields of a container's own configuration, with the image's merged in where it is known. */
export function putConfig(fields: FieldMap, config: Partial<ContainerBody>): void {
  for (const name of ['Hostname', 'Domainname', 'User', 'Tty', 'OpenStdin', 'StdinOnce', 'MacAddress'] as const)
    put(fields, `Config.${name}`, config[name])
  put(fields, 'Config.StopSignal', config.StopSignal)
  // Zero seconds is not the default of ten.
  if (typeof config.StopTimeout === 'number') fields['Config.StopTimeout'] = config.StopTimeout
  put(fields, 'Config.WorkingDir', config.WorkingDir && posix.normalize(config.WorkingDir).replace(/(.)\/$/, '$1'))
  put(fields, 'Config.Cmd', config.Cmd)
  put(fields, 'Config.Entrypoint', isReset(config.Entrypoint) ? [] : config.Entrypoint)
  for (const line of config.Env ?? []) fields[VARIABLE + envName(line)] = line.slice(envName(line).length)
  putExposed(fields, config.ExposedPorts)
  for (const path of Object.keys(config.Volumes ?? {})) fields[`Config.Volumes.${path}`] = true
  // Identity, not declaration: an adopted container has other labels of this kind.
  for (const [key, value] of Object.entries(config.Labels ?? {}))
    if (!isReservedLabel(key)) fields[`Config.Labels.${key}`] = value
  putHealthcheck(fields, config.Healthcheck ?? {})
}

/** Engines keep what they are sent beside the image's, and Compose sends `80` where images say `80/tcp`. */
function putExposed(fields: FieldMap, exposed: ContainerBody['ExposedPorts'] | null): void {
  for (const port of Object.keys(exposed ?? {}).flatMap(portsIn)) fields[`Config.ExposedPorts.${port}`] = true
}

/** Whether a field is a variable that neither side has: the image of a container may have none that could be taken away. */
export function neitherHas(field: string, wanted: FieldValue | undefined, found: FieldValue | undefined): boolean {
  return field.startsWith(VARIABLE) && (wanted ?? '') === '' && (found ?? '') === ''
}

/** Whether a field is a variable that its maker's machine gives a container: what runs stays as it was made. */
export function isOfProxies(field: string, body: Pick<ContainerBody, 'Env'>): boolean {
  return field.startsWith(VARIABLE) && isGivenProxy(field.slice(VARIABLE.length), body)
}

/** Where there is no probe, its times mean nothing: engines fill them in from the image all the same. */
function putHealthcheck(fields: FieldMap, check: HealthcheckBody): void {
  if (check.Test?.[0] === 'NONE') return put(fields, 'Config.Healthcheck.Test', check.Test)
  for (const [name, value] of Object.entries(check)) put(fields, `Config.Healthcheck.${name}`, value)
}

/** How clients say that the image's entry point is to be taken away. */
function isReset(entrypoint: readonly string[] | undefined): boolean {
  return entrypoint?.length === 1 && entrypoint[0] === ''
}
