import { by } from '../../api/v1/language/by.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { labels } from '../../api/v1/labels.ts'
import { describeRef, namedOnCommandLine, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { HostContainer, Inventory } from '../../engine/inventory.ts'
import { unreachableEngine } from './waiting/looked.ts'

/** A container of ours, and where it is. */
export interface Placed {
  readonly node: string
  readonly container: HostContainer
}

/** The containers of a service or task, by name. */
export function containersOf(inventory: Inventory, ref: ObjectRef): readonly Placed[] {
  const found =
    ref.kind === 'Service'
      ? inventory.containersOfService(keyFor(ref.namespace, ref.name))
      : inventory
          .containersOf(ref.name)
          .filter(({ container }) => container.Config.Labels?.[labels.stack] === ref.namespace)
  return [...found].sort(by(({ container }) => container.Name))
}

/**
 * The first container that runs, of those on hosts that answer if there is one; throws, with what to do, when none does, or where
 * that is not known as a host does not answer.
 */
export function runningContainer(inventory: Inventory, ref: ObjectRef): Placed {
  const running = containersOf(inventory, ref).filter(({ container }) => container.State.Status === 'running')
  const [first] = answering(inventory, running)
  if (first) return first
  refuseUnknown(inventory, running)
  throw new InstallationError(exits.failed, `no container of ${describeRef(ref)} runs`, {
    remedy: `see why with \`reconcile describe ${namedOnCommandLine(ref)}\``,
  })
}

/** Those on hosts that answer. */
export function answering<P extends Placed>(inventory: Inventory, placed: readonly P[]): readonly P[] {
  return placed.filter(({ node }) => inventory.host(node)?.unreachable === undefined)
}

/** Throws (exit 5) where they are on a host that does not answer, or, where there are none, may be on one that was never listed. */
export function refuseUnknown(inventory: Inventory, placed: readonly Placed[]): void {
  const nodes = new Set(placed.map(({ node }) => node))
  for (const { node, unreachable, synced } of inventory.hosts())
    if (unreachable !== undefined && (nodes.has(node) || (nodes.size === 0 && !synced)))
      throw unreachableEngine(node, unreachable)
}
