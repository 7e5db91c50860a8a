import type { V1Service } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { describeRef, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { RetryRequest } from '../../api/v1/installation/requests.ts'
import { restartCommand } from '../../controllers/service/restart.ts'
import { askRetry, isFailedRollout, isRetryAsked } from '../../controllers/service/retry.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import { broughtAbout, servicesNamed } from './brought-about.ts'
import { tellingMoved } from './images/moved-tags.ts'
import type { Core } from './open/core.ts'
import { namedService } from './named-service.ts'
import { refuseHeld } from './refuse-held.ts'

/** Restarts failed rollouts, with the template that is declared now. */
export async function* retry(core: Core, request: RetryRequest): AsyncGenerator<ProgressEvent> {
  const keys = request.refs.map((ref) => failedOne(core, ref))
  const done = keys.map((key): ProgressEvent => {
    askRetry(core.store, key)
    return { type: 'resource', object: `Service/${key}`, change: 'retried' }
  })
  const awaited = { done, stacks: request.refs.map(({ namespace }) => namespace), ...servicesNamed(request.refs) }
  const isAwaited = () => keys.some((key) => isRetryAsked(core.store, key))
  yield* tellingMoved(broughtAbout(core, request, { ...awaited, isAwaited }), core, { keys, request })
}

function failedOne(core: Core, ref: ObjectRef): string {
  const service = namedService(core.store, ref)
  refuseHeld(core, service, 'its rollout does not begin')
  if (isFailedRollout(service)) return keyOf(service)
  throw new InstallationError(exits.usage, `no rollout of ${describeRef(ref)} failed: there is nothing to retry`, {
    remedy: hasEndedForGood(core, service)
      ? `${restartCommand(service)} runs it again`
      : `see how it stands with \`reconcile describe service/${ref.name} -n ${ref.namespace ?? ''}\``,
  })
}

/** Whether a task failed after its rollout had completed; the state tells that without asking an engine. */
function hasEndedForGood({ store }: Core, service: V1Service): boolean {
  const tasks = [...store.by('Task', 'service', keyOf(service)).values()]
  return tasks.some((task) => !isRetiring(task) && task.status?.phase === 'Failed')
}
