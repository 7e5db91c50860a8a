import type { ObjectRef } from '../metadata.ts'
import type { ValidationError } from './validation-error.ts'

/** What is wrong between objects: the one that can be changed to heal it, and the other one. */
export interface SetError extends ValidationError {
  readonly object: ObjectRef
  readonly other?: ObjectRef
  /** What of the other one it is about; absent: that it is there. */
  readonly otherPath?: ValidationError['path']
}
