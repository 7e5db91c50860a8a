import type { FieldPath } from '../../api/v1/provenance.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { Marker, YamlValue } from '../../api/v1/yaml/to-value.ts'
import type { TreeNote } from '../interpolation/interpolate-tree.ts'
import type { Node } from '../node.ts'
import { parseVolume } from '../units/volume.ts'
import { isFirstGeneration } from './detect.ts'
import { serviceKeys } from './known.ts'
import { type Move, moved } from './moved.ts'

/** A file in today's form, and what it has that its own form had not. */
export interface TodaysForm {
  readonly root: Node
  readonly outdated: readonly TreeNote[]
  /** What goes from the files before it. */
  readonly markers: readonly Marker[]
}

/**
 * A file of any generation in today's form. Only the first had another: services at the top level, on the engine's own
 * bridge, with some attributes under older names. Its places, and the paths that errors name, stay those of the file.
 * `others` are the services of the files that it is merged with.
 */
export function todaysForm(root: Node, others: ReadonlySet<string> = new Set()): TodaysForm {
  const { value } = root
  if (!isFirstGeneration(value)) return { root, outdated: [], markers: [] }
  const names = servicesAtTop(value)
  const run: Run = { names: new Set([...names, ...others]), moves: [{ to: ['services'], from: [] }], volumes: {} }
  const services: Values = {}
  const notes: Values = {}
  for (const [name, written] of Object.entries(value)) {
    if (!names.has(name)) notes[name] = written
    else services[name] = isMap(written) ? service(run, name, written) : written
  }
  for (const name of names) run.moves.push({ to: ['services', name], from: [name] })
  const volumes = Object.keys(run.volumes).length > 0 ? { volumes: run.volumes } : {}
  const today = moved(root, { ...notes, services, ...volumes }, run.moves)
  return { root: today, outdated: outdatedIn(value), markers: markersOf(value) }
}

/** An image and a build excluded each other: the one of a file takes the place of the other one of a file before it. */
function markersOf(value: Values): Marker[] {
  return Object.entries(value).flatMap(([name, written]) => {
    const gone = isMap(written)
      ? [...('image' in written ? ['build'] : []), ...('build' in written ? ['image'] : [])]
      : []
    return gone.map((key): Marker => ({ path: ['services', name, key], tag: '!override' }))
  })
}

/** The names of services that stand at the top level, as in the first generation alone. */
export function servicesAtTop(value: YamlValue): ReadonlySet<string> {
  return new Set(isFirstGeneration(value) ? Object.keys(value).filter((name) => !name.startsWith('x-')) : [])
}

interface Values {
  [key: string]: YamlValue
}

interface Run {
  /** Of all services of the project. */
  readonly names: ReadonlySet<string>
  readonly moves: Move[]
  /** Volumes of the engine that mounts name: nothing declared them then, and no project's name stood before theirs. */
  readonly volumes: Values
}

function service(run: Run, name: string, written: Values): Values {
  const now: Values = {}
  const put = (to: FieldPath, value: YamlValue, from: string) => {
    run.moves.push({ to: ['services', name, ...to], from: [name, from] })
    const [key = '', inner] = to.map(String)
    if (inner === undefined) now[key] = value
    else now[key] = { ...(isMap(now[key]) ? now[key] : {}), [inner]: value }
    if (inner !== undefined) run.moves.push({ to: ['services', name, key], from: [name, from] })
  }
  for (const [key, value] of Object.entries(written)) {
    const to = Object.hasOwn(formerKeys, key) ? formerKeys[key] : undefined
    put(to ?? keptAt(key, value, written), rewritten(run, key, value), key)
  }
  if ((written['net'] ?? null) === null) {
    now['network_mode'] = 'bridge'
    run.moves.push({ to: ['services', name, 'network_mode'], from: [name], isDefault: true })
  }
  noteVolumes(run, name, written['volumes'] ?? null)
  return now
}

/** Where the keys of the first generation went. */
export const formerKeys: Readonly<Record<string, FieldPath>> = {
  dockerfile: ['build', 'dockerfile'],
  log_driver: ['logging', 'driver'],
  log_opt: ['logging', 'options'],
  net: ['network_mode'],
}

/** A build was a directory alone; with the Dockerfile's name beside it, it is a map today. */
function keptAt(key: string, value: YamlValue, written: Values): FieldPath {
  return key === 'build' && typeof value === 'string' && 'dockerfile' in written ? ['build', 'context'] : [key]
}

function rewritten(run: Run, key: string, value: YamlValue): YamlValue {
  if (key === 'net' && typeof value === 'string') return networkMode(run, value)
  if (key === 'volumes_from' && Array.isArray(value)) return value.map((from) => volumesFrom(run, from))
  return value
}

/** `container:NAME` meant a service where there is one of that name. */
function networkMode({ names }: Run, net: string): string {
  const [kind, name = ''] = net.split(':', 2)
  return kind === 'container' && names.has(name) ? `service:${name}` : net
}

/** A name alone was a service, else a container. */
function volumesFrom({ names }: Run, from: YamlValue): YamlValue {
  if (typeof from !== 'string') return from
  const [name = ''] = from.split(':', 1)
  return names.has(name) || name === 'container' ? from : `container:${from}`
}

function noteVolumes(run: Run, service: string, mounts: YamlValue): void {
  for (const [index, mount] of (Array.isArray(mounts) ? mounts : []).entries()) {
    const volume = typeof mount === 'string' ? volumeIn(mount) : undefined
    if (volume === undefined || Object.hasOwn(run.volumes, volume)) continue
    run.volumes[volume] = { name: volume }
    run.moves.push({ to: ['volumes', volume], from: [service, 'volumes', index], isDefault: true })
  }
}

function volumeIn(mount: string): string | undefined {
  const entry = parseVolume(mount)
  if ('message' in entry || entry.type !== 'Volume' || entry.source?.includes('/')) return undefined
  return entry.source
}

/** What that generation refused, and later ones have. */
function outdatedIn(value: Values): TreeNote[] {
  return Object.entries(value).flatMap(([name, written]) => {
    if (!isMap(written)) return []
    const later = Object.keys(written).filter((key) => serviceKeys.later.has(key))
    const notes = later.map((key) => ({ path: [name, key], message: `is not in the oldest format, ${remedy}` }))
    const both = 'image' in written && ('build' in written || 'dockerfile' in written)
    return both
      ? [...notes, { path: [name, 'image'], message: `excludes a build in the oldest format, ${remedy}` }]
      : notes
  })
}

const remedy = 'in which services stand at the top: write them under services:'
