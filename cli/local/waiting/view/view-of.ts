import type { V1Task } from '../../../../api/v1/generated/types.ts'
import { nodeHoldReasons } from '../../../../api/v1/reason-groups.ts'
import { kindNames, kinds, type Kind, type ObjectOf } from '../../../../api/v1/kinds.ts'
import { keyOf } from '../../../../api/v1/names.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import { isOneShot } from '../../../../controllers/service/to-end.ts'
import { isEvicted } from '../../../../api/v1/task-phase.ts'
import { openHolds } from '../../../../store/source/facts/hold-facts.ts'
import { objectOf } from '../../../../store/source/acceptance/origins.ts'
import type { Key } from '../../../../store/objects/store.ts'
import { resourceIdOf, type ResourceId, stacksOf } from '../../../../store/source/reading/reading.ts'
import type { Core } from '../../open/core.ts'
import { placeWords } from '../../watched/place.ts'
import { awaitedServices, leavingAfter } from './awaited-services.ts'
import type { LeftBefore } from './left-updates.ts'
import { type Awaited, hostsInView } from './hosts-in-view.ts'
import type { StatesView } from '../state-events.ts'
import { usedBeside } from './lacked.ts'
import { isLeftOnLost } from './left-on-lost.ts'
import { type AskedSpecs, overriddenIn } from './overridden.ts'
import type { Refusals } from '../ends/refusals.ts'
import type { WaitView } from './wait-view.ts'

/** What a wait is for. */
export interface SettleOptions {
  readonly stacks: readonly string[]
  /** Waits for these Services of the stacks alone, and for those that they wait for. */
  readonly services?: ReadonlySet<Key>
  /** With `services`: what they use and is waited for as well. */
  readonly used?: readonly ResourceId[]
  /** What must be gone. */
  readonly leaving: readonly ResourceId[]
  /** Whether only `leaving` is waited for: what is wrong with the rest does not concern a delete. */
  readonly leavingOnly?: boolean
  /** The content hashes that Secrets and Configs must come to. */
  readonly expected?: ReadonlyMap<ResourceId, string>
  readonly timeoutMs?: number
  /**
   * When the request was made, ms since the epoch: loops that run already may have told of it before this wait began. Absent: as it begins.
   */
  readonly since?: number
  /** What was asked of services, to see whether others ask for something else meanwhile. */
  readonly asked?: AskedSpecs
  /** The updates that had failed or were paused before, where something other than an update is asked for. */
  readonly leftBefore?: LeftBefore
  /** Whether tasks were asked to start elsewhere: those that are to go from a lost node are not waited for. */
  readonly leavesLost?: boolean
  /** Whether the locks of the stacks are taken away from other homes. */
  readonly steal?: boolean
  /**
   * Whether this is a round of `serve --once`: the state may be from before it began, and services that do not reach each other are told
   * after the last round.
   */
  readonly once?: boolean
  readonly signal: AbortSignal
}

export interface AwaitOptions extends SettleOptions {
  /** The uids of `leaving` as the wait begins: what is declared again under such a name is another object. */
  readonly uids: ReadonlyMap<ResourceId, string | undefined>
}

/** Returns the objects and tasks of the stacks that are waited for. */
export function awaitedIn({ store }: Core, options: AwaitOptions): Awaited {
  const { stacks, leaving, uids } = options
  const counts = countsIn(store, options)
  const isLeft = (task: V1Task) => isOutOfReach(task) || (options.leavesLost === true && isLeftOnLost(task, store))
  const objects = DECLARED.flatMap((kind): ObjectOf[] =>
    stacks.flatMap((stack) => [...store.by(kind, 'namespace', stack).values()]),
  ).filter((object) => counts(resourceIdOf(object)))
  const tasks = stacks.flatMap((stack) => [...store.by('Task', 'namespace', stack).values()])
  return {
    objects,
    ...(options.services ? { usedBeside: usedBeside(store, objects) } : {}),
    tasks: tasks.filter((task) => counts(`Service/${task.metadata.namespace}/${task.spec.service}`) && !isLeft(task)),
    leaving: leaving.filter((id) => isStill(objectOf(store, id), uids.get(id))),
  }
}

/** Whether a task was replaced elsewhere, and its host still can't be worked on. */
function isOutOfReach(task: V1Task): boolean {
  return isEvicted(task) && nodeHoldReasons.has(task.status?.reason ?? '')
}

function countsIn(store: Core['store'], options: SettleOptions): (id: ResourceId) => boolean {
  const only = onlyOf(store, options)
  return (id) => only?.has(id) ?? true
}

interface ViewOptions extends Pick<WaitView, 'isFresh' | 'isIdle' | 'since'> {
  readonly refusals: Refusals
  readonly deadline: number
  readonly aside: ReadonlySet<string>
  readonly awaited: Awaited
}

/** Builds the view of a wait: the awaited objects, and all that its verdict depends on. */
export function viewOf(core: Core, loops: Loops, options: SettleOptions & ViewOptions): WaitView {
  const { store, clock } = core
  const { stacks, leavingOnly = false, awaited, aside, isFresh, isIdle, since, refusals, deadline } = options
  const within = new Set(stacks)
  const counts = countsIn(store, options)
  const holdsUp = (id: ResourceId) => !leavingOnly && counts(id) && stacksOf([id]).some((stack) => within.has(stack))
  const nodes = [...store.list('Node').values()].filter(({ metadata }) => !aside.has(metadata.name))
  return {
    ...{ ...awaited, isFresh, isIdle, since, refusals, deadline },
    objects: [...awaited.objects, ...nodes],
    ...hostsInView(core, loops, aside),
    holds: openHolds(store).filter(({ resources }) => resources.some(holdsUp)),
    now: clock.now(),
    placeOf: (id) => placeWords(core, id),
    ...(core.purpose === 'act' ? { isUndeclared: (id) => objectOf(store, id) === undefined } : {}),
    toEnd: new Set(
      awaited.objects.filter((object) => object.kind === 'Service' && isOneShot(object, store)).map(keyOf),
    ),
    ...(options.asked ? { overridden: overriddenIn(store, options.asked) } : {}),
    ...(options.leftBefore ? { leftBefore: options.leftBefore } : {}),
    ...(store.refusal ? { refusal: store.refusal.message } : {}),
  }
}

/**
 * What stateEvents reads: with all nodes, as a silent one is told though it has no part in the wait. What is no longer waited for may still
 * exist.
 */
export function toTellOf(view: WaitView, { store }: Pick<Core, 'store'>): StatesView {
  const others = view.objects.filter(({ kind }) => kind !== 'Node')
  return {
    ...view,
    objects: [...others, ...store.list('Node').values()],
    isThere: (id) => objectOf(store, id) !== undefined,
  }
}

const DECLARED: readonly Kind[] = kindNames.filter((kind) => kinds[kind].declared && kind !== 'Node')

/** The ids that are waited for; undefined where these are all of the stacks. */
function onlyOf(
  store: Core['store'],
  { stacks, services, used = [], leaving, leavingOnly = false }: SettleOptions,
): ReadonlySet<ResourceId> | undefined {
  if (!services) return leavingOnly ? leavingAfter(store, leaving, stacks) : undefined
  return new Set([...[...awaitedServices(store, services)].map((key): ResourceId => `Service/${key}`), ...used])
}

/** Whether an object that must be gone is still there. A node does not count: it is on no host, and is gone at once or stays. */
function isStill(object: ObjectOf | undefined, uid: string | undefined): boolean {
  return object !== undefined && object.kind !== 'Node' && object.metadata.uid === uid
}
