import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf, wantedName } from '../../../api/v1/names.ts'
import { contentReasons, unplacedReasons } from '../../../api/v1/reason-groups.ts'
import { serviceReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { isLost, isNodeGone } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isLeftFailed } from '../../service/course.ts'
import { isDecided } from '../../service/decided.ts'
import { isAtGoal } from '../../service/goal.ts'
import { replicaOf } from '../../service/replica.ts'
import { othersInSlot } from '../../service/slots.ts'
import { goalOfBegun, goalUnderWay } from '../../service/under-way.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import { planTask } from '../plan.ts'
import type { TaskPlan, TaskStep } from '../step.ts'
import type { TaskView } from '../view.ts'

/** How soon it looks again while its successor comes up, ms. */
const SUCCESSOR_MS = 1_000
/** How long a successor may make no progress, ms, before its predecessor is healed again: it may wait for as long again. */
const STANDS_STILL_MS = 10_000

/** Steps that change nothing outside the store. */
export const harmless: ReadonlySet<TaskStep['do']> = new Set(['wait', 'inspectImage', 'finish', 'forget'])
/** Steps that are attempts to bring up a new task. */
const tries: ReadonlySet<TaskStep['do']> = new Set(['pull', 'build', 'create', 'start'])
/**
 * Steps that make sense for a task that is being replaced; others would heal what is about to go. A paused container has to go on before it
 * can stop, and one that is off its network may run the service for long yet.
 */
const evenIfReplaced: ReadonlySet<TaskStep['do']> = new Set(['unpause', 'connect', 'remove', 'removeCopy'])
/** Reasons for which a successor may never come up. */
const failing: ReadonlySet<string> = new Set<string>([
  ...[taskReasons.pullFailed, taskReasons.buildFailed, taskReasons.imageMissing, taskReasons.noSpace],
  ...[taskReasons.createFailed, taskReasons.startFailed, taskReasons.dependencyFailed],
  ...[taskReasons.hookFailed, ...unplacedReasons, serviceReasons.rolloutFailed],
])

type Looked = Pick<Ports, 'store' | 'clock' | 'inventory'>

/**
 * Turns a plan into a wait while it is not the task's turn. Nothing is healed or removed before the service loop has seen the current spec:
 * it names new tasks by those that there are. A task that a rollout is about to replace is not brought up again. Otherwise the same start
 * would make other calls each time.
 */
export function inTurn(plan: TaskPlan, view: TaskView, ports: Looked): TaskPlan {
  const { store } = ports
  const { task } = view
  if (harmless.has(plan.step.do) && (isRetiring(task) || !isForBytes(plan))) return plan
  if (!isDecided(task, store)) return untilDecided(plan)
  if (isRetiring(task)) return plan
  const service = store.get('Service', serviceKeyOf(task))
  if (!service) return plan
  if (tries.has(plan.step.do) && isGivenUp(task, service, ports)) return asItFailed(plan, service)
  if (
    evenIfReplaced.has(plan.step.do) ||
    makesWay(plan.step, task, store) ||
    !isReplaced(task, service, { plan, ports })
  )
    return plan
  return untilReplaced(plan, view, ports)
}

/** Whether a task waits for its bytes, which are brought because it does. */
function isForBytes({ step, reason }: TaskPlan): boolean {
  return step.do === 'wait' && contentReasons.has(reason)
}

/** The wait until the service has decided, which wakes the task. It asks for no bytes meanwhile, as they may be for nothing. */
function untilDecided(plan: TaskPlan): TaskPlan {
  const reason = isForBytes(plan) ? taskReasons.waitingForSuccessor : plan.reason
  return { ...plan, step: { do: 'wait' }, reason }
}

function untilReplaced(plan: TaskPlan, view: TaskView, ports: Looked): TaskPlan {
  const { task } = view
  const rest = isForRollout(plan) ? planWithoutRollout(view, ports) : undefined
  if (rest && rest.step.do !== 'wait') return rest
  const message = 'another task may take its place: a rollout is under way'
  const said = { phase: plan.phase, reason: taskReasons.waitingForSuccessor, message }
  const isLater = isLeftToRollout(plan, task) && !isUnderWay(rest)
  const step: TaskStep = { do: 'wait', afterMs: SUCCESSOR_MS, ...(isLater ? { periodic: true } : {}) }
  return { ...(rest?.phase === 'Starting' ? rest : said), step }
}

/**
 * Whether a task is given up: no container was made of it, its revision failed and is not rolled back, and a task of another revision is in
 * its slot. A person decides when it is tried again. A task that is alone in its slot is still tried, also if the other one is on a lost
 * node (S5).
 */
function isGivenUp(task: V1Task, service: V1Service, ports: Looked): boolean {
  const { untried, revision } = replicaOf(task)
  if (!untried || !isLeftFailed(service) || revision !== service.status?.stalledHash) return false
  return othersInSlot(task, ports.store).some((other) => replicaOf(other).revision !== revision && stands(other, ports))
}

function stands(task: V1Task, ports: Looked): boolean {
  const { node = '' } = task.spec
  return !isRetiring(task) && !isLost(ports.store.get('Node', node)) && !isNodeGone(node, ports)
}

function asItFailed({ phase }: TaskPlan, { status }: V1Service): TaskPlan {
  const { message: why } = status?.rollout ?? {}
  const message = `its revision failed${why === undefined ? '' : `: ${why}`}`
  return { phase, reason: serviceReasons.rolloutFailed, message, step: { do: 'wait' } }
}

/** Whether the task itself is about to do something. A step left to a rollout may wait for good, as when the rollout is held up. */
function isUnderWay(rest: TaskPlan | undefined): boolean {
  return rest?.step.do === 'wait' && rest.step.afterMs !== undefined && !rest.step.periodic
}

/**
 * The plan without the steps that are left to the rollout, which may take long: an unhealthy task is healed meanwhile, and is not ready
 * (S10).
 */
function planWithoutRollout(view: TaskView, ports: Looked): TaskPlan {
  const name = view.containers[0]?.name ?? view.name
  const rest = { ...view, name, drift: view.drift.filter(({ heal }) => heal.by !== 'update') }
  return inTurn(planTask(rest), rest, ports)
}

/** Whether a rename gives up a name that belongs to another service now, or that a task of another slot waits for. */
function makesWay(step: TaskStep, task: V1Task, store: Ports['store']): boolean {
  const { spec, status } = task
  if (step.do !== 'rename') return false
  if (step.name === spec.containerName && step.name.endsWith(`.${spec.revision}`)) return true
  const tasks = store.by('Task', 'service', serviceKeyOf(task)).values()
  return [...tasks].some((other) => waitsForName(other) && wantedName(other) === status?.containerName)
}

function waitsForName({ status }: V1Task): boolean {
  return status?.reason === taskReasons.waitingForName
}

/**
 * Whether a rollout replaces a task, or takes the planned step itself. Its successor exists and comes up, or is about to be made because
 * the predecessor that this task waited for is gone. Without this, whichever loop runs first would decide what is done.
 */
function isReplaced(
  task: V1Task,
  service: V1Service,
  { plan, ports }: { readonly plan: TaskPlan; readonly ports: Looked },
): boolean {
  const { store } = ports
  const goal = goalOfBegun(service, store)
  if (!goal || isAtGoal(task, goal)) return false
  if (isLeftToRollout(plan, task) && goalUnderWay(service, store)) return true
  if (task.status?.reason === taskReasons.waitingForPredecessor) return true
  if (isFirstTry(plan, task) && !hasWaited(task, service, ports)) return true
  const comes = (other: V1Task) => !failing.has(other.status?.reason ?? '') && !standsStill(other, task, ports)
  return othersInSlot(task, store).some((other) => isAtGoal(other, goal) && !isRetiring(other) && comes(other))
}

function isLeftToRollout(plan: TaskPlan, task: V1Task): boolean {
  return isForRollout(plan) || isInVain(plan.step, task)
}

/** Steps on a running task that are left to its rollout: the name is for the successor, the limits are those of the new revision. */
function isForRollout({ step, phase }: TaskPlan): boolean {
  return phase === 'Running' && (step.do === 'rename' || step.do === 'update')
}

/**
 * Whether an image would be fetched in vain: for a task that never ran and that the rollout replaces, by another pull or a build of changed
 * sources, or for one that leaves its node. Otherwise the time of a pull would decide whether a container is made there first.
 */
function isInVain({ do: verb }: TaskStep, task: V1Task): boolean {
  const { leaves, untried } = replicaOf(task)
  if (leaves) return verb === 'build' || verb === 'pull'
  const isVain = verb === 'build' || (verb === 'pull' && (task.status?.failures ?? 0) > 0)
  return isVain && untried
}

/**
 * Whether a step would be the first attempt to bring up a task, or to do so where it leaves its node, or would ask for its bytes: its
 * rollout may be about to replace it. After a failure the reason of that stays.
 */
function isFirstTry(plan: TaskPlan, task: V1Task): boolean {
  const { nextRetryAt, phase, reason = '' } = task.status ?? {}
  const { do: verb } = plan.step
  if (nextRetryAt !== undefined) return false
  const { untried, leaves } = replicaOf(task)
  const asks = isForBytes(plan) && plan.phase === 'Preparing' && !contentReasons.has(reason)
  if (verb === 'create' || asks) return untried || leaves
  return (verb === 'rename' || verb === 'start') && phase === 'Preparing'
}

/**
 * Whether a task has waited for its successor, and its service has had the time to make one since the rollout began, or this process to
 * ask the host: what wakes the task meanwhile says nothing of that. A clock that was set back holds it up no longer.
 */
function hasWaited({ status, spec }: V1Task, service: V1Service, { clock, inventory }: Looked): boolean {
  const began = Date.parse(service.status?.rollout?.startedAt ?? '') || 0
  const since = Math.max(began, askedSince(spec.node, inventory))
  return status?.reason === taskReasons.waitingForSuccessor && Math.abs(clock.now() - since) >= SUCCESSOR_MS
}

function askedSince(node = '', inventory: Looked['inventory']): number {
  return inventory.host(node)?.askedSince ?? 0
}

/**
 * Whether a successor has not started and made no progress for a while, whatever it waits for. Until it does, its predecessor runs the
 * service (S10). The time begins anew when this process starts to ask the host.
 */
function standsStill(successor: V1Task, { spec }: V1Task, { clock, inventory }: Looked): boolean {
  const { started, movedAt } = replicaOf(successor)
  const since = Math.max(movedAt, askedSince(spec.node, inventory))
  return !started && clock.now() - since >= STANDS_STILL_MS
}
