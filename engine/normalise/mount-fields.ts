import { cleanPath, isAnonymousName } from '../container/anonymous-volumes.ts'
import type { HostConfigBody, MountBody } from '../types/container.ts'
import { type FieldMap, type FieldValue, put, sameValue } from './fields.ts'
import { stableJson } from '../../api/v1/language/hash.ts'

/** Puts one field per mount target. Binds and Mounts are two notations with equal results. */
export function putMounts(fields: FieldMap, host: HostConfigBody, delivered: ReadonlySet<string>): void {
  for (const line of host.Binds ?? []) putMount(fields, parseBind(line), delivered)
  for (const mount of host.Mounts ?? []) putMount(fields, mount, delivered)
}

/** Whether a mount differs only by the generated name of an anonymous volume, which is carried over from container to container. */
export function isCarriedOver(
  field: string,
  { wanted = ANONYMOUS, found }: { readonly wanted: FieldValue | undefined; readonly found: FieldValue | undefined },
): boolean {
  if (!field.startsWith('HostConfig.Mounts.') || typeof found !== 'string') return false
  const [type, name = '', ...facts] = found.split(' ')
  return type === ANONYMOUS && isAnonymousName(name) && [ANONYMOUS, ...facts].join(' ') === wanted
}

/** Whether a mount differs only by the name of its volume: the one of before is not gone, and works for as long as the container runs. */
export function isRenamedVolume(field: string, wanted: FieldValue | undefined, found: FieldValue | undefined): boolean {
  if (!field.startsWith('HostConfig.Mounts.') || typeof wanted !== 'string' || typeof found !== 'string') return false
  const [[type, name, ...facts], [wantedType, wantedName, ...wantedFacts]] = [found.split(' '), wanted.split(' ')]
  const isNamed = [type, wantedType].every((each) => each === 'volume') && Boolean(name) && Boolean(wantedName)
  return isNamed && sameValue(facts, wantedFacts)
}

/** The value that `putMount` gives to a volume without a name. */
const ANONYMOUS = 'volume'

function putMount(fields: FieldMap, mount: Relabelled, delivered: ReadonlySet<string>): void {
  const target = cleanPath(mount.Target)
  // An adopted container keeps the host path of its secrets; their content is compared by the delivery.
  const source = delivered.has(mount.Target) || delivered.has(target) ? 'delivered' : sourceOf(mount)
  fields[`HostConfig.Mounts.${target}`] = [mount.Type, source, mount.ReadOnly && 'read-only', ...factsOf(mount)]
    .filter(Boolean)
    .join(' ')
  putLaterOptions(fields, target, mount)
}

type Relabelled = MountBody & { Relabel?: string | undefined }

type Facts = (string | false)[]

/** The comparable options of a mount. Creating a missing source is not one: it is an act of the create, not a property of the result. */
function factsOf(mount: Relabelled): Facts {
  const subpath = mount.VolumeOptions?.Subpath ?? mount.ImageOptions?.Subpath
  return [...bindFacts(mount), ...volumeFacts(mount), ...tmpfsFacts(mount), !!subpath && `subpath ${subpath}`]
}

function bindFacts({ BindOptions: bind = {}, Relabel: relabel }: Relabelled): Facts {
  const { Propagation: propagation = '' } = bind
  return [
    propagation !== 'rprivate' && propagation,
    bind.NonRecursive === true && 'non-recursive',
    relabel !== undefined && `relabelled ${relabel}`,
  ]
}

function volumeFacts({ VolumeOptions: volume = {} }: MountBody): Facts {
  return [
    volume.NoCopy === true && 'nocopy',
    hasKeys(volume.Labels) && `labels ${stableJson(volume.Labels)}`,
    hasKeys(volume.DriverConfig) && `driver ${stableJson(volume.DriverConfig)}`,
  ]
}

function tmpfsFacts({ TmpfsOptions: { SizeBytes: size, Mode: mode } = {} }: MountBody): Facts {
  return [!!size && `size ${size}`, !!mode && `mode ${mode.toString(8)}`]
}

function hasKeys(object: object | null | undefined): boolean {
  return Object.keys(object ?? {}).length > 0
}

/**
 * Puts the options of newer engines as a field of their own: a container from before an engine's upgrade lacks them, and is not recreated
 * for that.
 */
function putLaterOptions(fields: FieldMap, target: string, { BindOptions = {}, TmpfsOptions = {} }: MountBody): void {
  const options = [
    BindOptions.ReadOnlyNonRecursive && 'read-only non-recursive',
    BindOptions.ReadOnlyForceRecursive && 'read-only recursive',
    ...(TmpfsOptions.Options ?? []).map((option) => option.join('=')),
  ]
  put(fields, `HostConfig.MountOptions.${target}`, options.filter(Boolean).join(' '))
}

function sourceOf({ Type, Source = '' }: MountBody): string {
  return Type === 'bind' ? cleanPath(Source) : Source
}

/** Parses `SOURCE:TARGET[:OPTIONS]`, or just the target of an anonymous volume. */
function parseBind(line: string): Relabelled {
  const parts = line.split(':')
  const [source = '', target = '', options = ''] = parts.length === 1 ? ['', line] : parts
  const words = options.split(',')
  const propagation = words.find((word) => /^r?(private|shared|slave)$/.test(word))
  return {
    Type: source.startsWith('/') ? 'bind' : 'volume',
    Source: source,
    Target: target,
    ReadOnly: words.includes('ro'),
    Relabel: words.find((word) => word === 'z' || word === 'Z'),
    ...(propagation ? { BindOptions: { Propagation: propagation } } : {}),
    ...(words.includes('nocopy') ? { VolumeOptions: { NoCopy: true } } : {}),
  }
}
