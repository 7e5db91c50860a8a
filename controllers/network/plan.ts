import type { V1Maker, V1Network } from '../../api/v1/generated/types.ts'
import type { OneOffRef } from '../../api/v1/installation/one-off.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { holdReasons, networkReasons } from '../../api/v1/reasons.ts'
import { heldEverywhere } from '../holds/held-everywhere.ts'
import { makerRemedy } from '../adoption/remedy.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import { type Stayer, stayWords } from '../holds/used-elsewhere.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Declarer } from './declarer.ts'

/** A network on one host that has the wanted name. */
export interface HostNetwork {
  readonly id: string
  /** The name that it was made under; absent: the present one. */
  readonly formerName?: string
  /** Of a former name: whether tasks that use it through external Networks are to stay on the host. */
  readonly awaited?: boolean
  /** Whether our installation made it, or the resource says that it is external. */
  readonly ours: boolean
  /** Whether it is to be adopted, though others made it. */
  readonly adoptable?: true
  /** Who made it, by its labels. */
  readonly maker?: V1Maker
  /** How it differs from what is declared, in words. */
  readonly difference?: string
  /** Names of the containers in it. */
  readonly containers: readonly string[]
  /** Names of the unclaimed containers in it: another home applied them. */
  readonly unclaimed?: readonly string[]
  /** Those of `containers` that belong to no task, such as leftovers of an adopted stack: no loop removes them. */
  readonly taskless?: readonly string[]
  /** Those of `containers` that a person made for one command. */
  readonly oneOffs?: readonly OneOffRef[]
  /** Those of `containers` that use it through another Network resource, and stay in it. */
  readonly stay?: readonly Stayer[]
}

/** The observed state of one network, from which the loop decides. */
export interface NetworkView {
  readonly network: V1Network
  readonly hostName: string
  /** The number of tasks that use it, by node. */
  readonly users: ReadonlyMap<string, number>
  /** The nodes with a task that is not on its way out. */
  readonly staying: ReadonlySet<string>
  /** Whether a service declares tasks that use it, even if none exists yet. */
  readonly awaited: boolean
  /** The nodes that have it or may have it, as recorded. */
  readonly seen: ReadonlySet<string>
  /** The nodes that can't be worked on, and of which nobody knows whether they have it. */
  readonly unknown: ReadonlySet<string>
  /** The nodes that take no new tasks: where it has no user, it is not awaited. */
  readonly closed: ReadonlySet<string>
  /** The other stack that declares it, if it is external here. */
  readonly declarer?: Declarer
  /** Whether all those services were stopped by hand. */
  readonly stopped?: boolean
  /** By node, the networks with its name, or why the node may not be worked on. */
  readonly onHost: ReadonlyMap<string, readonly HostNetwork[] | NodeHold>
  /** By node, those of ours that were made for it under names that it had before. */
  readonly former: ReadonlyMap<string, readonly HostNetwork[]>
}

export type NetworkAction =
  | { readonly do: 'create'; readonly node: string; readonly because: string }
  | NetworkRemoval
  | NetworkHold
  | NetworkStay

interface NetworkHold {
  readonly do: 'hold'
  readonly node: string
  readonly reason: string
  readonly because: string
  /** Who made the network that has its name. */
  readonly maker?: V1Maker
}

interface NetworkStay {
  readonly do: 'keep' | 'adopt'
  readonly node: string
  readonly id: string
  readonly because: string
  /** Whether it stays only because others use it, and goes when they have gone. */
  readonly forOthers?: true
  /** Whether it has a name that was declared before. */
  readonly former?: true
}

interface NetworkRemoval {
  readonly do: 'remove'
  readonly node: string
  readonly id: string
  readonly because: string
  /** Whether it is a duplicate: another network of its name stays. */
  readonly surplus?: true
  /** Whether it has a name that was declared before. */
  readonly former?: true
}

/** Decides what to do about one network on every host. Foreign networks are never touched (S4); ours are removed when nothing uses them. */
export function planNetwork(view: NetworkView): readonly NetworkAction[] {
  const actions = [...view.onHost].flatMap(([node, found]) => [...planFormer(node, view), ...planOn(node, found, view)])
  const isToSay = actions.length === 0 && view.awaited && view.network.metadata.deletionTimestamp === undefined
  return isToSay ? heldEverywhere(view.onHost) : actions
}

function planOn(node: string, found: readonly HostNetwork[] | NodeHold, view: NetworkView): readonly NetworkAction[] {
  if ('because' in found) return planUnknown(node, found, view)
  const users = view.users.get(node) ?? 0
  const deleted = view.network.metadata.deletionTimestamp !== undefined
  const ours = found.filter((one) => one.ours).sort(inUseFirst)
  const others = found.filter((one) => !one.ours)
  const [own, ...surplus] = ours
  if (users === 0 && view.network.spec.external) return []
  if (users === 0 && !isAwaitedOn(node, view)) {
    const unused = ours.filter((one) => !isForOtherNodes(one, view))
    return unused.map((one) => removeUnused(node, one, view.network))
  }
  if (surplus.length > 0) return planSeveral(node, surplus, view)
  if (users === 0) return removeOtherwise(node, ours, view)
  if (own) return [deleted ? heldByTasks(node, users) : keepOrHold(node, own, { others, view })]
  return view.staying.has(node) ? [planMissing(node, found, view)] : []
}

/**
 * Removes what a node has of it under former names, first: what is made under its own name may need its subnet. One in use stays, which says
 * whose containers are in it; a deletion waits for these.
 */
function planFormer(node: string, view: NetworkView): readonly NetworkAction[] {
  const former = view.former.get(node) ?? []
  if (view.network.metadata.deletionTimestamp !== undefined)
    return former.map((one) => asFormer(removeUnused(node, one, view.network)))
  return former.flatMap((one): NetworkAction[] => {
    const { id, formerName } = one
    const because = `its name is ${view.hostName} now, and not ${formerName}`
    if (!isUsedAnywhere(one, view)) return [{ do: 'remove', node, id, because, former: true }]
    const users = whoIsIn(one)
    if (users.length === 0) return []
    const stay = `${listNames(users)} ${users.length === 1 ? 'is' : 'are'} still in that one`
    return [{ do: 'keep', node, id, because: `${because}, but ${stay}`, former: true }]
  })
}

function asFormer(action: NetworkAction): NetworkAction {
  return action.do === 'remove' || action.do === 'keep' ? { ...action, former: true } : action
}

function isInUse(one: HostNetwork): boolean {
  return one.awaited === true || whoIsIn(one).length > 0
}

/** Whether a network is in use, be it on another node, where it is the same (one of a swarm). */
function isUsedAnywhere({ id }: HostNetwork, { former }: NetworkView): boolean {
  return [...former.values()].flat().some((one) => one.id === id && isInUse(one))
}

/** Whether tasks that use it may come to a node. */
function isAwaitedOn(node: string, { awaited, closed, network }: NetworkView): boolean {
  return awaited && network.metadata.deletionTimestamp === undefined && !closed.has(node)
}

/** Whether a network is the same on another node (one of a swarm), which has or awaits tasks. */
function isForOtherNodes({ id }: HostNetwork, view: NetworkView): boolean {
  return [...view.onHost].some(([node, found]) => {
    const isUsed = (view.users.get(node) ?? 0) > 0 || isAwaitedOn(node, view)
    return isUsed && Array.isArray(found) && found.some((one: HostNetwork) => one.id === id)
  })
}

/** A deletion waits for a node that has the network, or may have it, and for no other one. */
function planUnknown(node: string, { reason, because }: NodeHold, view: NetworkView): readonly NetworkAction[] {
  const { metadata, spec } = view.network
  const mayHaveToGo = metadata.deletionTimestamp !== undefined && !spec.external
  if ((view.users.get(node) ?? 0) > 0 || (mayHaveToGo && view.seen.has(node))) return [hold(node, reason, because)]
  if (!mayHaveToGo || !view.unknown.has(node)) return []
  return [hold(node, reason, `${because}; whether it has the network ${view.hostName} is not known before that`)]
}

function planMissing(node: string, foreign: readonly HostNetwork[], view: NetworkView): NetworkAction {
  const { network, hostName } = view
  if (network.spec.external) {
    if (network.metadata.deletionTimestamp !== undefined) return heldByTasks(node, view.users.get(node) ?? 0)
    const remedy = view.declarer ? whereDeclared(node, view.declarer) : 'create it, or take external away'
    return hold(node, networkReasons.externalMissing, `${node} has no network ${hostName}: ${remedy}`)
  }
  const [other] = foreign
  if (other?.adoptable && foreign.length === 1)
    return { do: 'adopt', node, id: other.id, because: 'what others made for the stack is to be ours' }
  if (other) {
    const { maker } = other
    const remedy = makerRemedy(network.metadata.namespace, maker) ?? `is not ours: ${foreignRemedy(maker)}`
    const because = `${node} has a network ${hostName} that ${remedy}`
    return { ...hold(node, holdReasons.foreignObject, because), ...(maker ? { maker } : {}) }
  }
  const users = view.users.get(node) ?? 0
  return { do: 'create', node, because: users === 1 ? 'a task uses it' : `${users} tasks use it` }
}

/** A network that another stack declares is not to be made by hand: that would be in that stack's way. */
function whereDeclared(node: string, { stack, nodes }: Declarer): string {
  const [first] = nodes
  const onNode = `have a service of ${stack} with this network on ${node}, as with \`mode: global\``
  if (first === undefined) return `the stack ${stack} declares it, and has no task with it anywhere: ${onNode}`
  const stay = `keep what uses it there with a constraint, as \`node.name==${first}\``
  return `the stack ${stack} declares it, and it is made where that stack's own tasks use it (${listNames(nodes)}): ${stay}; or ${onNode}`
}

/** A network without a maker's labels can be adopted for the stack by a person. */
function foreignRemedy({ project }: V1Maker = {}): string {
  const rest = 'remove it, name this one otherwise, or declare it external'
  return project === undefined ? `\`reconcile apply --adopt\` takes it over; or ${rest}` : rest
}

function heldByTasks(node: string, users: number): NetworkAction {
  return hold(node, holdReasons.inUse, `it is deleted, but ${users === 1 ? '1 task is' : `${users} tasks are`} in it`)
}

/** Sorts duplicates: one with containers first, then by id, so that every pass keeps the same one. */
function inUseFirst(a: HostNetwork, b: HostNetwork): number {
  return Number(whoIsIn(b).length > 0) - Number(whoIsIn(a).length > 0) || (a.id < b.id ? -1 : 1)
}

function whoIsIn({ containers, unclaimed = [] }: HostNetwork): readonly string[] {
  return [...containers, ...unclaimed]
}

/**
 * Handles duplicates. Engines before 25 may create two networks of one name when asked twice at once, and containers find theirs by name.
 */
function planSeveral(
  node: string,
  surplus: readonly HostNetwork[],
  { network, hostName }: NetworkView,
): readonly NetworkAction[] {
  const several = `${node} has ${surplus.length + 1} networks ${hostName}`
  if (network.spec.external) return [hold(node, networkReasons.ambiguous, `${several}: remove all but one`)]
  return surplus.map((one): NetworkAction => {
    const { id } = one
    const users = whoIsIn(one)
    const because = `${several}, and one is enough`
    if (users.length === 0) return { do: 'remove', node, id, because, surplus: true }
    const remedy = `\`docker network disconnect -f ${id.slice(0, 12)} ${users[0]}\``
    const why = `${because}, but two have containers: take ${listNames(users)} off with ${remedy}`
    return hold(node, networkReasons.ambiguous, why)
  })
}

function removeUnused(node: string, own: HostNetwork, network: V1Network): NetworkAction {
  const deleted = network.metadata.deletionTimestamp !== undefined
  const because = deleted ? 'it is deleted' : 'no task uses it'
  const users = whoIsIn(own)
  if (users.length === 0) return { do: 'remove', node, id: own.id, because }
  const why = `${because}, but ${listNames(users)} ${users.length === 1 ? 'is' : 'are'} still in it`
  const { stay = [], taskless = [], oneOffs = [] } = own
  const byHand =
    taskless.length === 0 ? '' : `: remove what is no task's, as with \`docker rm -f ${taskless.join(' ')}\``
  const remedy = `${byHand}${endingWords(oneOffs)}`
  if (own.containers.length > stay.length) return hold(node, holdReasons.inUse, `${why}${remedy}`)
  if (!deleted) return { do: 'keep', node, id: own.id, because: why, forOthers: true }
  // A deletion does not wait for unclaimed containers; their own home will remove the network.
  if (stay.length === 0) return { do: 'keep', node, id: own.id, because: why }
  const words = stayWords({ kind: 'Network', key: keyOf(network) }, stay)
  return hold(node, holdReasons.usedElsewhere, `${why}, and ${words}`)
}

/** The commands that remove one-off containers, one for each stack. */
function endingWords(oneOffs: readonly OneOffRef[]): string {
  if (oneOffs.length === 0) return ''
  const commands = [...groupBy(oneOffs, ({ stack }) => stack)].map(
    ([stack, its]) => `\`reconcile rm ${its.map(({ name }) => name).join(' ')} -n ${stack}\``,
  )
  return `; to remove one-off containers: ${commands.join(', ')}`
}

/**
 * Removes an unused network that differs from its spec while its services are stopped, so that it is created as declared when they start
 * again.
 */
function removeOtherwise(
  node: string,
  ours: readonly HostNetwork[],
  { stopped }: NetworkView,
): readonly NetworkAction[] {
  return ours.flatMap((one): NetworkAction[] => {
    if (!stopped || one.difference === undefined || whoIsIn(one).length > 0) return []
    return [{ do: 'remove', node, id: one.id, because: `no task uses it, and ${one.difference}` }]
  })
}

/** Why a network can't be removed: foreign containers are in it, or the engine's own words. */
export type Obstacle =
  /** `isOfCompose`: docker compose made all of them for a project of the stack's name. */
  { readonly foreign: readonly string[]; readonly isOfCompose?: boolean } | { readonly detail: string }

/**
 * What replaces a removal that met an obstacle: a deletion waits, or leaves the network to the same project of docker compose; a network
 * that is still declared stays meanwhile (S4); a duplicate is reported as ambiguous.
 */
export function removalHeld(
  { node, id, because, surplus, former }: Omit<NetworkRemoval, 'do'>,
  { network, hostName }: Pick<NetworkView, 'network' | 'hostName'>,
  obstacle: Obstacle,
): NetworkAction {
  const which = surplus || former ? id.slice(0, 12) : hostName
  const why =
    'foreign' in obstacle
      ? `${because}, but containers that are not ours are in it: ${listNames(obstacle.foreign)}; remove them, or take them off with \`docker network disconnect -f ${which} ${obstacle.foreign[0]}\``
      : `${because}, but the engine keeps it: ${obstacle.detail}; take off what \`docker network inspect ${which}\` shows in it. If that is nothing, the engine counts wrong: restart it, as with \`systemctl restart docker\``
  if (surplus) return hold(node, networkReasons.ambiguous, why)
  if (network.metadata.deletionTimestamp === undefined)
    return { do: 'keep', node, id, because: why, ...(former ? { former } : {}) }
  if (!('foreign' in obstacle)) return hold(node, holdReasons.keptByEngine, why)
  if (!obstacle.isOfCompose) return hold(node, holdReasons.foreignUsers, why)
  const { namespace: stack } = network.metadata
  const theirs = `docker compose has ${listNames(obstacle.foreign)} in ${hostName}; \`docker compose -p ${stack} down\` removes both`
  return { do: 'keep', node, id, because: theirs }
}

/** The remedy for a network that differs from its spec. */
export function replaceNetwork(stack = ''): string {
  const anew = `\`reconcile stop ${stack}\` and \`reconcile start ${stack}\` make it anew`
  return `a network can't be changed under its containers: ${anew}; or give it another name`
}

/**
 * Keeps our network, or holds where a foreign one of the name stands beside it, which only a person may remove (S4), or it differs from its
 * spec.
 */
function keepOrHold(
  node: string,
  own: HostNetwork,
  { others, view }: { readonly others: readonly HostNetwork[]; readonly view: NetworkView },
): NetworkAction {
  const [other] = others
  if (other) {
    const ids = listNames(others.map(({ id }) => id.slice(0, 12)))
    const remedy = `remove it with \`docker network rm ${other.id.slice(0, 12)}\`, or set another hostName for this one`
    const because = `${node} has a network ${view.hostName} that is not ours (${ids}) beside ours, and a container starts in neither while the name means both: ${remedy}`
    return hold(node, networkReasons.ambiguous, because)
  }
  if (own.difference === undefined) return { do: 'keep', node, id: own.id, because: 'it is as declared' }
  return hold(node, holdReasons.specDiffers, `${own.difference}; ${replaceNetwork(view.network.metadata.namespace)}`)
}

function hold(node: string, reason: string, because: string): NetworkHold {
  return { do: 'hold', node, reason, because }
}
