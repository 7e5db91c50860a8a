import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { hookOwnerKey } from '../../api/v1/hook-job.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { describeRef, isBeingDeleted, type ObjectRef, refOf } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { shortPin } from '../../api/v1/pinned-image.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { RestartRequest } from '../../api/v1/installation/requests.ts'
import { stopOf } from '../../controllers/holds/stop.ts'
import { isLeftFailed } from '../../controllers/service/course.ts'
import { askRestart, isRestartToCome } from '../../controllers/service/restart.ts'
import { isOneShot, whyOneShot } from '../../controllers/service/to-end.ts'
import type { Key } from '../../store/objects/store.ts'
import { broughtAbout, servicesNamed } from './brought-about.ts'
import { notePulls } from './images/due.ts'
import { tellingMoved } from './images/moved-tags.ts'
import type { PulledImages } from './images/pull-images.ts'
import { pulledToRestart } from './images/pulled-for.ts'
import { type Moved, movedImage, pinService } from './images/resolved-images.ts'
import { endingUnpulled } from './images/unpulled.ts'
import type { Core } from './open/core.ts'
import { namedService, namedServices } from './named-service.ts'
import { refuseHeld } from './refuse-held.ts'
import { tellingLeftOnLost } from './waiting/view/left-on-lost.ts'

/**
 * Replaces all tasks of services with new ones of the same revision, following their update strategies. For a stack, skips services that
 * are stopped or have ended. With `pull`, a service whose tag refers to another image now is rolled out with that instead, also where it
 * has ended. If that is not known of one of them, throws before anything is asked for.
 */
export async function* restart(core: Core, request: RestartRequest): AsyncGenerator<ProgressEvent> {
  const { store } = core
  const running = restartable(core, request).filter(({ isStopped }) => !isStopped)
  const services = running.map(({ service }) => service)
  const pulls = yield* pulledToRestart(core, request, services)
  // A pull takes minutes: meanwhile a service may have been changed, held or deleted.
  const turns = restartable(core, request).map((named) => turnOf(named, pulls?.images, store))
  for (const turn of turns) refuse(core, turn)
  const begun = turns
    .filter(({ because, moved }) => because === undefined || moved)
    .map(({ service }) => keyOf(service))
  const done = turns.flatMap((turn) => asked(core, turn))
  if (pulls) notePulls(core, pulls)
  const awaited = {
    done,
    stacks: turns.map(({ service }) => service.metadata.namespace),
    ...servicesNamed(request.refs),
    ...{ isNoUpdate: true, leavesLost: true },
  }
  const isAwaited = () => begun.some((key) => isRestartToCome(store, key))
  const events = tellingLeftOnLost(broughtAbout(core, request, { ...awaited, isAwaited }), store, begun)
  if (pulls) return yield* endingUnpulled(events, pulls.failures)
  yield* tellingMoved(events, core, { keys: begun, request, first: begun.some((key) => isOurs(core, key)) })
}

/** Asks for what is to be done of a service, and says what that is. */
function asked({ store, clock }: Core, { service, because, isOfNamed, moved }: Turn): readonly ProgressEvent[] {
  const object = `Service/${keyOf(service)}`
  if (because !== undefined && !moved)
    return isOfNamed ? [] : [{ type: 'resource', object, change: 'unchanged', details: [because] }]
  if (!moved) askRestart(store, keyOf(service), clock.now())
  else pinService(store, service, moved)
  const details = moved && [`image ${service.spec.template.image} ${shortPin(moved.from)} → ${shortPin(moved.to)}`]
  return [{ type: 'resource', object, change: 'restarted', ...(details ? { details } : {}) }]
}

/** Whether this process runs in a container of that service, so that its successor comes with the restart. */
function isOurs({ store, ourselves }: Core, key: Key): boolean {
  const id = ourselves?.at()?.id
  return (
    id !== undefined && [...store.by('Task', 'service', key).values()].some(({ status }) => status?.containerID === id)
  )
}

/** A service to restart, named itself, through its stack, or through the service whose `pre_start` job it is. */
interface Named {
  readonly service: V1Service
  /** Why it is skipped, if it has the same image. */
  readonly because?: string
  readonly isStopped?: boolean
  /** Whether it is such a job, which nobody named. */
  readonly isOfNamed?: boolean
}

interface Turn extends Named {
  readonly moved: Moved | undefined
}

function turnOf(named: Named, images: PulledImages | undefined, store: Core['store']): Turn {
  return { ...named, moved: images && !named.isStopped ? movedImage(named.service, images, store) : undefined }
}

/** The services that a request names, each once: a service named itself overrides its stack's entry. */
function restartable(core: Core, { refs, pull = false }: RestartRequest): readonly Named[] {
  const isStack = ({ kind }: ObjectRef) => kind === 'Stack'
  const ofStacks = refs
    .filter(isStack)
    .flatMap((ref) => namedServices(core.store, ref).map((each) => unnamed(core, each)))
  const own = refs.filter((ref) => !isStack(ref)).map((ref) => namedService(core.store, ref))
  const jobs = pull ? jobsOf(own, core).map((job) => ({ ...unnamed(core, job), isOfNamed: true })) : []
  const all = [...ofStacks, ...jobs, ...own.map((service): Named => ({ service }))]
  const named = [...new Map(all.map((each) => [keyOf(each.service), each])).values()]
  for (const { service, because } of named) if (because === undefined) refuseHeld(core, service, 'nothing is restarted')
  return named
}

/** The `pre_start` jobs of these services. */
function jobsOf(services: readonly V1Service[], { store }: Core): readonly V1Service[] {
  const all = new Set(services.map(({ metadata }) => metadata.namespace ?? ''))
  const beside = [...all].flatMap((stack) => [...store.by('Service', 'namespace', stack).values()])
  const owners = new Set(services.map(keyOf))
  return beside.filter((each) => owners.has(hookOwnerKey(each) ?? '') && !isBeingDeleted(each))
}

/** A service that nobody named, with why it is skipped: it is stopped, completed or one-shot, and should run again only if named itself. */
function unnamed({ store }: Core, service: V1Service): Named {
  const { name, namespace } = service.metadata
  const stopped = stopOf(store, keyOf(service))
  if (stopped) return { service, because: `it is ${stopped.message}`, isStopped: true }
  const tasks = [...store.by('Task', 'service', keyOf(service)).values()]
  const ended = tasks.length > 0 && tasks.every(isDone)
  if (!ended && !isOneShot(service, store)) return { service }
  const again = `\`reconcile restart service/${name} -n ${namespace}\` runs it once more`
  return { service, because: `${ended ? 'it completed' : whyOneShot(service)}: ${again}` }
}

/** Whether a task completed, as far as anybody knows: one that ended unseen may have been stopped. */
function isDone({ status }: V1Task): boolean {
  return status?.phase === 'Completed' && status.reason !== taskReasons.endedUnseen
}

/** Throws if what is asked for of a service can't be done. */
function refuse(core: Core, { service, because, moved }: Turn): void {
  const { name, namespace = '' } = service.metadata
  if (because !== undefined && !moved) return
  refuseHeld(core, service, 'nothing is restarted')
  if (moved || !isLeftFailed(service)) return
  throw new InstallationError(
    exits.usage,
    `the rollout of ${describeRef(refOf(service))} failed: its next revision is to come up first`,
    {
      remedy: `begin it anew with \`reconcile rollout retry ${name} -n ${namespace}\` once its cause is gone, or correct the manifest; with --pull, another image of the same tag is rolled out`,
    },
  )
}
