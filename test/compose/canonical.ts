import { withDefaults } from '../../api/v1/validation/defaults.ts'
import type { V1Service, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import type { ComposeObject } from '../../compose/manifests.ts'

/** A resource with its defaults filled in and its unordered lists sorted, so that two ways to write the same are equal. */
export function canonical(object: ComposeObject): unknown {
  const complete = withDefaults(structuredClone(object))
  if (complete.kind === 'Service') return sorted(service(complete))
  if (complete.kind === 'Network' && Object.keys(complete.spec.ipam ?? {}).length === 0) delete complete.spec.ipam
  complete.spec.hostName = hostNameOf(complete)
  return sorted(complete)
}

function service(object: V1Service): V1Service {
  object.spec.template = template(object.spec.template)
  if (Object.keys(object.spec.placement ?? {}).length === 0) delete object.spec.placement
  object.spec.dependsOn?.sort((a, b) => (a.service < b.service ? -1 : 1))
  return object
}

function template(from: V1TaskTemplate): V1TaskTemplate {
  for (const list of [from.env, from.build?.args, from.ulimits]) list?.sort((a, b) => (a.name < b.name ? -1 : 1))
  from.extraHosts?.sort()
  for (const port of from.ports ?? []) port.mode ??= 'Ingress'
  for (const device of from.devices ?? []) device.target ??= device.source
  sayTargets(from)
  leaveDefaultsOut(from)
  if (from.build?.dockerfileInline !== undefined) delete from.build.dockerfile
  else if (from.build) from.build.dockerfile ??= 'Dockerfile'
  return from
}

function leaveDefaultsOut(from: V1TaskTemplate): void {
  if (from.volumesFrom) from.volumesFrom = from.volumesFrom.map((each) => each.replace(/:rw$/, ''))
  for (const field of ['stdin', 'tty', 'privileged', 'readOnly', 'oomKillDisable'] as const)
    if (from[field] === false) delete from[field]
}

function sayTargets({ secrets = [], configs = [], mounts = [] }: V1TaskTemplate): void {
  for (const file of secrets) file.target ??= `/run/secrets/${file.secret}`
  for (const file of configs) file.target ??= `/${file.config}`
  for (const mount of mounts) if (Object.keys(mount.volume ?? {}).length === 0) delete mount.volume
}

/** Sorts keys, so that equal values also print alike. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}
