import type { Develop } from './develop.ts'
import type { SecretValue } from './redact/secret-value.ts'
import { formatPath } from './validation/validation-error.ts'

/** Where a value stands in a file, and how it came to be. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /** `literal`: as written there. `interpolated`: variables stand in it. `merged`: it came through an anchor, merge key or extends. `default`: nobody wrote it. */
  readonly origin: 'literal' | 'interpolated' | 'merged' | 'default'
  /** The names of the variables that were unset when it was interpolated (S3). */
  readonly unset?: readonly string[]
}

/** A path into an object, as keys and indexes. */
export type FieldPath = readonly (string | number)[]

/** Where a value stands in a file of several documents: which of them, blank ones not counted, and the path in it. */
export interface FilePosition {
  readonly document: number
  readonly path: FieldPath
}

/** The places of a resource's values: asked by path, it answers the nearest enclosing place that is known. */
export interface Provenance {
  placeOf(path: FieldPath): Place
  /** What stands at that place, as a path in its file; absent where that is the path asked for. */
  fieldOf?(path: FieldPath): string
  /** What a rule of manifests says, in the words of its file; absent where those are the same. */
  wordsOf?(message: string): string
  /** Where it is to be written in its file; of a value that nobody wrote, where the nearest enclosing one stands. */
  positionOf?(path: FieldPath): FilePosition
}

/** What stands at a place, as a path in its file. */
export function writtenAs({ fieldOf }: Pick<Provenance, 'fieldOf'>, path: FieldPath): string {
  return fieldOf?.(path) ?? formatPath(path)
}

/** What a rule of manifests says, in the words of the file. */
export function saidAs({ wordsOf }: Pick<Provenance, 'wordsOf'>, message: string): string {
  return wordsOf?.(message) ?? message
}

/** Where an error collides with something, to end it: ` (shop/web.yaml:6)`. */
export function collisionPlace({ placeOf }: Pick<Provenance, 'placeOf'>, path: FieldPath | undefined): string {
  if (path === undefined) return ''
  const { file, line } = placeOf(path)
  return ` (${file}:${line})`
}

/** What is wrong with a manifest: shown with file, line and column. */
export interface ManifestError {
  readonly place: Place
  /** Such as `spec.replicas`; empty when the file itself is meant. */
  readonly path: string
  /** What is wrong and what to do. */
  readonly message: string
}

/** What is wrong with the value at a path of a manifest. */
export function errorAt(provenance: Provenance, path: FieldPath, message: string): ManifestError {
  return { place: provenance.placeOf(path), path: writtenAs(provenance, path), message }
}

/** Another file that became part of one by being included, and where that says so. */
export interface Inclusion extends Pick<ManifestError, 'place' | 'path'> {
  /** Absolute path. */
  readonly file: string
}

/** A service that a file has and that none of its profiles, all of which are off, lets take part. */
export interface InactiveService {
  readonly stack: string
  readonly name: string
  readonly profiles: readonly string[]
}

/** A resource as read from a file, before the store knows it. */
export interface Manifest<T> {
  readonly object: T
  readonly provenance: Provenance
  /** Absolute path of the file that declares it. */
  readonly file: string
  /** The text of the document or node that it comes from: what a Revision keeps for undo. */
  readonly sourceText: string
  /** Of a Secret or Config of a variable: what that is where it is declared, in the files of variables of a project, too. */
  readonly content?: SecretValue
  /** Of a Service: what of its sources is watched while people work on them. It is no part of what is declared. */
  readonly develop?: Develop
  /** Of a Service: it is in a profile, and takes part as that is on. */
  readonly profiled?: true
  /** Of a Service whose image another one of its file builds: the fields of its template that are those of the other, where alone they stand. */
  readonly sharesBuild?: readonly string[]
}
