import type { V1Network, V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import type { NetworkInspect } from '../../../engine/types/network.ts'
import { deliveryPath, type DeliveryPath, type Reference } from '../../delivery/path.ts'
import type { Ports } from '../../runtime/ports.ts'

/**
 * The network on a task's node for a declared one: ours, or the external one of its name. Undefined if there are several of that name,
 * whoever made them, as no start succeeds then.
 */
export function networkOnNode({ spec }: V1Task, network: V1Network, ports: Ports): NetworkInspect | undefined {
  const named = ports.inventory.networksNamed(spec.node ?? '', hostNameOf(network))
  const [only, ...others] = named
  if (!only || others.length > 0) return undefined
  return network.spec.external || only.Labels?.[labels.installation] === ports.installation ? only : undefined
}

/**
 * Where the bytes of a Secret or Config are for a task, by the content that the task was made with. An adopted container keeps its own
 * path.
 */
export function pathOnNode(
  { metadata, spec }: V1Task,
  reference: Reference,
  { store, installation }: Ports,
): DeliveryPath {
  const { kind, name, target } = reference
  const adopted = spec.contentPaths?.[target]
  if (adopted !== undefined) return { directory: adopted, file: name }
  const declared = store.get(kind, keyFor(metadata.namespace, name))
  const hash = spec.contents?.[`${kind}/${name}`] ?? ''
  const stack = metadata.namespace ?? ''
  return deliveryPath(reference, { installation, stack, hash, storage: declared?.spec.storage ?? 'Memory' })
}
