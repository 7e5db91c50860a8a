import type { V1Volume } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { wasSeenOn } from '../holds/lost-volume.ts'
import { lastMountedOn, olderOn } from './last-mounted.ts'
import type { Pin } from './pins.ts'

/**
 * Returns where the newest data of a pinned volume is, given the nodes that have the volume. A copy is older where the volume was mounted
 * elsewhere since, and tasks never use that unasked. A copy that was never mounted is not older: a person brought it there. Where only
 * older copies are left, tasks wait for the node that had the newest. Once that node is no longer declared, its data counts as gone, and
 * the newest of the older copies is used.
 */
export function newestOf(volume: V1Volume, on: ReadonlySet<string>, store: Store): Pin {
  const key = keyOf(volume)
  const older = olderOn(key, store).filter((node) => on.has(node))
  const last = lastMountedOn(key, store)
  if (older.length === 0 || volume.spec.recreate === true) return on.size > 1 ? { on, lastOn: last } : { on }
  const others = new Set([...on].filter((node) => !older.includes(node)))
  if (others.size > 0) return { on: others, lastOn: last, older }
  const lost = [...last].filter((node) => store.get('Node', node) && wasSeenOn(node, volume))
  return lost.length > 0 ? { on: new Set(lost), older } : { on: new Set(older.slice(0, 1)), older: older.slice(1) }
}
