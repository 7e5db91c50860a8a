import type { Kind, ObjectOf } from '../kinds.ts'
import type { ObjectRef } from '../metadata.ts'

/** Writes of single objects, as Kubernetes' API has them; each is kept in file and state before it is answered. */
export interface ObjectWrites {
  /** Declares an object that is not there yet. */
  createObject(request: CreateObjectRequest): Promise<WrittenObject>
  /** Declares an object anew, whole or by a patch of what it is. */
  changeObject(request: ChangeObjectRequest): Promise<WrittenObject>
  /** Takes a declaration back. */
  deleteObject(request: DeleteObjectRequest): Promise<DeletedObject>
}

/** How an object is written. */
export interface WriteOptions {
  /** Nothing is kept, and nobody is told. */
  readonly dryRun?: boolean
  /** What becomes of fields that no kind has: refused (where absent), named in a warning, or left out. */
  readonly fieldValidation?: FieldValidation
}

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

export interface CreateObjectRequest extends WriteOptions {
  readonly kind: Kind
  /** Of the path; absent for cluster-wide kinds. */
  readonly namespace?: string
  readonly object: unknown
}

export interface ChangeObjectRequest extends WriteOptions {
  readonly ref: ObjectRef
  readonly change: ObjectChange
}

/** The whole object; a merge patch (RFC 7396); or a JSON patch (RFC 6902). A `metadata.resourceVersion` in any of them is a condition. */
export interface ObjectChange {
  readonly by: 'object' | 'merge-patch' | 'json-patch'
  readonly value: unknown
}

export interface DeleteObjectRequest {
  readonly ref: ObjectRef
  readonly dryRun?: boolean
  /** Only if it is this very object. */
  readonly uid?: string
  /** Only if it is at this version. */
  readonly resourceVersion?: string
}

export interface WrittenObject {
  readonly object: ObjectOf
  readonly warnings: readonly string[]
}

export interface DeletedObject {
  /** As it is while finalizers hold it; absent when it is gone. */
  readonly left?: ObjectOf
  readonly warnings: readonly string[]
}

/** One thing that is wrong with a request, as a Status names it. */
export interface StatusCause {
  readonly reason: string
  readonly message: string
  /** Such as `spec.replicas`. */
  readonly field: string
}
