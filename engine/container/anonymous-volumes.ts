import { posix } from 'node:path'
import type { ContainerBody, ContainerInspect, HostConfigBody, MountBody } from '../types/container.ts'

/** Volumes that nobody named, by the path in the container at which they are mounted. */
export type AnonymousVolumes = Readonly<Record<string, string>>

/** Whether a volume has the name that an engine gives to one without. */
export function isAnonymousName(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name)
}

/** What of a container is in volumes that nobody named: of its image, of a mount without a source, or carried over from another container. */
export function anonymousVolumes({ Mounts }: Pick<ContainerInspect, 'Mounts'>): AnonymousVolumes {
  const found: Record<string, string> = {}
  for (const { Type, Name = '', Destination } of Mounts ?? [])
    if (Type === 'volume' && isAnonymousName(Name)) found[cleanPath(Destination)] = Name
  return found
}

/** Where a container of this body gets an anonymous volume, and the driver that it would be made with. */
export function anonymousTargets(
  { HostConfig: host = {} }: Pick<ContainerBody, 'HostConfig'>,
  imageVolumes: readonly string[] = [],
): ReadonlyMap<string, string> {
  const driver = host.VolumeDriver || 'local'
  const targets = new Map<string, string>()
  for (const path of imageVolumes) targets.set(cleanPath(path), driver)
  for (const path of takenPaths(host)) targets.delete(path)
  for (const mount of (host.Mounts ?? []).filter(isAnonymous))
    targets.set(cleanPath(mount.Target), mount.VolumeOptions?.DriverConfig?.Name || 'local')
  return targets
}

/** The body with volumes of before in the place of those that an engine would make anew: in the same way, and by name. */
export function withVolumes<B extends Pick<ContainerBody, 'HostConfig'>>(body: B, volumes: AnonymousVolumes): B {
  const left = new Map(Object.entries(volumes))
  const declared = (body.HostConfig?.Mounts ?? []).map((mount): MountBody => {
    const target = cleanPath(mount.Target)
    const source = left.get(target)
    if (source === undefined || !isAnonymous(mount)) return mount
    left.delete(target)
    return { ...mount, Source: source }
  })
  const more = [...left].map(([Target, Source]): MountBody => ({ Type: 'volume', Source, Target }))
  return { ...body, HostConfig: { ...body.HostConfig, Mounts: [...declared, ...more] } }
}

/** A container that another one gets its volumes from. */
export interface SharedFrom {
  readonly owner: Pick<ContainerInspect, 'Mounts'> & { readonly HostConfig?: ContainerInspect['HostConfig'] }
  readonly readOnly: boolean
}

/**
 * The host's part of a body with what it gets of others mounted by name, where a volume without one is among that. By `VolumesFrom` an
 * engine would remove that with the container, as soon as no other one has it; and beside a mount of the same volume it would forget that
 * the container uses it at all, so that nobody were kept from removing it.
 */
export function withSharedByName(host: HostConfigBody, shared: readonly SharedFrom[]): HostConfigBody {
  if (!shared.some(({ owner }) => Object.keys(anonymousVolumes(owner)).length > 0)) return host
  const found = new Map<string, MountBody>()
  // Of several containers the last one counts.
  for (const from of shared) for (const mount of mountsOf(from)) found.set(mount.Target, mount)
  for (const path of takenPaths(host)) found.delete(path)
  const { VolumesFrom: _, ...rest } = host
  return found.size === 0 ? rest : { ...rest, Mounts: [...(host.Mounts ?? []), ...found.values()] }
}

/** What a container shares, mounted as it was declared there: its inspect alone does not tell a path within a volume. In memory is each one's own. */
function mountsOf({ owner, readOnly }: SharedFrom): readonly MountBody[] {
  const declared = new Map((owner.HostConfig?.Mounts ?? []).map((mount) => [cleanPath(mount.Target), mount]))
  return (owner.Mounts ?? []).flatMap(({ Type, Name, Source = '', Destination, RW, Propagation }): MountBody[] => {
    if (Type === 'tmpfs') return []
    const Target = cleanPath(Destination)
    const bare: MountBody = { Type, Source: Type === 'bind' ? Source : (Name ?? Source), Target }
    if (Type === 'bind' && Propagation) bare.BindOptions = { Propagation }
    const mount: MountBody = { ...bare, ...declared.get(Target), Source: bare.Source ?? '', Target }
    if (readOnly || RW === false) mount.ReadOnly = true
    if (Type === 'volume') mount.VolumeOptions = { ...mount.VolumeOptions, NoCopy: true }
    return [mount]
  })
}

/** Whether a mount is of a volume that nobody named. */
function isAnonymous({ Type, Source = '' }: MountBody): boolean {
  return Type === 'volume' && Source === ''
}

/** Paths at which something else stands, whatever the image says. */
function takenPaths({ Mounts = [], Binds = [], Tmpfs = {} }: HostConfigBody): readonly string[] {
  const bound = Binds.map((line) => line.split(':')[1] ?? '')
  return [...Mounts.map(({ Target }) => Target), ...bound, ...Object.keys(Tmpfs)].map(cleanPath)
}

/** A path as engines have it, whatever slashes were written: they clean those of some mounts, and keep others as they were sent. */
export function cleanPath(path: string): string {
  return path === '' ? '' : posix.normalize(path).replace(/(.)\/$/, '$1')
}
