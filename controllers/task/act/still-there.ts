import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { isKeptFailure } from '../../../api/v1/names.ts'
import { unlessGone } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/acting.ts'
import { isNodeGone } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'

/**
 * Whether a task has a container all the same, though none is known: a create whose answer was lost may have worked. Asked
 * before a task is forgotten, as nothing looks for its containers afterwards (S6). What is found enters the inventory.
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
    // An engine may list for good what is gone: 20.10 does where one ended by itself in the moment of its removal.
    const asked = ports.inventory.stamp()
    const container = isKeptFailure(name) ? undefined : await unlessGone(engine.inspectContainer({ id }, reason))
    if (container) ports.inventory.putContainer(spec.node, container, asked)
    // Its image may be all that says so.
    isThere ||= container?.Config.Labels?.[labels.task] === metadata.name
  }
  return isThere
}
