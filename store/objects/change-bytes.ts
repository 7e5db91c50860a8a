import type { ObjectOf } from '../../api/v1/kinds.ts'
import type { Change } from './store.ts'

const known = new WeakMap<Change<ObjectOf>, number>()

/**
 * About how many bytes are held only by who remembers a change: those of the spec that it replaced, as JSON. The template of a Task is its
 * Revision's, and counts as that.
 */
export function bytesOf(change: Change<ObjectOf>): number {
  const { before, after } = change
  if (before === undefined || before.kind === 'Task' || before.spec === after?.spec) return 0
  let bytes = known.get(change)
  if (bytes === undefined) known.set(change, (bytes = JSON.stringify(before.spec).length))
  return bytes
}
