import { serviceReasons } from '../../../api/v1/reasons.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { AdoptableContainer, ServiceView } from '../view.ts'
import { nameOf } from '../../../engine/container/name.ts'

/**
 * Says of a container that is adopted though it was created while this process has known its engine: every one that we make has
 * its Task first, so another home makes its own under our name, with or without a turn at the stack's lock. One of a task that we
 * had and forgot is ours: the answer to its create was lost.
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
