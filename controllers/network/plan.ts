import { listNames } from '../../api/v1/language/list-names.ts'
import { holdReasons, networkReasons } from '../../api/v1/reasons.ts'
import { heldEverywhere } from '../holds/held-everywhere.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import { heldByTasks, hold, type NetworkAction } from './action.ts'
import { planFormer } from './plan/former.ts'
import { planMissing } from './plan/missing.ts'
import { removeOtherwise, removeUnused } from './plan/unused.ts'
import { type HostNetwork, type NetworkView, whoIsIn } from './view.ts'

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

/** Sorts duplicates: one with containers first, then by id, so that every pass keeps the same one. */
function inUseFirst(a: HostNetwork, b: HostNetwork): number {
  return Number(whoIsIn(b).length > 0) - Number(whoIsIn(a).length > 0) || (a.id < b.id ? -1 : 1)
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
