import { getCondition, isTrue } from './conditions.ts'
import type { V1Node, V1NodeStatus, V1OtherEngine } from './generated/types.ts'
import type { ObjectOf } from './kinds.ts'
import { listNames } from './language/list-names.ts'
import { conditionTypes, taskReasons } from './reasons.ts'

// Messages for a node at which an engine answers that is not the recorded one.

/** The problem and its remedy; `remedy` is absent if the problem's text says it. */
export interface EngineDecision {
  readonly what: string
  readonly remedy?: string
}

/** The decision that a person has to take about another engine at a node. Reported once, on the node. */
export function engineDecision(node: V1Node, other: V1OtherEngine): EngineDecision {
  const { name } = node.metadata
  if (other.node !== undefined)
    return {
      what: `${otherEngineWords(node, other)}: it is that of node ${other.node}`,
      remedy: ofAnother(node, other.node),
    }
  const isDeclared = hasAddress(node)
  const [cause, mend] = isDeclared
    ? ['its manifest names', 'correct spec.engine']
    : ['DOCKER_HOST or a Docker context names', 'set DOCKER_HOST as before']
  const causes = `as where ${cause} another host, the machine was replaced, or Docker was given another data-root`
  const others = `${mend}, use another RECONCILE_HOME for that host, or declare both hosts as Nodes (docs/hosts.md)`
  const approval = `if it is, \`reconcile approve node/${name}\`${lackingWords(other)}`
  return {
    what: `${otherEngineWords(node, other)}, ${causes}`,
    remedy: `unless that is meant, ${others}; ${approval}`,
  }
}

/** The decision as one message. */
export function decisionWords({ what, remedy }: EngineDecision): string {
  return remedy === undefined ? what : `${what}; ${remedy}`
}

/** The message of a hold on anything on the node. It refers to the node for details. */
export function heldByOther(node: V1Node, other: V1OtherEngine): string {
  return `${otherEngineWords(node, other)}: \`reconcile describe node/${node.metadata.name}\` says what to do`
}

/**
 * The remedy for a node at which the engine of another one answers. An address in its manifest is wrong. Without one, it is that of the
 * machine that reconcile runs on, which may be about to take the place of one that is gone.
 */
export function ofAnother(node: V1Node, owner: string): string {
  const { name } = node.metadata
  if (hasAddress(node)) return `correct spec.engine in the manifest of node ${name}`
  const promotes = `\`reconcile delete node/${owner}\`, then \`reconcile approve node/${name}\``
  return `unless this machine is to be node ${name} from now on, set DOCKER_HOST as before; if it is, ${promotes}, and what runs there goes on (docs/backups.md)`
}

function hasAddress({ spec }: V1Node): boolean {
  return spec.engine?.host !== undefined
}

function otherEngineWords({ metadata, status = {} }: V1Node, other: V1OtherEngine): string {
  const [is, was] = [placeWords(other), placeWords(status)]
  const [here, there] = is === '' || was === '' || is === was ? [other.engineID, status.engineID] : [is, was]
  return `another engine (${here}) answers at node ${metadata.name} than the one recorded (${there})`
}

function placeWords({ hostname, address }: Pick<V1NodeStatus, 'hostname' | 'address'>): string {
  return [...(hostname ? [`host ${hostname}`] : []), ...(address ? [`at ${address}`] : [])].join(' ')
}

/** Both lists are unknown until the engine was listed. */
function lackingWords({ lacking, lackingCount, unplaced = [], unplacedCount }: V1OtherEngine): string {
  if (!lacking) return ', which makes there what it lacks'
  if (lacking.length + unplaced.length === 0) return ', which makes nothing anew: all that is to run there is there'
  const runsOn = `what it lacks, though that may run on at the one recorded: ${listNames(lacking, MOST_NAMED, lackingCount)}`
  const waits = `what has no node yet: ${listNames(unplaced, MOST_NAMED, unplacedCount)}`
  return `, which makes there ${[...(lacking.length > 0 ? [runsOn] : []), ...(unplaced.length > 0 ? [waits] : [])].join(', and ')}`
}

/** The most names to list. Whoever approves should see all consequences, but nobody reads more than this. */
const MOST_NAMED = 20

/** What the approval of another engine would make there, as its status keeps it: the first of each list, and how many there are. */
export function withLacking(
  other: V1OtherEngine,
  { bound, unplaced }: { readonly bound: readonly string[]; readonly unplaced: readonly string[] },
): V1OtherEngine {
  return {
    ...other,
    ...{ lacking: bound.slice(0, MOST_NAMED), lackingCount: bound.length },
    ...{ unplaced: unplaced.slice(0, MOST_NAMED), unplacedCount: unplaced.length },
  }
}

/** Whether no node fits an object, and one of them because another engine answers there. */
export function isKeptOffByEngine({ status }: ObjectOf): boolean {
  const { conditions } = status ?? {}
  const isUnplaced = getCondition(conditions, conditionTypes.ready)?.reason === taskReasons.noNodeFits
  return isUnplaced && isTrue(conditions, conditionTypes.engineChanged)
}
