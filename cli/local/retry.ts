import type { V1Service } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { describeRef, isBeingDeleted, type ObjectRef, refOf } from '../../api/v1/metadata.ts'
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
import { heldBecause, refuseHeld } from './refuse-held.ts'

/**
 * Restarts failed rollouts, with the template that is declared now: those of named services, each of which has to have failed, and those of
 * a stack that did. What is paused or stopped of a stack is left so, as by a restart of it, unless nothing else of it failed.
 */
export async function* retry(core: Core, request: RetryRequest): AsyncGenerator<ProgressEvent> {
  const { services, left } = failedIn(core, request.refs)
  const keys = services.map(keyOf)
  const done = keys.map((key): ProgressEvent => {
    askRetry(core.store, key)
    return { type: 'resource', object: `Service/${key}`, change: 'retried' }
  })
  const stacks = services.map(({ metadata }) => metadata.namespace)
  const awaited = { done: [...left, ...done], stacks, ...servicesNamed(services.map(refOf)) }
  const isAwaited = () => keys.some((key) => isRetryAsked(core.store, key))
  yield* tellingMoved(broughtAbout(core, request, { ...awaited, isAwaited }), core, { keys, request })
}

interface Failed {
  /** What is retried: one at least. */
  readonly services: readonly V1Service[]
  /** What is left as it is, and why. */
  readonly left: readonly ProgressEvent[]
}

function failedIn(core: Core, refs: readonly ObjectRef[]): Failed {
  const found = new Set(
    refs.flatMap((ref) => (ref.kind === 'Stack' ? failedOf(core, ref.name) : [failedOne(core, ref)])),
  )
  const services: V1Service[] = []
  const left: ProgressEvent[] = []
  for (const service of found) {
    const because = heldBecause(core, service)
    if (because === undefined) services.push(service)
    else left.push(leftAsItIs(service, because))
  }
  if (services.length > 0) return { services, left }
  for (const service of found) refuseHeld(core, service, NOT_BEGUN)
  throw new InstallationError(exits.usage, `no rollout of ${listNames(refs.map(describeRef))} failed: ${NOTHING}`, {
    remedy: 'see how all stands with `reconcile status`',
  })
}

function leftAsItIs(service: V1Service, because: string): ProgressEvent {
  return { type: 'resource', object: `Service/${keyOf(service)}`, change: 'unchanged', details: [`it is ${because}`] }
}

function failedOf({ store }: Core, stack: string): readonly V1Service[] {
  const services = [...store.by('Service', 'namespace', stack).values()]
  return services.filter((service) => isFailedRollout(service) && !isBeingDeleted(service))
}

const NOT_BEGUN = 'its rollout does not begin'
const NOTHING = 'there is nothing to retry'

function failedOne(core: Core, ref: ObjectRef): V1Service {
  const service = namedService(core.store, ref)
  refuseHeld(core, service, NOT_BEGUN)
  if (isFailedRollout(service)) return service
  throw new InstallationError(exits.usage, `no rollout of ${describeRef(ref)} failed: ${NOTHING}`, {
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
