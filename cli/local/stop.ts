import { merge } from 'rxjs'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'
import type { RestartRequest } from '../../api/v1/requests.ts'
import { startService, stopOf, stopService } from '../../controllers/runtime/stop.ts'
import type { Key } from '../../store/objects/store.ts'
import { leftToServe } from './apply.ts'
import type { Core } from './core.ts'
import { namedServices } from './named-service.ts'
import { refusePaused } from './refuse-held.ts'
import { settle } from './settle.ts'
import { takenUp } from './taken-up.ts'

/** Ends the tasks of services, of stacks all that are there now, dependents first; none is kept until they are started. */
export async function* stop(core: Core, request: RestartRequest): AsyncGenerator<ProgressEvent> {
  yield* turned(core, request, {
    change: 'stopped',
    isSo: (key) => stopOf(core.store, key) !== undefined,
    turn: (key) => stopService(core.store, key, core.clock.now()),
  })
}

/** Lets the tasks of services that were stopped run again. */
export async function* start(core: Core, request: RestartRequest): AsyncGenerator<ProgressEvent> {
  yield* turned(core, request, {
    change: 'started',
    isSo: (key) => stopOf(core.store, key) === undefined,
    turn: (key) => startService(core.store, key),
  })
}

interface Turn {
  readonly change: 'stopped' | 'started'
  readonly isSo: (key: Key) => boolean
  readonly turn: (key: Key) => void
}

async function* turned(
  core: Core,
  request: RestartRequest,
  { change, isSo, turn }: Turn,
): AsyncGenerator<ProgressEvent> {
  const services = [
    ...new Map(request.refs.flatMap((ref) => namedServices(core.store, ref)).map((each) => [keyOf(each), each])),
  ]
  for (const [, service] of services) refusePaused(core, service, 'nothing is stopped or started')
  for (const [key] of services) {
    const object = `Service/${key}`
    yield { type: 'resource', object, change: isSo(key) ? 'unchanged' : change }
    if (!isSo(key)) turn(key)
  }
  await core.store.durable()
  if (!request.wait) return yield leftToServe(core)
  const stacks = [...new Set(services.map(([, { metadata }]) => metadata.namespace ?? ''))]
  await core.begin(stacks)
  await seen(core, services, request.signal)
  yield* settle(core, { ...request, stacks, leaving: [] })
}

const ENDING: ReadonlySet<string> = new Set([serviceReasons.stopped, serviceReasons.stoppingInOrder])

/** What the state says of them is of before until their loop has looked. */
async function seen(
  { store }: Core,
  services: readonly (readonly [Key, V1Service])[],
  signal: AbortSignal,
): Promise<void> {
  const isAwaited = (key: Key) => {
    const service = store.get('Service', key)
    const reason = getCondition(service?.status?.conditions, conditionTypes.ready)?.reason ?? ''
    return service !== undefined && ENDING.has(reason) !== (stopOf(store, key) !== undefined)
  }
  await takenUp(
    merge(store.watchFacts(), store.watch('Service')),
    () => services.some(([key]) => isAwaited(key)),
    signal,
  )
}
