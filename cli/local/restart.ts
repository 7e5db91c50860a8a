import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { describeRef, type ObjectRef, refOf } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { RestartRequest } from '../../api/v1/installation/requests.ts'
import { stopOf } from '../../controllers/holds/stop.ts'
import { isLeftFailed } from '../../controllers/service/course.ts'
import { askRestart, isRestartToCome } from '../../controllers/service/restart.ts'
import { isOneShot, whyOneShot } from '../../controllers/service/to-end.ts'
import type { Key } from '../../store/objects/store.ts'
import { broughtAbout, servicesNamed } from './brought-about.ts'
import { tellingMoved } from './images/moved-tags.ts'
import type { Core } from './open/core.ts'
import { namedServices } from './named-service.ts'
import { refuseHeld } from './refuse-held.ts'
import { tellingLeftOnLost } from './waiting/view/left-on-lost.ts'

/**
 * Replaces all tasks of services with new ones of the same revision, following their update strategies. For a stack, skips services that
 * are stopped or have ended.
 */
export async function* restart(core: Core, request: RestartRequest): AsyncGenerator<ProgressEvent> {
  const services = [...new Map(stacksFirst(request.refs).flatMap((ref) => restartable(core, ref)))]
  const keys = services.flatMap(([key, { because }]) => (because === undefined ? [key] : []))
  for (const key of keys) askRestart(core.store, key, core.clock.now())
  const done = services.map(([key, { because }]): ProgressEvent => {
    const said =
      because === undefined ? { change: 'restarted' as const } : { change: 'unchanged' as const, details: [because] }
    return { type: 'resource', object: `Service/${key}`, ...said }
  })
  const awaited = {
    done,
    stacks: services.map(([, { stack }]) => stack),
    ...servicesNamed(request.refs),
    ...{ isNoUpdate: true, leavesLost: true },
  }
  const isAwaited = () => keys.some((key) => isRestartToCome(core.store, key))
  const events = tellingLeftOnLost(broughtAbout(core, request, { ...awaited, isAwaited }), core.store, keys)
  yield* tellingMoved(events, core, { keys, request, first: keys.some((key) => isOurs(core, key)) })
}

/** Whether this process runs in a container of that service, so that its successor comes with the restart. */
function isOurs({ store, ourselves }: Core, key: Key): boolean {
  const id = ourselves?.at()?.id
  return (
    id !== undefined && [...store.by('Task', 'service', key).values()].some(({ status }) => status?.containerID === id)
  )
}

/** A service to restart, named itself or through its stack. */
interface Asked {
  readonly stack: string
  /** Why it is skipped. */
  readonly because?: string
}

/** Puts stacks first, so that a service named as well overrides its stack's entry. */
function stacksFirst(refs: readonly ObjectRef[]): readonly ObjectRef[] {
  const isStack = ({ kind }: ObjectRef) => kind === 'Stack'
  return [...refs.filter(isStack), ...refs.filter((ref) => !isStack(ref))]
}

function restartable(core: Core, ref: ObjectRef): readonly (readonly [Key, Asked])[] {
  return namedServices(core.store, ref).map((service) => {
    const because = ref.kind === 'Stack' ? leftAsItIs(core, service) : undefined
    if (because === undefined) refuse(core, service)
    const stack = service.metadata.namespace ?? ''
    return [keyOf(service), { stack, ...(because === undefined ? {} : { because }) }]
  })
}

/** Why a service named through its stack is skipped: it is stopped, completed or one-shot, and should run again only if named itself. */
function leftAsItIs({ store }: Core, service: V1Service): string | undefined {
  const { name, namespace } = service.metadata
  const stopped = stopOf(store, keyOf(service))
  if (stopped) return `it is ${stopped.message}`
  const tasks = [...store.by('Task', 'service', keyOf(service)).values()]
  const ended = tasks.length > 0 && tasks.every(isDone)
  if (!ended && !isOneShot(service, store)) return undefined
  return `${ended ? 'it completed' : whyOneShot(service)}: \`reconcile restart service/${name} -n ${namespace}\` runs it once more`
}

/** Whether a task completed, as far as anybody knows: one that ended unseen may have been stopped. */
function isDone({ status }: V1Task): boolean {
  return status?.phase === 'Completed' && status.reason !== taskReasons.endedUnseen
}

function refuse(core: Core, service: V1Service): void {
  const { name, namespace = '' } = service.metadata
  refuseHeld(core, service, 'nothing is restarted')
  if (isLeftFailed(service))
    throw new InstallationError(
      exits.usage,
      `the rollout of ${describeRef(refOf(service))} failed: its next revision is to come up first`,
      {
        remedy: `begin it anew with \`reconcile rollout retry ${name} -n ${namespace}\` once its cause is gone, or correct the manifest`,
      },
    )
}
