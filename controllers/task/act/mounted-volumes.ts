import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import type { Engine } from '../../../engine/engine.ts'
import { unlessGone } from '../../../engine/errors.ts'
import { isOwnVolume, isReplaced } from '../../holds/lost-volume.ts'
import type { Acting } from './acting.ts'

/**
 * Whether a task's volumes are on its engine, and are the same as before. Checked just before its container is created, and again before it
 * is started. An engine silently creates a missing volume, and lost data must not be replaced by an empty volume. A foreign volume is known
 * by its lack of our labels; `CreatedAt` is no sign, as changes to the directory move it. The findings enter the inventory, where the
 * volume loop sees the loss.
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
