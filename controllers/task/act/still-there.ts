import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { isKeptFailure } from '../../../api/v1/names.ts'
import { unlessGone } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import { isNodeGone } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'

/**
 * Whether a task still has a container that the inventory does not know, as a create whose answer was lost may have worked. Asked before a
 * task is deleted, as nothing looks for its containers afterwards (S6). What is found enters the inventory.
 */
export async function isStillThere({ metadata, spec }: V1Task, ports: Ports, run: Run): Promise<boolean> {
  if (spec.node === undefined || isNodeGone(spec.node, ports)) return false
  const engine = engineOf(spec.node, ports)
  const own = [
    `${labels.installation}=${ports.installation}`,
    `${labels.stack}=${metadata.namespace}`,
    `${labels.task}=${metadata.name}`,
  ]
  const reason = because(run, 'nothing of it is to be left')
  const found = await engine.listContainers({ labels: own }, reason)
  let isThere = false
  for (const { id, name } of found) {
    // An engine may keep listing what is gone: 20.10 does so if a container ended by itself during its removal.
    const asked = ports.inventory.stamp()
    const container = isKeptFailure(name) ? undefined : await unlessGone(engine.inspectContainer({ id }, reason))
    if (container) ports.inventory.putContainer(spec.node, container, asked)
    // The label may come from its image alone.
    isThere ||= container?.Config.Labels?.[labels.task] === metadata.name
  }
  return isThere
}
