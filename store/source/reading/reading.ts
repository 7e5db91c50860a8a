import { createHash } from 'node:crypto'
import { byPlace } from '../../../api/v1/validation/by-place.ts'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableHash } from '../../../api/v1/language/hash.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { keyFor, keyOf, splitId } from '../../../api/v1/names.ts'
import { aboutFile, type Manifest, type ManifestError, type Place } from '../../../api/v1/provenance.ts'
import type { LinkLead } from '../../../api/v1/installation/requests.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { stackNameFor } from '../disk/file-names.ts'
import type { Mount } from '../disk/mounts.ts'
import type { FileManifests } from './manifest-reader.ts'
import { withSharedBuilds } from './shared-builds.ts'

/** Kind and key of a resource, as `Service/shop/web`. */
export type ResourceId = string

/** A manifest with its id and hash. */
export interface ReadManifest extends Manifest<ObjectOf> {
  readonly id: ResourceId
  /** The hash of the declared spec, labels and annotations: if it is equal there is nothing to accept. */
  readonly hash: string
  /** Set where services that are not applied with it wait for it to complete. */
  readonly isWaitedToEnd?: true
}

export type SourceReason = (typeof sourceReasons)[keyof typeof sourceReasons]

/** An error in a source: shown with file, line and column until it is fixed. */
export interface SourceError extends ManifestError {
  readonly root: string
  readonly reason: SourceReason
  /** The resources that stay as last accepted because of it. */
  readonly resources: readonly ResourceId[]
  /** The stacks that it concerns: those of the resources, else those that the file would declare. */
  readonly stacks: readonly string[]
  /** The files of which an apply, of all together, makes what they declare run, as it was applied otherwise; absent: none does. */
  readonly applicable?: readonly string[]
}

/** One file of a reading, with what its text says. A file with errors keeps what was accepted from it (S1). */
export interface FileReading extends Omit<FileManifests, 'manifests' | 'sideFiles' | 'stacks' | 'foreign'> {
  readonly file: string
  /** SHA-256 of the bytes, in hex; empty when they could not be read. */
  readonly hash: string
  /** The file system that it is on; absent: unknown. */
  readonly mount?: Mount
  readonly manifests: readonly ReadManifest[]
  readonly reason: SourceReason
  /** The stacks that it declares, or would without its errors. */
  readonly stacks: readonly string[]
  /** Blank, or in no format that we read: ignored, unless something was accepted from it. */
  readonly foreign: boolean
  /** Set for a link to a directory elsewhere, or to nothing: a warning, unless something was accepted from below it before. */
  readonly outside?: true
  /** Set if it was found in a directory, not named: it may belong to another tool, or be part of another file. */
  readonly found?: true
  /** Set if it is on another machine, which sent its text. */
  readonly sent?: true
  /** Set if it came over the API: it declares the whole object, and is not merged with anything. */
  readonly written?: true
}

/** The result of reading a root once. */
export interface RootReading {
  readonly files: ReadonlyMap<string, FileReading>
  /** Why the reading is incomplete, so that nothing counts as missing (S2); absent when it is complete. */
  readonly incomplete?: { readonly reason: SourceReason; readonly message: string }
  /** Returns the file system that a path of the root is on now; absent: unknown. */
  readonly mountOf?: (path: string) => Mount | undefined
  /** The checked-out commit, if the root is in a git work tree. */
  readonly head?: string
  /** Whether HEAD moved since the last complete reading and the tree equals HEAD: what is missing was then deleted by a commit. */
  readonly committed: boolean
}

/** Anything with manifests, such as a file. */
export interface Declaring {
  readonly manifests: readonly { readonly object: ObjectOf }[]
}

export function objectsIn(files: readonly Declaring[]): readonly ObjectOf[] {
  return files.flatMap(({ manifests }) => manifests.map(({ object }) => object))
}

export function idsIn(files: readonly FileReading[]): readonly ResourceId[] {
  return files.flatMap(({ manifests }) => manifests.map(({ id }) => id))
}

export function servicesIn(files: readonly Declaring[]): readonly V1Service[] {
  return objectsIn(files).filter((object) => object.kind === 'Service')
}

/** Whether a file has a service with a build, whose sources nobody watches. */
export function isBuilt(file: Declaring): boolean {
  return servicesIn([file]).some(({ spec }) => spec.template.build !== undefined)
}

export function resourceIdOf(object: ObjectOf): ResourceId {
  return `${object.kind}/${keyOf(object)}`
}

export function resourceIdOfRef({ kind, namespace, name }: ObjectRef): ResourceId {
  return `${kind}/${keyFor(namespace, name)}`
}

/** The stacks of resources, without cluster-wide ones. */
export function stacksOf(ids: readonly ResourceId[]): string[] {
  return [...new Set(ids.flatMap((id) => splitId(id).namespace ?? []))]
}

/** Whether two files have a stack in common. */
export function sharesStack(one: Pick<FileReading, 'stacks'>, other: Pick<FileReading, 'stacks'>): boolean {
  return one.stacks.some((stack) => other.stacks.includes(stack))
}

/** Adds id and hash to a manifest. The hash is computed on first use. */
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

/** The manifest with these annotations as well. */
export function annotated(manifest: Manifest<ObjectOf>, more: Readonly<Record<string, string>>): ReadManifest {
  const { object } = manifest
  const metadata = { ...object.metadata, annotations: { ...object.metadata.annotations, ...more } }
  return readManifest({ ...manifest, object: { ...object, metadata } as ObjectOf })
}

/** The hash of what an object declares, with defaults filled in, so that it does not depend on how it was written. */
export function declaredHash(object: ObjectOf): string {
  const { labels = {}, annotations = {} } = object.metadata
  return stableHash([withDefaults(object).spec, labels, annotations], 32)
}

/** What is left out of a reading where it is empty. */
const LISTS = ['merged', 'parts', 'included', 'inactive', 'unset'] as const

/** The reading of a parsed file. */
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
    ...pick(
      parsed,
      LISTS.filter((list) => parsed[list]?.length),
    ),
    ...pick(parsed, ['listed', 'isNamedByVariable', 'isProject', 'isKeptPlan']),
  }
}

/** The reading of a file that could not be read, with the reason and its place in the file. */
export function unreadableFile(file: string, message: string, at?: Pick<Place, 'line' | 'column'>): FileReading {
  const reason = sourceReasons.unreadable
  const stacks = [stackNameFor(file)]
  const errors = [aboutFile(file, message, at)]
  return { file, hash: '', manifests: [], errors, warnings: [], reason, stacks, foreign: false }
}

/** A link that is not followed, and why. */
export interface PassedLink {
  readonly leads: LinkLead
  readonly reason: string
}

/**
 * The reading of a link that is not followed. What was accepted from below it does not count as gone. A link that leads nowhere is no
 * warning, as nobody expects it to count.
 */
export function passedLink(path: string, { leads, reason }: PassedLink): FileReading {
  const reading = unreadableFile(path, reason)
  const errors = leads === 'again' ? [] : reading.errors
  return { ...reading, errors, warnings: leads === 'nowhere' ? [] : reading.errors, stacks: [], outside: true }
}

/** The reading of a file that declares nothing by itself, as it is part of another file or stands beside a project. */
export function declaringNothing(reading: FileReading, warnings: readonly ManifestError[] = []): FileReading {
  const { file, hash, reason, stacks } = reading
  const kept = { file, hash, reason, stacks, ...pick(reading, ['isProject', 'found']) }
  return { ...kept, manifests: [], errors: [], warnings, foreign: false }
}

/** SHA-256 in hex. */
export function bytesHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
