import { createHash } from 'node:crypto'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { goJson, serviceInGo } from './print.ts'
import { type Values } from './shape.ts'

/**
 * The config hash of a service as Compose 2.40 computes it; when it changes, Compose recreates the container. `service` is in the JSON
 * style, with its env files unresolved.
 */
export function serviceHash(service: YamlValue): string {
  const rest = isMap(service) ? without(service, UNHASHED) : {}
  const { deploy } = rest
  const hashed = serviceInGo(isMap(deploy) ? { ...rest, deploy: without(deploy, ['replicas']) } : rest)
  return createHash('sha256').update(goJson(hashed)).digest('hex')
}

/** The attributes whose change recreates no container. */
const UNHASHED: readonly string[] = ['build', 'pull_policy', 'scale', 'depends_on', 'profiles']

function without(map: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)))
}
