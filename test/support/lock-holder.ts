import { lockLabels } from '../../api/v1/labels.ts'
import { chainOf } from '../../controllers/locks/takeovers.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'

/** Who holds the lock of a stack on a host: `USER@MACHINE`. */
export function lockHolderOn(host: SimulatedHost | undefined, stack = 'shop'): string | undefined {
  const find = (name: string) => host?.state.volumes.get(name)?.inspect
  return chainOf(`reconcile-lock.default.${stack}`, find).at(-1)?.Labels?.[lockLabels.by]
}

/** The locks of stacks and what is beside them on a host, by name. */
export function locksOn(host: SimulatedHost | undefined): readonly string[] {
  return [...(host?.state.volumes.keys() ?? [])].filter((name) => name.startsWith('reconcile-lock.')).sort()
}
