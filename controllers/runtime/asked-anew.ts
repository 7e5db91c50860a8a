import type { ObjectOf } from '../../api/v1/kinds.ts'
import type { Change } from '../../store/objects/store.ts'

/** Whether an object came or went, or something else is asked of it: what its loop itself writes to its status is no news to it. */
export function isAskedAnew({ before, after }: Change<ObjectOf>): boolean {
  return before?.metadata.generation !== after?.metadata.generation
}
