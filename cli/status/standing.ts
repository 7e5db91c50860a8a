import { pick } from '../../api/v1/language/pick.ts'
import type { Obstacle } from '../../engine/errors.ts'
import { getCondition, isTrue } from '../../api/v1/conditions.ts'
import type { V1Node, V1Stack, V1Task } from '../../api/v1/generated/types.ts'
import { addressIn } from '../engine-remedy.ts'
import type { SourceNotes, VersionInfo } from '../../api/v1/installation/answers.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import {
  approvableReasons,
  failsAgainReasons,
  pausedReasons,
  refusalReasons,
  unaskedReasons,
  unmendedReasons,
} from '../../api/v1/reason-groups.ts'
import {
  conditionTypes,
  deliveryReasons,
  holdReasons,
  networkReasons,
  nodeReasons,
  serviceReasons,
  taskReasons,
} from '../../api/v1/reasons.ts'
import { sourceReasons } from '../../api/v1/source-reasons.ts'
import { isStopped } from '../../api/v1/stopped.ts'
import { heldByOther, isKeptOffByEngine } from '../../api/v1/other-engine.ts'
import { heldBySilence } from '../../api/v1/held-by-silence.ts'
import { resourceIdOf } from '../../store/source/reading/reading.ts'
import { pendingOf } from '../local/waiting/view/pending.ts'
import { waitsForLock } from '../local/waiting/view/wait-view.ts'
import { failingCallOf, unsaidTasks } from './unsaid-tasks.ts'

/** The input of `status`. */
export interface StatusView {
  /** The running serve; absent if none runs. */
  readonly serve?: VersionInfo
  /** Whether a serve, or a command that changes something, is at work. */
  readonly isWorked: boolean
  readonly nodes: readonly V1Node[]
  readonly stacks: readonly V1Stack[]
  /** The declared objects of the stacks. */
  readonly objects: readonly ObjectOf[]
  readonly tasks: readonly V1Task[]
  readonly notes: SourceNotes
}

/** An object's overall state: failed, its engine failing, or not answering, waiting for approval, paused, progressing, or ready. */
export type State = 'Failed' | 'Failing' | 'Silent' | 'ApprovalNeeded' | 'Paused' | 'Progressing' | 'Ready'

/** An object that is not well, or that has something to report. */
export interface Trouble {
  /** `Kind/stack/name`. */
  readonly object: string
  readonly state: State
  readonly reason: string
  readonly message: string
}

export interface NodeStanding {
  readonly name: string
  readonly state: State
  readonly engineVersion?: string
  readonly apiVersion?: string
  /** The reason of its Ready condition; absent if its engine was not asked yet. */
  readonly reason?: string
  readonly message: string
  /** What keeps its engine from answering, where that is known. */
  readonly obstacle?: Obstacle
  /** The other node whose engine answers at its address. */
  readonly engineOf?: string
  /** Whether its address is in its manifest. */
  readonly isDeclared?: true
  /** Why its engine can't be reached. */
  readonly unreachable?: string
  /** The message that the loops use for work that this node holds up. */
  readonly holdsWith?: string
  /** That no file declares it any more, and what it waits for, where `message` says something worse. */
  readonly withdrawn?: string
  /** Why its TLS files can't be used any more. */
  readonly tlsFiles?: string
  /** Containers on it that this home does not manage. */
  readonly unclaimed?: string
  /** That its manifest keeps tasks off it, and what is there still. */
  readonly closed?: string
}

export interface StackStanding {
  readonly name: string
  readonly state: State
  readonly services: number
  readonly readyServices: number
  readonly tasks: number
  readonly readyTasks: number
  readonly troubles: readonly Trouble[]
}

/** The result of `reconcile status`. */
export interface Standing {
  readonly serve: VersionInfo | null
  readonly nodes: readonly NodeStanding[]
  readonly stacks: readonly StackStanding[]
  readonly notes: SourceNotes
  /** Whether something differs from what is declared and no process works on it. */
  readonly unattended: boolean
  /** 0: all is well or progressing; 1: something failed, or is left undone; 5: an engine does not answer; 6: something waits for approval. */
  readonly exit: number
}

/** Computes the overall state. Pure. */
export function standingOf(view: StatusView): Standing {
  const nodes = view.nodes.map(nodeStanding)
  const failing = nodes.flatMap(({ state, holdsWith }) => (state === 'Failing' && holdsWith ? [holdsWith] : []))
  const unheard = nodes.filter(({ state }) => state === 'Failing' || state === 'Silent')
  const stacks = view.stacks.map((stack) => stackStanding(stack, { ...view, failing, unheard }))
  const { notes } = view
  const unattended = !view.isWorked && isUnfinished({ nodes, stacks })
  const exit = exitOf({ nodes, stacks, notes, unattended })
  return { serve: view.serve ?? null, nodes, stacks, notes, unattended, exit }
}

/** Whether something is in progress other than a health check, which the engine runs by itself. */
function isUnfinished({ nodes, stacks }: Pick<Standing, 'nodes' | 'stacks'>): boolean {
  const all = [...nodes, ...stacks.flatMap(({ troubles }) => troubles)]
  return all.some(({ state, reason }) => state === 'Progressing' && reason !== taskReasons.healthStarting)
}

/** From worst to best; a group has the worst state of its members. */
const BY_WEIGHT: readonly State[] = ['Failed', 'Failing', 'Silent', 'ApprovalNeeded', 'Paused', 'Progressing', 'Ready']

function worst(states: readonly State[]): State {
  return BY_WEIGHT.find((state) => states.includes(state)) ?? 'Ready'
}

function exitOf({ nodes, stacks, notes, unattended }: Omit<Standing, 'serve' | 'exit'>): number {
  if (notes.state || notes.problems.length > 0) return exits.failed
  const state = worst([...nodes, ...stacks].map((each) => each.state))
  if (state === 'Failed') return exits.failed
  if (state === 'Failing' || state === 'Silent') return exits.unreachable
  if (state === 'ApprovalNeeded' || notes.holds.length > 0) return exits.approval
  return unattended ? exits.failed : exits.converged
}

function nodeStanding(node: V1Node): NodeStanding {
  const { conditions, engineVersion, apiVersion } = node.status ?? {}
  const ready = getCondition(conditions, conditionTypes.ready)
  const state = objectState(node) ?? 'Silent'
  const withdrawn = getCondition(conditions, conditionTypes.withdrawn)
  // One with tasks stays until a person moves these: nothing works on that.
  const isLeaving = state === 'Ready' && withdrawn?.reason === nodeReasons.networksThere
  const said = isLeaving ? withdrawn : ready
  return {
    name: node.metadata.name,
    state: isLeaving ? 'Progressing' : state,
    ...(engineVersion === undefined ? {} : { engineVersion }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(said?.reason === undefined ? {} : { reason: said.reason }),
    message: said?.message ?? 'not asked yet',
    ...heldUp(node),
    ...beside(node, isLeaving),
  }
}

/** What is told of a node besides whether it is ready. */
function beside(
  node: V1Node,
  isLeaving: boolean,
): Pick<NodeStanding, 'withdrawn' | 'tlsFiles' | 'unclaimed' | 'closed'> {
  const said = (type: string) => getCondition(node.status?.conditions, type)?.message
  const withdrawn = isLeaving ? undefined : said(conditionTypes.withdrawn)
  const unclaimed = said(conditionTypes.unclaimedTasks)
  const tlsFiles = said(conditionTypes.tlsFilesUnusable)
  const closed = closedWords(node.spec, said(conditionTypes.drained))
  return {
    ...(withdrawn === undefined ? {} : { withdrawn }),
    ...(tlsFiles === undefined ? {} : { tlsFiles }),
    ...(unclaimed === undefined ? {} : { unclaimed }),
    ...(closed === undefined ? {} : { closed }),
  }
}

function closedWords({ drain, unschedulable }: V1Node['spec'], drained: string | undefined): string | undefined {
  if (drain) return ['it is drained', ...(drained === undefined ? [] : [drained])].join(': ')
  return unschedulable ? 'it takes no new tasks (unschedulable)' : undefined
}

function heldUp(
  node: V1Node,
): Pick<NodeStanding, 'unreachable' | 'obstacle' | 'engineOf' | 'isDeclared' | 'holdsWith'> {
  const { otherEngine, unreachable } = node.status ?? {}
  if (otherEngine) return { holdsWith: heldByOther(node, otherEngine) }
  if (unreachable === undefined) return {}
  const why = pick(node.status ?? {}, ['obstacle', 'engineOf'])
  return {
    unreachable,
    ...why,
    ...addressIn(node.spec),
    holdsWith: heldBySilence(node.metadata.name, unreachable, why.obstacle),
  }
}

/** Nodes whose engines hold up what is theirs. */
interface HoldingNodes {
  /** The messages of what is held up by nodes whose engines answer and fail. */
  readonly failing: readonly string[]
  /** The nodes whose engines do not answer, or fail. */
  readonly unheard: readonly Pick<NodeStanding, 'state' | 'unreachable'>[]
}

/** What fits no node may fit one once its engine answers: it has not failed, and is as that node is. */
function asItsNode(trouble: Trouble, { failing, unheard }: HoldingNodes): Trouble {
  if (isBy(failing, trouble)) return { ...trouble, state: 'Failing' }
  if (trouble.reason !== taskReasons.noNodeFits || trouble.state !== 'Failed') return trouble
  const node = unheard.find(({ unreachable }) => unreachable !== undefined && trouble.message.includes(unreachable))
  return node ? { ...trouble, state: node.state } : trouble
}

function isBy(failing: HoldingNodes['failing'], { state, message }: Trouble): boolean {
  return state === 'Silent' && failing.some((words) => message.includes(words))
}

function stackStanding(
  { metadata: { name }, status = {} }: V1Stack,
  { objects, tasks: all, ...nodes }: Pick<StatusView, 'objects' | 'tasks'> & HoldingNodes,
): StackStanding {
  const { services = 0, readyServices = 0, tasks = 0, readyTasks = 0 } = status
  const ofObjects = objects
    .filter(({ metadata }) => metadata.namespace === name)
    .flatMap((object) => troubleOf(object).map((trouble) => ofTasksToCome(object, trouble, all)))
  const ofTasks = unsaidIn(
    all.filter(({ metadata }) => metadata.namespace === name),
    ofObjects,
  )
  const troubles = [...ofObjects, ...ofTasks]
    .map((trouble) => asItsNode(trouble, nodes))
    .sort((a, b) => BY_WEIGHT.indexOf(a.state) - BY_WEIGHT.indexOf(b.state))
  return {
    name,
    state: worst([...troubles.map(({ state }) => state), ...stateInFiles(status)]),
    services,
    readyServices,
    tasks,
    readyTasks,
    troubles,
  }
}

/** The state of a stack's files: unusable, or with resources missing that wait for approval or will be deleted. */
function stateInFiles({ conditions }: NonNullable<V1Stack['status']>): readonly State[] {
  if (isTrue(conditions, conditionTypes.sourceFailed)) return ['Failed']
  const ready = getCondition(conditions, conditionTypes.ready)
  if (ready?.status !== 'False') return []
  if (HELD_BACK.has(ready.reason ?? '')) return ['ApprovalNeeded']
  return ready.reason === sourceReasons.missingFromFiles ? ['Progressing'] : []
}

/** The state of an object; undefined if it has no Ready condition, as a revision. */
export function objectState(object: ObjectOf): State | undefined {
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  if (!ready) return undefined
  if (ready.status === 'True') return isBeingDeleted(object) ? 'Progressing' : 'Ready'
  return stateSaid(object, ready.reason)
}

function troubleOf(object: ObjectOf): readonly Trouble[] {
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  const isWell = ready?.status === 'True' && !isStopped(object)
  if (isWell && !isBeingDeleted(object)) return besidesIn(object)
  const { reason = '', message = 'not looked at yet' } = isWell ? { message: 'it is being deleted' } : (ready ?? {})
  return [{ object: resourceIdOf(object), state: stateSaid(object, reason), reason, message }]
}

/**
 * A service in progress has failed if a task to come of it has, though as many as before it run, as in an update. One of which all
 * that is to come waits for another home's lock is not in progress by itself.
 */
function ofTasksToCome(object: ObjectOf, trouble: Trouble, tasks: readonly V1Task[]): Trouble {
  if (object.kind !== 'Service' || trouble.state !== 'Progressing') return trouble
  const pending = pendingOf(object, tasks)
  const failing = pending.find((task) => stateSaid(task, task.status?.reason) === 'Failed')
  const isLocked = pending.length > 0 && pending.every(waitsForLock)
  if (!failing) return isLocked ? { ...trouble, reason: holdReasons.waitingForLock } : trouble
  const { reason = '', message = '' } = failing.status ?? {}
  const also = trouble.message.includes(message) ? '' : `; ${failing.metadata.name}: ${message}`
  return { ...trouble, state: 'Failed', reason, message: `${trouble.message}${also}` }
}

/** What is the matter with tasks of which no service tells; not where an engine does not answer, or a person holds it, which is told apart. */
function unsaidIn(tasks: readonly V1Task[], told: readonly Trouble[]): readonly Trouble[] {
  const services = new Set(
    told.flatMap(({ object }) => (object.startsWith(SERVICE) ? [object.slice(SERVICE.length)] : [])),
  )
  return unsaidTasks(tasks, services)
    .map((task): Trouble => {
      const { reason = '', message = '' } = task.status ?? {}
      const failing = failingCallOf(task)
      const said = failing?.reason === undefined ? stateSaid(task, reason) : 'Failed'
      return { object: resourceIdOf(task), state: said, reason: failing?.reason ?? reason, message }
    })
    .filter(({ state }) => state === 'Failed' || state === 'Progressing')
}

const SERVICE = 'Service/'

const BESIDES = [conditionTypes.servicesApart, conditionTypes.runsBeside, conditionTypes.serverEnded]

/**
 * What is to be known of an object that is as declared: services of a network do not all reach each other, others run it, too, or it ended
 * though it serves.
 */
function besidesIn(object: ObjectOf): readonly Trouble[] {
  const { conditions } = object.status ?? {}
  const told = BESIDES.flatMap((type) => getCondition(conditions, type) ?? [])
  return told.map(({ reason = '', message = '' }) => ({
    object: resourceIdOf(object),
    state: 'Ready',
    reason,
    message,
  }))
}

/** An object also waits for approval if only its node's engine, which waits for approval, keeps it from running. */
function stateSaid(object: ObjectOf, reason = ''): State {
  if (isKeptOffByEngine(object)) return 'ApprovalNeeded'
  const state = stateOf(reason)
  const fails = object.kind === 'Node' && object.status?.obstacle === 'Failing'
  return state === 'Silent' && fails ? 'Failing' : state
}

function stateOf(reason: string): State {
  if (approvableReasons.has(reason)) return 'ApprovalNeeded'
  if (SILENT.has(reason)) return 'Silent'
  if (FAILED.has(reason)) return 'Failed'
  return pausedReasons.has(reason) ? 'Paused' : 'Progressing'
}

const SILENT: ReadonlySet<string> = new Set([
  ...[holdReasons.hostUnreachable, holdReasons.unanswered, nodeReasons.engineSilent],
  ...unaskedReasons,
])

const HELD_BACK: ReadonlySet<string> = new Set([
  ...[sourceReasons.rootEmptied, sourceReasons.lossesNeedApproval, sourceReasons.unmounted],
  ...[sourceReasons.lastStackNeedsApproval, sourceReasons.scaleToZeroNeedsApproval, sourceReasons.growthNeedsApproval],
  sourceReasons.sharedDataNeedsApproval,
])

/** Reasons that need a person, and failures that are retried. */
const FAILED: ReadonlySet<string> = new Set([
  ...unmendedReasons,
  ...[serviceReasons.rolloutFailed, serviceReasons.rollingBack, serviceReasons.rolledBack],
  ...failsAgainReasons,
  ...[
    taskReasons.noNodeFits,
    taskReasons.pullFailed,
    taskReasons.buildFailed,
    taskReasons.imageMissing,
    taskReasons.createFailed,
  ],
  ...[taskReasons.updateFailed, taskReasons.noSpace, holdReasons.diskPressure],
  ...[taskReasons.startFailed, taskReasons.engineFailing, taskReasons.dependencyFailed, taskReasons.hookFailed],
  ...[holdReasons.usedElsewhere, holdReasons.foreignUsers, holdReasons.keptByEngine, networkReasons.ambiguous],
  ...refusalReasons,
  ...[deliveryReasons.deliveryFailed, deliveryReasons.collectionFailed],
])
