import { createHash } from 'node:crypto'
import { byPlace } from '../../../api/v1/validation/by-place.ts'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableHash } from '../../../api/v1/language/hash.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { InactiveService, Inclusion, Manifest, ManifestError } from '../../../api/v1/provenance.ts'
import type { LinkLead } from '../../../api/v1/installation/requests.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { stackNameFor } from '../disk/file-names.ts'
import type { Mount } from '../disk/mounts.ts'
import type { FileManifests } from './manifest-reader.ts'
import { withSharedBuilds } from './shared-builds.ts'

/** `Service/shop/web`: a resource of any kind by one word. */
export type ResourceId = string

/** A manifest with what it is known and compared by. */
export interface ReadManifest extends Manifest<ObjectOf> {
  readonly id: ResourceId
  /** Of the declared spec, labels and annotations: equal means nothing to accept. */
  readonly hash: string
  /** Others of its files wait for it to complete, and are not applied with it. */
  readonly isWaitedToEnd?: true
}

export type SourceReason = (typeof sourceReasons)[keyof typeof sourceReasons]

/** Something wrong with a source: shown with file, line and column until it is mended. */
export interface SourceError extends ManifestError {
  readonly root: string
  readonly reason: SourceReason
  /** What stays as it was accepted last because of it. */
  readonly resources: readonly ResourceId[]
  /** The stacks that it is of: those of the resources, else those that the file would declare. */
  readonly stacks: readonly string[]
}

/** One file of a reading. A file with errors keeps what it had (S1). */
export interface FileReading {
  readonly file: string
  /** SHA-256 of the bytes, in hex; empty when they could not be read. */
  readonly hash: string
  /** The file system that it is on; absent: nobody knows. */
  readonly mount?: Mount
  readonly manifests: readonly ReadManifest[]
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly reason: SourceReason
  /** The stacks that it declares, or would with its errors mended. */
  readonly stacks: readonly string[]
  /** Blank, or in no format that we read: passed by, unless something was accepted from it. */
  readonly foreign: boolean
  /** It is a link to a directory elsewhere, or to nothing: a warning, unless something was accepted from below it when that led here. */
  readonly outside?: true
  /** Other files that became part of it. */
  readonly parts?: readonly string[]
  /** Those of them that it includes, and where. */
  readonly included?: readonly Inclusion[]
  /** Services that it has and that their profiles leave out. */
  readonly inactive?: readonly InactiveService[]
  /** Variables that are not set, and that its stack's name hangs on, or which services take part. */
  readonly unset?: readonly string[]
  /** The files, absolute, that its directory says are the one project of its. */
  readonly listed?: readonly string[]
  /** It is a Compose project, or was meant as one. */
  readonly isProject?: true
  /** It was found in a directory, and not named: it may be of another tool, or a part of another file. */
  readonly found?: true
  /** It came over the API: the whole declaration of one object, which nothing is merged with. */
  readonly written?: true
}

/** All that one look at a root saw. */
export interface RootReading {
  readonly files: ReadonlyMap<string, FileReading>
  /** Why not everything was seen, so that nothing counts as missing (S2); absent when all was. */
  readonly incomplete?: { readonly reason: SourceReason; readonly message: string }
  /** The file system that a path of the root is on now; absent: nobody knows. */
  readonly mountOf?: (path: string) => Mount | undefined
  /** The commit checked out, where the root is in a git work tree. */
  readonly head?: string
  /** HEAD moved since the last complete reading, and the tree is as HEAD has it: what is missing was deleted by a commit. */
  readonly committed: boolean
}

/** Files, or what stands for them: what declares objects. */
export interface Declaring {
  readonly manifests: readonly { readonly object: ObjectOf }[]
}

/** All that files declare. */
export function objectsIn(files: readonly Declaring[]): readonly ObjectOf[] {
  return files.flatMap(({ manifests }) => manifests.map(({ object }) => object))
}

/** The ids of all that files declare. */
export function idsIn(files: readonly FileReading[]): readonly ResourceId[] {
  return files.flatMap(({ manifests }) => manifests.map(({ id }) => id))
}

/** The Services that files declare. */
export function servicesIn(files: readonly Declaring[]): readonly V1Service[] {
  return objectsIn(files).filter((object) => object.kind === 'Service')
}

/** Whether a service of a file is built: what it is built of is in files that nobody watches. */
export function isBuilt(file: Declaring): boolean {
  return servicesIn([file]).some(({ spec }) => spec.template.build !== undefined)
}

/** The id of an object. */
export function resourceIdOf(object: ObjectOf): ResourceId {
  return `${object.kind}/${keyOf(object)}`
}

/** The id of the object that is named. */
export function resourceIdOfRef({ kind, namespace, name }: ObjectRef): ResourceId {
  return `${kind}/${keyFor(namespace, name)}`
}

/** The stacks of resources, those of the whole cluster left out. */
export function stacksOf(ids: readonly ResourceId[]): string[] {
  return [
    ...new Set(ids.map((id) => id.split('/')).flatMap(([, stack = '', name]) => (name === undefined ? [] : stack))),
  ]
}

/** Whether two files declare, or would, something of one stack. */
export function sharesStack(one: Pick<FileReading, 'stacks'>, other: Pick<FileReading, 'stacks'>): boolean {
  return one.stacks.some((stack) => other.stacks.includes(stack))
}

/** A manifest with its id and hash, which is worked out when it is first asked for. */
export function readManifest(manifest: Manifest<ObjectOf>): ReadManifest {
  let hash: string | undefined
  return {
    ...manifest,
    id: resourceIdOf(manifest.object),
    get hash() {
      return (hash ??= declaredHash(manifest.object))
    },
  }
}

/** What of an object is declared, defaults filled in: the same however it was written. */
export function declaredHash(object: ObjectOf): string {
  const { labels = {}, annotations = {} } = object.metadata
  return stableHash([withDefaults(object).spec, labels, annotations], 32)
}

/** A file that was parsed. */
export function fileReading(file: string, bytes: Uint8Array, parsed: FileManifests): FileReading {
  const broken = parsed.errors.length > 0
  const named = [...(parsed.stacks ?? []), ...parsed.manifests.flatMap(({ object }) => object.metadata.namespace ?? [])]
  return {
    file,
    hash: bytesHash(bytes),
    manifests: broken ? [] : withSharedBuilds(parsed.manifests).map(readManifest),
    errors: byPlace(parsed.errors),
    warnings: byPlace(parsed.warnings),
    reason: parsed.errors.some((error) => error.path !== '') ? sourceReasons.invalid : sourceReasons.unparsable,
    stacks: named.length > 0 ? [...new Set(named)] : [stackNameFor(file)],
    foreign: parsed.foreign || (!broken && parsed.manifests.length === 0),
    ...(parsed.parts?.length ? { parts: parsed.parts } : {}),
    ...(parsed.included?.length ? { included: parsed.included } : {}),
    ...(parsed.inactive?.length ? { inactive: parsed.inactive } : {}),
    ...pick(parsed, ['listed', 'isProject']),
    ...(parsed.unset?.length ? { unset: parsed.unset } : {}),
  }
}

/** A file that could not be read: why, and where in it that is to be seen. */
export function unreadableFile(file: string, message: string, at = { line: 1, column: 1 }): FileReading {
  const error: ManifestError = { place: { file, ...at, origin: 'literal' }, path: '', message }
  const reason = sourceReasons.unreadable
  const stacks = [stackNameFor(file)]
  return { file, hash: '', manifests: [], errors: [error], warnings: [], reason, stacks, foreign: false }
}

/** A link that is not followed, and what is said of it. */
export interface PassedLink {
  readonly leads: LinkLead
  readonly reason: string
}

/** A link that is not followed. What was read below it is not gone; nobody expects to count what is called otherwise and is not there. */
export function passedLink(path: string, { leads, reason }: PassedLink): FileReading {
  const reading = unreadableFile(path, reason)
  const errors = leads === 'again' ? [] : reading.errors
  return { ...reading, errors, warnings: leads === 'nowhere' ? [] : reading.errors, stacks: [], outside: true }
}

/** A file as it counts where it declares nothing by itself, as it is part of another one or stands beside it. */
export function declaringNothing(reading: FileReading, warnings: readonly ManifestError[] = []): FileReading {
  const { file, hash, reason, stacks } = reading
  const kept = { file, hash, reason, stacks, ...pick(reading, ['isProject', 'found']) }
  return { ...kept, manifests: [], errors: [], warnings, foreign: false }
}

/** SHA-256 in hex. */
export function bytesHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
