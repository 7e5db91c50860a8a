import type { KillRequest } from '../v1/installation/kill.ts'
import { type EndRequest, type OneOffRef, pullPolicies, type RunRequest } from '../v1/installation/one-off.ts'
import type { TerminalSize } from '../v1/installation/terminal.ts'
import { type Body, isWhole, object, optionalText, reference, strings, wrong } from './fields.ts'
import { stopRequest } from './requests.ts'

/** Checks the body of `POST /reconcile/run`. */
export function runRequest(body: Body, signal: AbortSignal): RunRequest {
  const texts = Object.fromEntries(
    (['name', 'user', 'workingDir'] as const).flatMap((field) => {
      const value = optionalText(body, field)
      return value === undefined ? [] : [[field, value]]
    }),
  )
  const flags = (['servicePorts', 'useAliases', 'tty', 'stdin', 'remove', 'noDeps'] as const).filter(
    (field) => body[field] === true,
  )
  const pull = pullPolicies.find((policy) => policy === body['pull'])
  if (body['pull'] !== undefined && pull === undefined) throw wrong('pull', pullPolicies.join(', '))
  return {
    ref: reference(body['ref'], 'ref'),
    command: list(body, 'command'),
    env: list(body, 'env'),
    labels: list(body, 'labels'),
    volumes: list(body, 'volumes'),
    publish: list(body, 'publish'),
    ...(body['entrypoint'] === undefined ? {} : { entrypoint: strings(body, 'entrypoint') }),
    ...texts,
    ...Object.fromEntries(flags.map((field) => [field, true])),
    ...(body['terminalSize'] === undefined
      ? {}
      : { terminalSize: terminalSize(object(body['terminalSize'], 'terminalSize')) }),
    ...(pull === undefined ? {} : { pull }),
    signal,
  }
}

function terminalSize({ columns, rows }: Body): TerminalSize {
  if (isWhole(columns) && isWhole(rows)) return { columns, rows }
  throw wrong('terminalSize', '{columns, rows}')
}

/** The same of `run-end`. */
export function endRequest(body: Body, signal: AbortSignal): EndRequest {
  const signalName = optionalText(body, 'signalName')
  return { oneOff: oneOffRef(body['oneOff']), ...(signalName === undefined ? {} : { signalName }), signal }
}

/** The same of `kill`. */
export function killRequest(body: Body, signal: AbortSignal): KillRequest {
  const signalName = optionalText(body, 'signalName')
  const { refs } = stopRequest(body, signal)
  const gracefully = body['gracefully'] === true ? { gracefully: true } : {}
  return { refs, ...(signalName === undefined ? {} : { signalName }), ...gracefully, signal }
}

/** Which one-off container. */
export function oneOffRef(value: unknown): OneOffRef {
  const { stack, name } = typeof value === 'object' && value !== null ? (value as Body) : {}
  if (typeof stack === 'string' && stack !== '' && typeof name === 'string' && name !== '') return { stack, name }
  throw wrong('oneOff', '{stack, name}')
}

function list(body: Body, field: string): readonly string[] {
  return body[field] === undefined ? [] : strings(body, field)
}
