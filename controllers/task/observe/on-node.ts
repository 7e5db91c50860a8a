import type { V1Network, V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import type { NetworkInspect } from '../../../engine/types/network.ts'
import { deliveryPath, type DeliveryPath, type Reference } from '../../delivery/path.ts'
import type { Ports } from '../../runtime/ports.ts'

/** A declared network as it stands on a task's node: ours, or the external one of its name; none while there are several, ours or not, where no start succeeds. */
export function networkOnNode({ spec }: V1Task, network: V1Network, ports: Ports): NetworkInspect | undefined {
  const named = ports.inventory.networksNamed(spec.node ?? '', hostNameOf(network))
  const [only, ...others] = named
  if (!only || others.length > 0) return undefined
  return network.spec.external || only.Labels?.[labels.installation] === ports.installation ? only : undefined
}

/** Where the bytes of a Secret or Config stand for a task: its content as the task was made for it. An adopted container keeps the path it has. */
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
