import type { V1Volume } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { wasForeignOn, wasSeenOn } from '../holds/lost-volume.ts'
import type { Ports } from '../runtime/ports.ts'
import { useApproval } from './approvals.ts'
import type { VolumeAction } from './plan.ts'
import { isForeign } from './status.ts'

/** Records that a node has the volume, and whether others made it. From then on its absence, or another one in its place, is a loss. */
export function noteSeen(volume: V1Volume, action: VolumeAction, { store }: Ports): void {
  const { node } = action
  const foreign = isForeign(action, volume)
  const key = keyOf(volume)
  useApproval(key, node, store)
  if (wasSeenOn(node, volume) && wasForeignOn(node, volume) === foreign) return
  const entry = { node, seen: true, ...(foreign ? { foreign } : {}) }
  store.update('Volume', key, (draft) => {
    const others = (draft.status?.nodes ?? []).filter((entry) => entry.node !== node)
    draft.status = { ...draft.status, nodes: [...others, entry] }
  })
}
