import type { Acting } from '../runtime/acting.ts'
import type { V1Volume } from '../../api/v1/generated/types.ts'
import { losesData } from '../../api/v1/loses-data.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { unlessGone } from '../../engine/errors.ts'
import { because } from '../../engine/run.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { foreignUsers } from '../ownership/foreign-users.ts'
import type { Ports } from '../runtime/ports.ts'
import { strikeAsked } from '../ownership/unanswered.ts'
import { approveLoss, useApproval } from './approvals.ts'
import { leftToForeign, type VolumeAction, type VolumeView } from './plan.ts'

/**
 * Removes a volume with its data from a node. It stays if a foreign container mounts it (S4), or if it was declared again meanwhile.
 * Afterwards it no longer counts as seen there: declared again, it starts empty and is not a loss.
 */
export async function removeData(
  { node, because: why }: Pick<VolumeAction, 'node' | 'because'>,
  { volume, hostName }: Pick<VolumeView, 'volume' | 'hostName'>,
  { ports, run }: Acting,
): Promise<VolumeAction | undefined> {
  const key = keyOf(volume)
  const uses = ({ volumes }: ContainerSummary) => volumes.includes(hostName)
  const foreign = await foreignUsers(node, ports, { run: because(run, 'who mounts the volume'), uses })
  if (foreign.length > 0) return leftToForeign(node, hostName, foreign)
  // Recorded before the call, which may succeed after this process ends: whoever deleted the volume accepted the loss.
  approveLoss(key, node, ports.store)
  await ports.store.durable()
  if (!isToGo(volume, ports)) return { do: 'leave', node, because: 'it was declared again' }
  await unlessGone(engineOf(node, ports).removeVolume({ name: hostName }, because(run, why)))
  ports.inventory.dropVolume(node, hostName)
  strikeAsked({ object: `Volume/${key}`, node }, ports.store)
  forgetSeen(key, node, ports)
  useApproval(key, node, ports.store)
  return undefined
}

/** Whether the store still has this very volume, being deleted with its data. */
function isToGo(volume: V1Volume, { store }: Ports): boolean {
  const now = store.get('Volume', keyOf(volume))
  return now !== undefined && now.metadata.uid === volume.metadata.uid && isBeingDeleted(now) && losesData(now)
}

function forgetSeen(key: string, node: string, { store }: Ports): void {
  store.update('Volume', key, ({ status }) => {
    if (status?.nodes) status.nodes = status.nodes.filter((entry) => entry.node !== node)
  })
}
