import type { V1Service } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { PlacedContainer } from '../../../engine/inventory.ts'
import { isUpdatable } from '../../../engine/normalise/updatable.ts'
import type { Ports } from '../../runtime/ports.ts'
import { surroundingsOf } from '../../task/observe/surroundings.ts'
import { wantedContainer } from '../../task/observe/wanted.ts'
import { differInTemplateOnly, taskOfTarget } from '../target.ts'
import type { AdoptableContainer, Target } from '../view.ts'

interface Known {
  readonly service: V1Service
  readonly target: Target | undefined
}

/**
 * The revision of a container that is to be adopted: the one that its label says, for which it was created. An update changes no label, so
 * where this state does not know that revision, a container that updates made or make what is declared now is of the target's.
 */
export function foundRevision(
  { node, container }: PlacedContainer,
  { task: name, slot }: Pick<AdoptableContainer, 'task' | 'slot'>,
  { known: { service, target }, ports }: { readonly known: Known; readonly ports: Ports },
): string {
  const created = container.Config.Labels?.[labels.createdByRevision] ?? ''
  if (!target || !differInTemplateOnly(created, target.hash) || isKept(created, service, ports)) return created
  const task = taskOfTarget(service, target, { task: name, slot, node })
  const wanted = wantedContainer(task, container, ports)
  return wanted && isUpdatable({ ...surroundingsOf(task, ports), wanted, container }) ? target.hash : created
}

/** Whether the state has this revision, so that a change from it is a rollout like any other. */
function isKept(revision: string, { metadata: { namespace, name } }: V1Service, { store }: Ports): boolean {
  return store.get('Revision', keyFor(namespace, `${name}-${revision}`)) !== undefined
}
