import { by } from '../api/v1/language/by.ts'
import { isBeingDeleted } from '../api/v1/metadata.ts'
import type { PlannedRollout } from '../api/v1/installation/plan-answer.ts'
import type { Clock } from '../clock/clock.ts'
import type { Store } from '../store/objects/store.ts'

interface Seen {
  phases: { state: string; at: number }[]
  desired: number
  ready: number[]
  note?: string
}

/** Watches the rollouts of services from now on, but of those that go. */
export function watchRollouts(store: Store, clock: Clock): { seen(): readonly PlannedRollout[] } {
  const start = clock.now()
  const services = new Map<string, Seen>()
  store.watch('Service').subscribe(({ key, after }) => {
    const { rollout, readyReplicas = 0, desiredReplicas = 0 } = after?.status ?? {}
    if (after === undefined || isBeingDeleted(after) || rollout?.state === undefined) return
    const seen = services.get(key) ?? { phases: [], desired: 0, ready: [] }
    services.set(key, seen)
    seen.desired = desiredReplicas
    seen.ready.push(readyReplicas)
    if (rollout.state === 'Progressing' && rollout.message !== undefined) seen.note = rollout.message
    if (seen.phases.at(-1)?.state !== rollout.state)
      seen.phases.push({ state: rollout.state, at: (clock.now() - start) / 1000 })
  })
  return {
    seen: () =>
      [...services].sort(by(([service]) => service)).map(([service, { phases, desired, ready, note }]) => {
        const lowestReady = lowestOf(ready)
        return {
          ...{ service, phases, desired },
          ...(lowestReady === undefined ? {} : { lowestReady }),
          ...(note === undefined ? {} : { note }),
        }
      }),
  }
}

/**
 * The lowest number of ready tasks. A first start from zero does not count: then only the counts from the first fall on do, and without a
 * fall there is none. Pure.
 */
export function lowestOf(ready: readonly number[]): number | undefined {
  const first = ready[0] === 0 ? ready.findIndex((count, at) => at > 0 && count < (ready[at - 1] ?? 0)) : 0
  return first < 0 || ready.length === 0 ? undefined : Math.min(...ready.slice(first))
}
