import type { V1Service } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { describeRef, refOf } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { pauseOf } from '../../controllers/holds/pause.ts'
import { stopOf } from '../../controllers/holds/stop.ts'
import { rolloutPauseOf } from '../../controllers/service/rollout-pause.ts'
import type { Core } from './open/core.ts'

/** Throws if a service is paused. `left` says what is not done meanwhile, such as `nothing is started`. */
export function refusePaused({ store, clock }: Pick<Core, 'store' | 'clock'>, service: V1Service, left: string): void {
  refuse(service, pauseOf(store, service.metadata, clock.now()), `end the pause first; ${left} while it lasts`)
}

/** Throws if a service waits to take the place of a swarm's service: both would run. */
export function refuseUnmoved({ store }: Pick<Core, 'store'>, service: V1Service): void {
  const stop = stopOf(store, keyOf(service))
  if (stop?.swarm === undefined) return
  refuse(service, stop, `give that command; it also starts what no swarm has any more. Nothing is started until then`)
}

/** Throws if a service or its rollouts are paused: what is ended would not be started again. */
export function refuseHeldBack(core: Pick<Core, 'store' | 'clock'>, service: V1Service, left: string): void {
  refusePaused(core, service, left)
  refuse(service, rolloutPauseOf(core.store, keyOf(service)), `end the pause first; ${left} while it lasts`)
}

/** Throws if a service gets no new tasks: it or its rollouts are paused, or it is stopped. */
export function refuseHeld(core: Core, service: V1Service, left: string): void {
  const key = keyOf(service)
  refuseHeldBack(core, service, left)
  refuseUnmoved(core, service)
  refuse(service, stopOf(core.store, key), `start it first; ${left} while it is stopped`)
}

/** Why a service gets no new tasks, so that `refuseHeld` throws; undefined where it does. */
export function heldBecause({ store, clock }: Pick<Core, 'store' | 'clock'>, service: V1Service): string | undefined {
  const key = keyOf(service)
  return (pauseOf(store, service.metadata, clock.now()) ?? rolloutPauseOf(store, key) ?? stopOf(store, key))?.message
}

function refuse(service: V1Service, hold: { readonly message: string } | undefined, remedy: string): void {
  if (!hold) return
  throw new InstallationError(exits.usage, `${describeRef(refOf(service))}: ${hold.message}`, { remedy })
}
