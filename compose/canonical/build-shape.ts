import { isMap } from '../../api/v1/yaml/is-map.ts'
import {
  anyNumber,
  bytes,
  flag,
  list,
  mapping,
  mappingWithNothing,
  named,
  type Shape,
  shortFor,
  struct,
  text,
  textOf,
  texts,
} from './shape.ts'

const octal: Shape = (value) => {
  const mode = typeof value === 'string' && /^[0-7]+$/.test(value) ? Number.parseInt(value, 8) : value
  return typeof mode === 'number' ? mode.toString(8).padStart(4, '0') : textOf(mode)
}

/** A reference to a secret or config: a name, or a map with path, owner and mode. */
export const fileReference: Shape = shortFor(
  'source',
  struct({ source: text, target: text, uid: text, gid: text, mode: octal }),
)

/** Extra hosts as sorted lines of `host=address`. */
export const hosts: Shape = (value) => {
  const line = (host: string, address: string) => `${host}=${address.replace(/^\[(.*)\]$/, '$1')}`
  const lines = isMap(value)
    ? Object.entries(value).flatMap(([host, each]) =>
        (Array.isArray(each) ? each : [each]).map((address) => line(host, textOf(address))),
      )
    : (Array.isArray(value) ? value : [value]).map((item) => {
        const [, host = '', address = ''] = /^([^=:]+)[=:](.+)$/.exec(textOf(item)) ?? []
        return line(host, address)
      })
  return lines.length === 0 ? undefined : lines.sort()
}

/** `ulimits`: a map from names to limits. */
export const ulimits: Shape = named((value, style) => {
  if (isMap(value)) return struct({ soft: anyNumber, hard: anyNumber })(value, style)
  if (anyNumber(value) !== 0) return anyNumber(value)
  return style === 'json' ? {} : { soft: 0, hard: 0 }
})

const ssh: Shape = (value) => {
  if (!isMap(value)) return texts(list((item) => textOf(item).replace('=', ': '))(value) ?? [])
  return texts(
    Object.entries(value).map(([id, path]) => (path === null || path === '' ? id : `${id}: ${textOf(path)}`)),
  )
}

/** `build`, with its attributes in the order in which Compose prints them. */
export const buildShape: Shape = struct({
  context: text,
  dockerfile: text,
  dockerfile_inline: text,
  entitlements: texts,
  args: mappingWithNothing,
  provenance: text,
  sbom: text,
  ssh,
  labels: mapping,
  cache_from: texts,
  cache_to: texts,
  no_cache: flag,
  no_cache_filter: texts,
  additional_contexts: mapping,
  pull: flag,
  extra_hosts: hosts,
  isolation: text,
  network: text,
  target: text,
  secrets: list(fileReference),
  shm_size: bytes,
  tags: texts,
  ulimits,
  platforms: texts,
  privileged: flag,
})
