import { isWithin } from '../../api/v1/language/path-within.ts'
import { cleanPath } from '../container/anonymous-volumes.ts'
import type { ContainerBody, ContainerInspect, MountBody } from '../types/container.ts'
import type { StringMap } from '../types/string-map.ts'
import { findImage } from './images.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'
import { ensureVolume } from './volumes.ts'

type MountPoint = NonNullable<ContainerInspect['Mounts']>[number]

/** Determines a container's mounts, creating volumes that it names or its image declares. */
export function mountsOf(
  host: HostState,
  body: ContainerBody,
  volumes: Readonly<Record<string, unknown>>,
): MountPoint[] {
  const { Binds = [], Mounts = [], VolumesFrom = [], Tmpfs = {}, VolumeDriver: driver } = body.HostConfig ?? {}
  for (const mount of Mounts) checkMount(host, mount)
  const shared = VolumesFrom.flatMap((from) => pointsOf(host, from))
  const points = new Map<string, MountPoint>()
  const add = ({ path, make }: Place, isTaken: boolean) => {
    if (isTaken || points.has(path)) refuse(400, `Duplicate mount point: ${path}`)
    points.set(path, make())
  }
  const inMemory = new Set(Object.keys(Tmpfs).map(cleanPath))
  for (const place of Binds.map((bind) => bindPlace(host, bind, driver))) add(place, inMemory.has(place.path))
  for (const mount of Mounts) add(mountPlace(host, mount), false)
  const mounted = new Map([...shared.map((point) => [point.Destination, point] as const), ...points])
  for (const path of Object.keys(volumes).map(cleanPath))
    if (!mounted.has(path) && !inMemory.has(path)) mounted.set(path, volumePoint(host, { path, driver }))
  return [...mounted.values()]
}

/** A mount target; its source is looked up or created once the target is known to be free. */
interface Place {
  readonly path: string
  readonly make: () => MountPoint
}

/** The mounts of a `VolumesFrom` entry, `CONTAINER[:ro]`. For a tmpfs, engines look for a volume and fail. */
function pointsOf(host: HostState, from: string): MountPoint[] {
  const [key = '', mode] = from.split(':')
  const container = host.containers.get(host.names.get(key) ?? key) ?? refuse(400, `No such container: ${key}`)
  if (container.mounts.some(({ Type }) => Type === 'tmpfs')) refuse(404, 'get: no such volume')
  return container.mounts.map((point) => (mode?.split(',').includes('ro') ? { ...point, RW: false } : point))
}

/** A bind `SOURCE:TARGET[:OPTIONS]`; a missing source directory is created. */
function bindPlace(host: HostState, bind: string, driver: string | undefined): Place {
  const [source = '', target = '', options = ''] = bind.split(':')
  if (!target.startsWith('/')) {
    const words = `invalid mount config for type "bind": invalid mount path: '${target}' mount path must be absolute`
    refuse(host.api < 44 ? 500 : 400, `invalid volume specification: '${bind}': ${words}`)
  }
  const path = cleanPath(target)
  const RW = !options.split(',').includes('ro')
  if (!source.startsWith('/')) return { path, make: () => volumePoint(host, { path, name: source, driver, RW }) }
  makePath(host, source)
  return { path, make: () => ({ Type: 'bind', Source: cleanPath(source), Destination: path, RW }) }
}

/** Checks a mount, before anything is created. */
function checkMount(host: HostState, { Type, Source = '', BindOptions }: MountBody): void {
  const invalid = (words: string) => refuse(400, `invalid mount config for type "${Type}": ${words}`)
  // Image mounts exist from API 1.48 on.
  const known = ['tmpfs', 'volume', 'bind', ...(host.api >= 48 ? ['image'] : [])]
  if (!known.includes(Type)) invalid('mount type unknown')
  if (Type !== 'bind') return
  if (!Source.startsWith('/')) invalid(`invalid mount path: '${Source}' mount path must be absolute`)
  if (BindOptions?.CreateMountpoint && host.api >= 42) makePath(host, Source)
  checkPath(host, Source)
}

function mountPlace(host: HostState, mount: MountBody): Place {
  const { Type, Source = '', VolumeOptions: { Labels: labels, DriverConfig } = {} } = mount
  const path = cleanPath(mount.Target)
  const RW = !mount.ReadOnly
  switch (Type) {
    case 'volume': {
      const { Name: driver, Options: options } = DriverConfig ?? {}
      return { path, make: () => volumePoint(host, { path, name: Source, driver, options, labels, RW }) }
    }
    case 'image':
      return { path, make: () => imagePoint(host, Source, path) }
    case 'bind':
      return { path, make: () => ({ Type, Source: cleanPath(Source), Destination: path, RW }) }
    default:
      return { path, make: () => ({ Type, Source: '', Destination: path, RW }) }
  }
}

/** An image mount, which is read-only. */
function imagePoint(host: HostState, source: string, path: string): MountPoint {
  findImage(host, source)
  return {
    Type: 'image',
    Name: source,
    Source: `${host.info.rootDir}/${host.info.storageDriver}/${source}`,
    Destination: path,
    RW: false,
  }
}

/** Refuses a bind whose source does not exist. */
export function checkPath(host: HostState, source: string): void {
  const missing = [...host.missingPaths].some((path) => isWithin(source, path))
  if (missing) refuse(400, `invalid mount config for type "bind": bind source path does not exist: ${source}`)
}

function makePath(host: HostState, source: string): void {
  for (const path of host.missingPaths) {
    if (isWithin(source, path)) host.missingPaths.delete(path)
  }
}

interface AskedVolume {
  readonly path: string
  /** Empty or absent: anonymous. */
  readonly name?: string
  readonly driver?: string | undefined
  readonly options?: StringMap | undefined
  readonly labels?: StringMap | undefined
  readonly RW?: boolean
}

function volumePoint(host: HostState, asked: AskedVolume): MountPoint {
  const { path, name, driver, options, labels, RW = true } = asked
  const { inspect } = ensureVolume(host, {
    ...(name ? { Name: name } : {}),
    ...(driver ? { Driver: driver } : {}),
    ...(options ? { DriverOpts: options } : {}),
    ...(labels ? { Labels: labels } : {}),
  })
  return { Type: 'volume', Name: inspect.Name, Source: inspect.Mountpoint ?? '', Destination: path, RW }
}
