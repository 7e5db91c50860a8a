import { merge } from 'rxjs'
import { lacksImage } from '../../../api/v1/lacks-image.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { ResourceEvent } from '../../../api/v1/installation/progress.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { pauseOf } from '../../../controllers/holds/pause.ts'
import { isLeftFailed } from '../../../controllers/service/course.ts'
import { isRestartToCome } from '../../../controllers/service/restart.ts'
import { askRetry, isRetryAsked } from '../../../controllers/service/retry.ts'
import { rolloutPauseOf } from '../../../controllers/service/rollout-pause.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import type { Key } from '../../../store/objects/store.ts'
import { type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { takenUp } from '../waiting/taken-up.ts'

/**
 * Retries at once the image pulls that failed for the applied services' tasks: since then the user may have logged in to the registry or
 * pushed the image. Returns events for the stalled rollouts that restart because of it. A failed update is not retried; that needs `rollout
 * retry`.
 */
export function askImagesAgain(
  core: Pick<Core, 'store' | 'clock'>,
  { only }: Pick<ManifestRequest, 'only'>,
  files: readonly FileReading[],
): readonly ResourceEvent[] {
  const isMeant = (name: string) => only === undefined || only.services.includes(name)
  const keys = servicesIn(files).flatMap((service) => (isMeant(service.metadata.name) ? [keyOf(service)] : []))
  return keys
    .filter((key) => asksAnew(key, core))
    .map((key) => ({ type: 'resource', object: `Service/${key}`, change: 'retried' }))
}

/**
 * Retries the pulls of one service. Returns whether its stalled rollout restarts; a rollout under way continues once the image is there.
 */
function asksAnew(key: Key, { store, clock }: Pick<Core, 'store' | 'clock'>): boolean {
  const service = store.get('Service', key)
  const lacking = [...store.by('Task', 'service', key).values()].filter(
    (task) => !isRetiring(task) && lacksImage(task.status ?? {}),
  )
  if (!service || lacking.length === 0 || isLeftFailed(service)) return false
  if (pauseOf(store, service.metadata, clock.now()) || rolloutPauseOf(store, key)) return false
  const isStalled = service.status?.rollout?.state === 'Stalled'
  // A stalled rollout restarts with new pulls anyway.
  for (const task of isStalled ? [] : lacking)
    store.update('Task', keyOf(task), (draft) => {
      const { nextRetryAt: _, ...status } = draft.status ?? {}
      draft.status = { ...status, reason: taskReasons.pulling, message: 'its image is asked for again' }
    })
  askRetry(store, key)
  return isStalled
}

/** Waits until the loops have processed the requested restarts and retries, as the status is outdated until then. */
export async function askedTakenUp(
  { store, begin }: Pick<Core, 'store' | 'begin'>,
  asked: readonly ResourceEvent[],
  { stacks, signal }: { readonly stacks: readonly string[]; readonly signal: AbortSignal },
): Promise<void> {
  if (asked.length === 0) return
  await begin(stacks)
  const keys = asked.map(({ object }) => object.slice('Service/'.length))
  const isAwaited = () => keys.some((key) => isRestartToCome(store, key) || isRetryAsked(store, key))
  await takenUp(merge(store.watchFacts(), store.watch('Service')), isAwaited, signal)
}
