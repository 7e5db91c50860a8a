import { filter, firstValueFrom, fromEvent, race, startWith, timer } from 'rxjs'
import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import { describeRef, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'
import type { RetryRequest } from '../../api/v1/requests.ts'
import { pauseOf } from '../../controllers/runtime/pause.ts'
import { askRetry, isFailedRollout, isRetryAsked } from '../../controllers/service/retry.ts'
import { leftToServe } from './apply.ts'
import type { Core } from './core.ts'
import { settle } from './settle.ts'

/** A loop that does not look, as its engine does not answer, is waited for so long; then the wait says what is wrong. */
const PATIENCE_MS = 10_000

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
  await begun(core, keys, request.signal)
  yield* settle(core, { ...request, stacks, leaving: [] })
}

function failedOne({ store, clock }: Core, ref: ObjectRef): string {
  const key = keyFor(ref.namespace, ref.name)
  const service = ref.kind === 'Service' ? store.get('Service', key) : undefined
  if (!service)
    throw new InstallationError(exits.failed, `there is no ${describeRef(ref)}`, {
      reason: 'NotFound',
      remedy: 'see what there is with `reconcile get services`',
    })
  const paused = pauseOf(store, service.metadata, clock.now())
  if (paused)
    throw new InstallationError(exits.usage, `${describeRef(ref)} is ${paused.message}`, {
      remedy: 'end the pause first; its rollout does not begin while it lasts',
    })
  if (isFailedRollout(service)) return key
  throw new InstallationError(exits.usage, `no rollout of ${describeRef(ref)} failed: there is nothing to retry`, {
    remedy: `see how it stands with \`reconcile describe service/${ref.name} -n ${ref.namespace ?? ''}\``,
  })
}

/** What the state says of them is of before until their loop has looked. */
async function begun({ store }: Core, keys: readonly string[], signal: AbortSignal): Promise<void> {
  const looked = store.watchFacts().pipe(
    startWith(undefined),
    filter(() => !keys.some((key) => isRetryAsked(store, key))),
  )
  await firstValueFrom(race(looked, timer(PATIENCE_MS), fromEvent(signal, 'abort')), { defaultValue: undefined })
  signal.throwIfAborted()
}
