import type { V1Condition, V1Node, V1OtherEngine } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { decisionWords, engineDecision } from '../../api/v1/other-engine.ts'
import { outOfReachReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import { shortOfSpace } from '../../engine/disk-space.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import { otherEngine } from '../holds/engine-guard.ts'
import type { Lacking } from './lacking.ts'
import { movingWords } from '../scheduler/held-by-volume.ts'
import type { Unclaimed } from '../runtime/unclaimed.ts'

/** What the node loop knows of one node when it decides. */
export interface NodeView {
  readonly node: V1Node
  /** What the engine last said of itself; absent before its first answer. */
  readonly info?: EngineInfo
  readonly synced: boolean
  /** Why nobody speaks to its engine, in words; absent where somebody does. */
  readonly unconnected?: string
  readonly unreachable?: string
  /** Whether that is as a certificate, a permission, or a file of ours is in the way. */
  readonly keepsOut?: boolean
  /** The other node whose engine answers there, where that is why. */
  readonly engineOf?: string
  /** Since when it is asked, ms since the epoch: each start gives it a full grace. */
  readonly askedSince: number
  /** When it last answered, ms since the epoch; 0 for never. */
  readonly lastAnswer: number
  /** The engine id that a person approved in place of the recorded one. */
  readonly approvedID?: string
  /** The other node that the engine which answers is recorded of. */
  readonly engineOwner?: string
  /** What the engine that answers in the place of the recorded one has not; absent before it is listed. */
  readonly lacking?: Lacking
  readonly graceMs: number
  /** The share of its disk that is to stay free. */
  readonly diskReserveRatio: number
  readonly now: number
  /** What is on it, where no file declares it any more; `renamed`: its engine answers under another name. */
  readonly withdrawn?: { readonly tasks: readonly string[]; readonly renamed: boolean }
  /** What is on it still, where a person drains it. */
  readonly drained?: readonly StillThere[]
  /** The tasks on it that this home knows nothing of; absent before it is listed. */
  readonly unclaimed?: readonly Unclaimed[]
}

/** A task on a node that is drained, as `stack/name`; `because`: what keeps it there whatever room others have. */
export interface StillThere {
  readonly task: string
  readonly because?: string
  /** The command that moves it all the same, without its data. */
  readonly moves?: string
  /** The volumes that keep it there whatever command is given, as `stack/name`. */
  readonly volumes?: readonly string[]
  /** Whether what keeps it passes by itself, as a job ends. */
  readonly passes?: true
}

/** A condition, but for when it was said. */
export type Said = Omit<V1Condition, 'lastTransitionTime' | 'observedGeneration'>

/** What a node is found to be: whether work may go to it, and why not. */
export interface NodePlan {
  readonly ready: Said
  /** The engine that answers where the recorded one did: holds everything on the node until approved. */
  readonly otherEngine?: V1OtherEngine
  /** The engine id to record. */
  readonly engineID?: string
  /** Look again then, ms since the epoch: the grace ends. */
  readonly nextAt?: number
}

/** Whether a node may be worked on. The engine's id is its identity: another engine under the same name is another host (engine guard). */
export function planNode(view: NodeView): NodePlan {
  const { info, node } = view
  const recorded = node.status?.engineID
  const other = otherOf(view)
  const id = other === undefined ? (info?.id ?? recorded) : recorded
  const kept = id !== undefined ? { engineID: id } : {}
  if (other !== undefined)
    return {
      ready: says('False', nodeReasons.engineChanged, decisionWords(engineDecision(node, other))),
      otherEngine: other,
      ...kept,
    }
  if (view.unreachable !== undefined) return { ...silent(view, view.unreachable), ...kept }
  if (!view.synced || !info)
    return {
      ready: says('Unknown', nodeReasons.engineSilent, view.unconnected ?? 'its first full list is not in yet'),
      ...kept,
    }
  return {
    ready: says('True', nodeReasons.engineAnswers, `engine ${info.version}, API ${info.apiVersion}`),
    ...kept,
  }
}

function otherOf({ node, info, approvedID, engineOwner, lacking }: NodeView): V1OtherEngine | undefined {
  const identity = { answering: info, recorded: node.status, approved: () => approvedID, owner: () => engineOwner }
  const other = otherEngine(identity)
  return other && { ...other, ...(lacking ? { lacking: [...lacking.bound], unplaced: [...lacking.unplaced] } : {}) }
}

/** That another engine answers in its place; undefined where none does. */
export function engineChanged({ otherEngine: other, ready }: NodePlan): Said | undefined {
  if (!other) return undefined
  const { message = '' } = ready
  return { type: conditionTypes.engineChanged, status: 'True', reason: nodeReasons.engineChanged, message }
}

/** Whether nothing keeps a node that is declared no more: no task is there, none can be looked after, or it has another name. */
export function isOver({ withdrawn: left }: NodeView, { ready }: NodePlan): boolean {
  const isUnseen = outOfReachReasons.has(ready.reason ?? '')
  return left !== undefined && (left.tasks.length === 0 || left.renamed || isUnseen)
}

/** That it is declared no more, and what is there; undefined where it is declared, or nothing is. */
export function withdrawn({ withdrawn: left, node }: NodeView): Said | undefined {
  if (!left || left.tasks.length === 0) return undefined
  return {
    type: conditionTypes.withdrawn,
    status: 'True',
    reason: nodeReasons.declaredNoMore,
    message: `no file declares it any more: it takes no new tasks, and goes once ${listNames(left.tasks)} left it, as \`reconcile restart\` moves what may go elsewhere; declare ${node.metadata.name} again to keep it`,
  }
}

/** Whether a node that a person drains has no task any more; undefined where nobody drains it. */
export function drained({ drained: there, unreachable }: NodeView): Said | undefined {
  if (!there) return undefined
  const type = conditionTypes.drained
  if (there.length === 0)
    return { type, status: 'True', reason: nodeReasons.noTasks, message: 'no task of this home is there' }
  const isForGood = there.every(({ because, passes }) => because !== undefined && !passes)
  const reason = isForGood ? nodeReasons.tasksStay : nodeReasons.tasksThere
  return { type, status: 'False', reason, message: `${silenceWords(unreachable)}${thereWords(there)}` }
}

/** Whatever is done elsewhere meanwhile, what a host runs leaves it by its engine alone. */
function silenceWords(unreachable: string | undefined): string {
  return unreachable === undefined ? '' : `it does not answer, and nothing leaves it before it does: ${unreachable}; `
}

function thereWords(there: readonly StillThere[]): string {
  const staying = there.flatMap(({ task, because }) => (because === undefined ? [] : [`${task} (${because})`]))
  const leaving = there.flatMap(({ task, because }) => (because === undefined ? [task] : []))
  const leaves =
    leaving.length === 1
      ? "leaves as its service's rollout goes on and another node fits it"
      : "leave as their services' rollouts go on and other nodes fit them"
  return [
    ...(leaving.length > 0 ? [`${listNames(leaving)} ${leaves}`] : []),
    ...(staying.length > 0 ? [`${listNames(staying)} ${staying.length === 1 ? 'stays' : 'stay'}`] : []),
    ...movingWords(there),
  ].join('; ')
}

/** Whether its disk is almost full; undefined where nobody can see that. */
export function diskPressure({ info, diskReserveRatio }: NodeView): Said | undefined {
  const { disk } = info ?? {}
  if (!disk) return undefined
  const type = conditionTypes.diskPressure
  const short = shortOfSpace(disk, diskReserveRatio)
  if (short === undefined)
    return { type, status: 'False', reason: nodeReasons.diskHasRoom, message: `there is room in ${disk.path}` }
  // The bytes move all the time: they stand in metrics, and in what waits for them.
  const message = `${disk.path} is almost full: pulls and builds wait until there is room`
  return { type, status: 'True', reason: nodeReasons.diskAlmostFull, message }
}

function silent(view: NodeView, why: string): Pick<NodePlan, 'ready' | 'nextAt'> {
  if (view.keepsOut) {
    const message = `it can't be looked at: ${why}; what runs there goes on, and nothing runs in its place`
    return { ready: says('False', nodeReasons.accessDenied, message) }
  }
  const { now, lastAnswer } = view
  const before = getCondition(view.node.status?.conditions, conditionTypes.ready)
  // It says what it is before it is listed: it answers once it is.
  if (before?.reason === nodeReasons.nodeLost && lastAnswer > view.askedSince)
    return { ready: says('False', nodeReasons.nodeLost, before.message ?? '') }
  const silentSince = Math.max(lastAnswer, view.askedSince)
  const lostAt = silentSince + view.graceMs
  if (now >= lostAt) {
    const silentFor = Math.round((now - silentSince) / 1000)
    return { ready: says('False', nodeReasons.nodeLost, `no answer for ${silentFor} s: ${why}`) }
  }
  const words = lastAnswer === 0 ? 'it has not answered yet' : 'it does not answer'
  return { ready: says('Unknown', nodeReasons.graceRunning, `${words}: ${why}`), nextAt: lostAt }
}

function says(status: 'True' | 'False' | 'Unknown', reason: string, message: string): Said {
  return { type: conditionTypes.ready, status, reason, message }
}
