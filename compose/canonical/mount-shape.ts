import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { containerPath } from '../paths.ts'
import { propagationOf } from '../units/propagation.ts'
import { parsePorts, type PortEntry } from '../units/port.ts'
import { parseVolume } from '../units/volume.ts'
import { anything, bytes, flag, mapping, number, type Shape, struct, text, textOf, type Values } from './shape.ts'

const port = struct({
  name: text,
  mode: text,
  host_ip: text,
  target: number,
  published: text,
  protocol: text,
  app_protocol: text,
})

/** `ports` with ranges expanded. Of equal ports the last one counts, at the position of the first. */
export const ports: Shape = (value, style) => {
  const items = Array.isArray(value) ? value : [value]
  const all = items.flatMap((item): YamlValue[] => {
    if (isMap(item))
      return [port({ ...item, mode: item['mode'] ?? 'ingress', protocol: item['protocol'] ?? 'tcp' }, style) ?? item]
    const entries = parsePorts(textOf(item))
    return 'message' in entries ? [item] : [...entries].sort(byTarget).map((entry) => entryOf(entry, textOf(item)))
  })
  const kept = new Map(all.map((each) => [isMap(each) ? portKey(each) : each, each]))
  return kept.size === 0 ? undefined : [...kept.values()]
}

function portKey({ host_ip: ip = '', published = '', target = '', protocol = '' }: Values): string {
  return `${ip === '0.0.0.0' ? '' : textOf(ip)}:${textOf(published)}:${textOf(target)}/${textOf(protocol)}`
}

/** Compares container ports as text: Compose orders the ports of a range so. */
function byTarget({ containerPort: one }: PortEntry, { containerPort: other }: PortEntry): number {
  return String(one) < String(other) ? -1 : 1
}

function entryOf(
  { hostIP, hostPort, hostPortEnd, containerPort, protocol = 'tcp' }: PortEntry,
  written: string,
): Values {
  const isRandom = /(^|:)0:/.test(written)
  const published = hostPort === undefined ? (isRandom ? '0' : undefined) : `${hostPort}`
  return {
    mode: 'ingress',
    ...(hostIP === undefined ? {} : { host_ip: hostIP }),
    target: containerPort,
    ...(published === undefined
      ? {}
      : { published: hostPortEnd === undefined ? published : `${published}-${hostPortEnd}` }),
    protocol,
  }
}

const mount = struct({
  type: text,
  source: text,
  target: text,
  read_only: flag,
  consistency: text,
  bind: struct({ selinux: text, propagation: text, create_host_path: flag, recursive: text }),
  volume: struct({ labels: mapping, nocopy: flag, subpath: text }),
  tmpfs: struct({ size: bytes, mode: number }),
  image: struct({ subpath: text }),
  cluster: anything,
})

/** `volumes` of a service. */
export const mounts: Shape = (value, style) => {
  const items = Array.isArray(value) ? value : [value]
  const all = items.flatMap((item) => mount(isMap(item) ? cleanTarget(item) : shortMount(textOf(item)), style) ?? [])
  return all.length === 0 ? undefined : all
}

function cleanTarget(item: Values): Values {
  return typeof item['target'] === 'string' ? { ...item, target: containerPath(item['target']) } : item
}

const types = { Volume: 'volume', Bind: 'bind', NamedPipe: 'npipe' } as const

function shortMount(written: string): YamlValue {
  const entry = parseVolume(written)
  if ('message' in entry) return written
  const { type, source, target, options } = entry
  const propagation = options.find((option) => propagationOf(option) !== undefined)
  const selinux = options.find((option) => /^z$/i.test(option))
  const isBound = type === 'Bind' || selinux !== undefined || propagation !== undefined
  return {
    type: types[type],
    ...(source === undefined ? {} : { source }),
    target: containerPath(target),
    read_only: options.lastIndexOf('ro') > options.lastIndexOf('rw'),
    ...(isBound
      ? { bind: { selinux: selinux ?? '', propagation: propagation ?? '', create_host_path: type === 'Bind' } }
      : {}),
    ...(type === 'Volume' ? { volume: { nocopy: options.includes('nocopy') } } : {}),
  }
}
