import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import type { Engine } from '../../../engine/engine.ts'
import { unlessGone } from '../../../engine/errors.ts'
import { isOwnVolume, isReplaced } from '../../holds/lost-volume.ts'
import type { Acting } from './acting.ts'

/**
 * Whether the volumes that a task is to mount are on its engine, and are those that were there before: looked at just before its
 * container is created, and again before it is started. An engine makes a missing volume without a word, and no lost data is to be
 * replaced by an empty one. Other than ours have no labels of ours; `CreatedAt` is no sign, as it moves with what is done to the
 * directory. What is found enters the inventory, where the volume's own loop sees the loss.
 */
export function hasItsVolumes(engine: Engine, acting: Acting): Promise<boolean> {
  return volumesOf(acting.seen.view.task.spec.template).length === 0 ? mountsNone : areThere(engine, acting)
}

const mountsNone = Promise.resolve(true)

async function areThere(engine: Engine, acting: Acting): Promise<boolean> {
  const { ports, seen } = acting
  const { metadata, spec } = seen.view.task
  const { node } = engine
  let all = true
  for (const name of volumesOf(spec.template)) {
    const volume = ports.store.get('Volume', keyFor(metadata.namespace, name))
    if (!volume) continue
    const hostName = hostNameOf(volume)
    const found = await unlessGone(engine.inspectVolume({ name: hostName }, acting.run))
    if (!found) ports.inventory.dropVolume(node, hostName)
    else if (!isReplaced(node, volume, isOwnVolume(found, ports.installation))) continue
    else ports.inventory.putVolume(node, found)
    all = false
  }
  return all
}
