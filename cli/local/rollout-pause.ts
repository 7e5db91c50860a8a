import type { ObjectRef } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent, ResourceEvent } from '../../api/v1/installation/progress.ts'
import type { RolloutPauseRequest, RolloutResumeRequest } from '../../api/v1/installation/requests.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Core } from './open/core.ts'
import { pauseOutcome } from './pause.ts'
import { namedService } from './named-service.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** Pauses rollouts of services: no further task is replaced. Replacements under way are finished, and failed tasks still restart. */
export async function* pauseRollout(core: Core, request: RolloutPauseRequest): AsyncGenerator<ProgressEvent> {
  const { refs, by, reason } = request
  const since = timestamp(core.clock.now())
  const said = { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) }
  yield* each(core, refs, (key) => {
    setRolloutPause(core.store, key, { since, ...said })
    return { change: 'paused', details: ['its rollouts alone', ...(reason === undefined ? [] : [reason])] }
  })
}

/** Resumes paused rollouts. */
export async function* resumeRollout(core: Core, { refs }: RolloutResumeRequest): AsyncGenerator<ProgressEvent> {
  const { store } = core
  yield* each(core, refs, (key) => {
    if (store.fact('rolloutPause', key) === undefined) return { change: 'unchanged' }
    setRolloutPause(store, key, undefined)
    return { change: 'resumed', details: ['its rollouts'] }
  })
}

type Changed = Pick<ResourceEvent, 'change' | 'details'>

async function* each(
  core: Core,
  refs: readonly ObjectRef[],
  act: (key: Key) => Changed,
): AsyncGenerator<ProgressEvent> {
  const { store } = core
  const keys = refs.map((ref) => keyOf(namedService(store, ref)))
  const events = keys.map((key): ProgressEvent => ({ type: 'resource', object: `Service/${key}`, ...act(key) }))
  await store.durable()
  yield* events
  yield pauseOutcome(core)
}
