import type { StringMap } from '../types/string-map.ts'
import type { VolumeBody, VolumeInspect, VolumeList } from '../types/volume.ts'
import { keepHalfMade, named, refuseOnFullDisk } from './half-made.ts'
import { drawId } from './ids.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import { hasLabels } from './networks.ts'
import { refuse } from './refusal.ts'
import type { FailedPlugin, HostState, Volume } from './state.ts'
import { SIZE_TEXT } from '../../api/v1/size-text.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

const grammar = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/
const localOptions = new Set(['type', 'o', 'device', 'size'])
/** Options and those that they require. */
const needed = { device: ['type'], type: ['device'], o: ['device', 'type'] }
/** The label that newer engines give to anonymous volumes. */
const ANONYMOUS = 'com.docker.volume.anonymous'

/** Creates a volume; an existing one is returned unchanged. */
export function createVolume(host: HostState, body: VolumeBody): VolumeInspect {
  return named(host, ensureVolume(host, body))
}

/** Returns the volume of this name, creating it if missing. Without a name, it creates an anonymous one. */
export function ensureVolume(host: HostState, body: Partial<VolumeBody>): Volume {
  const anonymous = body.Name === undefined || body.Name === ''
  const name = anonymous ? drawId(host.random) : (body.Name as string)
  const known = host.volumes.get(name)
  refuseFailed(host, known?.inspect.Driver ?? (body.Driver || 'local'), name)
  if (known !== undefined) {
    // Before API 1.44, each request emits an event, even if nothing is created.
    const kept = keepHalfMade(host, known, body.Labels)
    if (host.api < 44) emitVolume(host, kept, 'create')
    return kept
  }
  check(host, name, body)
  const Labels = anonymous && host.api >= 44 ? { ...body.Labels, [ANONYMOUS]: '' } : body.Labels
  const inspect = freeze(describe(host, name, { ...body, ...(Labels && { Labels }) }))
  const volume: Volume = { inspect, users: new Set(), anonymous }
  refuseOnFullDisk(host, volume)
  host.volumes.set(name, volume)
  emitVolume(host, volume, 'create')
  return volume
}

export function removeVolume(host: HostState, name: string, force = false): void {
  const volume = host.volumes.get(name)
  if (volume === undefined) {
    if (force) return
    refuse(404, `get ${name}: no such volume`)
  }
  refuseFailed(host, volume.inspect.Driver, name)
  if (volume.users.size > 0) refuse(409, `remove ${name}: volume is in use - [${[...volume.users].join(', ')}]`)
  host.volumes.delete(name)
  const root = `${volume.inspect.Mountpoint}/`
  for (const path of host.files.keys()) if (path.startsWith(root)) host.files.delete(path)
  emitVolume(host, volume, 'destroy')
}

export function inspectVolume(host: HostState, name: string): VolumeInspect {
  const volume = host.volumes.get(name) ?? refuse(404, `get ${name}: no such volume`)
  refuseFailed(host, volume.inspect.Driver, name)
  return named(host, volume)
}

export function listVolumes(host: HostState, labels: readonly string[] = []): VolumeList {
  const listed = [...host.volumes.values()].flatMap(({ inspect }) =>
    host.failedPlugins.has(inspect.Driver) ? [] : [inspect],
  )
  const failed = [...host.failedPlugins].flatMap(([plugin, how]) =>
    how === 'failing' ? [`list ${plugin}: the plugin does not answer`] : [],
  )
  return {
    volumes: listed.filter((volume) => hasLabels(volume.Labels, labels)),
    warnings: [...host.volumeWarnings, ...failed],
  }
}

/** Makes a plugin fail, disappear, or work again. */
export function setPlugin(host: HostState, plugin: string, how: FailedPlugin | 'well'): void {
  if (how === 'well') host.failedPlugins.delete(plugin)
  else host.failedPlugins.set(plugin, how)
}

function refuseFailed(host: HostState, plugin: string, name: string): void {
  const how = host.failedPlugins.get(plugin)
  if (how === undefined) return
  const [status, why] =
    how === 'failing'
      ? [500, 'the plugin does not answer']
      : [404, `error looking up volume plugin ${plugin}: not found`]
  refuse(status, `error while checking if volume "${name}" exists in driver "${plugin}": ${why}`)
}

/** Checks a new volume. An engine lists only plugins in use, so a copy accepts any; a plugin's names and options are not checked. */
function check(host: HostState, name: string, body: Partial<VolumeBody>): void {
  const driver = body.Driver || 'local'
  if (driver !== 'local') {
    if (host.isCopy || host.info.pluginsVolume.includes(driver)) return
    refuse(404, `create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`)
  }
  if (name.length < 2) {
    refuse(400, `create ${name}: volume name is too short, names should be at least two alphanumeric characters`)
  }
  if (!grammar.test(name)) {
    const allowed = 'only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed'
    const advice = 'If you intended to pass a host directory, use absolute path'
    refuse(400, `create ${name}: "${name}" includes invalid characters for a local volume name, ${allowed}. ${advice}`)
  }
  checkOptions(name, body.DriverOpts ?? {})
}

function checkOptions(name: string, options: Readonly<StringMap>): void {
  const invalid = (words: string) => refuse(400, `create ${name}: ${words}`)
  const odd = Object.keys(options).find((option) => !localOptions.has(option))
  if (odd !== undefined) invalid(`invalid option: "${odd}"`)
  const { size } = options
  if (size !== undefined && !SIZE_TEXT.test(size)) invalid(`invalid size: '${size}'`)
  for (const [option, others] of Object.entries(needed)) {
    const missing = option in options && others.find((other) => !(other in options))
    if (missing) invalid(`missing required option: "${missing}"`)
  }
}

function describe(host: HostState, name: string, body: Partial<VolumeBody>): VolumeInspect {
  return {
    CreatedAt: `${timestamp(host.clock.now()).slice(0, 19)}Z`,
    Driver: body.Driver || 'local',
    Labels: body.Labels ?? null,
    Mountpoint: `${host.info.rootDir}/volumes/${name}/_data`,
    Name: name,
    Options: body.DriverOpts ?? null,
    Scope: 'local',
  }
}

function emitVolume(host: HostState, { inspect: { Name: id, Driver: driver } }: Volume, action: string): void {
  host.events.emit({ type: 'volume', action, id, attributes: { driver }, time: host.clock.now() })
}
