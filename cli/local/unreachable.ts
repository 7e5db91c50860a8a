import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import type { HostView } from '../../engine/inventory.ts'
import { engineRemedy } from '../engine-remedy.ts'

/** The error (exit 5) for an unreachable engine, with a remedy. */
export function unreachableEngine(node: string, because: string, cause?: unknown): InstallationError {
  return new InstallationError(exits.unreachable, `the engine of node ${node} can't be reached: ${because}`, {
    remedy: engineRemedy(because, node),
    cause,
  })
}

/** A host that does not answer and was never listed, so that its containers are unknown; only among those that matter, if given. */
export function silentHost({ inventory }: Loops, matters?: (node: string) => boolean): HostView | undefined {
  return inventory.hosts().find((host) => isSilent(host) && (matters?.(host.node) ?? true))
}

function isSilent({ unreachable, synced }: HostView): boolean {
  return unreachable !== undefined && !synced
}

/** Throws if there is such a host. */
export function refuseSilent(loops: Loops, matters?: (node: string) => boolean): void {
  const silent = silentHost(loops, matters)
  if (silent) throw unreachableEngine(silent.node, silent.unreachable ?? '')
}

/** Throws if all hosts are such. */
export function refuseAllSilent(loops: Loops): void {
  if (loops.inventory.hosts().every(isSilent)) refuseSilent(loops)
}

/**
 * Throws if a host that matters does not answer now, even if it was listed before: a call would block until its deadline, and might take
 * effect later.
 */
export function refuseUnreachable({ inventory }: Loops, matters: (node: string) => boolean): void {
  for (const { node, unreachable } of inventory.hosts())
    if (unreachable !== undefined && matters(node)) throw unreachableEngine(node, unreachable)
}
