import type { ObjectRef } from '../metadata.ts'
import type { ValidationError } from './validation-error.ts'

/** An error between objects: on the object that can be changed to fix it, with the other one. */
export interface SetError extends ValidationError {
  readonly object: ObjectRef
  readonly other?: ObjectRef
  /** The path in the other object that the error is about; absent if it is about its existence. */
  readonly otherPath?: ValidationError['path']
}
