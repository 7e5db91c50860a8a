import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf, slotKeyOf, wantedName } from '../../../api/v1/names.ts'
import { serviceReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { isLost, isNodeGone } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isLeftFailed } from '../../service/course.ts'
import { isDecided } from '../../service/decided.ts'
import { isAtGoal } from '../../service/goal.ts'
import { replicaOf } from '../../service/replica.ts'
import { goalOfBegun, goalUnderWay } from '../../service/under-way.ts'
import { isRetiring } from '../phase.ts'
import { planTask } from '../plan.ts'
import type { TaskPlan, TaskStep } from '../step.ts'
import type { TaskView } from '../view.ts'

/** When a task whose turn has not come looks again, ms: the service loop is about to run. */
const LOOK_MS = 25
/** And while its successor is on its way. */
const SUCCESSOR_MS = 1_000
/** A successor that waits for so long without getting on, ms, may wait for as long again. */
const STANDS_STILL_MS = 10_000

/** Steps that touch nothing outside the store. */
export const harmless: ReadonlySet<TaskStep['do']> = new Set(['wait', 'inspectImage', 'finish', 'forget'])
/** What is tried of one of which nothing was made. */
const tries: ReadonlySet<TaskStep['do']> = new Set(['pull', 'build', 'create', 'start'])
/** What is done to one that is replaced: the others would heal what goes. A paused one has to go on before it can stop. */
const pointed: ReadonlySet<TaskStep['do']> = new Set(['unpause', 'remove', 'removeCopy'])
/** Reasons for which a successor may never come. */
const failing: ReadonlySet<string> = new Set<string>([
  ...[taskReasons.pullFailed, taskReasons.buildFailed, taskReasons.imageMissing, taskReasons.noSpace],
  ...[taskReasons.createFailed, taskReasons.startFailed, taskReasons.dependencyFailed],
  ...[taskReasons.hookFailed, taskReasons.noNodeFits, serviceReasons.rolloutFailed],
])

type Looked = Pick<Ports, 'store' | 'clock' | 'inventory'>

/**
 * A task's plan when it is its turn, else a wait. Nothing is healed before the service loop has seen what is wanted now, and
 * what a rollout is about to replace is not brought up again: else the same start would give other calls each time.
 */
export function inTurn(plan: TaskPlan, view: TaskView, ports: Looked): TaskPlan {
  const { store } = ports
  const { task } = view
  if (harmless.has(plan.step.do) || isRetiring(task)) return plan
  if (!isDecided(task, store)) return { ...plan, step: { do: 'wait', afterMs: LOOK_MS } }
  const service = store.get('Service', serviceKeyOf(task))
  if (!service) return plan
  if (tries.has(plan.step.do) && isGivenUp(task, service, ports)) return asItFailed(plan, service)
  if (pointed.has(plan.step.do) || makesWay(plan.step, task, store) || !isReplaced(task, service, { plan, ports }))
    return plan
  return untilReplaced(plan, view, ports)
}

function untilReplaced(plan: TaskPlan, view: TaskView, ports: Looked): TaskPlan {
  const { task } = view
  const rest = isLeft(plan) ? besides(view, ports) : undefined
  if (rest && rest.step.do !== 'wait') return rest
  const message = 'a task of the new revision takes its place'
  const said = { phase: plan.phase, reason: taskReasons.waitingForSuccessor, message }
  const isLater = isLeftToRollout(plan, task) && !isUnderWay(rest)
  const step: TaskStep = { do: 'wait', afterMs: SUCCESSOR_MS, ...(isLater ? { periodic: true } : {}) }
  return { ...(rest?.phase === 'Starting' ? rest : said), step }
}

/**
 * Whether nothing was made of a task whose revision failed and is left so, and another stands in its slot: a person says when it is
 * tried again. What has its slot for itself is tried on, also where the other one is on a node that is lost (S5).
 */
function isGivenUp(task: V1Task, service: V1Service, ports: Looked): boolean {
  const { untried, revision } = replicaOf(task)
  if (!untried || !isLeftFailed(service) || revision !== service.status?.stalledHash) return false
  const slot = ports.store.by('Task', 'slot', slotKeyOf(task))
  return [...slot.values()].some((other) => replicaOf(other).revision !== revision && stands(other, ports))
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

/** Whether something of its own comes in a while; what is left to a rollout may be so for good, as where that is held up. */
function isUnderWay(rest: TaskPlan | undefined): boolean {
  return rest?.step.do === 'wait' && rest.step.afterMs !== undefined && !rest.step.periodic
}

/** What is done but for what is left to the rollout, which may take long: one that is unhealthy is healed, and is not ready (S10). */
function besides(view: TaskView, ports: Looked): TaskPlan {
  const name = view.containers[0]?.name ?? view.name
  const rest = { ...view, name, drift: view.drift.filter(({ heal }) => heal.by !== 'update') }
  return inTurn(planTask(rest), rest, ports)
}

/** Whether it is to let go of a name: one that is another service's now, or for which a task of another slot waits. */
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
 * Whether a rollout has made another task for the slot, and that one comes up; makes it now, as the one that this one waited for is
 * gone; or is to change what this one would. Who of both loops is first would else decide what is done.
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
  if (task.status?.reason === taskReasons.waitingForPredecessor || isYetToBeMade(plan.step, task)) return true
  const slot = store.by('Task', 'slot', slotKeyOf(task))
  const comes = (other: V1Task) => !failing.has(other.status?.reason ?? '') && !standsStill(other, task, ports)
  return [...slot.values()].some((other) => isAtGoal(other, goal) && !isRetiring(other) && comes(other))
}

function isLeftToRollout(plan: TaskPlan, task: V1Task): boolean {
  return isLeft(plan) || isInVain(plan.step, task)
}

/** What is left to the rollout that comes to a task that runs: its name is the successor's, its limits those of the new revision. */
function isLeft({ step, phase }: TaskPlan): boolean {
  return phase === 'Running' && (step.do === 'rename' || step.do === 'update')
}

/**
 * Whether it is to get the image of one that never ran, and that the rollout comes to anyway: once more, or of sources that have changed;
 * or that of one that leaves its node: how long a pull takes would decide whether anything is made there before.
 */
function isInVain({ do: verb }: TaskStep, task: V1Task): boolean {
  const { leaves, untried } = replicaOf(task)
  if (leaves) return verb === 'build' || verb === 'pull'
  const isVain = verb === 'build' || (verb === 'pull' && (task.status?.failures ?? 0) > 0)
  return isVain && untried
}

/** Whether nothing was tried of it, and it has not waited yet: its rollout may be about to come to it. A failure stays what is said of it. */
function isYetToBeMade({ do: verb }: TaskStep, task: V1Task): boolean {
  const { reason, nextRetryAt } = task.status ?? {}
  const isFirst = nextRetryAt === undefined && reason !== taskReasons.waitingForSuccessor
  return verb === 'create' && replicaOf(task).untried && isFirst
}

/**
 * Whatever a successor waits for, as a secret or its host: until it gets on, the one before it is what runs the service (S10). Each
 * start gives it as long again.
 */
function standsStill(successor: V1Task, { spec }: V1Task, { clock, inventory }: Looked): boolean {
  const { started, movedAt } = replicaOf(successor)
  const since = Math.max(movedAt, inventory.host(spec.node ?? '')?.askedSince ?? 0)
  return !started && clock.now() - since >= STANDS_STILL_MS
}
