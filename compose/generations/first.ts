import { listNames } from '../../api/v1/language/list-names.ts'
import type { FieldPath } from '../../api/v1/provenance.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { Marker, YamlValue } from '../../api/v1/yaml/to-value.ts'
import type { TreeNote } from '../interpolation/interpolate-tree.ts'
import type { Node } from '../node.ts'
import { parseVolume } from '../units/volume.ts'
import { isFirstGeneration } from './detect.ts'
import { serviceKeys } from './known.ts'
import { type Move, moved } from './moved.ts'

/** A file converted to the current format. */
export interface TodaysForm {
  readonly root: Node
  /** Errors about attributes that the file's own format does not have. */
  readonly outdated: readonly TreeNote[]
  /** A warning that the file was taken for one of the oldest format, which nothing in it says. */
  readonly guess: readonly TreeNote[]
  /** What the file replaces in earlier files when it is merged. */
  readonly markers: readonly Marker[]
}

/**
 * Converts a file of any generation to the current format. Only the first differs: services at the top level, on the engine's own bridge
 * network, with some attributes under older names. Places and paths in errors stay those of the file. `others` are the names of services in
 * the files it is merged with.
 */
export function todaysForm(root: Node, others: ReadonlySet<string> = new Set()): TodaysForm {
  const { value } = root
  if (!isFirstGeneration(value)) return { root, outdated: [], guess: [], markers: [] }
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
  return { root: today, outdated: outdatedIn(value), guess: [guessed(names)], markers: markersOf(value) }
}

function guessed(names: ReadonlySet<string>): TreeNote {
  const each = `a service: ${listNames([...names])}`
  const message = `is read in the oldest format, as it has no services: and each key at its top is ${each}; write them under services:, \
as a file of today has them, or take out what is none`
  return { path: [], message }
}

/** In the first generation image and build exclude each other, so either one overrides the other one of an earlier file. */
function markersOf(value: Values): Marker[] {
  return Object.entries(value).flatMap(([name, written]) => {
    const gone = isMap(written)
      ? [...('image' in written ? ['build'] : []), ...('build' in written ? ['image'] : [])]
      : []
    return gone.map((key): Marker => ({ path: ['services', name, key], tag: '!override' }))
  })
}

/** The names of the services of a first-generation file; empty for any other file. */
export function servicesAtTop(value: YamlValue): ReadonlySet<string> {
  return new Set(isFirstGeneration(value) ? Object.keys(value).filter((name) => !name.startsWith('x-')) : [])
}

interface Values {
  [key: string]: YamlValue
}

interface Run {
  /** The names of all services of the project. */
  readonly names: ReadonlySet<string>
  readonly moves: Move[]
  /** Volumes that mounts name. That generation could not declare volumes, and used names without the project's prefix. */
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

/** The paths that keys of the first generation have in the current format. */
export const formerKeys: Readonly<Record<string, FieldPath>> = {
  dockerfile: ['build', 'dockerfile'],
  log_driver: ['logging', 'driver'],
  log_opt: ['logging', 'options'],
  net: ['network_mode'],
}

/** The path of a key that kept its name. `build` was always a directory; with `dockerfile` beside it, it becomes a map. */
function keptAt(key: string, value: YamlValue, written: Values): FieldPath {
  return key === 'build' && typeof value === 'string' && 'dockerfile' in written ? ['build', 'context'] : [key]
}

function rewritten(run: Run, key: string, value: YamlValue): YamlValue {
  if (key === 'net' && typeof value === 'string') return networkMode(run, value)
  if (key === 'volumes_from' && Array.isArray(value)) return value.map((from) => volumesFrom(run, from))
  return value
}

/** Converts `net`: `container:NAME` means a service where there is one of that name. */
function networkMode({ names }: Run, net: string): string {
  const [kind, name = ''] = net.split(':', 2)
  return kind === 'container' && names.has(name) ? `service:${name}` : net
}

/** Converts an entry of `volumes_from`: a bare name is a service if there is one, else a container. */
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

/** Errors about what only later generations allow. */
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
