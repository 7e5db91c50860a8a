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
import { isRetiring } from '../../../controllers/task/phase.ts'
import type { Key } from '../../../store/objects/store.ts'
import { type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { takenUp } from '../waiting/taken-up.ts'

/**
 * Has the images asked for again at once that tasks of the services that are meant could not get: who applies may have logged in to the
 * registry since, or pushed the image, and what was said before says nothing of now. Answers which rollouts, that stood still for it,
 * begin anew for that. An update that failed is none of these: it waits for `rollout retry`.
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

/** Asks for those of one service. Answers whether its rollout begins anew; where it has not ended, it goes on as soon as the image is there. */
function asksAnew(key: Key, { store, clock }: Pick<Core, 'store' | 'clock'>): boolean {
  const service = store.get('Service', key)
  const lacking = [...store.by('Task', 'service', key).values()].filter(
    (task) => !isRetiring(task) && lacksImage(task.status ?? {}),
  )
  if (!service || lacking.length === 0 || isLeftFailed(service)) return false
  if (pauseOf(store, service.metadata, clock.now()) || rolloutPauseOf(store, key)) return false
  const isStalled = service.status?.rollout?.state === 'Stalled'
  // One that stands still begins anew, its tasks' pulls with it.
  for (const task of isStalled ? [] : lacking)
    store.update('Task', keyOf(task), (draft) => {
      const { nextRetryAt: _, ...status } = draft.status ?? {}
      draft.status = { ...status, reason: taskReasons.pulling, message: 'its image is asked for again' }
    })
  askRetry(store, key)
  return isStalled
}

/** Waits until the loops have taken up that services get new tasks, or their rollouts begin anew: what the state says until then is of before. */
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
