import type { ObjectOf } from './kinds.ts'
import { LOCAL_NODE } from './names.ts'

/** Whether everything declared can only run on one and the same host. */
export function isOneHost(objects: readonly ObjectOf[]): boolean {
  return !objects.some(({ kind, metadata }) => kind === 'Node' && metadata.name !== LOCAL_NODE)
}
