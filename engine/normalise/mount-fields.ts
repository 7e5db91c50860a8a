import { posix } from 'node:path'
import { stableJson } from '../../api/v1/hash.ts'
import type { HostConfigBody, MountBody } from '../types.ts'
import { type FieldMap, putObject } from './fields.ts'

/** Puts a field per mounted target. Binds and Mounts are two ways to say one thing, and come to the same. */
export function putMounts(fields: FieldMap, host: HostConfigBody, delivered: ReadonlySet<string>): void {
  for (const line of host.Binds ?? []) putMount(fields, parseBind(line), delivered)
  for (const mount of host.Mounts ?? []) putMount(fields, mount, delivered)
}

function putMount(fields: FieldMap, mount: MountBody, delivered: ReadonlySet<string>): void {
  const target = cleanPath(mount.Target)
  putObject(fields, `HostConfig.Mounts.${target}`, {
    type: mount.Type,
    // An adopted container keeps the path that its secrets have: the content is compared, by whoever delivers it.
    source: delivered.has(mount.Target) || delivered.has(target) ? '' : sourceOf(mount),
    readOnly: mount.ReadOnly ?? false,
    ...bindFacts(mount.BindOptions),
    ...volumeFacts(mount.VolumeOptions),
    ...tmpfsFacts(mount.TmpfsOptions),
    subpath: mount.VolumeOptions?.Subpath ?? mount.ImageOptions?.Subpath ?? '',
  })
}

/** Making a missing source is an act of the create, not a property of what came of it. */
function bindFacts(options: MountBody['BindOptions'] & { Relabel?: string } = {}) {
  return {
    propagation: options.Propagation === 'rprivate' ? '' : (options.Propagation ?? ''),
    nonRecursive: options.NonRecursive ?? false,
    readOnlyNonRecursive: options.ReadOnlyNonRecursive ?? false,
    readOnlyForceRecursive: options.ReadOnlyForceRecursive ?? false,
    relabel: options.Relabel ?? '',
  }
}

function volumeFacts({ NoCopy, Labels, DriverConfig }: NonNullable<MountBody['VolumeOptions']> = {}) {
  return { noCopy: NoCopy ?? false, labels: Labels ?? {}, driver: DriverConfig ?? {} }
}

function tmpfsFacts({ SizeBytes, Mode, Options }: NonNullable<MountBody['TmpfsOptions']> = {}) {
  return { size: SizeBytes ?? 0, mode: Mode ?? 0, options: Options ? stableJson(Options) : '' }
}

function sourceOf({ Type, Source = '' }: MountBody): string {
  return Type === 'bind' ? cleanPath(Source) : Source
}

/** `SOURCE:TARGET[:OPTIONS]`, or an anonymous volume's target alone. */
function parseBind(line: string): MountBody & { BindOptions: { Relabel?: string } } {
  const parts = line.split(':')
  const [source, target, options] = parts.length === 1 ? ['', line, ''] : parts
  const words = (options ?? '').split(',')
  const relabel = words.find((word) => word === 'z' || word === 'Z')
  const propagation = words.find((word) => /^r?(private|shared|slave)$/.test(word))
  return {
    Type: source?.startsWith('/') ? 'bind' : 'volume',
    Source: source ?? '',
    Target: target ?? '',
    ReadOnly: words.includes('ro'),
    BindOptions: { ...(propagation ? { Propagation: propagation } : {}), ...(relabel ? { Relabel: relabel } : {}) },
    ...(words.includes('nocopy') ? { VolumeOptions: { NoCopy: true } } : {}),
  }
}

/** Engines clean the paths of some mounts and keep others as they were sent. */
function cleanPath(path: string): string {
  return path === '' ? '' : posix.normalize(path).replace(/(.)\/$/, '$1')
}
