import { createHash } from 'node:crypto'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { serviceInGo } from './print.ts'
import { isMap } from './shape.ts'

/** The hash that Compose 2.40 has of a service in the style of JSON whose env files are not resolved: what a new container is made for. */
export function serviceHash(service: YamlValue): string {
  const {
    build: _,
    pull_policy: __,
    scale: ___,
    depends_on: ____,
    profiles: _____,
    ...rest
  } = isMap(service) ? service : {}
  const { deploy } = rest
  const { replicas: ______, ...deployed } = isMap(deploy) ? deploy : {}
  const hashed = serviceInGo(isMap(deploy) ? { ...rest, deploy: deployed } : rest)
  return createHash('sha256').update(goJson(hashed)).digest('hex')
}

/** Go writes these so, for pages that JSON may stand in. */
function goJson(value: YamlValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
