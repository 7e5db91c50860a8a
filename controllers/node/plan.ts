import type { Obstacle } from '../../engine/errors.ts'
import type { V1Condition, V1Node, V1OtherEngine } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { decisionWords, engineDecision, withLacking } from '../../api/v1/other-engine.ts'
import { outOfReachReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import { shortOfSpace } from '../../engine/disk-space.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import { otherEngine } from '../holds/engine-guard.ts'
import type { Lacking } from './lacking.ts'
import { movingWords } from '../data/held-by-volume.ts'
import type { Unclaimed } from '../ownership/unclaimed.ts'
import { silentSince } from '../../engine/silent-since.ts'

/** What the node loop knows of one node when it plans. */
export interface NodeView {
  readonly node: V1Node
  /** What the engine last told about itself; absent before its first answer. */
  readonly info?: EngineInfo
  readonly synced: boolean
  /** The id of its network `none`; absent before it is listed. */
  readonly dataID?: string
  /** Why there is no connection to its engine, in words; absent where there is one. */
  readonly unconnected?: string
  readonly unreachable?: string
  /** Whether it is unreachable for a certificate, a permission or a file on our side. */
  readonly keepsOut?: boolean
  /** What keeps it from answering, where that is known. */
  readonly obstacle?: Obstacle
  /** The other node whose engine answers at this address, if it is unreachable for that. */
  readonly engineOf?: string
  /** Since when this process asks it, ms since the epoch: each start grants a full grace. */
  readonly askedSince: number
  /** When it last answered, ms since the epoch; 0 for never. */
  readonly lastAnswer: number
  /** The engine id that a person approved in place of the recorded one. */
  readonly approvedID?: string
  /** The other node that the answering engine is recorded for. */
  readonly engineOwner?: string
  /** The tasks that the answering engine lacks, where it is not the recorded one; absent before it is listed. */
  readonly lacking?: Lacking
  readonly graceMs: number
  /** The share of its disk that must stay free. */
  readonly diskReserveRatio: number
  readonly now: number
  /** Set where no file declares the node any more. */
  readonly withdrawn?: Left
  /** Set while the node is drained: the tasks still on it. */
  readonly drained?: readonly StillThere[]
  /** The tasks on it that this home does not know; absent before it is listed. */
  readonly unclaimed?: readonly Unclaimed[]
}

/** What is left on a node that no file declares any more. */
export interface Left {
  /** The tasks on it, as `stack/name`. */
  readonly tasks: readonly string[]
  /** Our networks on it that are to go, by their names there. */
  readonly networks: readonly string[]
  /** Whether its engine answers under another name. */
  readonly renamed: boolean
}

/** A task on a drained node, as `stack/name`. `because`: why it stays, even if other nodes have room. */
export interface StillThere {
  readonly task: string
  readonly because?: string
  /** The command that moves it nevertheless, without its data. */
  readonly moves?: string
  /** The volumes that keep it there, against any command, as `stack/name`. */
  readonly volumes?: readonly string[]
  /** Whether the reason passes by itself, as when a job ends. */
  readonly passes?: true
  /** It ends without any place elsewhere: it is being removed, or its service has a task for each node. */
  readonly ends?: true
}

/** A condition without its time and generation. */
export type Said = Omit<V1Condition, 'lastTransitionTime' | 'observedGeneration'>

/** The verdict on a node: whether it may get work, and why not. */
export interface NodePlan {
  readonly ready: Said
  /** The engine that answers in place of the recorded one: holds all work on the node until approved. */
  readonly otherEngine?: V1OtherEngine
  /** The engine id to record. */
  readonly engineID?: string
  /** When to look again, ms since the epoch: when the grace ends. */
  readonly nextAt?: number
}

/**
 * Decides whether a node may be worked on. The engine's id is the node's identity: another engine under the same name counts as another
 * host (engine guard).
 */
export function planNode(view: NodeView): NodePlan {
  const { info, node } = view
  const recorded = node.status?.engineID
  const other = otherOf(view)
  const id = other === undefined ? (info?.id ?? recorded) : recorded
  const kept = id !== undefined ? { engineID: id } : {}
  // Only its list tells whether it is the recorded one, upgraded, or else what its approval would do.
  if (other !== undefined && view.synced)
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

function otherOf({ node, info, dataID, approvedID, engineOwner, lacking }: NodeView): V1OtherEngine | undefined {
  const answering = info && { ...info, ...(dataID === undefined ? {} : { dataID }) }
  const identity = { answering, recorded: node.status, approved: () => approvedID, owner: () => engineOwner }
  const other = otherEngine(identity)
  return other && lacking ? withLacking(other, lacking) : other
}

/** The condition that another engine answers in place of the recorded one; undefined where none does, or it is not listed yet. */
export function engineChanged({ otherEngine: other, ready }: NodePlan): Said | undefined {
  if (!other) return undefined
  const { message = '' } = ready
  return { type: conditionTypes.engineChanged, status: 'True', reason: nodeReasons.engineChanged, message }
}

/** How long an empty node waits for networks to go, ms. What stays for longer is kept by others, or by its engine. */
const NETWORKS_MS = 60_000

/** Whether a withdrawn node can be removed: nothing is left on it, its engine is out of reach, or its engine has another name now. */
export function isOver(view: NodeView, { ready }: NodePlan): boolean {
  const { withdrawn: left } = view
  if (!left) return false
  const isUnseen = outOfReachReasons.has(ready.reason ?? '')
  const areToGo = left.networks.length > 0 && ready.status === 'True' && view.now < goneBy(view)
  return left.renamed || isUnseen || (left.tasks.length === 0 && !areToGo)
}

/** When a node without tasks ends, even if networks are left, ms since the epoch. */
function goneBy({ node, now }: NodeView): number {
  const { reason, lastTransitionTime = '' } = getCondition(node.status?.conditions, conditionTypes.withdrawn) ?? {}
  return (reason === nodeReasons.networksThere ? Date.parse(lastTransitionTime) : now) + NETWORKS_MS
}

/** The condition that no file declares the node any more, and what keeps it; undefined where it is declared or empty. */
export function withdrawn({ withdrawn: left, node }: NodeView): Said | undefined {
  const { tasks = [], networks = [] } = left ?? {}
  const said = (reason: string, until: string): Said => ({
    ...{ type: conditionTypes.withdrawn, status: 'True', reason },
    message: `no file declares it any more: it takes no new tasks, and goes once ${until}; declare ${node.metadata.name} again to keep it`,
  })
  if (tasks.length > 0)
    return said(
      nodeReasons.declaredNoMore,
      `${listNames(tasks)} left it, as \`reconcile restart\` moves what may go elsewhere`,
    )
  const goes = `${listNames(networks)} ${networks.length === 1 ? 'is' : 'are'} removed there, or in a minute`
  return networks.length > 0 ? said(nodeReasons.networksThere, goes) : undefined
}

/** What stays on a node that is given up, for a person to know: after its removal nothing else tells. Undefined where nothing does. */
export function stayingWords({ withdrawn: left }: NodeView, { ready }: NodePlan): string | undefined {
  if (!left || left.renamed) return undefined
  if (left.tasks.length > 0)
    return `no file declares it, and it does not answer: ${listNames(left.tasks)} may run there still, and is made elsewhere where that leaves no data behind; \`docker ps -f label=reconcile.dev/task\` there shows what is left`
  if (left.networks.length === 0 || ready.status !== 'True') return undefined
  const names = listNames(left.networks)
  return `no file declares it, and what could not be removed there stays: ${names}; \`docker network inspect ${left.networks[0]}\` there shows what is in it, and \`docker network rm\` removes it`
}

/** The condition on how far a drain is; undefined where nobody drains the node. */
export function drained({ drained: there, unreachable }: NodeView): Said | undefined {
  if (!there) return undefined
  const type = conditionTypes.drained
  if (there.length === 0)
    return { type, status: 'True', reason: nodeReasons.noTasks, message: 'no task of this home is there' }
  const isForGood = there.every(({ because, passes }) => because !== undefined && !passes)
  const reason = isForGood ? nodeReasons.tasksStay : nodeReasons.tasksThere
  return { type, status: 'False', reason, message: `${silenceWords(unreachable)}${thereWords(there)}` }
}

/** Tells that a silent host's tasks can't be stopped until its engine answers, even if others replace them. */
function silenceWords(unreachable: string | undefined): string {
  return unreachable === undefined ? '' : `it does not answer, and nothing leaves it before it does: ${unreachable}; `
}

function thereWords(there: readonly StillThere[]): string {
  const staying = there.flatMap(({ task, because }) => (because === undefined ? [] : [`${task} (${because})`]))
  const ending = there.flatMap(({ task, because, ends }) => (because === undefined && ends ? [task] : []))
  const leaving = there.flatMap(({ task, because, ends }) => (because === undefined && !ends ? [task] : []))
  const leaves =
    leaving.length === 1
      ? "leaves as its service's rollout goes on and another node fits it"
      : "leave as their services' rollouts go on and other nodes fit them"
  return [
    ...(ending.length > 0 ? [`${listNames(ending)} ${ending.length === 1 ? 'is' : 'are'} being stopped`] : []),
    ...(leaving.length > 0 ? [`${listNames(leaving)} ${leaves}`] : []),
    ...(staying.length > 0 ? [`${listNames(staying)} ${staying.length === 1 ? 'stays' : 'stay'}`] : []),
    ...movingWords(there),
  ].join('; ')
}

/** The condition on whether its disk is almost full; undefined where the disk can't be measured. */
export function diskPressure({ info, diskReserveRatio }: NodeView): Said | undefined {
  const { disk } = info ?? {}
  if (!disk) return undefined
  const type = conditionTypes.diskPressure
  const short = shortOfSpace(disk, diskReserveRatio)
  if (short === undefined)
    return { type, status: 'False', reason: nodeReasons.diskHasRoom, message: `there is room in ${disk.path}` }
  // No byte counts here, as they change all the time: metrics and waiting tasks show them.
  const message = `${disk.path} is almost full: pulls and builds wait until there is room`
  return { type, status: 'True', reason: nodeReasons.diskAlmostFull, message }
}

/** The condition that its TLS files can't be used any more; undefined where they can, or where it does not answer, which says why. */
export function tlsFilesUnusable({ info, unreachable }: NodeView): Said | undefined {
  const { tlsUnusable: why } = info ?? {}
  if (why === undefined || unreachable !== undefined) return undefined
  const message = `${why}; until then it is reached with what its TLS files had before`
  return { type: conditionTypes.tlsFilesUnusable, status: 'True', reason: nodeReasons.tlsFilesUnusable, message }
}

function silent(view: NodeView, why: string): Pick<NodePlan, 'ready' | 'nextAt'> {
  if (view.keepsOut) {
    const message = `it can't be looked at: ${why}; what runs there goes on, and nothing runs in its place`
    return { ready: says('False', nodeReasons.accessDenied, message) }
  }
  const { now, lastAnswer } = view
  const before = getCondition(view.node.status?.conditions, conditionTypes.ready)
  // A lost node that answers again tells about itself before it is listed; it stays lost until the list is in.
  if (before?.reason === nodeReasons.nodeLost && lastAnswer > view.askedSince)
    return { ready: says('False', nodeReasons.nodeLost, before.message ?? '') }
  const since = silentSince(view)
  const lostAt = since + view.graceMs
  if (now >= lostAt) {
    const silentFor = Math.round((now - since) / 1000)
    const words = view.obstacle === 'Failing' ? 'it has failed' : 'no answer'
    return { ready: says('False', nodeReasons.nodeLost, `${words} for ${silentFor} s: ${why}`) }
  }
  const words =
    view.obstacle === 'Failing' ? 'it fails' : lastAnswer === 0 ? 'it has not answered yet' : 'it does not answer'
  return { ready: says('Unknown', nodeReasons.graceRunning, `${words}: ${why}`), nextAt: lostAt }
}

function says(status: 'True' | 'False' | 'Unknown', reason: string, message: string): Said {
  return { type: conditionTypes.ready, status, reason, message }
}
