import type { V1Condition, V1RolloutStatus, V1Service, V1ServiceStatus, V1Task } from '../../api/v1/generated/types.ts'
import { getCondition, replaceCondition, setCondition } from '../../api/v1/conditions.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { conditionTypes, holdReasons, serviceReasons, taskReasons } from '../../api/v1/reasons.ts'
import { readyCount } from '../../api/v1/ready-count.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import type { Pause } from '../holds/pause.ts'
import type { Stop } from '../holds/stop.ts'
import { withWhoDoesIt } from '../runtime/who-does-it.ts'
import { failingCall } from '../task/act/failing-call.ts'
import type { ServicePlan } from './plan.ts'
import { isAtGoal } from './goal.ts'
import { replicaOf } from './replica.ts'
import { firstMsOf, watchOfFirst } from './course.ts'
import { endedOf } from './ended.ts'
import { desiredCount, isReady } from './slots.ts'
import { restartCommand } from './restart.ts'
import type { UnknownContents } from './observe/unknown-contents.ts'
import { startedAgain } from './started-again.ts'
import { leftOf } from './stopped.ts'
import { strategyOfView } from './strategy.ts'
import { isOfTemplate } from './target.ts'
import type { AdoptableContainer, ServiceView } from './view.ts'

/** Builds the service's status after a pass: counts from its tasks, the rollout from its plan, and the Ready condition with its reason. */
export function serviceStatus(view: ServiceView, plan: ServicePlan): V1ServiceStatus {
  const { status: before = {}, metadata } = view.service
  const { currentRevision: _c, stalledHash: _s, swarmService: _w, updateRevision: _u, ...rest } = before
  const counts = count(view, plan)
  const said = verdictOf(view, plan, counts)
  const generation = metadata.generation ?? 1
  return {
    ...rest,
    ...counts,
    ...(plan.isUndecided ? {} : { observedGeneration: generation }),
    conditions: conditionsOf(view, said),
    rollout: plan.rollout,
    selector: `${objectLabels.service}=${metadata.name}`,
    ...(plan.revision !== undefined ? { updateRevision: plan.revision } : {}),
    ...(plan.currentRevision !== undefined ? { currentRevision: plan.currentRevision } : {}),
    ...(plan.stalledHash !== undefined ? { stalledHash: plan.stalledHash } : {}),
    ...(view.stopped?.swarm !== undefined ? { swarmService: view.stopped.swarm } : {}),
  }
}

/** The conditions of a service that is as `said`. */
function conditionsOf(view: ServiceView, said: Said): V1Condition[] {
  const { metadata, status } = view.service
  const ready = { type: conditionTypes.ready, observedGeneration: metadata.generation ?? 1, ...said }
  const unplaced = said.reason === taskReasons.noNodeFits ? waitingIn(view) : undefined
  const changed = withEngineChanged(setCondition(status?.conditions, ready, view.now), unplaced, view.now)
  const besides = { [conditionTypes.runsBeside]: view.beside, [conditionTypes.serverEnded]: endedOf(view) }
  return Object.entries(besides).reduce((conditions, [type, message]) => {
    const known = message === undefined ? undefined : { status: 'True' as const, reason: type, message }
    return replaceCondition(conditions, { type, said: known }, view.now)
  }, changed)
}

/** The conditions with EngineChanged as the task has it that no node fits. */
function withEngineChanged(conditions: V1Condition[], unplaced: V1Task | undefined, now: number): V1Condition[] {
  const type = conditionTypes.engineChanged
  const { status, reason = '', message = '' } = getCondition(unplaced?.status?.conditions, type) ?? {}
  return replaceCondition(conditions, { type, said: status && { status, reason, message } }, now)
}

type Counts = Required<
  Pick<
    V1ServiceStatus,
    'replicas' | 'desiredReplicas' | 'updatedReplicas' | 'readyReplicas' | 'runningReplicas' | 'completedReplicas'
  >
>

/**
 * Counts tasks. `readyReplicas` and `runningReplicas` count slots, so an old task and its successor count once: dependents wait for that
 * many filled places.
 */
function count(view: ServiceView, { revision }: ServicePlan): Counts {
  const { tasks, restart } = view
  const goal = revision === undefined ? undefined : { revision, restart }
  const counts = { replicas: 0, updatedReplicas: 0, completedReplicas: 0 }
  const [ready, running] = [new Set<number>(), new Set<number>()]
  for (const task of tasks) {
    const { slot, retiring, readySince, started, completed } = replicaOf(task)
    if (retiring) continue
    const isUpdated = goal !== undefined && isAtGoal(task, goal)
    counts.replicas++
    if (isUpdated) counts.updatedReplicas++
    if (isUpdated && completed) counts.completedReplicas++
    if (readySince !== undefined) ready.add(slot)
    if (started) running.add(slot)
  }
  return { desiredReplicas: desired(view), ...counts, readyReplicas: ready.size, runningReplicas: running.size }
}

/** How many replicas are to run; in a pause as many as before it, as nothing else is decided yet. */
function desired({ service, nodes, stopped: isStopped, paused }: ServiceView): number {
  const { desiredReplicas: before } = service.status ?? {}
  if (paused && before !== undefined) return before
  return isStopped ? 0 : desiredCount(service, nodes)
}

type Said = Required<Pick<V1Condition, 'status' | 'reason' | 'message'>>

function verdictOf(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  const said = heldOrEnding(view) ?? rolloutVerdict(view, plan, counts)
  return view.isUnattended && UNDER_WAY.has(said.reason) ? leftUndone(said, view) : said
}

/** Reasons that say something is being done. */
const UNDER_WAY: ReadonlySet<string> = new Set([
  ...[serviceReasons.rollingOut, serviceReasons.rollingBack, serviceReasons.stoppingInOrder],
])

/**
 * Says that nobody does it. A rollback keeps its reason: the update failed, whoever goes on with it. So does what fits no node: no command
 * gets further while that is so.
 */
function leftUndone({ reason, message, ...said }: Said, view: ServiceView): Said {
  const waiting = reason === serviceReasons.rollingOut ? waitingIn(view) : undefined
  if (waiting && replicaOf(waiting).unplaced)
    return { ...said, reason: waiting.status?.reason ?? taskReasons.noNodeFits, message }
  return {
    ...said,
    reason: reason === serviceReasons.rollingBack ? reason : holdReasons.notDoneYet,
    message: withWhoDoesIt(message, view),
  }
}

/** What people asked for (pause, deletion, stop), which counts before how the rollout goes; undefined where they asked for nothing. */
function heldOrEnding(view: ServiceView): Said | undefined {
  if (view.paused)
    return { status: 'False', reason: serviceReasons.rolloutPaused, message: pausedWords(view, view.paused) }
  if (view.service.metadata.deletionTimestamp) return stopping(view.tasks)
  if (view.stopped) return stopped(view, view.stopped)
  const own = view.ourselves && desired(view) === 0 ? ownAlone(view.tasks) : undefined
  return own && leftToPerson(own)
}

function rolloutVerdict(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  const { rollout } = plan
  const missing = counts.desiredReplicas - counts.readyReplicas
  const why = rollout.message ?? 'the update failed'
  if (rollout.state === 'Stalled')
    return { status: 'False', reason: serviceReasons.rolloutFailed, message: `${why}; ${remedyOf(view, plan)}` }
  if (rollout.state === 'RollingBack')
    return { status: 'False', reason: serviceReasons.rollingBack, message: goingBack(view, why) }
  if (view.unknown) return whileUnknown(view, view.unknown, counts)
  if (rollout.state === 'RolledBack') {
    const also = missing > 0 ? `; ${notReady(view, counts).message}` : ''
    const message = `rolled back to ${rollout.revision}: ${why}; ${remedyOf(view, plan)}${also}`
    return { status: 'False', reason: serviceReasons.rolledBack, message }
  }
  if (rollout.state === 'Paused') return whileHeld(view, rollout, counts)
  if (missing > 0) return notReady(view, counts)
  if (view.nowhere !== undefined) return nowhere(view.nowhere, rollout, counts)
  if (rollout.state === 'Progressing') return rollingOut(view, plan, counts)
  if (view.misplaced !== undefined)
    return {
      status: 'False',
      reason: serviceReasons.tasksMisplaced,
      message: `${readyCount(counts)}; ${view.misplaced}`,
    }
  const doubled = doubledIn(view)
  if (doubled)
    return { status: 'False', reason: taskReasons.duplicate, message: `${readyCount(counts)}; ${wordsOf(doubled)}` }
  return allReady(view, counts)
}

/** The condition while some content is unknown. What runs of the declared template goes on with the content that it was made with. */
function whileUnknown({ service, tasks }: ServiceView, unknown: UnknownContents, counts: Counts): Said {
  const isAsDeclared = tasks.every(
    (task) => replicaOf(task).retiring || isOfTemplate(task.spec.revision ?? '', service),
  )
  const isThere = counts.readyReplicas > 0 && counts.readyReplicas >= counts.desiredReplicas
  if (!isThere || !isAsDeclared) return { status: 'False', ...unknown }
  const message = `${readyCount(counts)}, with what was mounted before; ${unknown.message}`
  return { status: 'True', reason: serviceReasons.allReady, message }
}

/** The condition of a service that runs as it is to, perhaps with rollouts paused, or with a difference that its engine won't undo. */
function allReady(view: ServiceView, counts: Counts): Said {
  const ready = readyCount(counts)
  if (view.held)
    return { status: 'True', reason: serviceReasons.rolloutPaused, message: `${ready}; ${view.held.message}` }
  const unhealed = unhealedIn(view)
  const message = unhealed ? `${ready}; ${wordsOf(unhealed)}` : ready
  return { status: 'True', reason: serviceReasons.allReady, message }
}

/** The condition of a Global service that no node fits: it waits while a rollout is under way, and else is as it should be. */
function nowhere(why: string, { state }: V1RolloutStatus, counts: Counts): Said {
  const status = state === 'Progressing' ? 'False' : 'True'
  return { status, reason: taskReasons.noNodeFits, message: `${readyCount(counts)}; ${why}` }
}

/** The pause first, as it has to end before a start. */
function pausedWords({ stopped }: ServiceView, { message }: Pause): string {
  return stopped ? `${message}; ${stopped.message}` : message
}

/** The condition of a stopped service: True once no task is left that should go. */
function stopped(view: ServiceView, { message }: Stop): Said {
  const left = leftOf(view)
  if (left.length === 0) return { status: 'True', reason: serviceReasons.stopped, message }
  return stopping(left, `${message}; `)
}

function stopping(tasks: readonly V1Task[], why = ''): Said {
  const own = ownAlone(tasks)
  if (own) return leftToPerson(own, why)
  return { status: 'False', reason: serviceReasons.stoppingInOrder, message: `${why}${stillThere(tasks)}` }
}

/** The task that these controllers run in, where it alone is left of all that is to go: nobody ends that but a person. */
function ownAlone(tasks: readonly V1Task[]): V1Task | undefined {
  return tasks.every(({ status }) => status?.reason === holdReasons.ownContainer) ? tasks[0] : undefined
}

function leftToPerson(own: V1Task, why = ''): Said {
  return { status: 'False', reason: holdReasons.ownContainer, message: `${why}${wordsOf(own)}` }
}

/** How many tasks are still to go, and what keeps one of them whose engine fails. */
function stillThere(tasks: readonly V1Task[]): string {
  const count = tasks.length === 1 ? 'a task is still there' : `${tasks.length} tasks are still there`
  const stuck = tasks.find(({ status }) => failingCall(status))
  return stuck ? `${count}; ${wordsOf(stuck)}` : count
}

/**
 * What ends a failed rollout. A remembered failure is not retried by itself, nor is a new task that failed for good; a rollback goes on by
 * itself.
 */
function remedyOf(view: ServiceView, plan: ServicePlan): string {
  const { onlyLooks, target, tasks, restart } = view
  const { metadata } = view.service
  const retry = `\`reconcile rollout retry ${metadata.name} -n ${metadata.namespace}\``
  const isRemembered = plan.stalledHash !== undefined && (!target || plan.stalledHash === target.hash)
  const goal = { revision: plan.revision ?? '', restart }
  const news = tasks.filter((task) => !replicaOf(task).retiring && isAtGoal(task, goal))
  const hasEnded = news.some(({ status }) => status?.phase === 'Failed')
  const mend = `correct the manifest, or ${retry} once its cause is gone`
  if (isRemembered && isLeft(plan)) return `${aside(news, view)}${mend}`
  const isBackward = plan.rollout.state === 'Stalled' && plan.rollout.cause !== undefined
  if ((isRemembered && !isBackward) || hasEnded) return mend
  const goesOn = onlyLooks
    ? 'the next command for its stack goes on with it, if none is at that, or `reconcile serve`'
    : 'it goes on as soon as it can'
  const anew = isBackward ? 'try the update again' : 'begin it anew'
  return `${goesOn}; else correct the manifest, or ${anew} with ${retry}`
}

/** Whether the rollout stopped at the failed update itself, not at its rollback. */
function isLeft({ rollout }: ServicePlan): boolean {
  return rollout.state === 'Stalled' && rollout.cause === undefined
}

/** Why the update failed, and what the rollback waits for. */
function goingBack(view: ServiceView, why: string): string {
  const waiting = waitingIn(view)
  return waiting ? `${why}; the rollback waits: ${steadyWords(waiting)}` : why
}

/** Tells that failed tasks are restarted all the same: restart policies go on after a failed rollout. Only what completes mends it. */
function aside(news: readonly V1Task[], { onlyLooks, toEnd }: Pick<ServiceView, 'onlyLooks' | 'toEnd'>): string {
  const again = startedAgain(news)
  if (again === undefined) return ''
  const byLoop = onlyLooks ? 'by the next command for its stack, or `reconcile serve`' : 'as its restart policy says'
  const until = toEnd ? ' until all have completed' : ''
  return `a task that fails is started again ${again === 'byEngine' ? 'by its engine' : byLoop}, but the rollout stays failed${until}: `
}

function notReady(view: ServiceView, counts: Counts): Said {
  const waiting = waitingIn(view)
  const reason = waiting?.status?.reason ?? serviceReasons.tasksNotReady
  const stays = waiting && view.staying?.get(waiting.metadata.name)
  const why = waiting ? `; ${wordsOf(waiting)}${stays === undefined ? '' : `; it stays there: ${stays}`}` : ''
  const undecided = view.adoptable.find((container) => container.undecided !== undefined)
  const beside = undecided ? `; ${undecidedWords(undecided)}` : ''
  const remedy = reason === taskReasons.gaveUp ? `; ${restartCommand(view.service)} runs it again` : ''
  return { status: 'False', reason, message: `${readyCount(counts)}${why}${beside}${remedy}` }
}

/** The message about a container that is neither adopted nor removed, as it is unknown which of two copies of data counts. */
function undecidedWords({ task, node, undecided }: AdoptableContainer): string {
  return `${task} runs on ${node} beside it, and is left alone: ${undecided}`
}

/** The condition while rollouts are paused and not everything is as declared. */
function whileHeld(view: ServiceView, { updated = 0, message }: V1RolloutStatus, counts: Counts): Said {
  const { readyReplicas, desiredReplicas } = counts
  const ready = readyReplicas < desiredReplicas ? notReady(view, counts).message : readyCount(counts)
  return {
    status: 'False',
    reason: serviceReasons.rolloutPaused,
    message: `${message}; ${updated} of ${desiredReplicas} updated, ${ready}`,
  }
}

/** The condition where enough tasks are ready, but not all of the new revision, or not for long enough. */
function rollingOut(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  const { updated = 0, message } = plan.rollout
  const waiting = waitingIn(view) ?? changingIn(view)
  const { service } = view
  const others = view.ourselves?.waitsFor === undefined ? undefined : message
  const counting = view.toEnd ? `${endsAs(service)} counts once it has completed` : inTurnWords(view, plan, counts)
  const why = waiting ? steadyWords(waiting) : (others ?? counting)
  return {
    status: 'False',
    reason: serviceReasons.rollingOut,
    message: `${updated} of ${counts.desiredReplicas} updated; ${why}`,
  }
}

function endsAs({ spec }: V1Service): string {
  return isJob(spec) ? 'a task of a job' : 'a task that others wait for to complete'
}

/** What a rollout all of whose tasks are ready waits for: that one counts, that an old one ends, or the delay. */
function inTurnWords(
  view: ServiceView,
  { rollout: { updated = 0 }, revision = '' }: ServicePlan,
  { desiredReplicas }: Counts,
): string {
  const { service, tasks, restart } = view
  const isFirst = service.status?.currentRevision === undefined
  const { monitorMs, delayMs } = strategyOfView(view, false)
  const firstMs = firstMsOf(service, { revision, isAlone: desiredReplicas === 1 })
  const watched = watchWords(Math.max(isFirst ? watchOfFirst(service) : monitorMs, firstMs))
  const isNew = (task: V1Task) => !replicaOf(task).retiring && isAtGoal(task, { revision, restart })
  if (tasks.filter(isNew).length > updated) return watched
  const ending = tasks.find((task) => replicaOf(task).retiring)
  if (ending) return `${ending.metadata.name} is to end first: ${ending.status?.message ?? 'it is not wanted any more'}`
  return updated > 0 && delayMs > 0 ? `the next task begins ${delayMs / 1000} s after the last one counts` : watched
}

function watchWords(watchMs: number): string {
  if (watchMs === 0) return 'a new task counts as soon as it is ready'
  return `a new task is to be ready for ${watchMs / 1000} s before it counts`
}

/** A task that is ready, but whose container does not match its spec yet. */
function changingIn({ tasks }: ServiceView): V1Task | undefined {
  const isChanging = (task: V1Task) => !replicaOf(task).retiring && replicaOf(task).changing
  return tasks.find((task) => isChanging(task) && task.status?.observedGeneration === task.metadata.generation)
}

function waitingIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && !isReady(task))
}

/** A running task that has a duplicate container: the service is not as it should be until the duplicate is gone. */
function doubledIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && task.status?.reason === taskReasons.duplicate)
}

/** A running task that somebody else changed, and whose engine refuses to undo that: it runs well, other than declared. */
function unhealedIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && task.status?.reason === taskReasons.updateFailed)
}

function wordsOf({ metadata, status }: V1Task): string {
  return `${metadata.name}: ${status?.message ?? 'not looked at yet'}`
}

/**
 * As `wordsOf`, but without the progress of a pull or build: that changes all the time, and would make each step a write of the service's
 * status.
 */
function steadyWords(task: V1Task): string {
  return GETTING.has(task.status?.reason ?? '') ? `${task.metadata.name}: its image is on its way` : wordsOf(task)
}

const GETTING: ReadonlySet<string> = new Set([taskReasons.pulling, taskReasons.building])
