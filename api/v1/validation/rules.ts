import type { V1Config, V1Network, V1Node, V1Secret, V1Volume } from '../generated/types.ts'
import type { ObjectOf } from '../kinds.ts'
import { SSH_ENGINE_FORM, sshEngine } from '../ssh-address.ts'
import { tcpTarget } from '../tcp-target.ts'
import { localVolumeRules } from './local-volume-rules.ts'
import { networkRules } from './network-rules.ts'
import { serviceRules } from './service-rules.ts'
import type { ValidationError } from './validation-error.ts'

/** Fields that shape a network when it is created, and that an external network must not have. */
export const shapeOfNetwork = ['driver', 'driverOpts', 'ipam', 'internal', 'labels', 'enableIPv6'] as const

/** Rules over several fields of one object, which a schema can't express. */
export function specRules(object: ObjectOf): ValidationError[] {
  switch (object.kind) {
    case 'Service':
      return serviceRules(object)
    case 'Secret':
      return sourceRules(object, ['file', 'environment', 'stored', 'external'])
    case 'Config':
      return sourceRules(object, ['file', 'environment', 'content', 'stored', 'external'])
    case 'Network':
      return [...externalRules(object, shapeOfNetwork), ...networkRules(object)]
    case 'Volume':
      return [...externalRules(object, ['driver', 'driverOpts', 'labels', 'recreate']), ...optionRules(object)]
    case 'Node':
      return [...addressRules(object), ...certificateRules(object)]
    default:
      return []
  }
}

/**
 * Requires exactly one source of the bytes. `stored` may go with `environment`: the bytes are stored, and the variable is where they came
 * from.
 */
function sourceRules(object: V1Secret | V1Config, sources: readonly string[]): ValidationError[] {
  const spec: Record<string, unknown> = { ...object.spec }
  const given = sources.filter((source) => spec[source] !== undefined && spec[source] !== false)
  const other = given.filter((source) => !(source === 'stored' && spec.environment !== undefined))
  if (other.length === 1) return []
  if (other.length === 0) return [{ path: ['spec'], message: `needs one of ${sources.join(', ')}` }]
  return [{ path: ['spec', other[1] ?? ''], message: `excludes ${other[0]}: keep one of them` }]
}

function optionRules({ spec: { driver, driverOpts = {}, external } }: V1Volume): ValidationError[] {
  return external ? [] : localVolumeRules(driver, driverOpts, ['spec', 'driverOpts'])
}

/** Schemes by which Docker's command line reaches an engine and this program does not, with remedies. */
const UNREACHED: Readonly<Record<string, string>> = {
  npipe: 'expose the engine as tcp:// with TLS',
}

function addressRules({ spec }: V1Node): ValidationError[] {
  const { host = '' } = spec.engine ?? {}
  const scheme = host.slice(0, host.indexOf('://'))
  const remedy = UNREACHED[scheme]
  const message =
    remedy === undefined
      ? noAddress(scheme, host.slice(scheme.length + 3))
      : `${scheme}:// is not supported yet: ${remedy}`
  return message === undefined ? [] : [{ path: ['spec', 'engine', 'host'], message, value: host }]
}

/** Why nothing can be reached by this address; undefined where something may be. */
function noAddress(scheme: string, rest: string): string | undefined {
  if (scheme === 'unix') return rest.startsWith('/') ? undefined : 'write unix:///PATH, from the root on'
  if (scheme === 'ssh') return sshEngine(rest) ? undefined : SSH_ENGINE_FORM
  return scheme === '' || tcpTarget(rest) ? undefined : `write ${scheme}://HOST:PORT, with an IPv6 address as [ADDRESS]`
}

/** Certificates need absolute paths, as the working directory of `serve` is arbitrary. */
function certificateRules({ spec }: V1Node): ValidationError[] {
  const { host = '', tls } = spec.engine ?? {}
  if (tls !== undefined && host.startsWith('ssh:'))
    return [{ path: ['spec', 'engine', 'tls'], message: 'is for tcp:// alone: ssh has keys of its own' }]
  const files = Object.entries(tls ?? {})
  const relative = files.filter(([, path]) => typeof path === 'string' && !path.startsWith('/'))
  return relative.map(([field, value]) => ({
    path: ['spec', 'engine', 'tls', field],
    message: 'must be an absolute path on the machine that reconcile runs on',
    value,
  }))
}

function externalRules(object: V1Network | V1Volume, excluded: readonly string[]): ValidationError[] {
  if (!object.spec.external) return []
  const spec: Record<string, unknown> = { ...object.spec }
  return excluded
    .filter(
      (field) => spec[field] !== undefined && spec[field] !== false && !(field === 'driver' && spec[field] === 'local'),
    )
    .map((field) => ({
      path: ['spec', field],
      message: 'must be absent where external is true: it is not ours to shape',
    }))
}
