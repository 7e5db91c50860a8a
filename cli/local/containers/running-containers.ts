import { by } from '../../../api/v1/language/by.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { labels } from '../../../api/v1/labels.ts'
import { describeRef, namedOnCommandLine, type ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { HostContainer, Inventory } from '../../../engine/inventory.ts'
import type { Core } from '../open/core.ts'
import { unreachableHost } from '../unreachable.ts'

/** Where to look for containers. */
export interface Looking {
  readonly core: Core
  readonly loops: Loops
}

/** A container of ours and its node. */
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

/** The first running container, on a host that answers. Throws if none runs, or if that is unknown because a host does not answer. */
export function runningContainer(inventory: Inventory, ref: ObjectRef): Placed {
  const running = containersOf(inventory, ref).filter(({ container }) => container.State.Status === 'running')
  const [first] = answering(inventory, running)
  if (first) return first
  refuseUnknown(inventory, running)
  throw noneRuns(ref)
}

/** The error that nothing runs, with where to see why. */
export function noneRuns(ref: ObjectRef): InstallationError {
  return new InstallationError(exits.failed, `no container of ${describeRef(ref)} runs`, {
    remedy: `see why with \`reconcile describe ${namedOnCommandLine(ref)}\``,
  })
}

/** The engine of a node. Throws (exit 5) if the node was removed meanwhile. */
export async function engineOf({ engines }: Pick<Core, 'engines'>, node: string): Promise<Engine> {
  const engine = (await engines()).get(node)
  if (engine) return engine
  throw new InstallationError(exits.unreachable, `${node} is no node any more`, {
    remedy: 'run this again: it looks anew where things are',
  })
}

/** Those on hosts that answer. */
export function answering<P extends Placed>(inventory: Inventory, placed: readonly P[]): readonly P[] {
  return placed.filter(({ node }) => inventory.host(node)?.unreachable === undefined)
}

/**
 * Throws (exit 5) if the containers are on a host that does not answer, or if there are none but a host that never answered may have some.
 */
export function refuseUnknown(inventory: Inventory, placed: readonly Placed[]): void {
  const nodes = new Set(placed.map(({ node }) => node))
  for (const host of inventory.hosts())
    if (host.unreachable !== undefined && (nodes.has(host.node) || (nodes.size === 0 && !host.synced)))
      throw unreachableHost(host)
}
