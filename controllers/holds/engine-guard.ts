import type { V1NodeStatus } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { CORRECT, seeNode, UNLESS } from '../../api/v1/other-engine-words.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'

/** What tells an engine from another: its id alone counts, its host's name and its address are for people. */
export type Answering = Pick<EngineInfo, 'id'> & Partial<Pick<EngineInfo, 'name' | 'address'>>

/** Which engine answers under a node's name, and which ones may. */
export interface Identity {
  readonly node: string
  readonly answering: Answering | undefined
  /** The node's status: what was recorded of its engine. */
  readonly recorded: V1NodeStatus | undefined
  readonly approved: () => string | undefined
  /** The other node that the one which answers is recorded of. */
  readonly owner: () => string | undefined
}

/** What an approval would do, and what else may be meant. */
export interface Choices {
  /** Whether a manifest says where the engine is; else the environment does. */
  readonly isDeclared: boolean
  /** What is to run on the node and the engine that answers has not; absent before it is listed. */
  readonly lacking?: readonly string[]
}

/** The engine guard: says that another engine answers than the recorded one, and where to look; undefined where it is that one, or was approved. */
export function otherEngine(identity: Identity): string | undefined {
  return otherWords(identity, (what) => seeNode(what, identity.node))
}

/** The same with all that a person may do about it: said of the node, once. */
export function otherEngineInFull(identity: Identity, choices: () => Choices): string | undefined {
  return otherWords(identity, (what) => `${what}${choiceWords(identity.node, choices())}`)
}

/** What answers in the place of what, and what follows from that: of an engine that is another node's, that the address is wrong. */
function otherWords(
  { node, answering, recorded, approved, owner }: Identity,
  toDecide: (what: string) => string,
): string | undefined {
  const before = recorded?.engineID
  if (answering === undefined || before === undefined || answering.id === before) return undefined
  if (answering.id === approved()) return undefined
  const [is, was] = [placeWords(answering.name, answering.address), placeWords(recorded?.hostname, recorded?.address)]
  const [here, there] = is === '' || was === '' || is === was ? [answering.id, before] : [is, was]
  const what = `another engine (${here}) answers at node ${node} than the one recorded (${there})`
  const of = owner()
  return of === undefined
    ? toDecide(what)
    : `${what}: it is that of node ${of}, ${CORRECT} in the manifest of node ${node}`
}

function placeWords(name: string | undefined, address: string | undefined): string {
  return [...(name ? [`host ${name}`] : []), ...(address ? [`at ${address}`] : [])].join(' ')
}

function choiceWords(node: string, { isDeclared, lacking }: Choices): string {
  const [cause, mend] = isDeclared
    ? ['its manifest names', 'correct spec.engine']
    : ['DOCKER_HOST or a Docker context names', 'set DOCKER_HOST as before']
  const causes = `as where ${cause} another host, the machine was replaced, or Docker was upgraded from 20.10`
  const others = `${mend}, use another RECONCILE_HOME for that host, or declare both hosts as Nodes (docs/hosts.md)`
  const approval = `if it is, \`reconcile approve node/${node}\`${lackingWords(lacking)}`
  return `, ${causes}${UNLESS}${others}; ${approval}`
}

function lackingWords(lacking: readonly string[] | undefined): string {
  if (!lacking) return ', which makes there what it lacks'
  if (lacking.length === 0) return ', which makes nothing anew: all that is to run there is there'
  return `, which makes there what it lacks, though that may run on at the one recorded: ${listNames(lacking)}`
}
