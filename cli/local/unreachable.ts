import { pick } from '../../api/v1/language/pick.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import type { EngineError } from '../../engine/errors.ts'
import type { HostView } from '../../engine/inventory.ts'
import { engineRemedy, type Unreached, unreachedWords } from '../engine-remedy.ts'

/** The error (exit 5) for an engine that failed a call as unreachable, with a remedy. */
export function unreachableEngine(error: EngineError): InstallationError {
  return unreachableHost(
    { node: error.node, unreachable: error.detail, ...pick(error, ['obstacle', 'engineOf']) },
    error,
  )
}

/** As `unreachableEngine`, for a host that is known not to answer. */
export function unreachableHost({ node, unreachable, ...why }: Silence, cause?: unknown): InstallationError {
  return new InstallationError(exits.unreachable, unreachedWords({ node, because: unreachable ?? '', ...why }), {
    remedy: engineRemedy(why, node),
    cause,
  })
}

interface Silence extends Unreached {
  readonly node: string
  readonly unreachable?: string
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
  if (silent) throw unreachableHost(silent)
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
  for (const host of inventory.hosts())
    if (host.unreachable !== undefined && matters(host.node)) throw unreachableHost(host)
}
