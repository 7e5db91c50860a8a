import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import { describeRef, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'
import type { RetryRequest } from '../../api/v1/requests.ts'
import { pauseOf } from '../../controllers/runtime/pause.ts'
import { askRetry, isFailedRollout, isRetryAsked } from '../../controllers/service/retry.ts'
import { rolloutPauseOf } from '../../controllers/service/rollout-pause.ts'
import { leftToServe } from './apply.ts'
import type { Core } from './core.ts'
import { namedService } from './named-service.ts'
import { settle } from './settle.ts'
import { takenUp } from './taken-up.ts'

/** Begins failed rollouts anew, of the template that is declared now. */
export async function* retry(core: Core, request: RetryRequest): AsyncGenerator<ProgressEvent> {
  const keys = request.refs.map((ref) => failedOne(core, ref))
  for (const key of keys) {
    askRetry(core.store, key)
    yield { type: 'resource', object: `Service/${key}`, change: 'retried' }
  }
  await core.store.durable()
  if (!request.wait) return yield leftToServe(core)
  const stacks = [...new Set(request.refs.map(({ namespace = '' }) => namespace))]
  await core.begin(stacks)
  // What the state says of them is of before until their loop has looked.
  await takenUp(core.store.watchFacts(), () => keys.some((key) => isRetryAsked(core.store, key)), request.signal)
  yield* settle(core, { ...request, stacks, leaving: [] })
}

function failedOne({ store, clock }: Core, ref: ObjectRef): string {
  const service = namedService(store, ref)
  const paused = pauseOf(store, service.metadata, clock.now()) ?? rolloutPauseOf(store, keyOf(service))
  if (paused)
    throw new InstallationError(exits.usage, `${describeRef(ref)}: ${paused.message}`, {
      remedy: 'end the pause first; its rollout does not begin while it lasts',
    })
  if (isFailedRollout(service)) return keyOf(service)
  throw new InstallationError(exits.usage, `no rollout of ${describeRef(ref)} failed: there is nothing to retry`, {
    remedy: `see how it stands with \`reconcile describe service/${ref.name} -n ${ref.namespace ?? ''}\``,
  })
}
