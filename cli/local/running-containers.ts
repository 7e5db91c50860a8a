import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import { labels } from '../../api/v1/labels.ts'
import { describeRef, namedOnCommandLine, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { HostContainer, Inventory } from '../../engine/inventory.ts'

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
  return [...found].sort((a, b) => (a.container.Name < b.container.Name ? -1 : 1))
}

/** The first container that runs; throws, with what to do, when none does. */
export function runningContainer(inventory: Inventory, ref: ObjectRef): Placed {
  const running = containersOf(inventory, ref).find(({ container }) => container.State.Status === 'running')
  if (running) return running
  throw new InstallationError(exits.failed, `no container of ${describeRef(ref)} runs`, {
    remedy: `see why with \`reconcile describe ${namedOnCommandLine(ref)}\``,
  })
}
