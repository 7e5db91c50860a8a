import type { V1Service } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { withHookJobs } from '../../api/v1/hook-job.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { StopRequest } from '../../api/v1/installation/requests.ts'
import { startService, stopOf, stopService } from '../../controllers/holds/stop.ts'
import type { Key } from '../../store/objects/store.ts'
import { broughtAbout, servicesNamed } from './brought-about.ts'
import type { Core } from './open/core.ts'
import { namedServices } from './named-service.ts'
import { refusePaused, refuseUnmoved } from './refuse-held.ts'

/** Stops the tasks of services, or of all present services of stacks, dependents first. They stay stopped until started. */
export async function* stop(core: Core, request: StopRequest): AsyncGenerator<ProgressEvent> {
  yield* turned(core, request, {
    change: 'stopped',
    isSo: (key) => stopOf(core.store, key) !== undefined,
    turn: (key) => stopService(core.store, key, { now: core.clock.now() }),
  })
}

/** Starts services that were stopped. Throws if one would run beside a swarm's service that it is to replace. */
export async function* start(core: Core, request: StopRequest): AsyncGenerator<ProgressEvent> {
  yield* turned(core, request, {
    change: 'started',
    refuse: (service) => refuseUnmoved(core, service),
    isSo: (key) => stopOf(core.store, key) === undefined,
    turn: (key) => startService(core.store, key),
  })
}

interface Turn {
  readonly change: 'stopped' | 'started'
  readonly isSo: (key: Key) => boolean
  readonly turn: (key: Key) => void
  readonly refuse?: (service: V1Service) => void
}

async function* turned(
  core: Core,
  request: StopRequest,
  { change, isSo, turn, refuse = () => undefined }: Turn,
): AsyncGenerator<ProgressEvent> {
  const services = [...new Map(request.refs.flatMap((ref) => withJobs(core, ref)).map((each) => [keyOf(each), each]))]
  for (const [, service] of services) {
    refusePaused(core, service, 'nothing is stopped or started')
    refuse(service)
  }
  const done = services.map(([key]): ProgressEvent => {
    const isNews = !isSo(key)
    if (isNews) turn(key)
    return { type: 'resource', object: `Service/${key}`, change: isNews ? change : 'unchanged' }
  })
  const stacks = services.map(([, { metadata }]) => metadata.namespace)
  const awaited = { done, stacks, ...servicesNamed(request.refs), isNoUpdate: true }
  yield* broughtAbout(core, request, { ...awaited, isAwaited: () => services.some(([key]) => isAwaited(core, key)) })
}

/** The services with their `pre_start` jobs, which stop and start together with them. */
function withJobs({ store }: Core, ref: ObjectRef): readonly V1Service[] {
  const services = namedServices(store, ref)
  return withHookJobs(services, store.by('Service', 'namespace', services[0]?.metadata.namespace ?? '').values())
}

const ENDING: ReadonlySet<string> = new Set([serviceReasons.stopped, serviceReasons.stoppingInOrder])

/** Whether the loops have yet to process a stop or start. */
export function isAwaited({ store }: Core, key: Key): boolean {
  const service = store.get('Service', key)
  const reason = getCondition(service?.status?.conditions, conditionTypes.ready)?.reason ?? ''
  return service !== undefined && ENDING.has(reason) !== (stopOf(store, key) !== undefined)
}
