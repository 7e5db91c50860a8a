import type { V1Mount } from '../../api/v1/generated/types.ts'
import type { HostConfigBody, MountBody } from '../types/container.ts'
import { atLeast, since } from './api-version.ts'
import { present } from './present.ts'
import type { SecretMount } from './want.ts'

export interface MountContext {
  readonly apiVersion: string
  /** Volume resource → the engine's name. */
  readonly volumeName: (resource: string) => string
  /** The driver of anonymous volumes without a driver of their own; absent: the engine's default. */
  readonly volumeDriver?: string
}

/**
 * Converts mounts. Most become Mounts, which fail if the source does not exist. Binds are used only for relabelling, and for a host
 * directory to be created on an engine whose Mounts can't do that.
 */
export function mountsBody(
  mounts: readonly V1Mount[] = [],
  context: MountContext,
): Pick<HostConfigBody, 'Binds' | 'Mounts'> {
  const binds: string[] = []
  const bodies: MountBody[] = []
  for (const mount of mounts)
    if (needsBind(mount, context.apiVersion)) binds.push(bindLine(mount, context))
    else bodies.push(mountBody(mount, context))
  return present({ Binds: binds.length > 0 ? binds : undefined, Mounts: bodies.length > 0 ? bodies : undefined })
}

/** The mount of a delivered secret or config: read-only, and without creating a directory if the file is missing. */
export function secretMountBody({ source, target }: SecretMount): MountBody {
  return { Type: 'bind', Source: source, Target: target, ReadOnly: true }
}

function needsBind({ type, source, bind }: V1Mount, apiVersion: string): boolean {
  if (bind?.selinux !== undefined) return type === 'Bind' || (type === 'Volume' && source !== undefined)
  if (type !== 'Bind' || !bind) return false
  return bind.createHostPath === true && !bind.nonRecursive && !atLeast(apiVersion, since.createMountpoint)
}

function bindLine({ type, source = '', target, readOnly, bind = {}, volume }: V1Mount, context: MountContext): string {
  const from = type === 'Volume' ? context.volumeName(source) : source
  const options = [readOnly ? 'ro' : 'rw', bind.selinux, bind.propagation, volume?.noCopy && 'nocopy'].filter(Boolean)
  return `${from}:${target}:${options.join(',')}`
}

const types = {
  Volume: 'volume',
  Bind: 'bind',
  Tmpfs: 'tmpfs',
  NamedPipe: 'npipe',
  Image: 'image',
  Cluster: 'cluster',
} as const

function mountBody(mount: V1Mount, context: MountContext): MountBody {
  const named = mount.type === 'Volume' || mount.type === 'Cluster'
  const source = named && mount.source ? context.volumeName(mount.source) : mount.source
  return {
    Type: types[mount.type],
    Target: mount.target,
    ...present({ Source: source, ReadOnly: mount.readOnly, Consistency: mount.consistency }),
    ...optionsOf(mount, context),
  }
}

function optionsOf(mount: V1Mount, context: MountContext): Partial<MountBody> {
  const { apiVersion } = context
  if (mount.type === 'Bind') return bindOptions(mount, apiVersion)
  if (mount.type === 'Volume' || mount.type === 'Cluster') return volumeOptions(mount, context)
  if (mount.type === 'Tmpfs') return tmpfsOptions(mount, apiVersion)
  const subpath = mount.image?.subpath
  return mount.type === 'Image' && subpath ? { ImageOptions: { Subpath: subpath } } : {}
}

function bindOptions({ bind = {} }: V1Mount, apiVersion: string): Pick<MountBody, 'BindOptions'> {
  const readOnly = atLeast(apiVersion, since.readOnlyMounts)
  const options = present({
    Propagation: bind.propagation,
    NonRecursive: bind.nonRecursive,
    CreateMountpoint: bind.createHostPath && atLeast(apiVersion, since.createMountpoint) ? true : undefined,
    ReadOnlyNonRecursive: readOnly ? bind.readOnlyNonRecursive : undefined,
    ReadOnlyForceRecursive: readOnly ? bind.readOnlyForceRecursive : undefined,
  })
  return Object.keys(options).length > 0 ? { BindOptions: options } : {}
}

/** The options of a volume mount. The container's volume driver is added here, as engines apply it only to the image's volumes. */
function volumeOptions({ source, volume = {} }: V1Mount, context: MountContext): Pick<MountBody, 'VolumeOptions'> {
  const { apiVersion, volumeDriver: name } = context
  const { driver = source === undefined && name !== undefined ? { name } : undefined } = volume
  const options = present({
    NoCopy: volume.noCopy,
    Labels: volume.labels,
    Subpath: atLeast(apiVersion, since.volumeSubpath) ? volume.subpath : undefined,
    DriverConfig: driver && present({ Name: driver.name, Options: driver.options }),
  })
  return Object.keys(options).length > 0 ? { VolumeOptions: options } : {}
}

function tmpfsOptions({ tmpfs = {} }: V1Mount, apiVersion: string): Pick<MountBody, 'TmpfsOptions'> {
  const further = atLeast(apiVersion, since.tmpfsOptions) ? tmpfs.options : undefined
  const options = present({
    SizeBytes: tmpfs.sizeBytes,
    Mode: tmpfs.mode,
    Options: further?.map((option) => option.split(/=(.*)/s, 2)),
  })
  return Object.keys(options).length > 0 ? { TmpfsOptions: options } : {}
}
