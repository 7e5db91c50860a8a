import type { Develop } from './develop.ts'
import type { SecretValue } from './redact/secret-value.ts'
import { formatPath } from './validation/validation-error.ts'

/** The place of a value in a file, and its origin. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /**
   * `literal`: as written. `interpolated`: contains variables. `merged`: from an anchor, merge key or `extends`. `default`: not written by
   * anyone.
   */
  readonly origin: 'literal' | 'interpolated' | 'merged' | 'default'
  /** The names of variables in the value that were unset (S3). */
  readonly unset?: readonly string[]
}

/** A path into an object, as keys and indexes. */
export type FieldPath = readonly (string | number)[]

/** The position of a value: the index of the document in its file, empty ones not counted, and the path in it. */
export interface FilePosition {
  readonly document: number
  readonly path: FieldPath
}

/** Finds the places of a resource's values. Each method answers for the nearest enclosing path that is known. */
export interface Provenance {
  placeOf(path: FieldPath): Place
  /** The path of that value as written in its file; absent if the paths are the same. */
  fieldOf?(path: FieldPath): string
  /** Translates the message of a validation rule to the terms of the file's format; absent if they are the same. */
  wordsOf?(message: string): string
  /** Where to write the value in its file; for a default, the position of the nearest enclosing value. */
  positionOf?(path: FieldPath): FilePosition
}

/** The path of a value as written in its file. */
function writtenAs({ fieldOf }: Pick<Provenance, 'fieldOf'>, path: FieldPath): string {
  return fieldOf?.(path) ?? formatPath(path)
}

/** The message of a validation rule in the terms of the file's format. */
export function saidAs({ wordsOf }: Pick<Provenance, 'wordsOf'>, message: string): string {
  return wordsOf?.(message) ?? message
}

/** A suffix for an error message that names the place of the conflicting value: ` (shop/web.yaml:6)`. */
export function collisionPlace({ placeOf }: Pick<Provenance, 'placeOf'>, path: FieldPath | undefined): string {
  if (path === undefined) return ''
  const { file, line } = placeOf(path)
  return ` (${file}:${line})`
}

/** An error in a manifest; shown with file, line and column. */
export interface ManifestError {
  readonly place: Place
  /** Such as `spec.replicas`; empty if the error is about the whole file. */
  readonly path: string
  /** The problem and its remedy. */
  readonly message: string
  /** For a warning that a service is missing: that service. Where another file of the stack declares it, the warning is dropped. */
  readonly unless?: { readonly namespace: string; readonly name: string }
}

/** An error about the value at a path of a manifest. */
export function errorAt(provenance: Provenance, path: FieldPath, message: string): ManifestError {
  return { place: provenance.placeOf(path), path: writtenAs(provenance, path), message }
}

/** An error about a whole file. `at` is where it can't be read any further; its beginning by default. */
export function aboutFile(
  file: string,
  message: string,
  { line, column }: Pick<Place, 'line' | 'column'> = { line: 1, column: 1 },
): ManifestError {
  return { place: { file, line, column, origin: 'literal' }, path: '', message }
}

/** A file that another one includes, and the place of that include. */
export interface Inclusion extends Pick<ManifestError, 'place' | 'path'> {
  /** Absolute path. */
  readonly file: string
}

/** A service of a file that is left out because none of its profiles is active, or a `pre_start` job of one. */
export interface InactiveService {
  readonly stack: string
  readonly name: string
  readonly profiles: readonly string[]
}

/** A resource as read from a file, before it is stored. */
export interface Manifest<T> {
  readonly object: T
  readonly provenance: Provenance
  /** Absolute path of the file that declares it. */
  readonly file: string
  /** The source text of the document or node that declares it; a Revision keeps it for undo. */
  readonly sourceText: string
  /** For a Secret or Config of an environment variable: its value where the file was read, env files of the project included. */
  readonly content?: SecretValue
  /** For a Service: its watch rules for development, which are not part of the spec. */
  readonly develop?: Develop
  /** For a Service: whether it has profiles, and takes part only while one of them is active. */
  readonly profiled?: true
  /**
   * For a Service whose image another service of the file builds: the template fields that were copied from that service as only that
   * service declares them.
   */
  readonly sharesBuild?: readonly string[]
}
