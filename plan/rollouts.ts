import type { Clock } from '../clock/clock.ts'
import type { Store } from '../store/objects/store.ts'

/** How one service comes through: the phases of its rollout, and how few of its tasks are ready on the way. */
export interface PlannedRollout {
  /** `stack/service`. */
  readonly service: string
  readonly phases: readonly { readonly state: string; readonly at: number }[]
  readonly desired: number
  /** The lowest number of ready tasks at any time. */
  readonly lowestReady: number
}

interface Seen {
  phases: { state: string; at: number }[]
  desired: number
  lowest: number
}

/** Watches the services of a world from now on. */
export function watchRollouts(store: Store, clock: Clock): { seen(): readonly PlannedRollout[] } {
  const start = clock.now()
  const services = new Map<string, Seen>()
  store.watch('Service').subscribe(({ key, after }) => {
    const { rollout, readyReplicas = 0, desiredReplicas = 0 } = after?.status ?? {}
    if (rollout?.state === undefined) return
    const seen = services.get(key) ?? { phases: [], desired: 0, lowest: Number.POSITIVE_INFINITY }
    services.set(key, seen)
    seen.desired = desiredReplicas
    seen.lowest = Math.min(seen.lowest, readyReplicas)
    if (seen.phases.at(-1)?.state !== rollout.state)
      seen.phases.push({ state: rollout.state, at: (clock.now() - start) / 1000 })
  })
  return {
    seen: () =>
      [...services].map(([service, { phases, desired, lowest }]) => ({
        service,
        phases,
        desired,
        lowestReady: lowest,
      })),
  }
}
