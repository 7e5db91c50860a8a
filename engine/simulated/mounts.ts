import { isWithin } from '../../api/v1/path-within.ts'
import type { ContainerBody, ContainerInspect, MountBody } from '../types/container.ts'
import { findImage } from './images.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'
import { ensureVolume } from './volumes.ts'

type MountPoint = NonNullable<ContainerInspect['Mounts']>[number]

/** Works out a container's mounts, making the volumes that it names or that its image asks for. */
export function mountsOf(
  host: HostState,
  body: ContainerBody,
  volumes: Readonly<Record<string, unknown>>,
): MountPoint[] {
  const points = new Map<string, MountPoint>()
  const { Binds = [], Mounts = [], VolumesFrom = [], Tmpfs = {} } = body.HostConfig ?? {}
  const shared = VolumesFrom.flatMap((from) => pointsOf(host, from))
  const add = (point: MountPoint) => {
    if (points.has(point.Destination)) refuse(400, `Duplicate mount point: ${point.Destination}`)
    points.set(point.Destination, point)
  }
  for (const bind of Binds) add(bindPoint(host, bind))
  for (const mount of Mounts) add(mountPoint(host, mount))
  const given = new Set([...shared.map(({ Destination }) => Destination), ...Object.keys(Tmpfs)])
  for (const path of Object.keys(volumes)) if (!points.has(path) && !given.has(path)) add(volumePoint(host, { path }))
  for (const point of shared) if (!points.has(point.Destination)) points.set(point.Destination, point)
  return [...points.values()]
}

/** `CONTAINER[:ro]`: what it has mounted, but for what is in memory. */
function pointsOf(host: HostState, from: string): MountPoint[] {
  const [key = '', mode] = from.split(':')
  const container = host.containers.get(host.names.get(key) ?? key) ?? refuse(400, `No such container: ${key}`)
  const lasting = container.mounts.filter(({ Type }) => Type !== 'tmpfs')
  return lasting.map((point) => (mode === 'ro' ? { ...point, RW: false } : point))
}

/** `SOURCE:TARGET[:OPTIONS]`: a missing source directory is made. */
function bindPoint(host: HostState, bind: string): MountPoint {
  const [source = '', target = '', options = ''] = bind.split(':')
  if (!target.startsWith('/')) {
    const words = `invalid mount config for type "bind": invalid mount path: '${target}' mount path must be absolute`
    refuse(host.api < 44 ? 500 : 400, `invalid volume specification: '${bind}': ${words}`)
  }
  const writable = !options.split(',').includes('ro')
  if (!source.startsWith('/')) return volumePoint(host, { path: target, name: source, writable })
  makePath(host, source)
  return { Type: 'bind', Source: source, Destination: target, RW: writable }
}

function mountPoint(host: HostState, mount: MountBody): MountPoint {
  const writable = !mount.ReadOnly
  if (mount.Type === 'tmpfs') return { Type: 'tmpfs', Source: '', Destination: mount.Target, RW: writable }
  if (mount.Type === 'volume') {
    return volumePoint(host, {
      path: mount.Target,
      name: mount.Source ?? '',
      writable,
      ...(mount.VolumeOptions?.Labels === undefined ? {} : { labels: mount.VolumeOptions.Labels }),
    })
  }
  if (mount.Type !== 'bind') return imagePoint(host, mount)
  const source = mount.Source ?? ''
  if (!source.startsWith('/')) {
    refuse(400, `invalid mount config for type "bind": invalid mount path: '${source}' mount path must be absolute`)
  }
  if (mount.BindOptions?.CreateMountpoint) makePath(host, source)
  checkPath(host, source)
  return { Type: 'bind', Source: source, Destination: mount.Target, RW: writable }
}

/** What is in an image, read-only: engines know it from 1.48 on, and nothing else that is not on the host. */
function imagePoint(host: HostState, { Type, Source = '', Target }: MountBody): MountPoint {
  if (Type !== 'image' || host.api < 48) refuse(400, `invalid mount config for type "${Type}": mount type unknown`)
  findImage(host, Source)
  return {
    Type,
    Name: Source,
    Source: `${host.info.rootDir}/${host.info.storageDriver}/${Source}`,
    Destination: Target,
    RW: false,
  }
}

/** Refuses a bind whose source is not there. */
export function checkPath(host: HostState, source: string): void {
  const missing = [...host.missingPaths].some((path) => isWithin(source, path))
  if (missing) refuse(400, `invalid mount config for type "bind": bind source path does not exist: ${source}`)
}

function makePath(host: HostState, source: string): void {
  for (const path of host.missingPaths) {
    if (isWithin(source, path)) host.missingPaths.delete(path)
  }
}

function volumePoint(
  host: HostState,
  asked: { path: string; name?: string; writable?: boolean; labels?: Record<string, string> },
): MountPoint {
  const body = { ...(asked.name ? { Name: asked.name } : {}), ...(asked.labels ? { Labels: asked.labels } : {}) }
  const { inspect } = ensureVolume(host, body)
  return {
    Type: 'volume',
    Name: inspect.Name,
    Source: inspect.Mountpoint ?? '',
    Destination: asked.path,
    RW: asked.writable ?? true,
  }
}
