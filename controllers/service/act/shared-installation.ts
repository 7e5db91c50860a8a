import { serviceReasons } from '../../../api/v1/reasons.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { AdoptableContainer, ServiceView } from '../view.ts'
import { nameOf } from '../../../engine/container/name.ts'

/**
 * Warns where an adopted container was created while this process already knew its engine. Our own tasks exist before their containers, so
 * another reconcile uses the same installation name. Tasks that this process forgot are left out: the answer to their create was lost.
 */
export function tellShared({ service }: ServiceView, { node, id, task }: AdoptableContainer, ports: Ports): void {
  const { inventory, recorder, installation, forgotten } = ports
  if (forgotten.has(keyFor(service.metadata.namespace, task))) return
  const host = inventory.host(node)
  const container = host?.containers.get(id)
  const created = Date.parse(container?.Created ?? '')
  if (!container || !(created > (host?.knownSince ?? Number.POSITIVE_INFINITY))) return
  const name = nameOf(container)
  recorder.record({
    object: `Service/${keyOf(service)}`,
    type: 'Warning',
    reason: serviceReasons.installationShared,
    message: `${name} was made by another reconcile with the installation name ${installation} on ${node}, and the last one that changed the stack has its way: keep its files in one place, or let one of them begin anew under another name (\`reconcile init --installation NAME\`)`,
  })
}
