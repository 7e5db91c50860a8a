import type { V1Condition, V1RolloutStatus, V1Service, V1ServiceStatus, V1Task } from '../../api/v1/generated/types.ts'
import { setCondition } from '../../api/v1/conditions.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { conditionTypes, serviceReasons, taskReasons } from '../../api/v1/reasons.ts'
import { readyCount } from '../../api/v1/ready-count.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import type { Stop } from '../holds/stop.ts'
import { failingCall } from '../task/act/failing-call.ts'
import type { ServicePlan } from './plan.ts'
import { isAtGoal } from './goal.ts'
import { replicaOf } from './replica.ts'
import { firstWatchMs } from './course.ts'
import { desiredCount, isReady } from './slots.ts'
import { restartCommand } from './restart.ts'
import { startedAgain } from './started-again.ts'
import { leftOf } from './stopped.ts'
import { strategyOfView } from './strategy.ts'
import type { AdoptableContainer, ServiceView } from './view.ts'

/** The status of a service after a pass: counts from its tasks, the rollout from its plan, and why it is not ready. */
export function serviceStatus(view: ServiceView, plan: ServicePlan): V1ServiceStatus {
  const { status: before = {}, metadata } = view.service
  const { currentRevision: _c, stalledHash: _s, updateRevision: _u, ...rest } = before
  const counts = count(view, plan)
  const said = verdictOf(view, plan, counts)
  const generation = metadata.generation ?? 1
  return {
    ...rest,
    ...counts,
    observedGeneration: generation,
    conditions: setCondition(
      before.conditions,
      { type: conditionTypes.ready, observedGeneration: generation, ...said },
      view.now,
    ),
    rollout: plan.rollout,
    selector: `${objectLabels.service}=${metadata.name}`,
    ...(plan.revision !== undefined ? { updateRevision: plan.revision } : {}),
    ...(plan.currentRevision !== undefined ? { currentRevision: plan.currentRevision } : {}),
    ...(plan.stalledHash !== undefined ? { stalledHash: plan.stalledHash } : {}),
  }
}

type Counts = Required<
  Pick<
    V1ServiceStatus,
    'replicas' | 'desiredReplicas' | 'updatedReplicas' | 'readyReplicas' | 'runningReplicas' | 'completedReplicas'
  >
>

/** A slot counts once, where its old task runs beside the new one too: others wait for so many places to be filled. */
function count({ service, nodes, tasks, restart, stopped: isStopped }: ServiceView, { revision }: ServicePlan): Counts {
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
  const desiredReplicas = isStopped ? 0 : desiredCount(service, nodes)
  return { desiredReplicas, ...counts, readyReplicas: ready.size, runningReplicas: running.size }
}

type Said = Required<Pick<V1Condition, 'status' | 'reason' | 'message'>>

function verdictOf(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  return heldOrEnding(view) ?? rolloutVerdict(view, plan, counts)
}

/** What people asked for counts before how it goes. */
function heldOrEnding(view: ServiceView): Said | undefined {
  if (view.paused) return { status: 'False', reason: serviceReasons.rolloutPaused, message: view.paused.message }
  if (view.service.metadata.deletionTimestamp)
    return {
      status: 'False',
      reason: serviceReasons.stoppingInOrder,
      message: stillThere(view.tasks),
    }
  return view.stopped && stopped(view, view.stopped)
}

function rolloutVerdict(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  const { rollout } = plan
  const missing = counts.desiredReplicas - counts.readyReplicas
  const why = rollout.message ?? 'the update failed'
  if (rollout.state === 'Stalled')
    return { status: 'False', reason: serviceReasons.rolloutFailed, message: `${why}; ${remedyOf(view, plan)}` }
  if (rollout.state === 'RollingBack')
    return { status: 'False', reason: serviceReasons.rollingBack, message: rollout.message ?? 'the rollout failed' }
  if (view.unknown) return { status: 'False', ...view.unknown }
  if (rollout.state === 'RolledBack') {
    const also = missing > 0 ? `; ${notReady(view, counts).message}` : ''
    const message = `rolled back to ${rollout.revision}: ${why}; ${remedyOf(view, plan)}${also}`
    return { status: 'False', reason: serviceReasons.rolledBack, message }
  }
  if (rollout.state === 'Paused') return whileHeld(view, rollout, counts)
  if (missing > 0) return notReady(view, counts)
  if (view.nowhere !== undefined) return nowhere(view.nowhere, rollout, counts)
  if (rollout.state === 'Progressing') return rollingOut(view, rollout, counts)
  if (view.misplaced !== undefined)
    return {
      status: 'False',
      reason: serviceReasons.tasksMisplaced,
      message: `${readyCount(counts)}; ${view.misplaced}`,
    }
  const doubled = doubledIn(view)
  if (doubled)
    return { status: 'False', reason: taskReasons.duplicate, message: `${readyCount(counts)}; ${wordsOf(doubled)}` }
  if (!view.held) return { status: 'True', reason: serviceReasons.allReady, message: readyCount(counts) }
  return {
    status: 'True',
    reason: serviceReasons.rolloutPaused,
    message: `${readyCount(counts)}; ${view.held.message}`,
  }
}

/** It is to run once on each node that fits, and none does: a job waits for the first, and what runs on is as it should be. */
function nowhere(why: string, { state }: V1RolloutStatus, counts: Counts): Said {
  const status = state === 'Progressing' ? 'False' : 'True'
  return { status, reason: taskReasons.noNodeFits, message: `${readyCount(counts)}; ${why}` }
}

/** None of its tasks is what is wanted of it. */
function stopped(view: ServiceView, { message }: Stop): Said {
  const left = leftOf(view)
  if (left.length === 0) return { status: 'True', reason: serviceReasons.stopped, message }
  return { status: 'False', reason: serviceReasons.stoppingInOrder, message: `${message}; ${stillThere(left)}` }
}

/** How many tasks are to go still, and what keeps one of them where its engine fails. */
function stillThere(tasks: readonly V1Task[]): string {
  const count = tasks.length === 1 ? 'a task is still there' : `${tasks.length} tasks are still there`
  const stuck = tasks.find(({ status }) => failingCall(status))
  return stuck ? `${count}; ${wordsOf(stuck)}` : count
}

/** What ends a failure. What is remembered as one is not tried again by itself, nor is a new task that ended for good. */
function remedyOf({ onlyLooks, target, tasks, restart, ...view }: ServiceView, plan: ServicePlan): string {
  const { metadata } = view.service
  const retry = `\`reconcile rollout retry ${metadata.name} -n ${metadata.namespace}\``
  const isRemembered = plan.stalledHash !== undefined && (!target || plan.stalledHash === target.hash)
  const goal = { revision: plan.revision ?? '', restart }
  const news = tasks.filter((task) => !replicaOf(task).retiring && isAtGoal(task, goal))
  const hasEnded = news.some(({ status }) => status?.phase === 'Failed')
  const mend = `correct the manifest, or ${retry} once its cause is gone`
  if (isRemembered && isLeft(plan)) return `${aside(news, onlyLooks)}${mend}`
  if (isRemembered || hasEnded) return mend
  const goesOn = onlyLooks
    ? 'the next command for its stack goes on with it, if none is at that, or `reconcile serve`'
    : 'it goes on as soon as it can'
  return `${goesOn}; else correct the manifest, or begin it anew with ${retry}`
}

/** Whether its tasks are of the very update that failed. */
function isLeft({ rollout }: ServicePlan): boolean {
  return rollout.state === 'Stalled' && rollout.cause === undefined
}

/** What goes on all the same: a failed rollout says nothing of the restart policy of its tasks. */
function aside(news: readonly V1Task[], onlyLooks: true | undefined): string {
  const again = startedAgain(news)
  if (again === undefined) return ''
  const byLoop = onlyLooks ? 'by the next command for its stack, or `reconcile serve`' : 'as its restart policy says'
  return `a task that fails is started again ${again === 'byEngine' ? 'by its engine' : byLoop}, but the rollout stays failed: `
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

/** What is neither taken over nor ended, as nobody knows which of two copies of data counts. */
function undecidedWords({ task, node, undecided }: AdoptableContainer): string {
  return `${task} runs on ${node} beside it, and is left alone: ${undecided}`
}

/** Somebody paused its rollouts while not all of it is as declared. */
function whileHeld(view: ServiceView, { updated = 0, message }: V1RolloutStatus, counts: Counts): Said {
  const { readyReplicas, desiredReplicas } = counts
  const ready = readyReplicas < desiredReplicas ? notReady(view, counts).message : readyCount(counts)
  return {
    status: 'False',
    reason: serviceReasons.rolloutPaused,
    message: `${message}; ${updated} of ${desiredReplicas} updated, ${ready}`,
  }
}

/** As many are ready as there should be, but not all of the new revision, or not for long enough. */
function rollingOut(view: ServiceView, { updated = 0, message }: V1RolloutStatus, counts: Counts): Said {
  const waiting = waitingIn(view) ?? changingIn(view)
  const { service } = view
  const isFirst = service.status?.currentRevision === undefined
  const watchMs = isFirst ? firstWatchMs(service) : strategyOfView(view, false).monitorMs
  const others = view.ourselves?.waitsFor === undefined ? undefined : message
  const counting = view.toEnd ? `${endsAs(service)} counts once it has completed` : watchWords(watchMs)
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

function watchWords(watchMs: number): string {
  if (watchMs === 0) return 'a new task counts as soon as it is ready'
  return `a new task is to be ready for ${watchMs / 1000} s before it counts`
}

/** One that is ready, and not yet as its spec says. */
function changingIn({ tasks }: ServiceView): V1Task | undefined {
  const isChanging = (task: V1Task) => !replicaOf(task).retiring && replicaOf(task).changing
  return tasks.find((task) => isChanging(task) && task.status?.observedGeneration === task.metadata.generation)
}

function waitingIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && !isReady(task))
}

/** One that runs, and runs a second time: until that has gone not all is as it should be. */
function doubledIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && task.status?.reason === taskReasons.duplicate)
}

function wordsOf({ metadata, status }: V1Task): string {
  return `${metadata.name}: ${status?.message ?? 'not looked at yet'}`
}

/** How far a pull or a build has come changes all the time: its task says it, and to read that here would be a change each time. */
function steadyWords(task: V1Task): string {
  return GETTING.has(task.status?.reason ?? '') ? `${task.metadata.name}: its image is on its way` : wordsOf(task)
}

const GETTING: ReadonlySet<string> = new Set([taskReasons.pulling, taskReasons.building])
