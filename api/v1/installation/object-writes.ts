import type { Kind, ObjectOf } from '../kinds.ts'
import type { ObjectRef } from '../metadata.ts'

/** Writes of single objects as in the Kubernetes API. Each is stored in file and state before the request is answered. */
export interface ObjectWrites {
  /** Declares an object that does not exist yet. */
  createObject(request: CreateObjectRequest): Promise<WrittenObject>
  /** Replaces or patches the declaration of an object. */
  changeObject(request: ChangeObjectRequest): Promise<WrittenObject>
  /** Removes the declaration of an object. */
  deleteObject(request: DeleteObjectRequest): Promise<DeletedObject>
}

/** Options of a write. */
export interface WriteOptions {
  /** Whether to validate only: nothing is stored, and no watch sees a change. */
  readonly dryRun?: boolean
  /** What to do with unknown fields: refuse (the default), warn, or drop. */
  readonly fieldValidation?: FieldValidation
}

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

export interface CreateObjectRequest extends WriteOptions {
  readonly kind: Kind
  /** The namespace of the request's path; absent for cluster-wide kinds. */
  readonly namespace?: string
  readonly object: unknown
}

export interface ChangeObjectRequest extends WriteOptions {
  readonly ref: ObjectRef
  readonly change: ObjectChange
}

/**
 * A whole object, a merge patch (RFC 7396) or a JSON patch (RFC 6902). If it contains `metadata.resourceVersion`, the write fails unless
 * that is the current version.
 */
export interface ObjectChange {
  readonly by: 'object' | 'merge-patch' | 'json-patch'
  readonly value: unknown
}

export interface DeleteObjectRequest {
  readonly ref: ObjectRef
  readonly dryRun?: boolean
  /** Precondition: the object has this uid. */
  readonly uid?: string
  /** Precondition: the object is at this version. */
  readonly resourceVersion?: string
}

export interface WrittenObject {
  readonly object: ObjectOf
  readonly warnings: readonly string[]
}

export interface DeletedObject {
  /** The object while finalizers keep it; absent once it is gone. */
  readonly left?: ObjectOf
  readonly warnings: readonly string[]
}

/** One cause in the details of a Kubernetes Status. */
export interface StatusCause {
  readonly reason: string
  readonly message: string
  /** Such as `spec.replicas`. */
  readonly field: string
}
